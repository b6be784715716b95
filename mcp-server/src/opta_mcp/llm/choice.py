"""Which backend and which model answer, and what the user is told about it.

`--backend` or OPTA_BACKEND, else OPTA_BASE_URL, else Ollama, else the embedded engine; each is tried, and the first
that has a model answers. A module is imported when its backend is tried.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opta_mcp.backends.aside import aside
from opta_mcp.backends.ollama.layers import DEFAULT_MODEL
from opta_mcp.backends.ollama.names import same_model
from opta_mcp.errors import BackendError, BackendUnavailable, ModelMissing, UsageError
from opta_mcp.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from opta_mcp.backends.protocol import Backend
    from opta_mcp.settings import Settings
    from opta_mcp.wire.chat import ModelInfo


@dataclass(frozen=True, slots=True)
class Chosen:
    """What answers: the notices say in a line each why, and what the user should know."""

    backend: Backend
    model: str
    notices: tuple[str, ...] = ()


@asynccontextmanager
async def open_backend(
    name: str | None = None, model: str | None = None, *, down: Mapping[str, BackendError] | None = None
) -> AsyncIterator[Chosen]:
    """Choose what answers and give it back at the end; `down` names backends already known not to.

    Raises `BackendUnavailable` with what was tried and the fix, `ModelMissing` where the model asked for by name is not
    there, `UsageError` where a name or a setting is wrong.
    """
    chosen = await _choose(name, model, load_settings(), down or {})
    try:
        yield chosen
    finally:
        if chosen.backend not in _kept.values():
            await chosen.backend.aclose()


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


async def _choose(name: str | None, model: str | None, settings: Settings, down: Mapping[str, BackendError]) -> Chosen:
    named = name or settings.backend
    tried: dict[str, BackendError] = {}
    for kind in (named,) if named else _kinds(settings):
        try:
            if kind in down:
                raise down[kind]
            chosen = await _try(kind, model, settings)
        except BackendError as error:
            tried[kind] = error
        else:
            return Chosen(chosen.backend, chosen.model, (*chosen.notices, *_instead_of(tried, chosen)))
    raise _none(tried)


def _kinds(settings: Settings) -> tuple[str, ...]:
    return ("openai", "ollama", "embedded") if settings.base_url else ("ollama", "embedded")


async def _try(kind: str, model: str | None, settings: Settings) -> Chosen:
    """Open one backend and choose its model; raise a `BackendError` where it cannot answer."""
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
        if backend not in _kept.values():
            await backend.aclose()
        raise
    return Chosen(backend, chosen, (*backend.capabilities.notes, *notices))


async def installed_everywhere() -> tuple[tuple[ModelInfo, ...], tuple[BackendError, ...]]:
    """List the models of every backend that may answer, and the errors of those that cannot tell."""
    settings = load_settings()
    infos: list[ModelInfo] = []
    errors: list[BackendError] = []
    for kind in (settings.backend,) if settings.backend else _kinds(settings):
        backend = await aside(_make, kind, settings)
        try:
            infos += await backend.models()
        except BackendError as error:
            errors.append(error)
        finally:
            await backend.aclose()
    return tuple(infos), tuple(errors)


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


def _instead_of(tried: Mapping[str, BackendError], chosen: Chosen) -> tuple[str, ...]:
    """Say what was to answer before this one did, and how to have it."""
    return tuple(f"{chosen.model} ({chosen.backend.name}) answers. {error}" for error in tried.values())


def _none(tried: Mapping[str, BackendError]) -> BackendError:
    """Put what was tried into one error: the first that says what to do about a model, else that nothing answers."""
    errors = tuple(tried.values())
    if len(errors) == 1:
        return errors[0]
    if missing := next((error for error in errors if isinstance(error, ModelMissing)), None):
        return missing
    return BackendUnavailable(
        " ".join(["No model can answer.", *(error.message for error in errors)]),
        hint=next((error.hint for error in errors if error.hint), ""),
    )
