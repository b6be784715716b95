"""One HTTP client for one server: bounded, no redirects, no proxy to loopback, the key told to nobody else."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import httpx

from opta_mcp.backends.http import certificates, error_body
from opta_mcp.backends.lines import Line, parse_line
from opta_mcp.backends.openai_compatible.address import silent
from opta_mcp.backends.openai_compatible.events import HINT, events
from opta_mcp.backends.openai_compatible.outcomes import answered, lost
from opta_mcp.backends.outcome import IN_STREAM
from opta_mcp.backends.text import one_line
from opta_mcp.errors import BackendGarbled

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from opta_mcp.backends.address import Address

CONNECT_SECONDS: Final = 4.0
LONGEST_BODY_BYTES: Final = 1 << 20
"""Far above any list of models or answer that comes as a whole."""
_OK: Final = 200


class Client:
    """Speaks to one server; its connections belong to one event loop."""

    def __init__(self, address: Address, key: str | None) -> None:
        self._address = address
        self.server = one_line(address.netloc)
        self._key = key
        self._http = httpx.AsyncClient(
            base_url=address.url,
            headers={"accept-encoding": "identity", **({"authorization": f"Bearer {key}"} if key else {})},
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=not address.local,
            verify=certificates(address),
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, path: str, seconds: float) -> Line:
        """GET a JSON object within so many seconds; raise a `BackendError`."""
        try:
            async with asyncio.timeout(seconds), self._http.stream("GET", path) as response:
                if response.status_code != _OK:
                    raise answered(response.status_code, await error_body(response), "", self._key).error
                return await _object(response)
        except TimeoutError as error:
            raise silent(self._address) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise lost(error, self.server) from error

    async def chat(self, body: Mapping[str, object], model: str) -> AsyncGenerator[Line, None]:
        """POST a chat and yield its events; raise `Failure` or a `BackendError`; closing it ends the answer."""
        try:
            async with self._http.stream("POST", "/chat/completions", json=body) as response:
                if response.status_code != _OK:
                    raise answered(response.status_code, await error_body(response), model, self._key)
                async with aclosing(_events(response)) as lines:
                    async for line in lines:
                        if line.get("error") or line.get("object") == "error":
                            raise answered(IN_STREAM, line, model, self._key)
                        yield line
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise lost(error, self.server) from error


async def _events(response: httpx.Response) -> AsyncGenerator[Line, None]:
    """Yield an answer's events; one that comes as a whole, from a server that does not stream, is one event."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        yield await _object(response)
        return
    if kind not in ("text/event-stream", "text/plain", "application/octet-stream", ""):
        raise BackendGarbled(f"What answers sends {one_line(kind, 40)} instead of an answer.", hint=HINT)
    async with aclosing(events(response.aiter_raw())) as lines:
        async for line in lines:
            yield line


async def _object(response: httpx.Response) -> Line:
    data = bytearray()
    async for piece in response.aiter_raw():
        data += piece
        if len(data) > LONGEST_BODY_BYTES:
            raise BackendGarbled("What answers sends more than anybody asked for.", hint=HINT)
    return parse_line(data)
