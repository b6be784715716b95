"""The four plain functions: Ollama, asked from ordinary code that is neither async nor Opta's own.

Nothing here raises because a server is down, silent or wrong, but for `get_available_models`: an empty list would say
that there are no models.
"""

from __future__ import annotations

from typing import TypedDict

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.look import Sight, look
from opta_mcp.errors import OptaError
from opta_mcp.settings import load_settings


class OllamaStatus(TypedDict, total=False):
    """`models` where Ollama runs, `error` where it does not."""

    running: bool
    models: list[str]
    error: str


def check_ollama_status() -> OllamaStatus:
    """Say whether Ollama runs and which models it has, within 2 s whatever it does; never raises."""
    try:
        sight = _look()
    except OptaError as error:  # the address itself cannot be read
        return {"running": False, "error": str(error)}
    if sight.failure is not None:
        return {"running": False, "error": str(sight.failure)}
    return {"running": True, "models": _names(sight)}


def get_available_models() -> list[str]:
    """List the names of the installed models; raise a `BackendError` where that cannot be known."""
    sight = _look()
    if sight.failure is not None:
        raise sight.failure
    return _names(sight)


def _look() -> Sight:
    return look(parse_address(load_settings().ollama_host))


def _names(sight: Sight) -> list[str]:
    return [entry.name for entry in sight.models]
