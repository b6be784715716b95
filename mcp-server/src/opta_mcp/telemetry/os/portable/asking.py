"""How psutil is asked: its own errors become those that a probe knows; what a system does not tell has one reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import psutil

from opta_mcp.telemetry.names import clean_name
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

NOT_HERE = Absent(unknown="this operating system does not tell it")


def told(read: Callable[[], T]) -> T:
    """Return what psutil reads; its own errors, and those of the C code below it, become OSError."""
    try:
        return read()
    except (psutil.Error, RuntimeError, NotImplementedError) as error:
        raise OSError(f"it fails: {clean_name(str(error), 160)}") from error
