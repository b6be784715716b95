"""The base URL of an OpenAI-compatible server, read and checked. Standard library only."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from opta_mcp.backends.address import Address, callable_host
from opta_mcp.backends.text import one_line
from opta_mcp.errors import BackendSilent, UsageError

URL_VARIABLE: Final = "OPTA_BASE_URL"
KEY_VARIABLE: Final = "OPTA_API_KEY"
USUAL_PATH: Final = "/v1"
"""Where all of them answer; put in where a URL names no path."""
_PORTS: Final = {"http": 80, "https": 443}
_LONGEST_KEY: Final = 4096


def parse_base_url(text: str) -> Address:
    """Read the base URL; raise UsageError where it is none. 0.0.0.0, to listen on, becomes this computer's loopback."""
    scheme, separator, rest = text.strip().partition("://")
    if not separator:
        scheme, rest = "http", scheme
    try:
        split = urlsplit(f"{scheme.lower()}://{rest}")
        host, port = split.hostname or "", split.port
    except ValueError as error:
        raise _unreadable(str(error)) from None
    if split.scheme not in _PORTS:
        raise _unreadable("it begins with neither http:// nor https://")
    if split.username or split.password:
        raise _unreadable(f"it holds a name or a password; a key belongs into {KEY_VARIABLE}")
    if not host or any(not sign.isprintable() or sign.isspace() for sign in host):
        raise _unreadable("it names no server")
    return Address(
        split.scheme, callable_host(host), port or _PORTS[split.scheme], split.path.rstrip("/") or USUAL_PATH
    )


def checked_key(key: str | None) -> str | None:
    """Return the key as a header can carry it; raise UsageError, which does not show it, where none can."""
    key = (key or "").strip()
    if not key:
        return None
    if len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise UsageError(f"{KEY_VARIABLE} holds signs that no key has.", hint="Set it anew.")
    return key


def notes(address: Address, *, keyed: bool) -> tuple[str, ...]:
    """Say what the user must know of a server that is not on this computer."""
    if address.local:
        return ()
    told = f"The model runs at {one_line(address.netloc)}, not on this computer: what is said goes there."
    open_way = "The way there is not encrypted, and its key goes over it." if keyed and address.scheme == "http" else ""
    return (told, open_way) if open_way else (told,)


def silent(address: Address) -> BackendSilent:
    """Return the error for a server that does not say what it serves."""
    return BackendSilent(
        f"{one_line(address.netloc)} does not answer.", hint=f"Restart the server, or set {URL_VARIABLE} anew."
    )


def _unreadable(why: str) -> UsageError:
    return UsageError(
        f"{URL_VARIABLE} cannot be used: {one_line(why)}.", hint="Set it to something like http://127.0.0.1:8000/v1"
    )
