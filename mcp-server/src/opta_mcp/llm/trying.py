"""Several things tried in their order, the next one while those before it are silent; the first in order counts."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from opta_mcp.errors import BackendError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence

T = TypeVar("T")

HEAD_START_SECONDS = 0.25
"""A server that answers needs less, so those after it cost nothing; one that is silent does not make them wait."""


@dataclass(frozen=True, slots=True)
class Tried(Generic[T]):
    """What came of it: the first in order that succeeded, if any did, and why each before it did not."""

    got: T | None
    failed: Mapping[str, BackendError]


async def in_order(
    kinds: Sequence[str],
    attempt: Callable[[str], Coroutine[None, None, T]],
    *,
    late: Callable[[str], BackendError],
    drop: Callable[[T], Awaitable[None]],
    until: float | None = None,
) -> Tried[T]:
    """Try each until one succeeds; what succeeds beside it is dropped again.

    One that has not ended by the monotonic second `until` has failed, as `late` says. What an attempt raises that is no
    `BackendError` is raised here.
    """
    tasks: dict[str, asyncio.Task[T]] = {}
    tried: Tried[T] = Tried(None, {})
    try:
        for kind in kinds:
            tasks[kind] = asyncio.create_task(attempt(kind), name=f"trying {kind}")
            if await _one_has_ended_well(tasks.values(), until):
                break
        tried = await _first(tasks, late, until)
        return tried
    finally:
        await _let_go(tasks.values(), tried.got, drop)


async def _one_has_ended_well(tasks: Iterable[asyncio.Task[T]], until: float | None) -> bool:
    """Wait for a change, for a head start at most; say whether nothing after these need be tried."""
    running = [task for task in tasks if not task.done()]
    if running:
        left = _left(until)
        pause = HEAD_START_SECONDS if left is None else min(HEAD_START_SECONDS, left)
        await asyncio.wait(running, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
    return any(task.done() and not isinstance(task.exception(), BackendError) for task in tasks)


async def _first(
    tasks: Mapping[str, asyncio.Task[T]], late: Callable[[str], BackendError], until: float | None
) -> Tried[T]:
    failed: dict[str, BackendError] = {}
    for kind, task in tasks.items():
        await asyncio.wait({task}, timeout=_left(until))
        error = task.exception() if task.done() else late(kind)
        if error is None:
            return Tried(task.result(), failed)
        if not isinstance(error, BackendError):
            raise error
        failed[kind] = error
    return Tried(None, failed)


async def _let_go(tasks: Iterable[asyncio.Task[T]], kept: T | None, drop: Callable[[T], Awaitable[None]]) -> None:
    tasks = tuple(tasks)
    for task in tasks:
        task.cancel()
    for one in await asyncio.gather(*tasks, return_exceptions=True):
        if not isinstance(one, BaseException) and one is not kept:
            await drop(one)


def _left(until: float | None) -> float | None:
    return None if until is None else max(until - time.monotonic(), 0.0)
