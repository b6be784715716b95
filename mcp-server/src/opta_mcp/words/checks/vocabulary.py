"""Whether every word is known: from a fact, from the question, or one of the few that claim nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.words import lexicon
from opta_mcp.words.sentence import Objection

if TYPE_CHECKING:
    from opta_mcp.words.facts import Facts
    from opta_mcp.words.sentence import Sentence


def is_closed(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to a word that neither a finding nor the question has."""
    for item in sentence.items:
        if item.kind == "word" and item.lemma not in facts.vocabulary and not _is_generic(item.form, item.alias):
            return Objection("vocabulary", f"no finding says “{item.form}”")
    return None


def _is_generic(form: str, alias: str) -> bool:
    return bool(alias) or form in lexicon.GENERIC
