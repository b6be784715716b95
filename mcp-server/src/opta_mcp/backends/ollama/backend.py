"""Ollama as a backend: the seam's five calls over the parts beside this file.

What needs httpx and ollama's client (0.2 s to import) is loaded with the first chat or pull, in a thread.
"""

from __future__ import annotations

import importlib
from contextlib import aclosing
from typing import TYPE_CHECKING

from opta_mcp.backends.aside import aside
from opta_mcp.backends.ollama.look import Sight, look
from opta_mcp.backends.ollama.models import NAME, installed
from opta_mcp.backends.ollama.names import checked_name
from opta_mcp.backends.protocol import Capabilities
from opta_mcp.wire.chat import LlmStatus, ModelInfo

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from opta_mcp.backends.address import Address
    from opta_mcp.backends.ollama.client import Client
    from opta_mcp.backends.protocol import ChatRequest, Stream
    from opta_mcp.wire.chat import PullJob

_HEAVY = ("opta_mcp.backends.ollama.chat", "opta_mcp.backends.ollama.pull", "opta_mcp.backends.ollama.client")


class OllamaBackend:
    """An Ollama at one address."""

    name = NAME

    def __init__(self, address: Address, *, silence_seconds: float) -> None:
        self.address = address
        notes = (
            () if address.local else (f"Ollama at {address.netloc} is not on this computer: what is said goes there.",)
        )
        self.capabilities = Capabilities(pulls=True, constrains=True, local=address.local, notes=notes)
        self._silence_seconds = silence_seconds
        self._client: Client | None = None

    async def status(self) -> LlmStatus:
        """Say which layer fails, within 2 s."""
        return status_of(await aside(look, self.address))

    async def models(self) -> tuple[ModelInfo, ...]:
        """List what is installed, with what each needs; raise the `BackendError` of the layer that fails."""
        return await installed(self.address)

    async def stream(self, request: ChatRequest) -> Stream:
        """Stream an answer; closing the stream closes the connection, at which Ollama stops."""
        client = await self._ready()
        from opta_mcp.backends.ollama.chat import converse  # noqa: PLC0415  # loaded by _ready, in a thread

        async with aclosing(converse(client, self.address, request, self._silence_seconds)) as items:
            async for item in items:
                yield item

    async def pull(self, model: str) -> AsyncGenerator[PullJob, None]:
        """Stream the state of a download; raise `UsageError` where the name is none."""
        name = checked_name(model)
        client = await self._ready()
        from opta_mcp.backends.ollama.pull import pull  # noqa: PLC0415  # loaded by _ready, in a thread

        async with aclosing(pull(client, self.address, name)) as jobs:
            async for job in jobs:
                yield job

    async def aclose(self) -> None:
        """Close the connections, and with them whatever still streams."""
        if self._client is not None:
            await self._client.aclose()

    async def _ready(self) -> Client:
        if self._client is None:
            for module in _HEAVY:
                await aside(importlib.import_module, module)
            from opta_mcp.backends.ollama.client import Client  # noqa: PLC0415  # loaded in a thread just now

            self._client = Client(self.address)
        return self._client


def status_of(sight: Sight) -> LlmStatus:
    """Put a look into the shape that crosses processes."""
    return LlmStatus(
        running=sight.running,
        models=tuple(entry.name for entry in sight.models),
        error=sight.failure.message if sight.failure else None,
        layer=sight.layer,
        fix=sight.fix,
        here=sight.local,
        version=sight.version,
    )
