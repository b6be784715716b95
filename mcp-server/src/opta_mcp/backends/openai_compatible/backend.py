"""An OpenAI-compatible server as a backend. What needs httpx (0.1 s to import) is loaded with the first request."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import time
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from opta_mcp.backends.aside import aside
from opta_mcp.backends.openai_compatible.address import URL_VARIABLE, checked_key, notes, parse_base_url, silent
from opta_mcp.backends.openai_compatible.catalogue import Served, described, served, unlisted
from opta_mcp.backends.protocol import Capabilities, Phase
from opta_mcp.backends.text import one_line
from opta_mcp.errors import BackendError, BackendSilent, BackendUnavailable, Busy, ModelMissing
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.chat import LlmStatus, ModelInfo

if TYPE_CHECKING:
    from opta_mcp.backends.openai_compatible.client import Client
    from opta_mcp.backends.protocol import ChatRequest, Stream
    from opta_mcp.wire.chat import Layer

NAME: Final = "openai"
SILENCE_SECONDS: Final = 300.0
STATUS_SECONDS: Final = 1.8
"""A status must be said within 2 s."""
FIRST_SECONDS: Final = 4.5
"""A server that does not even say what it serves is an error within 5 s."""
KNOWN_SECONDS: Final = 30.0
"""For so long a server that has answered is not asked again what it serves before a chat."""
LEAST_SECONDS: Final = 0.1
_START: Final = f"Start the server, or set {URL_VARIABLE} anew."
_HEAVY: Final = ("opta_mcp.backends.openai_compatible.client", "opta_mcp.backends.openai_compatible.chat")


class OpenAICompatibleBackend:
    """One server. Raises UsageError where its address or key cannot be used."""

    name = NAME

    def __init__(self, base_url: str, key: str | None = None, *, silence_seconds: float = SILENCE_SECONDS) -> None:
        self.address = parse_base_url(base_url)
        self._key = checked_key(key)
        self.capabilities = Capabilities(
            local=self.address.local, notes=notes(self.address, keyed=self._key is not None)
        )
        self._silence_seconds = silence_seconds
        self._client: Client | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._served: tuple[Served, ...] = ()
        self._known_until = 0.0

    def __repr__(self) -> str:
        return f"OpenAICompatibleBackend({self.address.url!r})"

    async def status(self) -> LlmStatus:
        """Say whether it answers, within 2 s."""
        try:
            listed = await self._list(STATUS_SECONDS)
        except BackendError as error:
            return LlmStatus(running=False, error=error.message, layer=layer_of(error), fix=error.hint)
        return LlmStatus(
            running=True,
            models=tuple(model.name for model in listed),
            layer="ok" if listed else "no_model",
            backend=ModelRef(backend=NAME, name=_default(listed).name) if listed else None,
            notices=self.capabilities.notes,
        )

    async def models(self) -> tuple[ModelInfo, ...]:
        """List what is served; raise a BackendError where that is nothing, or the server does not say."""
        listed = await self._list(FIRST_SECONDS)
        if not listed:
            raise ModelMissing(f"{self.address.netloc} has no model.", hint="Load one there.")
        return tuple(described(model, NAME) for model in listed)

    async def stream(self, request: ChatRequest) -> Stream:
        """Stream an answer; closing the stream closes the connection, at which servers stop."""
        if time.monotonic() > self._known_until:
            yield Phase(f"connecting to {self.address.netloc}")
            await self._arrive()
        client, model = await self._ready(FIRST_SECONDS), self._chosen(request.model)
        from opta_mcp.backends.openai_compatible.chat import converse  # noqa: PLC0415  # loaded by _ready, in a thread

        async with aclosing(converse(client, model, request, self._silence_seconds)) as items:
            async for item in items:
                yield item

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.aclose()

    async def _arrive(self) -> None:
        """Make sure that somebody is there; one that still loads its model is asked all the same, and waited for."""
        with contextlib.suppress(Busy):
            await self._list(FIRST_SECONDS)

    async def _list(self, seconds: float) -> tuple[Served, ...]:
        """Ask what is served; raise a BackendError where there is no answer in time."""
        until = time.monotonic() + seconds
        client = await self._ready(seconds)
        listing = await client.get("/models", max(until - time.monotonic(), LEAST_SECONDS))
        self._served = served(listing, self.address.url)
        self._known_until = time.monotonic() + KNOWN_SECONDS
        return self._served

    def _chosen(self, name: str) -> Served:
        """Return the model of this name; one that is not known where the server lists none; raise ModelMissing."""
        if not self._served:
            return unlisted(name)
        if name in ("", "default"):
            return _default(self._served)
        if found := next((model for model in self._served if name in (model.name, model.id)), None):
            return found
        listed = ", ".join(one_line(model.name, 80) for model in self._served[:5])
        raise ModelMissing(f"The server has no model {one_line(name, 80)}.", hint=f"It has {listed}.")

    async def _ready(self, seconds: float) -> Client:
        """Return the client of this event loop; whether anybody listens is found out before httpx is imported."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            if self.address.local:
                await self._knock(seconds)
            for module in _HEAVY:
                await aside(importlib.import_module, module)
            from opta_mcp.backends.openai_compatible.client import Client  # noqa: PLC0415  # loaded in a thread just now

            self._client, self._loop = Client(self.address, self._key), loop
        return self._client

    async def _knock(self, seconds: float) -> None:
        where = self.address.netloc
        try:
            async with asyncio.timeout(seconds):
                _, writer = await asyncio.open_connection(self.address.host, self.address.port)
        except TimeoutError as error:
            raise silent(self.address) from error
        except OSError as error:
            raise BackendUnavailable(f"Nothing listens at {where}.", hint=_START) from error
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _default(listed: tuple[Served, ...]) -> Served:
    return next((model for model in listed if model.talks), listed[0])


def layer_of(error: BackendError) -> Layer:
    """Name the layer at which a server fails."""
    if isinstance(error, BackendUnavailable):
        return "not_started"
    if isinstance(error, ModelMissing):
        return "no_model"
    return "silent" if isinstance(error, BackendSilent) else "http_error"
