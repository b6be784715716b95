"""Events of a running answer on their way to a slow listener: at most 30 a second, none lost, none waited for."""

from __future__ import annotations

from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from opta_mcp.tools.table import Emit
    from opta_mcp.wire.answer import Event

INTERVAL_SECONDS = 1 / 30
"""Faster than an eye reads, and slow enough that no host is busy with notifications alone."""


class Throttle:
    """Sends the first event at once and joins those that come too fast: text to text, a phase over a phase.

    What is sent is numbered anew, by one: whoever puts events into their order would wait for those that were joined.
    """

    def __init__(self, send: Emit) -> None:
        self._send = send
        self._waiting: list[Event] = []
        self._numbers = count(1)
        self._news = anyio.Event()
        self._closed = anyio.Event()

    async def emit(self, event: Event) -> None:
        """Take an event; returns at once."""
        self._waiting[-1:] = _joined(self._waiting[-1:], event)
        self._news.set()

    async def run(self) -> None:
        """Send until closed, then at once what is left."""
        while not (self._closed.is_set() and not self._waiting):
            await self._news.wait()
            self._news = anyio.Event()
            while self._waiting:
                event = self._waiting.pop(0)
                await self._send(event.model_copy(update={"seq": next(self._numbers)}))
                with anyio.move_on_after(INTERVAL_SECONDS):
                    await self._closed.wait()

    def close(self) -> None:
        """No event comes any more."""
        self._closed.set()
        self._news.set()


def _joined(last: list[Event], event: Event) -> list[Event]:
    if not last or (last[0].kind, last[0].by) != (event.kind, event.by):
        return [*last, event]
    if event.kind == "delta" and last[0].answer is event.answer is None:
        return [event.model_copy(update={"text": last[0].text + event.text})]
    return [event] if event.kind == "phase" else [*last, event]


@asynccontextmanager
async def throttled(send: Emit) -> AsyncIterator[Emit]:
    """Give an `emit` that never waits; on leaving, everything taken has been sent.

    An exception of the block is raised as it is, after the rest was sent; a cancellation sends nothing more.
    """
    throttle = Throttle(send)
    raised: Exception | None = None
    async with anyio.create_task_group() as group:
        group.start_soon(throttle.run)
        try:
            yield throttle.emit
        except Exception as error:  # noqa: BLE001  # carried past the task group, which would wrap it
            raised = error
        throttle.close()
    if raised is not None:
        raise raised
