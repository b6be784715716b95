"""Whether advice stays advice with its condition, and a risk stays a risk."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from opta_mcp.words import lexicon
from opta_mcp.words.sentence import Objection
from opta_mcp.words.statements import Statement
from opta_mcp.words.stems import is_past

if TYPE_CHECKING:
    from opta_mcp.words.excerpt import Excerpt
    from opta_mcp.words.reading import Item
    from opta_mcp.words.sentence import Sentence


def stays_advice(excerpt: Excerpt, sentence: Sentence) -> Objection | None:
    """Object to advice told as something that is or was done, or stripped of its condition."""
    statement = excerpt.statement
    if not isinstance(statement, Statement) or statement.role != "advice":
        return None
    if not _advises(excerpt, sentence):
        return Objection("advice", "tells advice as something that is so")
    supposed = excerpt.piece.link == "if"
    if not supposed and "may" not in sentence.modals and _is_cut(statement, excerpt):
        return Objection("advice", "leaves out the condition or the choice of the advice")
    return None


def stays_risk(excerpt: Excerpt, sentence: Sentence) -> Objection | None:
    """Object to a risk, or an undo, told as something that happens."""
    statement = excerpt.statement
    if not isinstance(statement, Statement) or statement.role not in ("risk", "undo"):
        return None
    if statement.role in sentence.roles or "may" in modals_of(excerpt) or excerpt.piece.link == "then":
        return None
    if any(told.kind == "link" and told.lemma in ("if", "when") for _, told in excerpt.pairs):
        return None
    return Objection("advice", "tells a risk as something that happens")


def modals_of(excerpt: Excerpt) -> set[str]:
    """Return the modal verbs of the piece."""
    return {lexicon.MODALS[word] for item in excerpt.piece.items for word in item.before if word in lexicon.MODALS}


def _advises(excerpt: Excerpt, sentence: Sentence) -> bool:
    """Whether it is announced as advice, or a modal or an imperative makes it so."""
    if any(_is_done(said) and not _is_done(told) for said, told in excerpt.pairs):
        return False
    if "advice" in sentence.roles or sentence.modals & {"may", "should"} or excerpt.piece.link:
        return True
    first = excerpt.piece.items[0]
    bare = first.kind == "word" and not first.form.endswith("ing") and first.form not in lexicon.QUESTION_WORDS
    subject = lexicon.AUXILIARIES | {"you"} | (lexicon.DETERMINERS if excerpt.start else frozenset())
    return bare and not set(first.before) & subject


def _is_done(item: Item) -> bool:
    """Whether a word tells of something that is or was done: "is closed", "has closed", "closed"."""
    helped = any(word in lexicon.AUXILIARIES - {"do"} for word in item.before)
    return item.kind == "word" and (helped or is_past(item.form))


def _is_cut(statement: Statement, excerpt: Excerpt) -> bool:
    """Whether an "if", "once" or "or" of the same advice stands outside the excerpt; a semicolon begins another."""
    before = takewhile(_goes_on, reversed(statement.items[: excerpt.start]))
    after = takewhile(_goes_on, statement.items[excerpt.end :])
    return any(item.kind == "link" and item.lemma in ("if", "when", "or") for item in (*before, *after))


def _goes_on(item: Item) -> bool:
    return ";" not in item.form or item.kind != "link"
