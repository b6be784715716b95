"""What `opta status`, `opta models` and the MCP tools tell about models: one bounded call each."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from opta_mcp.backends import fit
from opta_mcp.backends.aside import aside
from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import status_of
from opta_mcp.backends.ollama.layers import DEFAULT_MODEL
from opta_mcp.backends.ollama.look import look
from opta_mcp.errors import BackendError, OptaError
from opta_mcp.llm.choice import installed_everywhere, open_backend
from opta_mcp.llm.pulls import pulls
from opta_mcp.settings import load_settings
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.base import Absent
from opta_mcp.wire.chat import LlmStatus, ModelList, ModelOffer

if TYPE_CHECKING:
    from opta_mcp.backends.ollama.look import Sight

STATUS_SECONDS = 1.95
"""A status must be said within 2 s, whatever a server does."""
LEAST_SECONDS = 0.1


async def status(
    name: str | None = None, model: str | None = None, *, sight: Sight | None = None, seconds: float = STATUS_SECONDS
) -> LlmStatus:
    """Say whether Ollama runs, which layer fails with its one fix, what would answer, and what is being pulled.

    Never raises because a server is down, silent or wrong. `sight`: a look that was taken already.
    """
    until = time.monotonic() + seconds
    try:
        seen = sight if sight is not None else await aside(look, parse_address(load_settings().ollama_host))
    except OptaError as error:
        return LlmStatus(running=False, error=error.message, layer="not_started", fix=error.hint, jobs=pulls.jobs())
    down = {"ollama": seen.failure} if seen.failure is not None else {}
    ref, told = await _answering(name, model, down, until)
    notices = tuple(notice for notice in told if notice != str(seen.failure))
    return status_of(seen).model_copy(update={"backend": ref, "notices": notices, "jobs": pulls.jobs()})


async def _answering(
    name: str | None, model: str | None, down: dict[str, BackendError], until: float
) -> tuple[ModelRef | None, tuple[str, ...]]:
    """Say what would answer a question now, or why nothing would."""
    try:
        async with (
            asyncio.timeout(max(until - time.monotonic(), LEAST_SECONDS)),
            open_backend(name, model, down=down) as chosen,
        ):
            costs = () if chosen.backend.name == "ollama" else (await chosen.backend.status()).notices
            return ModelRef(backend=chosen.backend.name, name=chosen.model), (*chosen.notices, *costs)
    except TimeoutError:
        return None, (_late(name),)
    except OptaError as error:
        return None, (str(error),)


def _late(name: str | None) -> str:
    """Say who has not answered in time, which is the server that the user set before all others."""
    settings = load_settings()
    if not settings.base_url or (name or settings.backend or "openai") != "openai":
        return "What would answer could not be found out in time."
    from opta_mcp.backends.openai_compatible.address import parse_base_url  # noqa: PLC0415  # only where it is set

    where = parse_base_url(settings.base_url).netloc
    return f"{where} does not answer in time. Restart the server, or set OPTA_BASE_URL anew."


async def models() -> ModelList:
    """List the installed models of every backend that is there; raise a `BackendError` where none can tell."""
    infos, errors = await installed_everywhere()
    if not infos and errors:
        raise errors[0]
    notices = tuple(str(error) for error in errors)
    wanted = load_settings().model
    offer = None if any(info.backend == "ollama" for info in infos) else await aside(_offer, wanted)
    return ModelList(models=infos, default=wanted or DEFAULT_MODEL, notices=notices, offer=offer)


def _offer(wanted: str | None) -> ModelOffer | None:
    """Return what to pull: the model that the user set, else the default where it fits, else another that does."""
    if wanted and all(wanted != model.name for model in fit.SUGGESTIONS):
        return ModelOffer(name=wanted, size_bytes=Absent(unknown="the registry tells it when the download begins"))
    model = fit.suggested(wanted or DEFAULT_MODEL, fit.room_now())
    if model is None:
        return None
    return ModelOffer(name=model.name, size_bytes=model.file_bytes, source=fit.SUGGESTIONS_SOURCE)
