"""One line on standard error that says what goes on, and is gone when words come; nothing where nobody watches."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from opta_mcp.cli.streams import wants_colour

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from opta_mcp.wire.answer import Event

ERASE = "\r\x1b[2K"


class PhaseLine:
    """Shows phases on a terminal; a context, so that the line never outlives what it tells of."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._watched = sys.stderr.isatty() and wants_colour(sys.stderr)
        self._shown = False

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no line behind."""
        self.clear()

    async def hear(self, event: Event) -> None:
        """Show a phase; clear the line before any words."""
        if event.kind == "phase":
            self.show(event.text)
        else:
            self.clear()

    def show(self, text: str) -> None:
        """Show this instead of what was shown before, as much of it as the terminal is wide."""
        if self._watched:
            room = max(shutil.get_terminal_size().columns - 4, 10)
            sys.stderr.write(f"{ERASE}\x1b[2m  {text[:room]}\x1b[0m")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write(ERASE)
            sys.stderr.flush()
            self._shown = False
