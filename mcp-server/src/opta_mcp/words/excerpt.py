"""Where a piece of a sentence stands in a statement.

A piece is carried by a statement when it is an excerpt of it: the same words, names and numbers in the same order with
nothing left out between them but articles, links that only add, pronouns, and "of N" after a number. So numbers stay by
their words and subject and object in their places, whatever the words mean. An excerpt begins where a clause of the
statement begins, or after a subject that the text before has just named ("It has 0.2 GiB left").
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from opta_mcp.words import lexicon
from opta_mcp.words.cuts import is_cut_short, is_total
from opta_mcp.words.statements import Measure, Statement
from opta_mcp.words.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opta_mcp.words.reading import Item

Pair = tuple["Item", "Item"]
CORE: Final = stem("core")


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a sentence between two links."""

    items: tuple[Item, ...]
    link: str = ""
    """How it hangs on the piece before; empty for the first."""
    trailing: tuple[str, ...] = ()
    """The function words after its last item."""
    followed: str = ""
    """The link after it, as it is written."""

    @property
    def pronoun_first(self) -> bool:
        """Whether it begins with "it" or "they"."""
        return bool(self.items) and self.items[0].kind == "pronoun"

    @property
    def content(self) -> tuple[Item, ...]:
        """Return the items that say something."""
        return tuple(item for item in self.items if item.says)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece, the statement that carries it, and which item answers to which."""

    piece: Piece
    statement: Statement | Measure
    start: int
    end: int
    pairs: tuple[Pair, ...]
    topic: frozenset[str]
    """What "it" may mean after this."""

    @property
    def is_core(self) -> bool:
        """Whether it is what the finding found, or the first thing it says of why: what can be a cause."""
        if not isinstance(self.statement, Statement):
            return False
        return self.statement.title or (self.statement.reason and _clause_begin(self.statement, self.start) == 0)


def excerpts(piece: Piece, statement: Statement | Measure, topic: frozenset[str]) -> Iterator[Excerpt]:
    """Find a piece in a statement; topic is what a pronoun at its beginning may mean."""
    if isinstance(statement, Measure):
        yield from _measured(piece, statement, topic)
        return
    walk = _Walk(_wanted(piece, statement), statement, topic)
    for start in _starts(piece, statement, topic):
        for end, pairs in walk.matches(0, start):
            if (
                pairs
                and _says_enough(piece, statement, start, end)
                and _has_antecedent(piece, statement, start, pairs, topic)
            ):
                yield Excerpt(piece, statement, start, end, pairs, _topic(statement, start, end))
                break


def _wanted(piece: Piece, statement: Statement) -> tuple[Item, ...]:
    """In a complaint the computer, the laptop and "everything" are one, so they are left out."""
    if statement.role != "premise":
        return piece.items
    return tuple(item for item in piece.items if item.form not in lexicon.GENERIC)


def _starts(piece: Piece, statement: Statement, topic: frozenset[str]) -> Iterator[int]:
    elided = piece.pronoun_first or bool(piece.link) or statement.role in ("advice", "premise")
    left_out: list[Item] = []
    for place, item in enumerate(statement.items):
        if place == 0 or statement.items[place - 1].kind == "link":
            left_out = []
        if item.kind == "link" and place:
            continue
        if not left_out or _is_described(statement, place) or (elided and _is_known(left_out, statement, topic)):
            yield place
        left_out.append(item)


def _is_described(statement: Statement, place: int) -> bool:
    """Whether a clause about it follows ("..., which held 9.3 GiB"), so that it may be that clause's subject."""
    following = statement.items[place + 1 : place + 2]
    return any(item.kind == "link" and "which" in item.form for item in following)


def _is_known(left_out: Sequence[Item], statement: Statement, topic: frozenset[str]) -> bool:
    """Whether a subject left out was just named; a complaint's generic subject need not be."""
    if statement.role == "premise":
        return all(item.form in lexicon.GENERIC for item in left_out)
    return all(item.lemma in topic for item in left_out if item.says)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A piece and a statement, side by side; topic is what a pronoun may mean."""

    wanted: tuple[Item, ...]
    statement: Statement
    topic: frozenset[str]

    def matches(self, at: int, place: int, pairs: tuple[Pair, ...] = ()) -> Iterator[tuple[int, tuple[Pair, ...]]]:
        """Walk on from an item of each; yields the place after the last item used."""
        if at == len(self.wanted):
            yield place, pairs
            return
        said, items = self.wanted[at], self.statement.items
        told = items[place] if place < len(items) else None
        if told and (same(said, told) or _is_meant(said, told, self.topic)):
            yield from self.matches(at + 1, place + 1, (*pairs, (said, told)))
        if said.kind == "pronoun" or _only_adds(said):
            yield from self.matches(at + 1, place, pairs)
        elif told:
            yield from self._past(told, at, place, pairs)

    def _past(self, told: Item, at: int, place: int, pairs: tuple[Pair, ...]) -> Iterator[tuple[int, tuple[Pair, ...]]]:
        """Go past an item of the statement that need not be said, or is said by its name."""
        if told.kind == "pronoun":
            for length in _named(self.wanted, at, self.statement.lead(place)):
                yield from self.matches(at + length, place + 1, pairs)
        if told.kind == "pronoun" or _only_adds(told) or is_total(self.statement.items, place):
            yield from self.matches(at, place + 1, pairs)


def _is_meant(said: Item, told: Item, topic: frozenset[str]) -> bool:
    """Whether a pronoun stands for a pronoun, or for a name that was just spoken of."""
    if said.kind != "pronoun":
        return False
    return told.kind == "pronoun" or (told.kind == "name" and told.lemma in topic)


def same(said: Item, told: Item) -> bool:
    """Whether an item of a sentence says what an item of a statement says."""
    if said.kind == "number" and told.kind == "number":
        hedged = bool(said.before) and said.before[-1] in lexicon.HEDGES
        if said.quantity is None or told.quantity is None:
            return said.form == told.form
        return said.quantity.says(told.quantity, hedged=hedged)
    if said.kind == "link" and told.kind == "link":
        return said.lemma == told.lemma
    if told.kind == "name":
        return told.lemma in (said.lemma, said.alias)
    return said.kind == told.kind == "word" and said.lemma == told.lemma


def _only_adds(item: Item) -> bool:
    return item.kind == "link" and (item.lemma == "and" or (item.lemma == "or" and item.negated))


def _named(wanted: Sequence[Item], at: int, lead: tuple[str, ...]) -> Iterator[int]:
    """How many items name what a statement's pronoun stands for."""
    for length in range(1, len(lead) + 1):
        said = tuple(item.alias or item.lemma for item in wanted[at : at + length])
        if any(said == lead[offset : offset + length] for offset in range(len(lead) - length + 1)):
            yield length


