"""The seam between Opta and whatever runs a model.

Above it: `llm.py`, which chooses a backend and numbers the events. Below it: one module a backend, loaded by name
on first use. A backend streams `Phase`, `Delta` and exactly one `Finished`, or raises a `BackendError`; closing the
stream (``aclose``) stops the model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from opta_mcp.wire.chat import ChatMessage, LlmStatus, ModelInfo, PullJob


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What a backend is asked; options stay constant for a model so that it is not loaded again."""

    messages: Sequence[ChatMessage]
    model: str
    max_tokens: int = 512
    temperature: float = 0.0
    choices: tuple[str, ...] = ()
    """Where given, the answer is one of these, constrained where the backend can."""


@dataclass(frozen=True, slots=True)
class Phase:
    """What the backend is doing while no text comes: connecting, loading, queued, reading."""

    text: str


@dataclass(frozen=True, slots=True)
class Delta:
    """Text of the answer, as it comes."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """How the answer ended; counts are None where the backend does not say."""

    reason: Literal["stop", "length"]
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    answer_tokens: int | None = None
    load_seconds: float | None = None
    prompt_seconds: float | None = None
    answer_seconds: float | None = None


StreamItem = Phase | Delta | Finished
Stream: TypeAlias = "AsyncGenerator[StreamItem, None]"
"""An answer as it comes; whoever reads it closes it: ``async with contextlib.aclosing(backend.stream(request))``."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a backend can do, as data."""

    pulls: bool = False
    constrains: bool = False
    local: bool = True
    notes: tuple[str, ...] = field(default=())


class Backend(Protocol):
    """A model server or engine."""

    name: str
    capabilities: Capabilities

    async def status(self) -> LlmStatus:
        """Answer within 2 s; never raises because the server is down, silent or wrong."""
        ...

    async def models(self) -> tuple[ModelInfo, ...]:
        """List what is installed; raise a BackendError where that cannot be known."""
        ...

    def stream(self, request: ChatRequest) -> Stream:
        """Stream an answer; closing the stream stops the model."""
        ...

    async def aclose(self) -> None:
        """Give back connections and children."""
        ...


class PullingBackend(Backend, Protocol):
    """A backend that can fetch models."""

    def pull(self, model: str) -> AsyncGenerator[PullJob, None]:
        """Stream the state of a download, the last one terminal; closing the stream stops it."""
        ...
