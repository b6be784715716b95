"""What `opta status`, `opta models` and the MCP tools tell about models: one bounded call each."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opta_mcp.backends import fit
from opta_mcp.backends.aside import aside
from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import status_of
from opta_mcp.backends.ollama.layers import DEFAULT_MODEL
from opta_mcp.backends.ollama.look import look
from opta_mcp.backends.text import one_line
from opta_mcp.errors import BackendError, OptaError
from opta_mcp.llm.choice import installed_everywhere, instead_of, tried_backends
from opta_mcp.llm.pulls import pulls
from opta_mcp.settings import load_settings
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.base import Absent
from opta_mcp.wire.chat import LlmStatus, ModelList, ModelOffer, ServerStatus

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from opta_mcp.backends.ollama.look import Sight
    from opta_mcp.backends.protocol import Backend
    from opta_mcp.llm.choice import Chosen
    from opta_mcp.llm.trying import Tried

STATUS_SECONDS = 1.95
"""A status must be said within 2 s, whatever a server does."""
COSTS_SECONDS = 0.1
"""Of these, for what the embedded engine costs: it is asked when nothing before it answers."""


async def status(
    name: str | None = None,
    model: str | None = None,
    *,
    sight: Awaitable[Sight] | None = None,
    seconds: float = STATUS_SECONDS,
) -> LlmStatus:
    """Say whether Ollama runs, which layer fails with its one fix, what would answer, and what is being pulled.

    Never raises because a server is down, silent or wrong. `sight`: a look that is being taken already.
    """
    until = time.monotonic() + seconds
    looking = asyncio.ensure_future(_look() if sight is None else sight)
    told = await _answering(name, model, looking, until)
    try:
        ollama = status_of(await looking)
    except OptaError as error:
        ollama = LlmStatus(running=False, error=error.message, layer="not_started", fix=error.hint)
    notices = (*told.notices, *_unsaid(told, ollama))
    return ollama.model_copy(
        update={
            "backend": told.ref,
            "leaves": told.chosen is not None and told.chosen.leaves,
            "server": told.server,
            "notices": notices,
            "jobs": pulls.jobs(),
        }
    )


async def _look() -> Sight:
    return await aside(look, parse_address(load_settings().ollama_host))


@dataclass(frozen=True, slots=True)
class _Told:
    """What would answer, what else is to be known of it, and why nothing before it would."""

    ref: ModelRef | None = None
    notices: tuple[str, ...] = ()
    failed: Mapping[str, BackendError] = field(default_factory=dict)
    chosen: Chosen | None = None
    server: ServerStatus | None = None


async def _answering(name: str | None, model: str | None, sight: asyncio.Future[Sight], until: float) -> _Told:
    """Say what would answer a question now, or why nothing would."""
    try:
        async with tried_backends(name, model, sight=sight, until=until - COSTS_SECONDS) as tried:
            failed, server = tried.failed, _server(tried)
            if (chosen := tried.got) is None:
                return _Told(failed=failed, server=server)
            ref = ModelRef(backend=chosen.backend.name, name=chosen.model)
            return _Told(ref, (*chosen.notices, *await _costs(chosen.backend)), failed, chosen, server)
    except OptaError as error:
        return _Told(notices=(str(error),))


async def _costs(backend: Backend) -> tuple[str, ...]:
    """Say what the embedded engine takes of this computer."""
    if backend.name != "embedded":
        return ()
    try:
        async with asyncio.timeout(COSTS_SECONDS):
            return (await backend.status()).notices
    except TimeoutError:
        return ()


def _server(tried: Tried[Chosen]) -> ServerStatus | None:
    """Say how the server that the user named stands, where it was to answer."""
    base_url, error = load_settings().base_url, tried.failed.get("openai")
    answers = tried.got is not None and tried.got.backend.name == "openai"
    if not base_url or (error is None and not answers):
        return None
    from opta_mcp.backends.openai_compatible.address import parse_base_url  # noqa: PLC0415  # only where it is set
    from opta_mcp.backends.openai_compatible.backend import layer_of  # noqa: PLC0415

    where = one_line(parse_base_url(base_url).netloc)
    if error is None:
        return ServerStatus(address=where)
    return ServerStatus(address=where, layer=layer_of(error), error=error.message, fix=error.hint)


def _unsaid(told: _Told, ollama: LlmStatus) -> tuple[str, ...]:
    """Say of what failed what no field says."""
    said = {ollama.error, told.server.error if told.server else None}
    failed = {kind: error for kind, error in told.failed.items() if error.message not in said}
    return instead_of(failed, told.chosen) if told.chosen else tuple(str(error) for error in failed.values())


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
