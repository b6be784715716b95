"""Whether it says is, was, may and will where the statement does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.words import lexicon
from opta_mcp.words.sentence import Objection, modals
from opta_mcp.words.statements import Measure, Statement
from opta_mcp.words.stems import is_past

if TYPE_CHECKING:
    from opta_mcp.words.excerpt import Excerpt
    from opta_mcp.words.reading import Item
    from opta_mcp.words.sentence import Sentence


def is_the_facts(excerpt: Excerpt, sentence: Sentence) -> Objection | None:
    """Object to a fact told as possible, due or to come, unless the statement tells it so."""
    statement = excerpt.statement
    if not isinstance(statement, Measure) and statement.role in ("advice", "risk", "undo"):
        return None
    told = frozenset() if isinstance(statement, Measure) else modals(statement.items[excerpt.start : excerpt.end])
    said = modals(excerpt.piece.items)
    if said != told:
        return Objection("modality", "tells as possible, due or to come what is, or the other way round")
    if {"advice", "risk", "undo"} & set(sentence.roles):
        return Objection("modality", "announces advice or a risk and tells a fact")
    return None


def is_asserted(excerpt: Excerpt, _sentence: Sentence) -> Objection | None:
    """Object to a condition told as a fact: "when no memory is left" does not say that none is left."""
    statement = excerpt.statement
    if isinstance(statement, Measure) or not excerpt.start:
        return None
    hangs_on = statement.items[excerpt.start - 1]
    conditional = any(lexicon.LINKS.get(word) in ("if", "when") for word in hangs_on.form.split())
    return Objection("modality", "tells a condition as something that is so") if conditional else None


def tense_is_the_facts(excerpt: Excerpt, _sentence: Sentence) -> Objection | None:
    """Object to a past that the statement does not tell, and to a present of what happened once.

    What was so over the last seconds may be told as present: it is what was measured.
    """
    told = [] if isinstance(excerpt.statement, Measure) else [told for _, told in excerpt.pairs]
    past_told = any(_past_auxiliary(item.before) or is_past(item.form) for item in told)
    said_past = any(_past_auxiliary(item.before) for item in excerpt.piece.items)
    new_past = any(is_past(said.form) and not is_past(fact.form) for said, fact in excerpt.pairs if said is not fact)
    if (said_past and not past_told) or (new_past and not past_told):
        return Objection("modality", "tells as past what is now")
    happened = any(_happened(fact) and not _happened(said) for said, fact in excerpt.pairs if said is not fact)
    if happened and not _is_of_a_window(excerpt.statement):
        return Objection("modality", "tells as present what happened")
    return None


def _happened(item: Item) -> bool:
    """Whether a word tells of the past: "ran", "was ended"; "is used" and "has been stopped" tell how it is now."""
    helped = bool(set(item.before) & lexicon.AUXILIARIES)
    return _past_auxiliary(item.before) and "has" not in item.before if helped else is_past(item.form)


def _is_of_a_window(statement: Statement | Measure) -> bool:
    if isinstance(statement, Measure) or statement.windowed:
        return True
    return any(item.form in ("last", "past") for item in statement.items)


def _past_auxiliary(words: tuple[str, ...]) -> bool:
    return any(word in lexicon.PAST | lexicon.PERFECT for word in words)
