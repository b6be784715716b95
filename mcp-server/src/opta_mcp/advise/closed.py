"""Questions that yes or no answers: which clause asks so, what the yes would be about, and whether it would be good."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from opta_mcp.advise.clauses import ASKERS, CLOSERS, OPENERS, all_meanings, names_in, unknown_in
from opta_mcp.advise.meaning import primary_symptoms
from opta_mcp.advise.vocabulary import FUNCTION_WORDS, HOPEFUL, LINES, NOUNS, UNMEASURED, WORDS

if TYPE_CHECKING:
    from opta_mcp.advise.clauses import Clause
    from opta_mcp.wire.symptom import Symptom

JUDGEMENTS = frozenset(
    {
        "normal", "safe", "worth", "dangerous", "better", "possible", "should", "you", "or", "than", "wasted", "true",
        "background", "only",
    }
)  # fmt: skip
"""With these a clause asks for a judgement or a choice, which a measurement does not answer by yes or no."""

BROKEN = frozenset(
    {"broken", "error", "errors", "faulty", "defective", "corrupt", "corrupted", "failing", "dying", "clicking"}
)
"""Said of a part, and no measurement of what it is used for tells it: memory with room in it may be broken."""

STAND_INS = frozenset({"they", "it", "that", "this", "these", "those", "them"})

CONTRASTS = frozenset({"but", "although", "though", "yet", "nothing"})
"""With one of these a statement says two things that do not go together: "the load is high and nothing runs?"."""

RUNNING = frozenset({"running", "open", "started", "alive", "up"})
"""What is said of a program that is there; but for the first also of much else, such as shops."""

ARTICLES = frozenset({"a", "an"})
"""With one of these it is no program that is named: "is a backup running?"."""

PAST = frozenset({"did", "was", "were", "had", "yesterday", "earlier", "ago"})
"""Words of a time that is over."""

NOT_MEASURED = frozenset[str]().union(*UNMEASURED.values())


def running_program(clauses: tuple[Clause, ...]) -> str | None:
    """Return the program of which a clause asks whether it runs: "is firefox running right now?"."""
    for clause in clauses:
        words = [word for word in clause.words if word in RUNNING or word not in FUNCTION_WORDS - {"is"}]
        if ARTICLES & set(clause.words):
            continue
        if len(words) == len(("is", "it", "running")) and words[0] == "is" and words[2] in RUNNING:
            names = names_in(words[1:2])
            return next(iter(names if words[2] == "running" else names & WORDS["named"]), None)
    return None


def closed_clause(clauses: tuple[Clause, ...]) -> Clause | None:
    """Return the clause that yes or no answers, where one does."""
    if any(BROKEN & set(clause.words) for clause in clauses):
        return None
    return next((clause for clause in clauses if _is_closed(clause)), None)


def asked_in(closed: Clause, clauses: tuple[Clause, ...]) -> tuple[Symptom, ...]:
    """Return what the yes or no is about: the clause's own symptoms, else those of everything that was said."""
    if _is_tag(closed.words):
        return primary_symptoms(all_meanings(clauses) - {"not"})
    return primary_symptoms(closed.meanings)


def subject_of(closed: Clause, clauses: tuple[Clause, ...]) -> frozenset[Symptom]:
    """Return what "they" or "it" stands for, where a sentence before it said so."""
    if not set(closed.words) & STAND_INS or _is_tag(closed.words):
        return frozenset()
    before = all_meanings(clause for clause in clauses if clause is not closed)
    return frozenset(primary_symptoms(before)) - {"anything"}


def is_hopeful(closed: Clause) -> bool:
    """Say whether yes means that nothing is wrong; a "not" after the first words turns it round."""
    words = closed.words
    turned = "not" in words[2:] or "nothing" in words or "no" in words
    return bool(HOPEFUL & set(words)) != turned


def is_past(closed: Clause) -> bool:
    """Say whether it asks of a time that is over."""
    return not PAST.isdisjoint(closed.words)


def _is_closed(clause: Clause) -> bool:
    words = clause.words[1:] if clause.words[0] in ("and", "or", "but", "so", "also") else clause.words
    if not words or set(words) & (set(ASKERS) | JUDGEMENTS) or _asks_leave(words) or _is_of_degree(clause):
        return False
    if words[0] in CLOSERS:
        return _is_tag(words) or (bool(primary_symptoms(clause.meanings)) and _says_something(clause))
    if CONTRASTS & set(words[1:]):
        return False
    states = clause.meanings - NOUNS - {"amount"} and "usage" not in words
    return clause.asks and words[0] not in OPENERS and bool(states) and _says_something(clause)


def _is_of_degree(clause: Clause) -> bool:
    """Say whether an amount alone answers it: room for so many gigabytes, a disk that nobody uses at all."""
    fits = "size" in clause.meanings and HOPEFUL & set(clause.words)
    rests = "idle" in clause.words and "disk" in clause.meanings
    return rests or (bool(fits) and primary_symptoms(clause.meanings) == ("full_disk",))


def _says_something(clause: Clause) -> bool:
    """Say whether it says of a thing what can be so or not; "do I have swap?" and "is my RAM DDR5?" only name one."""
    vague = primary_symptoms(clause.meanings) == ("anything",) and "wrong" not in clause.meanings
    if vague or NOT_MEASURED & set(clause.words):
        return False
    if clause.meanings - (NOUNS - LINES):
        return True
    return "need" in clause.words and not unknown_in(clause.words)


def _asks_leave(words: tuple[str, ...]) -> bool:
    """Say whether it asks what one may do: "is it ok to close it?"."""
    return any(first in HOPEFUL | {"bad"} and second == "to" for first, second in pairwise(words))


def _is_tag(words: tuple[str, ...]) -> bool:
    """Say whether it is the "isn't it?" of a statement."""
    return set(words) <= set(CLOSERS) | STAND_INS | {"not", "right", "there", "i"}
