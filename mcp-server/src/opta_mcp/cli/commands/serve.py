"""`opta serve`: the page, on this computer alone, until Ctrl-C."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


def run(arguments: Namespace) -> int:
    """Serve, and say where."""
    serve: Callable[..., None] = import_module("opta_mcp.web.serve").serve
    serve(arguments.port or 0, _tell, browse=not arguments.no_open)
    return 0


def _tell(address: str) -> None:
    print(f"Opta's page: {address}", flush=True)  # noqa: T201  # what the command is for
    print("It is for this computer and this start alone. Ctrl-C ends it.", flush=True)  # noqa: T201  # the same
