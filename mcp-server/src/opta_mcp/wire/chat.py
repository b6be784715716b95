"""Conversations with a model, and the models and servers behind them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opta_mcp.wire.answer import Answer, ModelRef
from opta_mcp.wire.base import MeasuredInt, Wire, left_out

Role = Literal["user", "assistant", "system"]
Layer = Literal[
    "ok",
    "not_installed",
    "not_started",
    "port_held",
    "silent",
    "http_error",
    "not_ollama",
    "no_model",
    "cold",
    "on_cpu",
]
JobState = Literal["running", "stalled", "done", "failed", "stopped"]


class ChatMessage(Wire):
    """One message of a conversation."""

    role: Role
    content: str


class ChatResult(Wire):
    """A whole answer of `llm_chat`; `error` is left out where there is none."""

    content: str
    model: str
    done: bool = Field(description="False where the answer broke off, was stopped or never came.")
    error: str | None = Field(default=None, exclude_if=left_out)
    backend: str | None = None
    grounded: Answer | None = Field(default=None, description="The `ask` object, for a grounded message.")
    plain_talk: bool = Field(default=False, description="The model's own words, not checked.")
    truncated: bool = Field(default=False, description="A limit of time or length ended it.")
    conversation_id: str | None = None
    notices: tuple[str, ...] = ()


class ModelInfo(Wire):
    """An installed model; sizes in bytes."""

    name: str
    backend: str
    size_bytes: MeasuredInt
    quantization: str | None = None
    parameters: str | None = None
    context_tokens: int | None = None
    capabilities: tuple[str, ...] = ()
    digest: str | None = None
    cloud: bool = Field(default=False, description="Runs elsewhere: what is said leaves this computer.")
    loaded: bool = False
    needs_bytes: MeasuredInt
    fits: bool | None = Field(default=None, description="Against the memory free now; null where unknown.")
    exam: str | None = Field(
        default=None, description="passed 39/40, failed 12/40, failed at question 4/40, or null: not taken."
    )


class PullJob(Wire):
    """A model on its way here; rate in bytes per second, time left in seconds."""

    model: str
    state: JobState
    message: str = ""
    completed_bytes: int = 0
    total_bytes: int | None = None
    rate_bytes_per_second: float | None = None
    seconds_left: float | None = None
    resumed_bytes: int = Field(default=0, description="Already here when this pull began.")
    error: str | None = Field(default=None, exclude_if=left_out)
    hint: str | None = None


class ServerStatus(Wire):
    """The server that OPTA_BASE_URL names, which answers before all others: where it does not, why and the one fix."""

    address: str
    layer: Layer = "ok"
    error: str | None = Field(default=None, exclude_if=left_out)
    fix: str | None = None


class LlmStatus(Wire):
    """Whether Ollama runs and, where it does not, which layer fails and the one fix.

    `running`, `models`, `error`, `layer` and `fix` mean Ollama; `server` another one; `backend` is what would answer.
    """

    running: bool
    models: tuple[str, ...] = ()
    error: str | None = Field(default=None, exclude_if=left_out)
    layer: Layer = "ok"
    fix: str | None = None
    here: bool = Field(default=True, description="Ollama's address is on this computer, so that it can be started.")
    version: str | None = None
    server: ServerStatus | None = Field(
        default=None, exclude_if=left_out, description="Left out where no server is named by OPTA_BASE_URL."
    )
    backend: ModelRef | None = None
    leaves: bool = Field(default=False, description="What is said to what would answer leaves this computer.")
    notices: tuple[str, ...] = ()
    jobs: tuple[PullJob, ...] = ()


class ModelOffer(Wire):
    """A model that is not here and would fit: what a pull of it brings, and where its size is known from."""

    name: str
    size_bytes: MeasuredInt = Field(description="Of the download.")
    source: str = ""


class ModelList(Wire):
    """What `llm_models` returns."""

    models: tuple[ModelInfo, ...]
    default: str
    notices: tuple[str, ...] = ()
    offer: ModelOffer | None = Field(
        default=None, exclude_if=left_out, description="The one to pull where none is here; left out where one is."
    )
