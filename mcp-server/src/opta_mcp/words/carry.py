"""Whether a sentence, piece by piece, is carried by the facts.

The sentence is cut at its links into as few pieces as will do; each must be an excerpt of a statement against which no
check objects, and each link between two pieces must be one that the findings make.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from opta_mcp.words.checks import advice, cause, direction, modality, polarity
from opta_mcp.words.excerpt import Excerpt, Piece, excerpts
from opta_mcp.words.sentence import Objection
from opta_mcp.words.statements import Measure, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opta_mcp.words.facts import Facts
    from opta_mcp.words.reading import Item
    from opta_mcp.words.sentence import Sentence

PIECE_CHECKS: Final[tuple[Callable[[Excerpt, Sentence], Objection | None], ...]] = (
    polarity.denies_as_the_fact,
    direction.is_the_same,
    modality.is_asserted,
    modality.is_the_facts,
    modality.tense_is_the_facts,
    advice.stays_advice,
    advice.stays_risk,
)
NOT_SAID: Final = Objection("excerpt", "no finding says this in these words")


@dataclass(frozen=True, slots=True)
class Said:
    """What the sentences kept so far leave behind: what "it" and "this" may mean."""

    topic: frozenset[str]
    last: Excerpt | None = None


class Carrier:
    """Looks for excerpts that carry one sentence; keeps the objection that came nearest."""

    def __init__(self, sentence: Sentence, facts: Facts, said: Said) -> None:
        self.sentence = sentence
        self.facts = facts
        self.said = said
        self.objection = NOT_SAID
        self._dead_ends: set[object] = set()
        """Where the rest was tried already: it fares the same, however one came there."""

    def carry(self) -> list[Excerpt] | None:
        """Return the excerpts, or None; then `objection` says what stood against it."""
        items = self.sentence.items
        for opening, rest in self._openings(items):
            found = self._rest(rest, opening, (), self.said.topic)
            if found and self._are_in_place(found):
                return list(found)
        return None

    def _openings(self, items: tuple[Item, ...]) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """Read a sentence as it stands, and without the link or the "this" that it begins with."""
        if "cause" in self.sentence.roles:
            yield "asked because", items
            return
        opening, rest = _opening(items)
        if not opening.startswith("this "):
            yield "", items
        if rest != items:
            yield opening, rest

    def _rest(
        self, items: tuple[Item, ...], link: str, before: tuple[Excerpt, ...], topic: frozenset[str]
    ) -> tuple[Excerpt, ...] | None:
        """Carry what is left, the longest piece first."""
        if not items:
            return before
        last = before[-1] if before else None
        place = (len(items), link, topic, last and (id(last.statement), last.start, last.end))
        if place in self._dead_ends:
            return None
        self._dead_ends.add(place)
        for end in _cuts(items):
            following = items[end] if end < len(items) else None
            trailing, followed = (following.before, following.form) if following else ((), "")
            piece = Piece(items[:end], link, trailing, followed)
            for excerpt in self._excerpts(piece, before, topic):
                next_link = _turned(link, following.lemma) if following else ""
                found = self._rest(items[end + 1 :], next_link, (*before, excerpt), excerpt.topic)
                if found is not None:
                    return found
        return None

    def _excerpts(self, piece: Piece, before: tuple[Excerpt, ...], topic: frozenset[str]) -> Iterator[Excerpt]:
        statements: tuple[Statement | Measure, ...] = (*self.facts.statements, *self.facts.measures)
        found = (each for statement in statements for each in excerpts(piece, statement, topic))
        for excerpt in (*found, *self._named_alone(piece)):
            objection = self._against(excerpt, before)
            if objection is None:
                yield excerpt
            else:
                self.objection = objection

    def _against(self, excerpt: Excerpt, before: tuple[Excerpt, ...]) -> Objection | None:
        for check in PIECE_CHECKS:
            if objection := check(excerpt, self.sentence):
                return objection
        link = excerpt.piece.link
        if link == "asked because":
            return cause.is_made(None, "because", excerpt, self.facts)
        if link.startswith("this "):
            return self._against_this(excerpt, link.removeprefix("this "))
        return cause.is_made(before[-1] if before else None, link, excerpt, self.facts) if before else None

    def _against_this(self, excerpt: Excerpt, link: str) -> Objection | None:
        """Hold a sentence that begins with "this" against what it points at."""
        if link == "because":
            asked = self.said.last is None and any(each.role == "premise" for each in self.facts.statements)
            return cause.is_made(None, link, excerpt, self.facts) if asked else NOT_SAID
        return cause.is_made(self.said.last, link, excerpt, self.facts) if self.said.last else NOT_SAID

    def _named_alone(self, piece: Piece) -> Iterator[Excerpt]:
        """Carry a bare name, as in "because of NAME", by the title of the finding whose culprit it is."""
        if len(piece.content) != 1 or piece.content[0].kind != "name":
            return
        for statement in self.facts.statements:
            told = next((item for item in statement.items if item.lemma == piece.content[0].lemma), None)
            if told and statement.title and self._is_culprit(statement, told):
                pairs = ((piece.content[0], replace(told, negated=False)),)
                yield Excerpt(piece, statement, 0, 0, pairs, frozenset({told.lemma}))

    def _is_culprit(self, statement: Statement, told: Item) -> bool:
        return self.facts.findings[statement.finding].culprit.name.casefold() == told.lemma

    def _are_in_place(self, found: tuple[Excerpt, ...]) -> bool:
        """Whether what was complained of stands as an effect, and a bare name as a cause; neither alone."""
        for place, excerpt in enumerate(found):
            link = excerpt.piece.link.removeprefix("this ")
            following = found[place + 1].piece.link if place + 1 < len(found) else ""
            if _is_premise(excerpt) and link != "so" and following != "because":
                self.objection = Objection("cause", "says the question again")
                return False
            if (
                excerpt.end == 0
                and isinstance(excerpt.statement, Statement)
                and link != "because"
                and following != "so"
            ):
                self.objection = NOT_SAID
                return False
        return True


def _opening(items: tuple[Item, ...]) -> tuple[str, tuple[Item, ...]]:
    """Take off a link that the sentence begins with, and a "this" that only points back."""
    if items and items[0].kind == "pronoun" and len(items) > 1 and items[1].kind == "link":
        return f"this {items[1].lemma}", items[2:]
    if items and items[0].kind == "link":
        return {"because": "since", "if": "if"}.get(items[0].lemma, ""), items[1:]
    return "", items


def _turned(opening: str, link: str) -> str:
    """Read "because A, B" as "A, so B", and "if you do A, B" as a condition and what follows."""
    if link == "and":
        return {"since": "so", "if": "then"}.get(opening, link)
    return link


def _cuts(items: tuple[Item, ...]) -> Iterator[int]:
    if items[-1].kind != "link":
        yield len(items)
    yield from (place for place in reversed(range(1, len(items))) if items[place].kind == "link")


def _is_premise(excerpt: Excerpt) -> bool:
    return isinstance(excerpt.statement, Statement) and excerpt.statement.role == "premise"
