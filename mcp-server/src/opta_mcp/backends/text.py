"""Text from a server, made fit to be shown: whoever wrote it may mean harm."""

from __future__ import annotations

import unicodedata

LONGEST_MESSAGE = 300
LONGEST_NAME = 120
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
"""Unicode categories that print nothing or move the cursor: controls, bidi and zero-width signs, line separators."""


def one_line(text: str, limit: int = LONGEST_MESSAGE) -> str:
    """Return printable text on one line, at most `limit` characters, the last an ellipsis where some were left out."""
    shown = "".join(" " if unicodedata.category(sign) in _HIDDEN else sign for sign in text[: limit * 8])
    line = " ".join(shown.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
