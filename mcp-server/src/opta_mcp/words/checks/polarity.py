"""Whether it says yes, no and not where the rules do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.words.sentence import Objection

if TYPE_CHECKING:
    from opta_mcp.words.excerpt import Excerpt
    from opta_mcp.words.facts import Facts
    from opta_mcp.words.sentence import Sentence


def answers_as_the_rules(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to a yes or no that the rules did not give."""
    if sentence.reply is None or sentence.reply is facts.reply:
        return None
    if facts.reply is None:
        return Objection("polarity", "answers yes or no, and the rules gave neither")
    return Objection("polarity", f"the rules' answer is {'yes' if facts.reply else 'no'}")


def denies_as_the_fact(excerpt: Excerpt, _sentence: Sentence) -> Objection | None:
    """Object to a "not" that the statement has not, or has."""
    if any(said.negated != told.negated for said, told in excerpt.pairs if said is not told):
        return Objection("polarity", "the finding says the contrary")
    if any(said.negated for said, told in excerpt.pairs if said is told):
        return Objection("polarity", "denies what was measured")
    return None
