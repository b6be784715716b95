"""Numbers the events of one answer, so that every transport shows them in the same order."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from opta_mcp.wire.answer import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.advise.options import Emit
    from opta_mcp.wire.answer import Answer, Author


@dataclass(slots=True)
class Stage:
    """Where an answer is told as it comes."""

    emit: Emit
    started: float = field(default_factory=time.monotonic)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def elapsed_ms(self) -> float:
        """Milliseconds since the question."""
        return round((time.monotonic() - self.started) * 1000, 1)

    async def phase(self, text: str) -> None:
        """Say what goes on while no words come."""
        await self.emit(Event(kind="phase", text=text, seq=next(self._numbers)))

    async def delta(self, by: Author, text: str, answer: Answer | None = None) -> None:
        """Say words of the answer, the measured part with its evidence beside them."""
        await self.emit(Event(kind="delta", by=by, text=text, seq=next(self._numbers), answer=answer))

    async def done(self) -> None:
        """Say that nothing more comes."""
        await self.emit(Event(kind="done", seq=next(self._numbers)))

    async def failed(self, text: str) -> None:
        """Say that nothing more comes, and why."""
        await self.emit(Event(kind="error", text=text, seq=next(self._numbers)))
