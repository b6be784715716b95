"""A model's words as they come: wrapped at words, in a column of their own, under a line that says whose they are."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from opta_mcp.cli.screen import INFORMATION
from opta_mcp.cli.text import column_count, printable

if TYPE_CHECKING:
    from opta_mcp.cli.screen import Page


class Voice:
    """Writes streamed text; a word is written when it is whole, so that no line breaks inside one."""

    def __init__(self, page: Page) -> None:
        """Write nothing yet."""
        self._page = page
        self._column = 0
        self._rest = ""
        self.began = False

    def begin(self, whose: str) -> None:
        """Say whose words follow."""
        self._page.gap()
        self._page.headline(INFORMATION, whose, "dim")
        self.began = True

    def write(self, text: str) -> None:
        """Write what is whole of it; the rest waits for more."""
        *whole, self._rest = re.split(r"(?<=[ \n])", self._rest + printable(text))
        for word in whole:
            self._write_word(word)
        sys.stdout.flush()

    def end(self) -> None:
        """Write the rest."""
        if self._rest:
            self._write_word(self._rest)
            self._rest = ""
        if self._column:
            self._break()
        sys.stdout.flush()

    def _write_word(self, word: str) -> None:
        width = sum(column_count(each) for each in word.rstrip())
        if self._column and self._column + width > self._page.width:
            self._break()
        if not self._column and word.strip():
            sys.stdout.write(" " * self._page.indent)
            self._column = self._page.indent
        sys.stdout.write(word.rstrip("\n") if self._column else "")
        self._column += width + len(word) - len(word.rstrip()) if self._column else 0
        if word.endswith("\n"):
            self._break()

    def _break(self) -> None:
        sys.stdout.write("\n")
        self._column = 0
