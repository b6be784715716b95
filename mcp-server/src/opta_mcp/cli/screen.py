"""Drawing on a terminal: widths, colours and glyphs."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.cli.streams import wants_colour, writes_unicode
from opta_mcp.cli.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDEST, NARROW = 88, 46
"""Columns. Lines longer than the one tire the eye; below the other, labels stand above their text."""

COLUMN_GAP, SHORTEST_LINE = 3, 12

DIM = "dim"
ROW_STYLES = (DIM, "", DIM)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A mark at the edge of a block, what stands for it where only ASCII can be written, and its colour."""

    mark: str
    ascii: str
    style: str


CRITICAL = Glyph("■", "!", "bold red")
WARNING = Glyph("▲", "!", "bold yellow")
INFORMATION = Glyph("●", "*", "cyan")
HEALTHY = Glyph("✓", "+", "bold green")
KNOWN = Glyph("◆", "#", "bold blue")
UNKNOWN = Glyph("?", "?", "bold")
OFF = Glyph("✗", "x", "bold red")


class Page:
    """Blocks of an answer, each with its glyph at the edge and everything else on one line below the headline."""

    def __init__(self) -> None:
        """Draw on standard output as wide as it is."""
        self.width = min(shutil.get_terminal_size().columns, WIDEST)
        self.narrow = self.width < NARROW
        self._edge = 1 if self.narrow else 2
        self.indent = self._edge + (2 if self.narrow else 3)
        self._colour = wants_colour(sys.stdout)
        self._unicode = writes_unicode(sys.stdout)

    def headline(self, glyph: Glyph, text: str | Text, style: str = "bold") -> None:
        """Draw the glyph and the headline beside it."""
        self._put(_text(text, style), self._mark(glyph))

    def entry(self, glyph: Glyph, name: str, width: int, *lines: Text) -> None:
        """Draw one of a list: its glyph, its name in a column of its own, and lines beside it."""
        before = self._mark(glyph) + Text.of(name, "bold").padded(width)
        if self.narrow:
            self._put(before, Text())
        for line in lines:
            self._put(line, Text.of(" " * (self.indent + 2)) if self.narrow else before)
            before = Text.of(" " * before.width)

    def paragraph(self, text: str | Text, style: str = "") -> None:
        """Draw text on the line of the headline."""
        self._put(_text(text, style), Text.of(" " * self.indent))

    def rows(self, rows: Iterable[tuple[str | Text, ...]], styles: tuple[str, ...] = ROW_STYLES) -> None:
        """Draw aligned columns, the last one wrapped; on a narrow terminal the first stands above the rest."""
        cells = [[_text(cell, style) for cell, style in zip(row, styles, strict=False)] for row in rows]
        widths = [max(cell.width for cell in column) for column in zip(*cells, strict=True)]
        before_last = self.indent + sum(widths[:-1]) + COLUMN_GAP * (len(widths) - 1)
        if self.narrow or before_last + min(widths[-1], SHORTEST_LINE) > self.width:
            self._stack(cells)
            return
        for row in cells:
            before = Text.of(" " * self.indent)
            for cell, width in zip(row[:-1], widths, strict=False):
                before += cell.padded(width + COLUMN_GAP)
            self._put(row[-1], before)

    def footer(self, *facts: str) -> None:
        """Draw what is least important, last."""
        self.gap()
        self.paragraph((" · " if self._unicode else " - ").join(filter(None, facts)), DIM)
        self.gap()

    def gap(self) -> None:
        """Leave a line empty."""
        sys.stdout.write("\n")

    def flush(self) -> None:
        """Send what was drawn, so that a person reads it while the rest is still to come."""
        sys.stdout.flush()

    def _mark(self, glyph: Glyph) -> Text:
        mark = Text.of(glyph.mark if self._unicode else glyph.ascii, glyph.style)
        return (Text.of(" " * self._edge) + mark).padded(self.indent)

    def _stack(self, rows: Iterable[list[Text]]) -> None:
        for first, *rest in rows:
            self._put(first, Text.of(" " * self.indent))
            told = Text()
            for cell in rest:
                told += Text.of("  ") + cell if told.plain and cell.plain else cell
            self._put(told, Text.of(" " * (self.indent + 2)))

    def _put(self, text: Text, before: Text) -> None:
        """Draw text to the right of what stands before it, wrapped there."""
        for line in text.wrapped(max(self.width - before.width, SHORTEST_LINE)):
            sys.stdout.write((before + line).drawn(colour=self._colour) + "\n")
            before = Text.of(" " * before.width)


def _text(cell: str | Text, style: str) -> Text:
    return cell if isinstance(cell, Text) else Text.of(cell, style)
