"""What several commands print alike: a value as JSON, sizes, durations."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from opta_mcp.wire.base import Wire

GIGABYTE, MEGABYTE = 1e9, 1e6
"""Files of models are told in decimal units, as every registry tells them."""

MINUTE_S, HOUR_S = 60, 3600


def print_json(value: Wire) -> None:
    """Print one object on standard output."""
    sys.stdout.write(value.model_dump_json(by_alias=True, indent=2) + "\n")


def file_size(size_bytes: float | Absent | None) -> str:
    """Return 4.7 GB, 105 MB, or a dash where it is not known."""
    if size_bytes is None or isinstance(size_bytes, Absent):
        return "-"
    if size_bytes >= GIGABYTE:
        return f"{size_bytes / GIGABYTE:.1f} GB"
    return f"{size_bytes / MEGABYTE:.0f} MB"


def time_left(seconds: float) -> str:
    """Return 40 s, 12 min, 1 h 20 min."""
    if seconds < 1.5 * MINUTE_S:
        return f"{seconds:.0f} s"
    if seconds < 1.5 * HOUR_S:
        return f"{seconds / MINUTE_S:.0f} min"
    return f"{seconds // HOUR_S:.0f} h {seconds % HOUR_S / MINUTE_S:.0f} min"
