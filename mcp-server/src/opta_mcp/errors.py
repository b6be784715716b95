"""One tree of errors: what happened, in words, with the next step.

Only the standard library is imported here, so that an error costs nothing to be ready for.

    OptaError
      UsageError            the question, file or option given cannot be used
      RecordingError        a recording cannot be read or written
      BackendError          a model server or engine failed
        BackendUnavailable    nothing answers there
        BackendSilent         something accepts and never answers
        BackendRefused        it answered with an error of its own
        BackendGarbled        it answered with something that is not its protocol
        BackendCut            the answer broke off before its end
        ModelMissing          the model is not installed
        ModelUnfit            the model cannot do what was asked, or does not fit
        ContextFull           the text is longer than the model's context
        Busy                  its queue is full
      Interrupted           the user stopped it
"""

from __future__ import annotations


class OptaError(Exception):
    """An error that a person can act on.

    code: stable, for programs (``backend.silent``); message: what happened; hint: the next step.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(OptaError):
    """What was given cannot be used; exit status 2."""

    code = "usage"


class RecordingError(OptaError):
    """A recording cannot be read or written."""

    code = "recording"


class Interrupted(OptaError):
    """The user stopped it; exit status 130."""

    code = "interrupted"


class BackendError(OptaError):
    """A model server or engine failed."""

    code = "backend"


class BackendUnavailable(BackendError):
    """Nothing answers there."""

    code = "backend.unavailable"


class BackendSilent(BackendError):
    """Something accepts the connection and does not answer in time."""

    code = "backend.silent"


class BackendRefused(BackendError):
    """It answered with an error of its own."""

    code = "backend.refused"


class BackendGarbled(BackendError):
    """It answered with something that is not its protocol."""

    code = "backend.garbled"


class BackendCut(BackendError):
    """The answer broke off before its end; what had come is kept by whoever streamed it."""

    code = "backend.cut"


class ModelMissing(BackendError):
    """The model is not installed."""

    code = "model.missing"


class ModelUnfit(BackendError):
    """The model cannot do what was asked, or does not fit into the memory that is free."""

    code = "model.unfit"


class ContextFull(BackendError):
    """The text is longer than the model's context; nothing was cut silently.

    prompt_tokens and context_tokens say how long it is and how much the model can read, where the server said so.
    """

    code = "model.context_full"

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        code: str | None = None,
        prompt_tokens: int | None = None,
        context_tokens: int | None = None,
    ) -> None:
        super().__init__(message, hint=hint, code=code)
        self.prompt_tokens = prompt_tokens
        self.context_tokens = context_tokens


class Busy(BackendError):
    """The server's queue is full."""

    code = "backend.busy"
