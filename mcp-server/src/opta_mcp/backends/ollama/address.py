"""Where Ollama listens, read out of OLLAMA_HOST as Ollama's own command reads it. Standard library only."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from opta_mcp.errors import UsageError

DEFAULT_PORT = 11434
_SCHEME_PORTS = {"http": 80, "https": 443}
"""Ollama's own reading: a scheme without a port means the scheme's port, nothing at all means 11434."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address; an IPv6 host is without its brackets."""

    scheme: str = "http"
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    path: str = ""

    @property
    def netloc(self) -> str:
        """Host and port, as a Host header and a URL have them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def literal(self) -> bool:
        """Whether the host is an IP address, so that no name has to be looked up."""
        return _ip(self.host) is not None

    @property
    def local(self) -> bool:
        """Whether it is on this computer, as far as the address itself can say."""
        address = _ip(self.host)
        return address.is_loopback if address else self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def keeps_secrets(self) -> bool:
        """Whether a key may be sent there: the way is encrypted, or never leaves this computer."""
        return self.local or self.scheme == "https"


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
    default_port = _SCHEME_PORTS[scheme] if separator else DEFAULT_PORT
    try:
        split = urlsplit(f"{scheme}://{_bracketed(rest)}")
        host, port = split.hostname or "127.0.0.1", split.port
    except ValueError as error:
        raise _unreadable(given, str(error)) from error
    return Address(scheme, _callable(host), default_port if port is None else port, split.path.rstrip("/"))


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _bracketed(rest: str) -> str:
    """Put the brackets round a bare IPv6 address."""
    return f"[{rest}]" if isinstance(_ip(rest), ipaddress.IPv6Address) else rest


def _callable(host: str) -> str:
    address = _ip(host)
    if address is None or not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004  # IPv4 and IPv6


def _unreadable(given: str, why: str) -> UsageError:
    shown = "".join(sign if sign.isprintable() else "?" for sign in given[:80])
    return UsageError(
        f"OLLAMA_HOST is {shown!r}, which is no address: {why}.",
        hint="Set it to something like 127.0.0.1:11434, or unset it.",
    )
