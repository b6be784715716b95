"""The `llm_` tools that need no conversation: what runs, what is installed, what is on its way."""

from __future__ import annotations

import time
from math import inf
from typing import TYPE_CHECKING

from opta_mcp.findings.figures import duration, rate, share, size
from opta_mcp.tools.table import Annotations, Context, tool
from opta_mcp.wire.arguments import NoArguments, PullArguments
from opta_mcp.wire.chat import LlmStatus, ModelList, PullJob, ServerStatus

if TYPE_CHECKING:
    from opta_mcp.wire.chat import ModelInfo

READ_ONLY = Annotations(read_only=True, destructive=False, idempotent=True, open_world=False)
HEARTBEAT_SECONDS = 1.0
"""Progress comes at least so often while a call is open."""
ENDED = frozenset({"done", "failed", "stopped"})


async def llm_status(_arguments: NoArguments, context: Context) -> LlmStatus:
    """Say what runs, which layer fails, and what would answer."""
    from opta_mcp import llm  # noqa: PLC0415  # backends, when they are first asked for
    from opta_mcp.words import exam  # noqa: PLC0415  # likewise

    await context.session.keep_backends()
    return exam.told(await llm.status())


async def llm_models(_arguments: NoArguments, context: Context) -> ModelList:
    """List the installed models."""
    from opta_mcp import llm  # noqa: PLC0415  # backends, when they are first asked for
    from opta_mcp.words import exam  # noqa: PLC0415  # likewise

    await context.session.keep_backends()
    found = await llm.models()
    return found.model_copy(update={"models": exam.noted(found.models)})


async def llm_pull(arguments: PullArguments, context: Context) -> PullJob:
    """Begin, watch or stop a download; a call that is cancelled stops it, unless another one watches it."""
    from opta_mcp.llm.pulls import pulls  # noqa: PLC0415  # backends, when they are first asked for

    if arguments.stop:
        return await pulls.stop(arguments.model)
    until = time.monotonic() + (inf if arguments.wait_seconds is None else arguments.wait_seconds)
    async with pulls.held(arguments.model) as begun:
        job = begun
        while job.state not in ENDED and (left := until - time.monotonic()) > 0:
            await context.phase(told(job))
            job = await pulls.wait(arguments.model, min(left, HEARTBEAT_SECONDS))
    return job


def told(job: PullJob) -> str:
    """Return a download in a line: what it does, how much is here, how fast it comes, how long it still takes."""
    said = [f"{job.model}: {job.message or job.state}"]
    if job.total_bytes:
        said.append(
            f"{share('', job.completed_bytes / job.total_bytes).display} of {size('', job.total_bytes).display}"
        )
    if job.rate_bytes_per_second is not None:
        said.append(rate("", job.rate_bytes_per_second).display)
    if job.seconds_left is not None:
        said.append(f"{duration('', job.seconds_left).display} left")
    return ", ".join(said)


def ended_or_going(job: PullJob) -> str:
    """Return a download's state, and what to do about it."""
    if job.error:
        return f"{job.model}: {job.error} {job.hint or ''}".strip()
    going = " It goes on; call llm_pull again to watch it, with stop to end it." if job.state not in ENDED else ""
    return f"{told(job)}.{going}"


def status_text(status: LlmStatus) -> str:
    """Return a status in a few sentences, the fix included."""
    said = [_server(status.server)] if status.server else []
    said.append(_ollama(status))
    if status.backend:
        said.append(f"{status.backend.name} ({status.backend.backend}) would answer.")
    else:
        said.append("No model would answer; questions about this computer are answered without one.")
    return "\n".join([*said, *status.notices, *(told(job) for job in status.jobs)])


def _server(server: ServerStatus) -> str:
    return f"{server.error} {server.fix or ''}".strip() if server.error else f"The server at {server.address} answers."


def _ollama(status: LlmStatus) -> str:
    runs = f"Ollama {status.version or ''} runs, with {len(status.models)} models: {', '.join(status.models)}."
    return " ".join(part for part in (runs if status.running else "", status.error, status.fix) if part)


def models_text(installed: ModelList) -> str:
    """Return a line for each model."""
    if not installed.models:
        return "\n".join([f"No model is installed; llm_pull {installed.default} brings one.", *installed.notices])
    return "\n".join([*(_model(model) for model in installed.models), *installed.notices])


def _model(model: ModelInfo) -> str:
    bulk = size("", model.size_bytes).display if isinstance(model.size_bytes, int) else "size unknown"
    fits = {True: "fits into memory", False: "does not fit into memory now", None: ""}[model.fits]
    marks = ("loaded" if model.loaded else "", "in the cloud" if model.cloud else "")
    said = [part for part in (model.backend, model.parameters, model.quantization, bulk, fits, *marks) if part]
    return f"- {model.name}: {', '.join(said)}"


MODEL_TOOLS = (
    tool(
        llm_status,
        name="llm_status",
        title="Status of the local model",
        description=(
            "Whether Ollama runs and, where it does not, which layer fails (not installed, not started, port held, "
            "silent, HTTP error, not Ollama, no model, cold, on CPU) with the one fix; the same of another server "
            "where the user named one; which backend and model would answer now; and the downloads that this server "
            "began. Answers within 2 s whatever they do. Call it first when llm_chat fails or is slow."
        ),
        input=NoArguments,
        output=LlmStatus,
        annotations=READ_ONLY,
        text=status_text,
    ),
    tool(
        llm_models,
        name="llm_models",
        title="Installed local models",
        description=(
            "The models installed on this computer, with size, quantisation, context length, capabilities, and whether "
            "each fits into the memory that is free now. Use it to choose a model for llm_chat."
        ),
        input=NoArguments,
        output=ModelList,
        annotations=READ_ONLY,
        text=models_text,
    ),
    tool(
        llm_pull,
        name="llm_pull",
        title="Download a local model",
        description=(
            "Download a model into Ollama, gigabytes as a rule: ask the user first. The call reports progress at least "
            "once a second and returns after wait_seconds at the latest, while the download goes on; calling again "
            "attaches to it, with stop it ends and what arrived is kept, llm_status shows it. Cancelling the call "
            "stops the download, unless another call watches it."
        ),
        input=PullArguments,
        output=PullJob,
        annotations=Annotations(read_only=False, destructive=False, idempotent=True, open_world=True),
        text=ended_or_going,
        failed=lambda job: job.state == "failed",
    ),
)
