"""A question as clauses of known words: turns of phrase put plainly, slips of the keyboard forgiven."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from opta_mcp.advise.phrases import PHRASES
from opta_mcp.advise.vocabulary import FUNCTION_WORDS, KINDS_OF_PROGRAM, UNMEASURED, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST_MENDED = 5
"""Letters. Shorter words have too many neighbours one letter away: desk and disk, fuel and full."""

CLOSERS = ("is", "are", "am", "was", "were", "do", "does", "did", "has", "have")
"""Words that begin a question which yes or no answers."""

ASKERS = ("why", "what", "which", "who", "whose", "where", "when", "how")
"""Words that make a question an open one, wherever they stand."""

OPENERS = (*CLOSERS, *ASKERS, "can", "could", "should", "will", "would")

OPENING = re.compile(
    rf"[,–-]\s+(?=(?:(?:and|or|but|so) )?(?:{'|'.join(OPENERS)})\b)"  # noqa: RUF001  # phones write it
    rf"|\s+(?=and (?:{'|'.join((*CLOSERS, *ASKERS))}) \w)"
)
"""Where a clause that asks begins inside a sentence: at a comma, and where a second question is put after an "and"."""

KNOWN = FUNCTION_WORDS.union(*UNMEASURED.values())
"""Words that stand as they are, though they have no meaning of their own here: drivers are no drives."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a question that asks or says one thing."""

    words: tuple[str, ...]
    asks: bool
    """Whether a question mark ends it."""

    @property
    def meanings(self) -> frozenset[str]:
        """What its words mean, together."""
        return frozenset(meaning for word in self.words for meaning in meanings_by_word().get(word, ()))


@cache
def meanings_by_word() -> Mapping[str, frozenset[str]]:
    """Return every word that means something, with all that it means."""
    found: dict[str, frozenset[str]] = {}
    for meaning, words in WORDS.items():
        for word in words:
            found[word] = found.get(word, frozenset()) | {meaning}
    return found


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Split into sentences, and at a comma before a word that begins a question."""
    lower = unicodedata.normalize("NFKC", text).casefold()
    for pattern, plain in PHRASES:
        lower = re.sub(pattern, plain, lower)
    sentences = re.findall(r"[^.?!;:]+(?:\.\w[^.?!;:]*)*[.?!;:]*", lower)
    parts = (part for sentence in sentences for part in re.split(OPENING, sentence))
    return tuple(Clause(words, asks="?" in part) for part in parts if (words := _words(part)))


def all_meanings(clauses: Iterable[Clause]) -> frozenset[str]:
    """Return what the words of all these clauses mean."""
    return frozenset(meaning for clause in clauses for meaning in clause.meanings)


def all_words(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """Return the words of all these clauses, in their order."""
    return tuple(word for clause in clauses for word in clause.words)


def names_in(words: Iterable[str]) -> frozenset[str]:
    """Return the words that name something: neither function words nor words with a meaning of their own."""
    plain = FUNCTION_WORDS | meanings_by_word().keys()
    return frozenset(word for word in words if word in WORDS["named"] or not (word in plain or word.isdigit()))


def kind_of_program_in(words: Iterable[str]) -> frozenset[str]:
    """Return the first word that calls a program by what it is for: of a browser that slows the editor, browser."""
    return frozenset([word for word in words if word in KINDS_OF_PROGRAM][:1])


def unknown_in(words: Iterable[str]) -> frozenset[str]:
    """Return the words that mean nothing here and name no program that is known."""
    return names_in(words) - WORDS["named"]


def _words(part: str) -> tuple[str, ...]:
    return tuple(_mended(word) for word in re.findall(r"100%|[^\W_][\w'+-]*", part))


def _mended(word: str) -> str:
    """Return the known word that this is one slip away from: a letter changed, missing, doubled, or two swapped."""
    if word in meanings_by_word() or word in KNOWN or not word.isalpha():
        return word
    return min((known for known in meanings_by_word() if _one_slip_apart(word, known)), default=word)


def _one_slip_apart(word: str, known: str) -> bool:
    if len(word) < SHORTEST_MENDED - 1 or word[0] != known[0] or abs(len(word) - len(known)) > 1:
        return False
    if len(known) < SHORTEST_MENDED:
        return _undoubled(word) == _undoubled(known) or _is_swapped(word, known)
    return _is_swapped(word, known) or _is_one_letter_off(*sorted((word, known), key=len))


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _is_swapped(word: str, known: str) -> bool:
    places = [place for place, (a, b) in enumerate(zip(word, known, strict=False)) if a != b]
    return sorted(word) == sorted(known) and len(places) == len("ab") and places[1] - places[0] == 1


def _is_one_letter_off(shorter: str, longer: str) -> bool:
    """Say whether a letter is missing, or another one in words too long to be two so: stock and stuck are two."""
    if len(shorter) == len(longer) <= SHORTEST_MENDED:
        return False
    pairs = enumerate(zip(shorter, longer, strict=False))
    start = next((place for place, (a, b) in pairs if a != b), len(shorter))
    skip = 1 if len(shorter) == len(longer) else 0
    return shorter[start + skip :] == longer[start + 1 :]
