"""A value or a reason: what reading an absent value does."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.wire.base import Wire

T = TypeVar("T")


class Unreadable(Exception):
    """A signal that was asked for could not be read; never zero, never silent."""

    def __init__(self, signal: str, reason: str) -> None:
        super().__init__(f"{signal}: {reason}")
        self.signal = signal
        self.reason = reason


def present(value: T | Absent, signal: str) -> T:
    """Return the value; raise Unreadable where there is only a reason."""
    if isinstance(value, Absent):
        raise Unreadable(signal, value.unknown)
    return value


def rise(first: float | Absent, last: float | Absent, signal: str) -> float:
    """Return how far a running total rose; Unreadable where it fell: it began anew, or a part of it is gone."""
    risen = present(last, signal) - present(first, signal)
    if risen < 0:
        raise Unreadable(signal, "its count began anew while it was looked at")
    return risen


def rise_of(first: Wire, last: Wire, name: str, signal: str) -> float:
    """Return how far the field of this name rose between two readings of one thing."""
    before: float | Absent = getattr(first, name)
    after: float | Absent = getattr(last, name)
    return rise(before, after, signal)


def known(read: Callable[[], T]) -> T | None:
    """Return what `read` gives, or None where it is unreadable: for lists in which some entries are denied."""
    try:
        return read()
    except Unreadable:
        return None


def absent_or(read: Callable[[], T]) -> T | Absent:
    """Return what `read` gives, or its reason as an Absent, to hand on."""
    try:
        return read()
    except Unreadable as error:
        return Absent(unknown=error.reason)
