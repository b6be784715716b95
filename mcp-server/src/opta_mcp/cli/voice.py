"""A model's words as they come: wrapped at words, in a column of their own, under a line that says whose they are."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from opta_mcp.cli.screen import INFORMATION
from opta_mcp.cli.text import column_count, printable

if TYPE_CHECKING:
    from opta_mcp.cli.screen import Page


OWN_WORDS = "The model's own words, not measured and not checked"
IN_OTHER_WORDS = "In other words: the model's, each sentence checked against the findings"


class Voice:
    """Writes streamed text; a word is written when it is whole, so that no line breaks inside one."""

    def __init__(self, page: Page) -> None:
        """Write nothing yet."""
        self._page = page
        self._column = 0
        self._spaces = ""
        self._rest = ""
        self._began = False

    def say(self, whose: str, text: str) -> None:
        """Say once whose words these are, and write what is whole of them; the rest waits for more."""
        if not self._began:
            self._page.gap()
            self._page.headline(INFORMATION, whose, "dim")
            self._began = True
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
        """Write a word after the spaces before it, which a line never ends with."""
        text = word.rstrip()
        width = sum(column_count(each) for each in text)
        if self._column and self._column + len(self._spaces) + width > self._page.width:
            self._break()
        if text:
            before = self._spaces if self._column else " " * self._page.indent
            sys.stdout.write(before + text)
            self._column += len(before) + width
            self._spaces = ""
        if word.endswith("\n"):
            self._break()
        elif self._column:
            self._spaces += word[len(text) :]

    def _break(self) -> None:
        sys.stdout.write("\n")
        self._column, self._spaces = 0, ""