def _says_enough(piece: Piece, statement: Statement, start: int, end: int) -> bool:
    """Whether it is no torn-off scrap: "no swap" of "no swap traffic", or the last word of a list."""
    if is_cut_short(piece.followed, statement, start, end):
        return False
    begin = _clause_begin(statement, start)
    is_over = all(item.kind == "link" for item in statement.items[end : end + 1])
    if is_over and ((start == 0 and end + 1 >= len(statement.items)) or statement.items[begin].kind == "pronoun"):
        return True
    said = max(_said_between(statement, begin, end), len(piece.content))
    return said > 1 or bool(piece.link) or statement.role == "premise"


def _clause_begin(statement: Statement, start: int) -> int:
    while start > 0 and statement.items[start - 1].kind != "link":
        start -= 1
    return start


def _has_antecedent(
    piece: Piece, statement: Statement, start: int, pairs: tuple[Pair, ...], topic: frozenset[str]
) -> bool:
    """Whether a subject that is a pronoun, or left out, on either side is what was just named, or is named here."""
    lead = statement.lead(start)
    named_here = len(piece.content) > sum(said.says for said, _ in pairs)
    if lead or not start or start > _clause_begin(statement, start):
        return not lead or named_here or bool(set(lead) & topic)
    if not (piece.pronoun_first or piece.link) or _begins_subject(statement.items[start]):
        return True
    return bool({statement.items[0].lemma, *statement.lead(0)} & topic)


def _begins_subject(item: Item) -> bool:
    """Whether a clause brings its own subject ("a request takes 340 ms"), not only more about one ("and wrote")."""
    return item.kind != "word" or bool(set(item.before) & (lexicon.DETERMINERS | lexicon.NEGATIONS))


def _said_between(statement: Statement, start: int, end: int) -> int:
    return sum(item.says for item in statement.items[start:end])


def _topic(statement: Statement, start: int, end: int) -> frozenset[str]:
    begin = _clause_begin(statement, start)
    leads = {lemma for place in range(begin, end) for lemma in statement.lead(place)}
    return frozenset(item.lemma for item in statement.items[begin:end] if item.says) | leads


def _measured(piece: Piece, measure: Measure, topic: frozenset[str]) -> Iterator[Excerpt]:
    """Find a piece that tells one measured value, or one judgement, and nothing else."""
    words = {item.alias or item.lemma for item in piece.content if item.kind != "number"}
    numbers = [item for item in piece.content if item.kind == "number"]
    if any(item.kind == "link" for item in piece.items) or not measure.needed <= words:
        return
    about = words | (topic if piece.pronoun_first or piece.link else frozenset())
    if not measure.subject & about or words - measure.needed - measure.subject - measure.allowed:
        return
    if bool(measure.numbers) is not bool(numbers) or not _has_numbers(measure, numbers) or _tells_whole(piece.content):
        return
    pairs = tuple((item, item) for item in piece.content)
    yield Excerpt(piece, measure, 0, 0, pairs, measure.subject | measure.needed)


def _is_share(item: Item) -> bool:
    """Whether it is a percentage, which says nothing without what it is of."""
    return item.quantity is not None and item.quantity.dimension == "ratio"


def _tells_whole(content: Sequence[Item]) -> bool:
    """Whether it says of what a share is ("98 % of your files"), which a measured value does not tell but of a core."""
    return any(
        _is_share(number) and "of" in item.before
        for number, item in pairwise(content)
        if item.kind != "number" and item.lemma != CORE
    )


def _has_numbers(measure: Measure, numbers: Sequence[Item]) -> bool:
    """Whether the first number is the value and one after it the total."""
    allowed = (measure.numbers, *(measure.totals for _ in numbers[1:]))
    return all(any(same(item, number) for number in some) for item, some in zip(numbers, allowed, strict=False))
