"""A stream of text to sentences, each handed on as soon as it is known to be over."""

from __future__ import annotations

import re
from typing import Final

_ABBREVIATIONS: Final = frozenset(("e.g", "i.e", "eg", "ie", "vs", "cf", "approx", "incl", "max", "min", "etc"))
_CLOSING: Final = r"[\"'\u201d\u2019)\]]*"
_LIST_MARK: Final = re.compile(r"^(?:[-*•]|\d{1,2}[.)])(?:\s+|$)")
_END: Final = re.compile(rf"[.!?…]+{_CLOSING}(?P<space>\s+)(?=\S)|(?P<line>[^\S\n]*\n\s*)(?=\S)")
_LAST_WORD: Final = re.compile(rf"(\S+?)[.!?…]+{_CLOSING}\s*$")


class Splitter:
    """Takes deltas, gives sentences; a full stop within "3.9 GHz", "e.g." or "/mnt/a.b" ends none."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, delta: str) -> list[str]:
        """Add text; return the sentences that are over."""
        self._held += delta
        return self._take()

    def flush(self) -> list[str]:
        """Return what is left, at the end of the stream."""
        rest, self._held = _clean(self._held), ""
        return [rest] if rest else []

    def _take(self) -> list[str]:
        done: list[str] = []
        start = 0
        for found in _END.finditer(self._held):
            head = self._held[start : found.end()]
            if _is_over(head, found, self._held[found.end()]):
                done.append(_clean(head))
                start = found.end()
        self._held = self._held[start:]
        return [sentence for sentence in done if sentence]


def sentences(text: str) -> list[str]:
    """Split a whole text."""
    splitter = Splitter()
    return [*splitter.feed(text), *splitter.flush()]


def _is_over(head: str, found: re.Match[str], following: str) -> bool:
    if found.group("line") is not None:
        return not head.rstrip().endswith(":") and not (following.islower() and not _ends(head))
    if "\n" in found.group("space"):
        return True
    return not _is_abbreviation(head, following)


def _ends(head: str) -> bool:
    return head.rstrip()[-1:] in ".!?…"


def _is_abbreviation(head: str, following: str) -> bool:
    last = _LAST_WORD.search(head)
    word = last.group(1).lower().lstrip("(\"'") if last else ""
    if word == "etc":
        return following.islower()
    return word in _ABBREVIATIONS or _LIST_MARK.fullmatch(head.strip()) is not None


def _clean(sentence: str) -> str:
    return _LIST_MARK.sub("", " ".join(sentence.split()))
