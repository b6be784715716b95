"""The part of xllamacpp that is used here, as types: it ships none. Nothing is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable


class Error(TypedDict, total=False):
    """An error of the server's; the counts where the prompt is longer than the context."""

    message: str
    type: str
    n_prompt_tokens: int
    n_ctx: int


class Progress(TypedDict):
    """How many of a prompt's tokens have been read, those in the cache included."""

    processed: int
    total: int


class ChunkDelta(TypedDict, total=False):
    """What a chunk adds to the answer."""

    content: str | None
    reasoning_content: str


class Choice(TypedDict, total=False):
    """An answer's part in a chunk."""

    delta: ChunkDelta
    finish_reason: str | None


class Timings(TypedDict, total=False):
    """In the last chunk: tokens out of the cache, read and written, and milliseconds."""

    cache_n: int
    prompt_n: int
    predicted_n: int
    prompt_ms: float
    predicted_ms: float


class Chunk(TypedDict, total=False):
    """What the server streams."""

    error: Error
    prompt_progress: Progress
    choices: list[Choice]
    timings: Timings


class Model(Protocol):
    """Where the model comes from."""

    path: str


class Processor(Protocol):
    """Threads for reading or for writing; `poll` is how eagerly they spin while they wait, 0 to 100."""

    n_threads: int
    poll: int


class Parameters(Protocol):
    """Options that are fixed when a model is loaded; llama.cpp's own names."""

    model: Model
    cpuparams: Processor
    cpuparams_batch: Processor
    n_ctx: int
    n_batch: int
    n_ubatch: int
    n_parallel: int
    cache_ram_mib: int
    cache_idle_slots: bool
    warmup: bool
    offline: bool
    ui: bool
    endpoint_slots: bool
    endpoint_props: bool
    hostnames: list[str]
    n_threads_http: int
    api_keys: list[str]
    verbosity: int


class Server(Protocol):
    """A loaded model."""

    def handle_chat_completions(self, prompt: dict[str, object], callback: Callable[[Chunk], bool]) -> object:
        """Answer; the callback gets each chunk and stops the answer by returning True."""
        ...


class LlamaCpp(Protocol):
    """The module."""

    CommonParams: Callable[[], Parameters]
    Server: Callable[[Parameters], Server]
