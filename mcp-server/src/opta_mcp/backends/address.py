"""Where a model server listens. Standard library only."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

OLLAMA_PORT = 11434


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address; an IPv6 host is without its brackets."""

    scheme: str = "http"
    host: str = "127.0.0.1"
    port: int = OLLAMA_PORT
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
        return ip_of(self.host) is not None

    @property
    def local(self) -> bool:
        """Whether it is on this computer, as far as the address itself can say."""
        address = ip_of(self.host)
        return address.is_loopback if address else self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def keeps_secrets(self) -> bool:
        """Whether a key may be sent there: the way is encrypted, or never leaves this computer."""
        return self.local or self.scheme == "https"


def ip_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return a host that is an IP address as one; None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def callable_host(host: str) -> str:
    """Return the host to call: an address to listen on (0.0.0.0, ::) becomes this computer's loopback."""
    address = ip_of(host)
    if address is None or not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004  # IPv4 and IPv6
