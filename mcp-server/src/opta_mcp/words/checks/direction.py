"""Whether who does what to whom is told as the statement tells it: "stopped by" is not "stopped"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from opta_mcp.words import lexicon
from opta_mcp.words.sentence import Objection
from opta_mcp.words.statements import Measure
from opta_mcp.words.stems import is_past

if TYPE_CHECKING:
    from opta_mcp.words.excerpt import Excerpt
    from opta_mcp.words.reading import Item
    from opta_mcp.words.sentence import Sentence

_DIRECTED: Final = lexicon.DIRECTIONS | {"you"}


def is_the_same(excerpt: Excerpt, _sentence: Sentence) -> Objection | None:
    """Object to another preposition of direction, or to an active turned passive, before a word."""
    if isinstance(excerpt.statement, Measure):
        return None
    following = excerpt.statement.items[excerpt.end : excerpt.end + 1]
    hanging = set(excerpt.piece.trailing) - (lexicon.FILLERS - {"you"})
    if not hanging <= {word for item in following if item.kind == "link" for word in item.before}:
        return Objection("direction", "ends otherwise than the finding")
    for place, (said, told) in enumerate(excerpt.pairs):
        if place and said.kind != "link" and _directions(said.before) != _directions(told.before):
            return Objection("direction", f"“{said.form}” stands otherwise in the finding")
        if _is_somebodys(told) and not _is_somebodys(said):
            return Objection("direction", f"leaves out whose “{said.form}” it is")
        if said.kind == "word" and _is_passive(said) != _is_passive(told):
            return Objection("direction", f"“{said.form}”: done and suffered are exchanged")
    return None


def _directions(words: tuple[str, ...]) -> frozenset[str]:
    """Return what among function words says who does what to whom."""
    return frozenset(words) & _DIRECTED


def _is_somebodys(item: Item) -> bool:
    return item.kind == "word" and bool(set(item.before) & lexicon.POSSESSIVES)


def _is_passive(item: Item) -> bool:
    participle = is_past(item.form) or item.form.endswith(("en", "wn"))
    return participle and bool(item.before) and any(word in lexicon.BE for word in item.before)
