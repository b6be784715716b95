"""Reading values that may be absent, for rules that can do without one of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from opta_mcp.telemetry.window import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.telemetry.window import ProcessWindow

T = TypeVar("T")
V = TypeVar("V")


def readable(one: T, read: Callable[[T], V]) -> V | None:
    """Return what is read of one of many; None where it is denied, which then is no reason to stop."""
    try:
        return read(one)
    except Unreadable:
        return None


def rate(one: ProcessWindow, read: Callable[[ProcessWindow], float]) -> float:
    """Return a process's rate, for ranking: 0 where it is denied, and for one too young to have a rate."""
    return 0.0 if one.began_in_window else (readable(one, read) or 0.0)
