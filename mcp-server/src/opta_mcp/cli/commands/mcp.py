"""`opta mcp`: the MCP server over standard input and output, as `opta-mcp` starts it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


def run(_arguments: Namespace) -> int:
    """Serve until standard input ends."""
    serve: Callable[[], int] = import_module("opta_mcp.server").run
    return serve()
