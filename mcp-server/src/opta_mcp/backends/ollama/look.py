"""One bounded look at Ollama: which layer fails, what is installed, what is loaded. Standard library only."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.backends.ollama import layers
from opta_mcp.backends.ollama.fetch import NOT_HTTP, Reply, fetch
from opta_mcp.backends.ollama.names import is_cloud
from opta_mcp.backends.text import LONGEST_NAME, one_line
from opta_mcp.errors import BackendError, BackendGarbled, BackendRefused, BackendSilent, BackendUnavailable

if TYPE_CHECKING:
    from opta_mcp.backends.address import Address
    from opta_mcp.wire.chat import Layer

LOOK_SECONDS = 1.8
"""All of a look; a status must be said within 2 s, and what is left is for saying it."""
_OK = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A model as /api/tags or /api/ps lists it; None and empty where this server does not say."""

    name: str
    size_bytes: int | None = None
    graphics_bytes: int | None = None
    digest: str | None = None
    quantization: str | None = None
    parameters: str | None = None
    context_tokens: int | None = None
    capabilities: tuple[str, ...] = ()
    cloud: bool = False

    @property
    def talks(self) -> bool:
        """Whether it can hold a conversation; a server that does not say what models can do gets the benefit."""
        return not self.capabilities or "completion" in self.capabilities

    @property
    def spills(self) -> bool:
        """Whether a part of it, loaded, is in main memory, where the processor has to work on it."""
        here, whole = self.graphics_bytes, self.size_bytes
        return here is not None and whole is not None and here < whole


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look saw. `failure` is None where Ollama answered and listed its models."""

    layer: Layer
    fix: str | None = None
    failure: BackendError | None = None
    version: str | None = None
    models: tuple[Entry, ...] = ()
    loaded: tuple[Entry, ...] = ()
    local: bool = True
    """Whether the address is on this computer."""

    @property
    def running(self) -> bool:
        """Whether Ollama answers and lists its models."""
        return self.failure is None


def look(address: Address, seconds: float = LOOK_SECONDS) -> Sight:
    """Look at the server within some seconds; never raises because it is down, silent or wrong."""
    until = time.monotonic() + seconds
    try:
        version = _version(fetch(address, "/api/version", until=until), address)
        models = entries(_listing(fetch(address, "/api/tags", until=until), address))
    except BackendError as error:
        return _failed(error, address)
    loaded = _loaded(address, until)
    layer = _running_layer(models, loaded)
    return Sight(layer, layers.fix(layer, address), None, version, models, loaded or (), address.local)


def knock(address: Address, seconds: float = LOOK_SECONDS) -> None:
    """Make sure that a server answers at all, whatever it says; raise the `BackendError` of its layer, with its fix."""
    try:
        fetch(address, "/api/version", until=time.monotonic() + seconds)
    except BackendError as error:
        sight = _failed(error, address)
        raise (sight.failure or error) from error


def loaded_now(address: Address, seconds: float) -> tuple[Entry, ...] | None:
    """List the models in memory, or None where the server does not tell within some seconds."""
    return _loaded(address, time.monotonic() + seconds)


def _version(reply: Reply, address: Address) -> str | None:
    if reply.status == 404:  # noqa: PLR2004  # no such path: something else, unless its list of models says otherwise
        return None
    version = _object(reply, address).get("version")
    if not isinstance(version, str):
        raise _stranger(address)
    return one_line(version, 40)


def _listing(reply: Reply, address: Address) -> object:
    if reply.status == 404:  # noqa: PLR2004
        raise _stranger(address)
    found = _object(reply, address)
    if "models" not in found or not isinstance(found["models"], list | None):  # an old one without models says null
        raise _stranger(address)
    return found["models"]


def _object(reply: Reply, address: Address) -> dict[str, object]:
    if reply.status != _OK:
        raise BackendRefused(f"What listens at {address.netloc} answers with HTTP {reply.status}{_detail(reply)}.")
    try:
        return reply.json()
    except BackendGarbled as error:
        raise _stranger(address) from error


def _detail(reply: Reply) -> str:
    try:
        text = reply.json().get("error")
    except BackendGarbled:
        return ""
    return f": {one_line(text).rstrip('.')}" if isinstance(text, str) and text else ""


def _stranger(address: Address) -> BackendGarbled:
    return BackendGarbled(f"What answers at {address.netloc} is not Ollama.")


def _loaded(address: Address, until: float) -> tuple[Entry, ...] | None:
    try:
        return entries(_listing(fetch(address, "/api/ps", until=until), address))
    except BackendError:  # an old server has no such list: what is loaded stays unknown
        return None


def _running_layer(models: tuple[Entry, ...], loaded: tuple[Entry, ...] | None) -> Layer:
    if not any(model.talks for model in models):
        return "no_model"
    if loaded is None:
        return "ok"
    if not loaded:
        return "cold"
    return "on_cpu" if any(model.spills for model in loaded) else "ok"


def _failed(error: BackendError, address: Address) -> Sight:
    layer = _failed_layer(error, address)
    words, fix = layers.words(layer, error.message), layers.fix(layer, address)
    failure = type(error)(words, hint=fix or "", code=error.code)
    return Sight(layer, fix, failure, local=address.local)


def _failed_layer(error: BackendError, address: Address) -> Layer:
    if isinstance(error, BackendUnavailable):
        return "not_installed" if address.local and not layers.installed() else "not_started"
    if isinstance(error, BackendSilent):
        return "silent"
    if isinstance(error, BackendRefused):
        return "http_error"
    return "port_held" if error.code == NOT_HTTP else "not_ollama"


def entries(listing: object) -> tuple[Entry, ...]:
    """Read a list of models, leaving out what is none; older servers leave fields out, newer ones add some."""
    found = (_entry(item) for item in (listing if isinstance(listing, list) else ()))
    return tuple(entry for entry in found if entry is not None)


def _entry(item: object) -> Entry | None:
    if not isinstance(item, dict):
        return None
    name = _text(item.get("name")) or _text(item.get("model"))
    if not name:
        return None
    details = item.get("details")
    details = details if isinstance(details, dict) else {}
    abilities = item.get("capabilities")
    return Entry(
        name=name,
        size_bytes=_count(item.get("size")),
        graphics_bytes=_count(item.get("size_vram")),
        digest=_text(item.get("digest")),
        quantization=_text(details.get("quantization_level")),
        parameters=_text(details.get("parameter_size")),
        context_tokens=_count(item.get("context_length")) or _count(details.get("context_length")),
        capabilities=tuple(str(one) for one in abilities) if isinstance(abilities, list) else (),
        cloud=is_cloud(name) or bool(item.get("remote_host") or item.get("remote_model")),
    )


def _text(value: object) -> str | None:
    return (one_line(value, LONGEST_NAME) or None) if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
