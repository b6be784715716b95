"""Whether every number is one of the facts', in its unit, rounded as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.words.excerpt import same
from opta_mcp.words.sentence import Objection

if TYPE_CHECKING:
    from opta_mcp.words.facts import Facts
    from opta_mcp.words.sentence import Sentence


def are_measured(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to a number that stands in no finding; where it stands by other words, no excerpt is found."""
    for item in sentence.items:
        if item.kind == "number" and not any(same(item, fact) for fact in facts.numbers):
            return Objection("numbers", f"{item.form} is in no finding")
    return None
