"""Text to items: words by their stem, names, quantities, pronouns, and the links between clauses.

Facts and sentences are read by the same code, so that what it misreads it misreads on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from opta_mcp.words import lexicon
from opta_mcp.words.quantities import QUANTITY, Quantity, quantity
from opta_mcp.words.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["word", "name", "number", "pronoun", "link"]
_NAME_BASE: Final = 0xE000
"""Names stand as one private-use character each while a text is cut up, so that nothing in a name is read."""
_QUOTES: Final = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u202f": " ", "\u2212": "-"}
)
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_DASH: Final = re.compile(r"\s+-+\s+|\s*[\u2013\u2014]\s*")
_PER: Final = re.compile(r"\s?(?:per|each|every) (second|minute)\b", re.IGNORECASE)
_PIECE: Final = re.compile(
    rf"(?P<name>[\ue000-\uf8ff])(?:'s)?|(?P<quantity>{QUANTITY.pattern})|(?P<word>[^\W_]+(?:'[a-z]+)?)|(?P<mark>\S)"
)
_STRENGTH: Final = {"and": 0, "or": 1, "when": 2, "if": 3, "means": 4, "so": 5, "because": 6}


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a finding knows, and the kind of thing it is."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What a text says at one place, with the function words right before it."""

    kind: Kind
    form: str
    lemma: str
    quantity: Quantity | None = None
    before: tuple[str, ...] = ()
    negated: bool = False
    alias: str = ""
    """The only name that "the program" or "the disk" can mean here."""

    @property
    def says(self) -> bool:
        """Whether it carries a claim of its own."""
        return self.kind in ("word", "name", "number")


