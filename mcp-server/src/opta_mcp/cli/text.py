"""Styled text and its wrapping, in characters as wide as a terminal draws them.

Rich does this and much more, in 80 ms of importing; an answer is to be on the screen 1.5 s after its question, of which
measuring takes one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
"""SGR parameters of ECMA-48; the colours are the terminal's own, so that they suit a light one and a dark one."""

NO_BREAK = re.compile(r"(?<=\d) (?=[%°\w])")
"""A space between a number and its unit, at which no line may end."""

Cell = tuple[str, str]
"""A character and its style."""


@dataclass(frozen=True, slots=True)
class Text:
    """Pieces of text, each with a style: words of CODES, or none."""

    pieces: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, text: str, style: str = "") -> Text:
        """Make text of one style."""
        return cls(((printable(text), style),)) if text else cls()

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self.pieces)

    @property
    def width(self) -> int:
        """How many columns it takes on one line."""
        return sum(column_count(character) for character in self.plain)

    def __add__(self, other: Text) -> Text:
        """Put another text after this one."""
        return Text(self.pieces + other.pieces)

    def padded(self, width: int) -> Text:
        """Fill up with spaces to so many columns."""
        return self + Text(((" " * max(width - self.width, 0), ""),))

    def marked(self, part: str, style: str) -> Text:
        """Give each place where part stands a style of its own."""
        if not part:
            return self
        pieces = ((each, style if each == part else old) for text, old in self.pieces for each in _split(text, part))
        return Text(tuple(pieces))

    def drawn(self, *, colour: bool) -> str:
        """Return what a terminal is sent, without spaces at the end."""
        if not colour:
            return self.plain.rstrip()
        return "".join(_sgr(text, style) for text, style in self.pieces).rstrip()

    def wrapped(self, room: int) -> list[Text]:
        """Break into lines of at most so many columns, at spaces, but never between a number and its unit."""
        lines: list[list[Cell]] = [[]]
        for word in self._words():
            if lines[-1] and _width(lines[-1]) + _width(word) - _spaces(word) > room:
                lines[-1] = _stripped(lines[-1])
                lines.append([])
            lines[-1] += word
            lines[-1:] = _cut(lines[-1], room)
        return [_joined(_stripped(line)) for line in lines]

    def _words(self) -> Iterator[list[Cell]]:
        """Give each word with the spaces after it; a line break is a word's end, too, and shown as a space."""
        glued = NO_BREAK.sub("\N{NO-BREAK SPACE}", self.plain)
        cells = list(
            zip(self.plain.replace("\n", " "), (style for text, style in self.pieces for _ in text), strict=True)
        )
        for found in re.finditer(r"[^ \n]*[ \n]*", glued):
            if found.group():
                yield cells[found.start() : found.end()]


def printable(text: str) -> str:
    """Return text that a terminal only shows: line breaks and tabs stay, no other control or format character does."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        each for each in text if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co")
    )


def column_count(character: str) -> int:
    """Return how many columns a character takes (UAX 11); combining ones take none."""
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _split(text: str, part: str) -> Iterable[str]:
    return (each for each in re.split(f"({re.escape(part)})", text) if each)


def _sgr(text: str, style: str) -> str:
    codes = ";".join(CODES[word] for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m" if codes and text.strip() else text


def _width(cells: list[Cell]) -> int:
    return sum(column_count(character) for character, _ in cells)


def _spaces(cells: list[Cell]) -> int:
    return len(cells) - len(_stripped(cells))


def _stripped(cells: list[Cell]) -> list[Cell]:
    end = next((place for place in range(len(cells), 0, -1) if cells[place - 1][0] != " "), 0)
    return cells[:end]


def _cut(line: list[Cell], room: int) -> list[list[Cell]]:
    """Break a line with a word that is wider than the whole terminal."""
    lines = [line]
    while _width(_stripped(lines[-1])) > room:
        last = lines.pop()
        fits = next(end for end in range(len(last), 0, -1) if end == 1 or _width(last[:end]) <= room)
        lines += [last[:fits], last[fits:]]
    return lines


def _joined(cells: list[Cell]) -> Text:
    runs = groupby(cells, key=lambda cell: cell[1])
    return Text(tuple(("".join(character for character, _ in run), style) for style, run in runs))
