"""What the question gives the gate: the complaint, the symptom, and yes or no where the rules gave it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from opta_mcp.words import lexicon
from opta_mcp.words.reading import read
from opta_mcp.words.splitter import sentences
from opta_mcp.words.statements import NO_FINDING, Statement
from opta_mcp.words.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opta_mcp.wire.answer import Verdict
    from opta_mcp.words.reading import Item, Names

_FIRST_PERSON: Final = (
    (r"\b(?:my|our)\b", "your"),
    (r"\b(?:i|me|we|us)\b", "you"),
    (r"\b(?:so|very|really) (?=\w)", ""),
)
"""A question says "I" of the person, and "so slow" where an answer says "you" and "slow"."""
_WHY: Final = re.compile(r"\s*(?:but |and |so )?(?:why|how come)\b", re.IGNORECASE)


def symptoms_of(question: str) -> frozenset[str]:
    """Return what a question complains of, as the rules name it."""
    words = set(re.findall(r"[a-z-]+", question.lower()))
    return frozenset(symptom for symptom, stems in lexicon.SYMPTOM_STEMS.items() if words & set(stems.split()))


def complaint(question: str, *, reply: bool | None, names: Names) -> Iterator[Statement]:
    """Read what the person said ("everything freezes"), and the answer to a closed question as a statement."""
    for sentence in sentences(question):
        items = read(_second_person(sentence), names)
        if _is_closed(sentence):
            if reply is not None:
                yield Statement("echo", NO_FINDING, tuple(_said(items, denied=not reply)))
        elif not sentence.endswith("?") or _WHY.match(sentence):
            yield Statement("premise", NO_FINDING, tuple(item for item in items if not _is_question_word(item)))


def reply_to(
    question: str, verdict: Verdict, told: Sequence[Statement], names: Names, answers: Sequence[bool]
) -> bool | None:
    """Return the yes or no that the facts give to a closed question, None where they give none.

    In this order: the facts say the question's own words, or deny them; the question is whether anything is wrong; a
    rule that explains the symptom has the answer. "Or", and a question that denies, are not read.
    """
    closed = [sentence for sentence in sentences(question) if _is_closed(sentence)]
    if not closed:
        return None
    items = [item for item in read(_second_person(closed[-1]), names) if item.says or item.lemma == "or"]
    if not items or any(item.negated or item.kind == "link" for item in items):
        return None
    if (general := _general(items, verdict)) is not None:
        return general
    if (own := _in_own_words(items, told)) is not None:
        return own
    return next(iter(set(answers))) if len(set(answers)) == 1 and _is_about(items, told) else None


def _is_closed(sentence: str) -> bool:
    words = re.findall(r"[a-z']+", sentence.lower().rpartition(",")[2])
    return sentence.endswith("?") and bool(words) and words[0] in lexicon.CLOSED_OPENERS


def _second_person(text: str) -> str:
    for pattern, word in _FIRST_PERSON:
        text = re.sub(pattern, word, text, flags=re.IGNORECASE)
    return text


def _said(items: Sequence[Item], *, denied: bool) -> Iterator[Item]:
    """Say a closed question's words as its answer; "not" stands after the first of them ("the disk is not full")."""
    for place, item in enumerate(items):
        denial = ("not",) if denied and place == min(1, len(items) - 1) else ()
        yield replace(item, negated=denied, before=item.before + denial)


def _is_question_word(item: Item) -> bool:
    return item.form in lexicon.QUESTION_WORDS - {"when"}


def _general(items: Sequence[Item], verdict: Verdict) -> bool | None:
    """Answer "is anything wrong?" and "is it fine?" from the verdict; only where nothing else is asked."""
    asked = {item.lemma for item in items if item.form not in lexicon.GENERIC} - {"computer"}
    if len(asked) != 1 or verdict == "unknown":
        return None
    if asked <= {stem(word) for word in lexicon.COMPLAINTS}:
        return verdict == "fault"
    return verdict == "healthy" if asked <= {stem(word) for word in lexicon.PRAISES} else None


def _is_about(items: Sequence[Item], told: Sequence[Statement]) -> bool:
    """Say whether a question asks nothing but whether the complaint is so, of what the first finding speaks of."""
    spoken = {item.lemma for statement in told if statement.finding == 0 for item in statement.items}
    return all(item.form in lexicon.PREDICATES | lexicon.GENERIC or item.lemma in spoken for item in items)


def _in_own_words(items: Sequence[Item], told: Sequence[Statement]) -> bool | None:
    """Find the first finding's sentence that holds every word asked, in one clause."""
    for statement in told:
        if statement.finding != 0 or statement.role != "fact":
            continue
        for clause in _clauses(statement.items):
            if _holds(clause, items):
                return not any(item.negated for item in clause)
    return None


def _clauses(items: Sequence[Item]) -> Iterator[list[Item]]:
    clause: list[Item] = []
    for item in items:
        if item.kind == "link":
            yield clause
            clause = []
        else:
            clause.append(item)
    yield clause


def _holds(clause: Sequence[Item], items: Sequence[Item]) -> bool:
    """Whether a clause has each word asked, none left over but numbers; a name stands for the word of its kind."""
    said = [item for item in clause if item.kind in ("word", "name")]
    modal = any(word in lexicon.MODALS for item in clause for word in item.before)
    if modal or len(said) != len(items):
        return False
    return all(any(_same(one, item) for one in said) for item in items)


def _same(told: Item, asked: Item) -> bool:
    if told.kind == "name":
        return asked.lemma == told.lemma or asked.form.rstrip("s") in lexicon.KINDS
    return told.lemma == asked.lemma
