"""`opta serve`: the page, once there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.errors import OptaError

if TYPE_CHECKING:
    from argparse import Namespace


def run(_arguments: Namespace) -> int:
    """Say that there is no page yet."""
    raise OptaError("The page is not there yet.", hint="opta chat is the same conversation in the terminal.")
