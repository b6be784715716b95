"""What every backend that speaks HTTP does alike: whom it trusts, and how much of an error it reads."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from opta_mcp.backends.address import Address

ERROR_SECONDS: Final = 2.0
LONGEST_ERROR_BYTES: Final = 1 << 16


def certificates(address: Address) -> ssl.SSLContext:
    """Trust whom the system trusts; for plain http nobody, since httpx would read its own bundle for 20 ms."""
    return ssl.create_default_context() if address.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


async def error_body(response: httpx.Response) -> bytes:
    """Read an error's body as far as it is any use: a server may never end it."""
    data = bytearray()
    try:
        async with asyncio.timeout(ERROR_SECONDS):
            async for piece in response.aiter_raw():
                data += piece
                if len(data) >= LONGEST_ERROR_BYTES:
                    break
    except (TimeoutError, httpx.HTTPError):
        pass
    return bytes(data[:LONGEST_ERROR_BYTES])
