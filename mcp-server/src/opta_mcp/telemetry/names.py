"""The one place where names from the system are cleaned, as they enter.

Whoever starts a program or mounts a disk chooses its name: it may hold new lines, colours of a terminal, letters that
run backwards or cannot be seen, or ten thousand characters. A clean name is one short line of visible characters.
"""

from __future__ import annotations

import os
import re
import unicodedata

NAME_LENGTH = 64
"""Long enough for any honest program; the kernel itself keeps 15 characters."""

PATH_LENGTH = 200
TEXT_LENGTH = 400
"""For sentences: a reason, a note."""

_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers and a blank that Unicode counts as letters and symbols."""

_MARKS_IN_A_ROW = 2
"""More accents than any language stacks on a letter are there to spill over other lines."""

_OF_A_USER = re.compile(r"^(/home/|/Users/|/run/media/|[A-Z]:\\Users\\|/media/(?=[^/]+/))[^/\\]+")
"""Folders in which each user has one of their own name."""

_NAMELESS = "(unnamed)"


def clean_name(raw: str | bytes, length: int = NAME_LENGTH) -> str:
    """Return a name as one line of visible characters, at most `length`; cut ones end in an ellipsis."""
    text = raw[: length * 8].decode("utf-8", "replace") if isinstance(raw, bytes) else raw[: length * 8]
    text = text.strip()
    if text.isascii() and text.isprintable() and "  " not in text:
        return _cut(text, length)
    return _cut(" ".join("".join(_visible(text)).split()), length)


def clean_path(raw: str | bytes) -> str:
    """Return a path cleaned as a name is, the home folder as ~, and no user's name in it: an ellipsis stands for it."""
    text = clean_name(raw, PATH_LENGTH)
    home = os.path.expanduser("~").rstrip(os.sep)  # noqa: PTH111 - Path.home() raises where there is none
    if home and (text == home or text.startswith(home + os.sep)):
        return "~" + text[len(home) :]
    return _OF_A_USER.sub(r"\1…", text)


def _cut(text: str, length: int) -> str:
    if not text:
        return _NAMELESS
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _visible(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me", "Mc"} else 0
        if category[0] == "Z" or char in "\t\n\r\v\f":
            kept.append(" ")
        elif category[0] != "C" and char not in _INVISIBLE_LETTERS and marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return kept
