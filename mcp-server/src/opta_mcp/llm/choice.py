"""Which backend and which model answer, and what the user is told about it.

`--backend` or OPTA_BACKEND, else OPTA_BASE_URL, else Ollama, else the embedded engine; each is tried, the next one
while those before it are silent, and the first in order that has a model answers. A module is imported when its backend
is tried.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opta_mcp.backends.aside import aside
from opta_mcp.backends.ollama.layers import DEFAULT_MODEL
from opta_mcp.backends.ollama.names import same_model
from opta_mcp.errors import BackendError, BackendSilent, BackendUnavailable, ModelMissing, UsageError
from opta_mcp.llm.trying import in_order
from opta_mcp.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from opta_mcp.backends.ollama.look import Sight
    from opta_mcp.backends.protocol import Backend
    from opta_mcp.llm.trying import Tried
    from opta_mcp.settings import Settings
    from opta_mcp.wire.chat import ModelInfo


CALLED = {"openai": "the server of OPTA_BASE_URL", "ollama": "Ollama", "embedded": "the built-in engine"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What answers: the notices say in a line each why, and what the user should know."""

    backend: Backend
    model: str
    notices: tuple[str, ...] = ()
    leaves: bool = False
    """What is said to it leaves this computer."""


@asynccontextmanager
async def open_backend(name: str | None = None, model: str | None = None) -> AsyncIterator[Chosen]:
    """Choose what answers and give it back at the end.

    Raises `BackendUnavailable` with what was tried and the fix, `ModelMissing` where the model asked for by name is not
    there, `UsageError` where a name or a setting is wrong.
    """
    async with tried_backends(name, model) as tried:
        if tried.got is None:
            raise _none(tried.failed)
        yield replace(tried.got, notices=(*tried.got.notices, *instead_of(tried.failed, tried.got)))


@asynccontextmanager
async def tried_backends(
    name: str | None = None,
    model: str | None = None,
    *,
    sight: asyncio.Future[Sight] | None = None,
    until: float | None = None,
) -> AsyncIterator[Tried[Chosen]]:
    """Tell what answers and why those before it do not; give it back at the end.

    sight: a look at Ollama that is being taken already. until: the monotonic second by which whatever has not answered
    is silent; else each has its own limit. Raises `UsageError` where a name or a setting is wrong.
    """
    settings = load_settings()
    named = name or settings.backend
    tried = await in_order(
        (named,) if named else kinds(settings),
        lambda kind: _try(kind, model, settings, sight),
        late=lambda kind: _silent(kind, settings),
        drop=lambda chosen: _give_back(chosen.backend),
        until=until,
    )
    try:
        yield tried
    finally:
        if tried.got is not None:
            await _give_back(tried.got.backend)


async def _give_back(backend: Backend) -> None:
    if backend not in _kept.values():
        await backend.aclose()


_kept: dict[str, Backend] = {}
_keepers: list[object] = []


@asynccontextmanager
async def keeping_backends() -> AsyncIterator[None]:
    """Keep backends open between uses, for a program that answers many questions: a model stays loaded meanwhile."""
    keeper = object()
    _keepers.append(keeper)
    try:
        yield
    finally:
        _keepers.remove(keeper)
        if not _keepers:
            backends = tuple(_kept.values())
            _kept.clear()
            for backend in backends:
                await backend.aclose()


def kinds(settings: Settings) -> tuple[str, ...]:
    """Return what is tried in turn where no backend is named."""
    return ("openai", "ollama", "embedded") if settings.base_url else ("ollama", "embedded")


async def _try(kind: str, model: str | None, settings: Settings, sight: asyncio.Future[Sight] | None = None) -> Chosen:
    """Open one backend and choose its model; raise a `BackendError` where it cannot answer."""
    if kind == "ollama" and sight is not None and (failure := (await asyncio.shield(sight)).failure):
        raise failure
    if kind == "embedded" and (file := model or settings.model or "").endswith(".gguf"):
        settings, model = replace(settings, embedded_model=file, model=None), None
    key = f"{kind} {settings.ollama_host} {settings.base_url} {settings.embedded_model}"
    backend: Backend = _kept[key] if key in _kept else await aside(_make, kind, settings)
    if _keepers:
        backend = _kept.setdefault(key, backend)  # another task may have come first
    try:
        infos = await backend.models()
        chosen, notices = pick(infos, model, settings.model or DEFAULT_MODEL, explicit=settings.model is not None)
    except BaseException:
        await _give_back(backend)
        raise
    leaves = not backend.capabilities.local or any(info.cloud for info in infos if info.name == chosen)
    return Chosen(backend, chosen, (*backend.capabilities.notes, *notices), leaves)


async def installed_everywhere() -> tuple[tuple[ModelInfo, ...], tuple[BackendError, ...]]:
    """List the models of every backend that may answer, and the errors of those that cannot tell."""
    settings = load_settings()
    asked = (settings.backend,) if settings.backend else kinds(settings)
    told = await asyncio.gather(*(_installed(kind, settings) for kind in asked))
    errors = tuple(each for each in told if isinstance(each, BackendError))
    return tuple(info for each in told if not isinstance(each, BackendError) for info in each), errors


async def _installed(kind: str, settings: Settings) -> tuple[ModelInfo, ...] | BackendError:
    backend = await aside(_make, kind, settings)
    try:
        return await backend.models()
    except BackendError as error:
        return error
    finally:
        await backend.aclose()


def _make(kind: str, settings: Settings) -> Backend:
    family, _, script = kind.partition(":")
    if family not in _MAKERS or (script and family != "scripted"):
        raise UsageError(f"There is no backend {kind!r}.", hint="There are ollama, openai, embedded and scripted:NAME.")
    return _MAKERS[family](settings, script)


