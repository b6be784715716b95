"""What is installed, and whether each model fits this computer, by Ollama's own description of it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from opta_mcp.backends import fit
from opta_mcp.backends.aside import aside
from opta_mcp.backends.ollama.fetch import fetch
from opta_mcp.backends.ollama.look import look
from opta_mcp.errors import BackendError
from opta_mcp.wire.base import Absent
from opta_mcp.wire.chat import ModelInfo

if TYPE_CHECKING:
    from opta_mcp.backends.address import Address
    from opta_mcp.backends.ollama.look import Entry

NAME = "ollama"
CONTEXT_TOKENS = 4096
"""Room for the facts (1,500 tokens at most) and some turns, at 0.5 GB of memory for an 8B model.

Always the same, since Ollama loads a model anew when it changes; it cuts it to what the model was trained for.
"""
SHOW_SECONDS = 0.8
"""For all models together: to describe one takes Ollama 40 ms, and a status must be said within 2 s without it."""
SHOWN_AT_ONCE = 8


async def installed(address: Address) -> tuple[ModelInfo, ...]:
    """List the models with what each needs; raise the `BackendError` of the layer that fails."""
    sight = await aside(look, address)
    if sight.failure is not None:
        raise sight.failure
    until, gate = time.monotonic() + SHOW_SECONDS, asyncio.Semaphore(SHOWN_AT_ONCE)
    room = await aside(fit.room_now)
    loaded = {entry.name for entry in sight.loaded}

    async def described(entry: Entry) -> ModelInfo:
        async with gate:
            need = await aside(_need_bytes, address, entry, until)
        return _info(entry, need, room, loaded=entry.name in loaded)

    return tuple(await asyncio.gather(*(described(entry) for entry in sight.models)))


def _need_bytes(address: Address, entry: Entry, until: float) -> int | None:
    """Work out what a model needs, by its own metadata; None where they cannot be had."""
    if entry.cloud or entry.size_bytes is None:
        return None
    try:
        metadata = fetch(address, "/api/show", until=until, body={"model": entry.name}).json().get("model_info")
    except BackendError:
        return None
    if not isinstance(metadata, dict):
        return None
    context = min(CONTEXT_TOKENS, entry.context_tokens or CONTEXT_TOKENS)
    return fit.need_bytes(metadata, entry.size_bytes, context)


def _info(entry: Entry, need: int | None, room: fit.Room, *, loaded: bool) -> ModelInfo:
    return ModelInfo(
        name=entry.name,
        backend=NAME,
        size_bytes=Absent(unknown="Ollama does not say") if entry.size_bytes is None else entry.size_bytes,
        quantization=entry.quantization,
        parameters=entry.parameters,
        context_tokens=entry.context_tokens,
        capabilities=entry.capabilities,
        digest=entry.digest,
        cloud=entry.cloud,
        loaded=loaded,
        needs_bytes=Absent(unknown="Ollama does not describe the model") if need is None else need,
        fits=_fits(need, room, sure=loaded or entry.cloud),
    )


def _fits(need: int | None, room: fit.Room, *, sure: bool) -> bool | None:
    """Say whether it fits; one that is in memory does, and one that runs elsewhere needs none here."""
    if sure:
        return True
    return None if need is None else fit.fits(need, room)
