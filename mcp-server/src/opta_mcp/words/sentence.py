"""A model's sentence, read: its yes or no, what it announces itself as, and its pieces between links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from opta_mcp.words import lexicon
from opta_mcp.words.reading import plain, read

if TYPE_CHECKING:
    from opta_mcp.words.reading import Item, Names

_REPLY: Final = re.compile(r"(yes|no)(?:\s*[,.;:!]\s*|\s*$|\s+-+\s+|\s+(?=it\b|they\b|there\b|your\b))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a sentence is dropped."""

    concern: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a model."""

    text: str
    body: str
    """Without yes or no and without the words that only announce it."""
    items: tuple[Item, ...]
    reply: bool | None = None
    roles: tuple[str, ...] = ()
    """What it announces itself as: advice, risk, undo, cause."""

    @property
    def modals(self) -> frozenset[str]:
        """Return the modal verbs in it, by their strength."""
        return modals(self.items)


def modals(items: tuple[Item, ...]) -> frozenset[str]:
    """Return the modal verbs among items: may, will, should."""
    return frozenset(lexicon.MODALS[word] for item in items for word in item.before if word in lexicon.MODALS)


def sentence_of(text: str, names: Names) -> Sentence:
    """Read one sentence."""
    body, reply, roles = _opened(plain(text).strip())
    return Sentence(text, body, read(body, names), reply, tuple(roles))


def _opened(text: str) -> tuple[str, bool | None, list[str]]:
    """Take off, as often as there is one: yes or no, and a frame ("the advice is to")."""
    reply: bool | None = None
    roles: list[str] = []
    while True:
        if (said := _REPLY.match(text)) and reply is None:
            reply = said.group(1).lower() == "yes"
            text = text[said.end() :]
            continue
        framed = _unframed(text)
        if framed is None:
            return text, reply, roles
        text, role = framed
        roles += [role] if role else []


def _unframed(text: str) -> tuple[str, str] | None:
    for pattern, role in lexicon.FRAMES:
        if found := pattern.match(text):
            return text[found.end() :], role
    return None
