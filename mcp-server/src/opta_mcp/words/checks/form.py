"""Whether it is plain English prose at all: no markup, links, commands, other scripts, questions, repetition."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from opta_mcp.words import lexicon
from opta_mcp.words.reading import plain
from opta_mcp.words.sentence import Objection

if TYPE_CHECKING:
    from opta_mcp.words.facts import Facts
    from opta_mcp.words.sentence import Sentence

_PLAIN_MARKS: Final = frozenset("°%µ·…")
_IN_BACKTICKS: Final = re.compile(r"`([^`]+)`")
"""Code as models mark it: what a finding says may be marked so."""


def is_prose(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to letters of other scripts, controls, marks that cannot be seen, and to what is no sentence."""
    if odd := next((mark for mark in _outside_names(sentence, facts) if not _is_plain(mark)), None):
        return Objection(
            "form", f"holds a character that plain English does not need ({unicodedata.name(odd, 'control')})"
        )
    if len(sentence.text) > lexicon.LONGEST_SENTENCE:
        return Objection("form", f"is longer than {lexicon.LONGEST_SENTENCE} characters")
    return Objection("form", "asks, where an answer is due") if sentence.text.rstrip(" \"'").endswith("?") else None


def brings_nothing_in(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to links, markup and commands that no finding has."""
    told = " ".join(part for each in facts.findings for part in (each.title, each.why, each.advice, each.undo))
    text = _IN_BACKTICKS.sub(lambda found: found[1] if found[1] in told else found[0], _outside_names(sentence, facts))
    for what, pattern in lexicon.FORBIDDEN:
        found = pattern.search(text)
        if found and found.group() not in told:
            return Objection("form", f"brings in {what} that no finding has: {found.group()}")
    return None


def speaks_of_the_computer(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to a model that speaks of itself."""
    words = set(re.findall(r"[a-z]+", _outside_names(sentence, facts).lower()))
    return Objection("form", "speaks of itself") if words & lexicon.SELF else None


def _outside_names(sentence: Sentence, facts: Facts) -> str:
    text = plain(sentence.text)
    return facts.names.pattern.sub(" ", text) if facts.names.pattern else text


def _is_plain(mark: str) -> bool:
    return (mark.isascii() and (mark.isprintable() or mark in " \n\t")) or mark in _PLAIN_MARKS