def _ollama(settings: Settings, _: str) -> Backend:
    from opta_mcp.backends.ollama.address import parse_address  # noqa: PLC0415  # each backend on its first use
    from opta_mcp.backends.ollama.backend import OllamaBackend  # noqa: PLC0415

    return OllamaBackend(parse_address(settings.ollama_host), silence_seconds=settings.silence_seconds)


def _openai(settings: Settings, _: str) -> Backend:
    from opta_mcp.backends.openai_compatible.backend import OpenAICompatibleBackend  # noqa: PLC0415

    if not settings.base_url:
        raise UsageError("The backend openai needs the address of a server.", hint="Set OPTA_BASE_URL.")
    return OpenAICompatibleBackend(settings.base_url, settings.api_key, silence_seconds=settings.silence_seconds)


def _scripted(_: Settings, script: str) -> Backend:
    from opta_mcp.backends.scripted import ScriptedBackend  # noqa: PLC0415

    return ScriptedBackend(script or "faithful")


def _embedded(settings: Settings, _: str) -> Backend:
    from opta_mcp.backends.embedded.backend import EmbeddedBackend  # noqa: PLC0415

    return EmbeddedBackend(settings.embedded_model, silence_seconds=settings.silence_seconds)


_MAKERS: dict[str, Callable[[Settings, str], Backend]] = {
    "openai": _openai,
    "ollama": _ollama,
    "embedded": _embedded,
    "scripted": _scripted,
}


def pick(
    infos: Sequence[ModelInfo], wanted: str | None, default: str, *, explicit: bool = False
) -> tuple[str, tuple[str, ...]]:
    """Choose a model and say why: the one asked for, else the default, else the best installed one that fits.

    Raises `ModelMissing` where the one asked for is not there, or nothing that may be taken unasked. A default that the
    user set himself is taken whether it fits or not.
    """
    if wanted:
        found = _named(infos, wanted)
        if found is None:
            raise ModelMissing(f"{wanted} is not installed.", hint=_how_to_get(infos, wanted))
        return found.name, _cloud_notice(found)
    preferred = _named(infos, default)
    if preferred is not None and (explicit or preferred.fits is not False):
        return preferred.name, _cloud_notice(preferred)
    usable = [info for info in infos if not info.cloud and _talks(info)]
    best = max((info for info in usable if info.fits is not False), key=_strength, default=None)
    if best is not None:
        return best.name, _instead(best.name, default, infos, preferred)
    if not usable:
        raise ModelMissing("No model that runs on this computer is installed.", hint=_how_to_get(infos, default))
    smallest = min(usable, key=_strength)
    return smallest.name, (f"{smallest.name} may not fit into the memory that is free now; it is the smallest here.",)


def _named(infos: Sequence[ModelInfo], name: str) -> ModelInfo | None:
    return next((info for info in infos if same_model(info.name, name)), None)


def _talks(info: ModelInfo) -> bool:
    return not info.capabilities or "completion" in info.capabilities


def _strength(info: ModelInfo) -> int:
    """Order models: a bigger file of weights stands for a stronger model, for want of a better measure."""
    return info.size_bytes if isinstance(info.size_bytes, int) else 0


def _cloud_notice(info: ModelInfo) -> tuple[str, ...]:
    return (f"{info.name} runs on other computers: what is said leaves this one.",) if info.cloud else ()


def _instead(best: str, default: str, infos: Sequence[ModelInfo], preferred: ModelInfo | None) -> tuple[str, ...]:
    """Say why it is not the default, where a person could have it: only Ollama pulls."""
    if not any(info.backend == "ollama" for info in infos):
        return ()
    if preferred is not None:
        return (f"{best} answers: the default, {default}, does not fit into the memory that is free now.",)
    return (f"{best} answers: the default, {default}, is not installed. To have it: opta pull {default}",)


def _how_to_get(infos: Sequence[ModelInfo], name: str) -> str:
    elsewhere = infos and all(info.backend != "ollama" for info in infos)
    return f"There are: {', '.join(info.name for info in infos)}." if elsewhere else f"Fetch it: opta pull {name}"


def instead_of(failed: Mapping[str, BackendError], chosen: Chosen) -> tuple[str, ...]:
    """Say what was to answer before this one did, and how to have it."""
    who = f"{chosen.model} ({chosen.backend.name}) answers instead of"
    return tuple(f"{who} {CALLED.get(kind, kind)}. {error}" for kind, error in failed.items())


def _silent(kind: str, settings: Settings) -> BackendError:
    """Say of one that was not heard of in time what it says itself where it is waited for."""
    if kind == "openai" and settings.base_url:
        from opta_mcp.backends.openai_compatible.address import parse_base_url, silent  # noqa: PLC0415  # only where set

        return silent(parse_base_url(settings.base_url))
    return BackendSilent(f"Whether {CALLED.get(kind, kind)} can answer was not found out in time.", hint="Ask again.")


def _none(tried: Mapping[str, BackendError]) -> BackendError:
    """Put what was tried into one error, of the kind of the server that the user named.

    Where none was named that is the first that says what to do about a model, else that nothing answers.
    """
    errors = tuple(tried.values())
    if len(errors) == 1:
        return errors[0]
    everything = " ".join(["No model can answer.", *(error.message for error in errors)])
    if named := tried.get("openai"):
        return type(named)(everything, hint=named.hint, code=named.code)
    if missing := next((error for error in errors if isinstance(error, ModelMissing)), None):
        return missing
    return BackendUnavailable(everything, hint=next((error.hint for error in errors if error.hint), ""))
