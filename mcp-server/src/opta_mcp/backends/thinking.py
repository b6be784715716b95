"""Takes out what a model thinks aloud: some do although they are told not to, and it is no part of an answer."""

from __future__ import annotations

OPEN, CLOSE = "<think>", "</think>"


class ThoughtFilter:
    """Passes text on as it comes, without thoughts and their marks, however the pieces are cut."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False
        self._spoken = False

    def feed(self, piece: str) -> str:
        """Return the part of the text so far that is no thought and cannot become one."""
        self._held += piece
        spoken = []
        while (found := self._next_mark()) is not None:
            at, mark = found
            if not self._thinking:
                spoken.append(self._held[:at])
            self._held = self._held[at + len(mark) :]
            self._thinking = mark == OPEN
        keep = _beginning_of_mark(self._held)
        if not self._thinking:
            spoken.append(self._held[: len(self._held) - keep])
        self._held = self._held[len(self._held) - keep :]
        return self._begun("".join(spoken))

    def end(self) -> str:
        """Return what was held back; a thought that never ended stays out."""
        held, self._held = self._held, ""
        return "" if self._thinking else self._begun(held)

    def _next_mark(self) -> tuple[int, str] | None:
        found = [(at, mark) for mark in (OPEN, CLOSE) if (at := self._held.find(mark)) >= 0]
        return min(found, default=None)

    def _begun(self, text: str) -> str:
        """Leave out the blank lines between a thought and the answer's first word."""
        if not self._spoken:
            text = text.lstrip()
        self._spoken = self._spoken or bool(text)
        return text


def _beginning_of_mark(text: str) -> int:
    """Return how many of the last characters may be the beginning of a mark."""
    for size in range(min(len(text), len(CLOSE) - 1), 0, -1):
        if any(mark.startswith(text[-size:]) for mark in (OPEN, CLOSE)):
            return size
    return 0
