"""The embedded backend: a GGUF file on this computer, run by llama.cpp in a child process.

The model is loaded by the first `stream`, never before, and given back after a while without use or by `aclose`; who
answers several questions keeps the backend open between them.
"""

from __future__ import annotations

import asyncio
import contextlib
from time import monotonic
from typing import TYPE_CHECKING, Final

from opta_mcp.backends.aside import aside
from opta_mcp.backends.embedded import model as models
from opta_mcp.backends.embedded.engine import Engine
from opta_mcp.backends.fit import room_now
from opta_mcp.backends.protocol import Capabilities, Delta, Finished, Phase
from opta_mcp.backends.text import one_line
from opta_mcp.errors import (
    BackendCut,
    BackendError,
    BackendRefused,
    BackendSilent,
    BackendUnavailable,
    Busy,
    ContextFull,
    ModelUnfit,
)
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.chat import LlmStatus, ModelInfo

if TYPE_CHECKING:
    from opta_mcp.backends.embedded.engine import Child
    from opta_mcp.backends.embedded.lines import Ask, End, Failure, FromChild, Order
    from opta_mcp.backends.embedded.model import ModelFile
    from opta_mcp.backends.protocol import ChatRequest, Stream, StreamItem

NAME: Final = "embedded"
IDLE_SECONDS: Final = 300.0
"""As long as Ollama keeps a model without use."""
SILENCE_SECONDS: Final = 300.0
HEARTBEAT_SECONDS: Final = 4.0
"""Below the 5 s that may pass between two phases."""
_SIGKILL: Final = -9
_QUEUED: Final = "waiting for another answer to end"
_READING: Final = "reading the question"
_THINKING: Final = "thinking"
_TURN_MARKS: Final = ("<|im_end|>", "<|im_start|>")
"""ChatML's, in which llama.cpp puts a conversation to a model without a template of its own; such a model writes them
as text, and then both sides of a conversation."""
_ASK_AGAIN: Final = "Ask again: it is started anew."


