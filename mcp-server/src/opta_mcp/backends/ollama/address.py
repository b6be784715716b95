"""Where Ollama listens, read out of OLLAMA_HOST as Ollama's own command reads it. Standard library only."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from opta_mcp.backends.address import OLLAMA_PORT, Address, callable_host, ip_of
from opta_mcp.errors import UsageError

_SCHEME_PORTS = {"http": 80, "https": 443}
"""Ollama's own reading: a scheme without a port means the scheme's port, nothing at all means 11434."""


def parse_address(text: str | None) -> Address:
    """Read a value of OLLAMA_HOST; nothing means 127.0.0.1:11434; raise `UsageError` where it cannot be read.

    An address to listen on (0.0.0.0, ::) is none to call: it becomes this computer's loopback.
    """
    given = (text or "").strip().strip("\"'").strip()
    scheme, separator, rest = given.partition("://")
    scheme, rest = (scheme.lower(), rest) if separator else ("http", given)
    if any(not sign.isprintable() or sign.isspace() for sign in given):
        raise _unreadable(given, "there is a space in it")
    if scheme not in _SCHEME_PORTS:
        raise _unreadable(given, "it starts with neither http:// nor https://")
    default_port = _SCHEME_PORTS[scheme] if separator else OLLAMA_PORT
    try:
        split = urlsplit(f"{scheme}://{_bracketed(rest)}")
        host, port = split.hostname or "127.0.0.1", split.port
    except ValueError as error:
        raise _unreadable(given, str(error)) from error
    return Address(scheme, callable_host(host), default_port if port is None else port, split.path.rstrip("/"))


def _bracketed(rest: str) -> str:
    """Put the brackets round a bare IPv6 address."""
    return f"[{rest}]" if isinstance(ip_of(rest), ipaddress.IPv6Address) else rest


def _unreadable(given: str, why: str) -> UsageError:
    shown = "".join(sign if sign.isprintable() else "?" for sign in given[:80])
    return UsageError(
        f"OLLAMA_HOST is {shown!r}, which is no address: {why}.",
        hint="Set it to something like 127.0.0.1:11434, or unset it.",
    )