@dataclass(frozen=True)
class Names:
    """The names of all findings; no other name may be said."""

    known: tuple[Name, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Match a known name where it stands alone, the longest first."""
        texts = sorted({name.text for name in self.known if name.text}, key=len, reverse=True)
        if not texts:
            return None
        bounded = (rf"(?<![\w/.-]){re.escape(text)}(?![\w/-]|\.\w)" for text in texts)
        return re.compile(rf"[\"'`]?({'|'.join(bounded)})[\"'`]?", re.IGNORECASE)

    def marked(self, text: str) -> str:
        """Put one private character in the place of each name."""
        if self.pattern is None:
            return text
        return self.pattern.sub(lambda found: f" {self._mark(found.group(1))} ", text)

    def unquoted(self, text: str) -> str:
        """Take the quotation marks off known names."""
        return self.pattern.sub(r"\1", text) if self.pattern else text

    def at(self, mark: str) -> Name:
        """Return the name that a private character stands for."""
        return self.known[ord(mark) - _NAME_BASE]

    def only(self, kind: str) -> str:
        """Return the one name of a kind, or nothing where there are none or several."""
        found = {name.text.casefold() for name in self.known if name.kind == kind}
        return found.pop() if len(found) == 1 else ""

    def _mark(self, text: str) -> str:
        folded = text.casefold()
        place = next(place for place, name in enumerate(self.known) if name.text.casefold() == folded)
        return chr(_NAME_BASE + place)


def plain(text: str) -> str:
    """Write quotes, spaces and dashes in one way; no private character comes in from outside."""
    return _DASH.sub("; ", _PRIVATE.sub("\ufffd", text.translate(_QUOTES)))


def read(text: str, names: Names) -> tuple[Item, ...]:
    """Read a text into items; clauses know whether they are denied."""
    items = list(_items(_replaced(names.marked(plain(text))), names))
    clauses = _at_semicolons(_without_kind_words(_joined(items), names))
    return tuple(_denied([item for clause in clauses for item in _circumstance_last(clause)]))


def _replaced(text: str) -> str:
    lowered = text
    for short, long in lexicon.CONTRACTIONS:
        lowered = re.sub(re.escape(short), long, lowered, flags=re.IGNORECASE)
    lowered = _PER.sub(lambda found: "/s" if found.group(1).lower() == "second" else "/min", lowered)
    for pattern, word in lexicon.PHRASES:
        lowered = pattern.sub(word, lowered)
    return re.sub(r"(?<=\w)-(?=[^\W\d])", " ", lowered)


def _items(text: str, names: Names) -> Iterator[Item]:
    before: list[str] = []
    pieces = list(_PIECE.finditer(text))
    for place, piece in enumerate(pieces):
        following = pieces[place + 1].group().lower() if place + 1 < len(pieces) else ""
        item = _item(piece, following, names)
        if item is None:
            before += [piece.group().lower()] if piece.group("word") else []
            continue
        yield replace(item, before=tuple(before))
        before = []
    if before:
        yield Item("link", "", "and", before=tuple(before))


def _item(piece: re.Match[str], following: str, names: Names) -> Item | None:
    """Read one piece; None for a function word."""
    if piece.group("name"):
        name = names.at(piece.group("name"))
        return Item("name", name.text, name.text.casefold())
    if piece.group("quantity"):
        return _number(piece)
    if piece.group("mark"):
        return _mark(piece.group("mark"))
    return _word(piece.group("word").lower().removesuffix("'s"), following)


def _number(piece: re.Match[str]) -> Item:
    written = piece.group("quantity")
    return Item("number", written, written, quantity=quantity(piece.group("number"), piece.group("unit") or ""))


def _mark(mark: str) -> Item | None:
    if mark in lexicon.LINKS:
        return Item("link", mark, lexicon.LINKS[mark])
    return None if mark in ".!?\"'`" else Item("word", mark, mark)


def _word(form: str, following: str) -> Item | None:
    if form in lexicon.LINKS:
        return Item("link", form, lexicon.LINKS[form])
    if form in lexicon.PRONOUNS or (form in lexicon.POINTERS and _verb_follows(following)):
        return Item("pronoun", form, form)
    if form in lexicon.NUMBER_WORDS:
        number = str(lexicon.NUMBER_WORDS[form])
        return Item("number", form, number, quantity=quantity(number))
    if form in lexicon.FUNCTION:
        return None
    return Item("word", form, stem(form))


def _verb_follows(following: str) -> bool:
    return following in lexicon.AUXILIARIES or following in lexicon.MODALS or following in lexicon.LINKS


def _joined(items: list[Item]) -> list[Item]:
    """Make one link of several in a row, the one that claims most."""
    joined: list[Item] = []
    for item in items:
        if item.kind == "link" and joined and joined[-1].kind == "link":
            stronger = max(joined[-1], item, key=lambda link: _STRENGTH[link.lemma])
            form = f"{joined[-1].form} {item.form}"
            joined[-1] = replace(stronger, form=form, before=joined[-1].before + item.before)
        else:
            joined.append(item)
    return joined


def _without_kind_words(items: list[Item], names: Names) -> list[Item]:
    """Read "the process NAME" and "NAME process" as the name, and know what "the program" can only mean."""
    kept: list[Item] = []
    passed_on: tuple[str, ...] = ()
    for place, item in enumerate(items):
        kind = lexicon.KINDS.get(item.form) if item.kind == "word" else None
        if kind and (_beside(items, place, 1) or _beside(items, place, -1)):
            passed_on += item.before
            continue
        definite = bool(kind) and bool(item.before) and item.before[-1] in ("the", "this")
        alias = names.only(kind) if kind and definite else ""
        kept.append(replace(item, alias=alias, before=passed_on + item.before))
        passed_on = ()
    return kept


def _at_semicolons(items: Sequence[Item]) -> Iterator[list[Item]]:
    clause: list[Item] = []
    for item in items:
        clause.append(item)
        if item.kind == "link" and ";" in item.form:
            yield clause
            clause = []
    yield clause


def _circumstance_last(items: list[Item]) -> list[Item]:
    """Read "In the last 5 s it waited" as "it waited in the last 5 s", however a text orders the two."""
    if not items or not items[0].before or items[0].before[0] not in lexicon.CIRCUMSTANCES:
        return items
    end = next((place for place in range(1, len(items)) if _begins_subject(items[place])), len(items))
    stop = next((place for place in range(end + 1, len(items)) if items[place].kind == "link"), len(items))
    moved = items[:end]
    if end >= stop or not any(item.kind == "number" for item in moved):
        return items
    start = end + 1 if items[end].kind == "link" else end
    return [*items[start:stop], *moved, *items[stop:]]


def _begins_subject(item: Item) -> bool:
    return item.kind in ("link", "name", "pronoun") or bool(item.before and item.before[-1] in lexicon.DETERMINERS)


def _beside(items: Sequence[Item], place: int, step: int) -> bool:
    """Whether a name stands right beside an item, with nothing between the two."""
    other = place + step
    if not 0 <= other < len(items) or items[other].kind != "name":
        return False
    return not items[max(place, other)].before


def _denied(items: Sequence[Item]) -> Iterator[Item]:
    """Mark the items of each clause that is denied; "not A or B" denies both."""
    clause: list[Item] = []
    carried = False
    for place, item in enumerate(items):
        clause.append(item)
        if item.kind == "link" or place == len(items) - 1:
            denied = carried or any(word in lexicon.NEGATIONS for each in clause for word in each.before)
            yield from (replace(each, negated=denied) for each in clause)
            carried = denied and item.form == "or"
            clause = []