class EmbeddedBackend:
    """Runs GGUF files; at most one at a time, one answer at a time, further ones wait."""

    name = NAME
    capabilities = Capabilities(constrains=True)

    def __init__(
        self,
        model_path: str | None = None,
        *,
        idle_seconds: float = IDLE_SECONDS,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self._model_path = model_path
        self._idle_seconds = idle_seconds
        self._silence_seconds = silence_seconds
        self._engine = Engine()

    async def status(self) -> LlmStatus:
        """Say whether it can answer, and what the loaded model costs or will cost."""
        try:
            running = self._running()
            chosen = await aside(self._choose, "") if running is None else running
        except BackendError as error:
            layer = "not_installed" if isinstance(error, BackendUnavailable) else "no_model"
            return LlmStatus(running=False, error=error.message, layer=layer, fix=error.hint)
        return LlmStatus(
            running=True,
            models=tuple(one_line(path.stem) for path in models.installed_files(self._model_path)),
            layer="ok" if self._engine.child else "cold",
            backend=ModelRef(backend=NAME, name=chosen.name),
            notices=(self._costs(chosen), *_not_for_talk(chosen)),
        )

    async def models(self) -> tuple[ModelInfo, ...]:
        """List the model files, the default first; raise BackendUnavailable or ModelMissing where none can be run."""
        return await aside(self._described)

    async def stream(self, request: ChatRequest) -> Stream:
        """Answer; raise a BackendError of a kind that says what happened, never one of llama.cpp's own."""
        chosen = await aside(self._choose, request.model)
        for last_try in (False, True):
            answer = _Answer(await self._child(chosen), self._engine.number(), chosen, self._silence_seconds)
            try:
                async with contextlib.aclosing(answer.stream(request)) as items:
                    async for item in items:
                        yield item
            except _GoneBefore:  # it ended by itself, or was killed for another's stop, as this ask came
                if last_try:
                    raise answer.lost(BackendUnavailable) from None
            else:
                return

    async def aclose(self) -> None:
        """Give the memory back."""
        self._engine.close()

    def _choose(self, name: str) -> ModelFile:
        models.require_engine()
        return models.choose(name, self._model_path)

    def _described(self) -> tuple[ModelInfo, ...]:
        models.require_engine()
        room, running = room_now(), self._running()
        found = [models.model_file(path) for path in models.installed_files(self._model_path)]
        if not found:
            raise models.no_model()
        return tuple(
            models.described(one, room, NAME, loaded=running is not None and running.path == one.path) for one in found
        )

    async def _child(self, chosen: ModelFile) -> Child:
        """Return the child, started from this thread: on Linux it dies with the thread that started it."""
        order: Order = {
            "model": str(chosen.path),
            "context_tokens": chosen.context_tokens,
            "idle_seconds": self._idle_seconds,
        }
        if self._engine.child is None or self._engine.child.order != order:
            models.require_memory(chosen, await aside(room_now))
        try:
            return self._engine.child_for(order)
        except OSError as error:
            raise BackendUnavailable(
                f"llama.cpp cannot be started: {(error.strerror or type(error).__name__).lower()}.", hint="Ask again."
            ) from error

    def _running(self) -> ModelFile | None:
        child = self._engine.child
        return None if child is None or child.ready is None else models.choose(child.order["model"])

    def _costs(self, chosen: ModelFile) -> str:
        child = self._engine.child
        if child is None or child.ready is None:
            need = chosen.need_bytes
            taking = "" if need is None else f"; it takes about {need / 1e6:.0f} MB of memory then"
            return f"{chosen.name} is loaded with the first question{taking}."
        ready = child.ready
        threads = "1 thread" if ready["threads"] == 1 else f"{ready['threads']} threads"
        return (
            f"{chosen.name} holds {_resident_mb(child.pid)} in process {child.pid}, "
            f"took {ready['load_seconds']:.1f} s to load and runs on {threads}."
        )


class _GoneBefore(Exception):
    """The child ended before it had begun with this ask."""


class _Answer:
    """One ask of one child, from its queue to its end."""

    def __init__(self, child: Child, number: int, chosen: ModelFile, silence_seconds: float) -> None:
        self._child, self._number, self._chosen = child, number, chosen
        self._silence_seconds = silence_seconds
        self._loop = asyncio.get_running_loop()
        self._heard: asyncio.Queue[FromChild] = asyncio.Queue()
        self._phase = "loading the model" if child.ready is None else _READING if child.quiet.is_set() else _QUEUED
        self._waited_for_load = child.ready is None
        self._begun = False
        self._silent_seconds = 0.0
        self._status = 0

    async def stream(self, request: ChatRequest) -> Stream:
        """Ask, and yield what comes; closing it stops the model."""
        self._child.ask(self._number, _ask(request, self._chosen), self._hear)
        try:
            yield Phase(self._phase)
            while True:
                item = await self._next()
                if item is not None:
                    yield item
                if isinstance(item, Finished):
                    return
        finally:
            self._child.leave(self._number)

    def lost(self, kind: type[BackendError]) -> BackendError:
        """Return the error for a child that ended by itself."""
        why = f"signal {-self._status}" if self._status < 0 else f"status {self._status}"
        because = ", perhaps because memory ran out" if self._status == _SIGKILL else ""
        when = "in the middle of its answer" if self._begun else "before it could answer"
        return kind(f"llama.cpp ended {when} ({why}){because}.", hint=_ASK_AGAIN)

    def _hear(self, line: FromChild) -> None:
        """Take a line over from the reading thread; nobody is there to hear it once the loop has closed."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._heard.put_nowait, line)

    async def _next(self) -> StreamItem | None:
        """Wait for a line, with a sign of life every few seconds, and for so long as may pass in silence."""
        asked = monotonic()
        try:
            async with asyncio.timeout(min(HEARTBEAT_SECONDS, self._silence_seconds)):
                line = await self._heard.get()
        except TimeoutError:
            return self._still_waiting(monotonic() - asked)
        self._silent_seconds = 0.0
        return self._item(line)

    def _still_waiting(self, seconds: float) -> Phase:
        self._silent_seconds += seconds
        if self._silent_seconds >= self._silence_seconds:
            if self._phase == _QUEUED:
                raise Busy("The model is busy with another answer.", hint="Ask again when that has ended.")
            self._child.kill()
            raise BackendSilent(f"llama.cpp has said nothing for {self._silent_seconds:.0f} s.", hint=_ASK_AGAIN)
        return Phase(f"{self._phase}, {self._silent_seconds:.0f} s")

    def _item(self, line: FromChild) -> StreamItem | None:
        if not line.keys().isdisjoint(("failed", "broken", "gone", "error")):
            raise self._failure(line)
        if "text" in line:
            return Delta(line["text"])
        if "end" in line:
            return self._finished(line["end"])
        return self._phase_of(line)

    def _phase_of(self, line: FromChild) -> Phase | None:
        self._begun = self._begun or "begun" in line
        if "read" in line:
            self._phase = "reading {} of {} tokens".format(*line["read"])
        elif "thinking" in line and self._phase != _THINKING:
            self._phase = _THINKING
        else:
            self._phase = self._phase if "thinking" in line else _READING if self._begun else _QUEUED
            return None
        return Phase(self._phase)

    def _finished(self, end: End) -> Finished:
        ready = self._child.ready
        return Finished(
            "length" if end["reason"] == "length" else "stop",
            prompt_tokens=end["prompt_tokens"],
            cached_tokens=end["cached_tokens"],
            answer_tokens=end["answer_tokens"],
            load_seconds=ready["load_seconds"] if ready and self._waited_for_load else 0.0,
            prompt_seconds=end["prompt_seconds"],
            answer_seconds=end["answer_seconds"],
        )

    def _failure(self, line: FromChild) -> Exception:
        if "failed" in line:
            return ModelUnfit(
                f"llama.cpp cannot load {self._chosen.name}.",
                hint=f"Its file may be damaged, or too new: set {models.MODEL_VARIABLE} to another one.",
            )
        if "broken" in line:
            return BackendUnavailable(
                f"llama.cpp is installed and cannot be loaded: {one_line(line['broken'])}.", hint=models.INSTALL
            )
        if "error" in line:
            return _refusal(line["error"])
        self._status = line["gone"]
        if self._begun:
            return self.lost(BackendCut)
        return self.lost(BackendRefused) if self._status > 0 else _GoneBefore()


def _not_for_talk(chosen: ModelFile) -> tuple[str, ...]:
    if chosen.header.talks:
        return ()
    return (f"{chosen.name} has no chat template: it was made to go on with a text, and may not answer a question.",)


def _ask(request: ChatRequest, chosen: ModelFile) -> Ask:
    return {
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "choices": list(request.choices),
        "stops": [] if chosen.header.talks else list(_TURN_MARKS),
    }


def _refusal(error: Failure) -> BackendError:
    if error["kind"] == "exceed_context_size_error":
        return ContextFull(
            f"The conversation has {error['prompt_tokens']} tokens; the model reads {error['context_tokens']} at most.",
            hint="Begin a new conversation, or ask with less text.",
            prompt_tokens=error["prompt_tokens"],
            context_tokens=error["context_tokens"],
        )
    return BackendRefused(f"llama.cpp refused: {one_line(error['message']).rstrip('.')}.", hint="Ask in other words.")


def _resident_mb(pid: int) -> str:
    import psutil  # noqa: PLC0415  # only for the status

    try:
        return f"{psutil.Process(pid).memory_info().rss / 1e6:.0f} MB"
    except psutil.Error:
        return "an unknown amount of memory"
