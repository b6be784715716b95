"""Whether it says yes, no and not where the rules do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.words import lexicon
from opta_mcp.words.sentence import Objection
from opta_mcp.words.statements import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opta_mcp.words.excerpt import Excerpt
    from opta_mcp.words.facts import Facts
    from opta_mcp.words.reading import Item
    from opta_mcp.words.sentence import Sentence


def answers_as_the_rules(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to a yes or no that the rules did not give."""
    if sentence.reply is None or sentence.reply is facts.reply:
        return None
    if facts.reply is None:
        return Objection("polarity", "answers yes or no, and the rules gave neither")
    return Objection("polarity", f"the rules' answer is {'yes' if facts.reply else 'no'}")


def denies_as_the_fact(excerpt: Excerpt, _sentence: Sentence) -> Objection | None:
    """Object to a "not" that the statement has not, or has, or has elsewhere ("a disk that does not answer")."""
    if isinstance(excerpt.statement, Measure):
        denied = any(item.negated for item in excerpt.piece.items)
        return Objection("polarity", "denies what was measured") if denied else None
    if any(said.negated != told.negated for said, told in excerpt.pairs):
        return Objection("polarity", "the finding says the contrary")
    said, told = (_denials([pair[side] for pair in excerpt.pairs]) for side in (0, 1))
    if len(said) > len(told) or (said and told and abs(said[0] - told[0]) > 1):
        return Objection("polarity", "denies another thing than the finding, or twice")
    return None


def _denials(items: Sequence[Item]) -> list[int]:
    """Return the places of denials; "use no memory" and "do not use memory" are one place apart."""
    return [place for place, item in enumerate(items) for word in item.before if word in lexicon.NEGATIONS]
