"""Chooses a backend, and keeps the four plain functions that anybody may import.

Importing this imports no heavy library: a status is found by a plain socket, and everything else comes when it is
first asked for.

plain     check_ollama_status, get_available_models, pull_model, chat_completion
choice    open_backend: which backend and which model answer, and what is said about it
report    status, models: what `opta status` and the MCP tools tell
pulls     pulls: downloads that go on whoever watches
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.llm.plain import chat_completion, check_ollama_status, get_available_models, pull_model

if TYPE_CHECKING:
    from opta_mcp.llm.choice import Chosen, keeping_backends, open_backend
    from opta_mcp.llm.pulls import Pulls, pulls
    from opta_mcp.llm.report import models, status

_LATER = {
    "Chosen": "choice",
    "Pulls": "pulls",
    "keeping_backends": "choice",
    "models": "report",
    "open_backend": "choice",
    "pulls": "pulls",
    "status": "report",
}

__all__ = [
    "Chosen",
    "Pulls",
    "chat_completion",
    "check_ollama_status",
    "get_available_models",
    "keeping_backends",
    "models",
    "open_backend",
    "pull_model",
    "pulls",
    "status",
]


def __getattr__(name: str) -> object:
    """Import what was asked for when it is asked for (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib  # noqa: PLC0415  # only here

    return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
