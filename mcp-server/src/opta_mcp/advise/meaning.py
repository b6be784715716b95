"""What words that stand together are a symptom of, and what of it nothing here measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.advise.vocabulary import ALWAYS_UNMEASURED, HEALTH_OF_DRIVES, READINGS, UNMEASURED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opta_mcp.wire.symptom import Symptom

ANYTHING: frozenset[Symptom] = frozenset({"anything"})


def all_symptoms(meanings: frozenset[str]) -> tuple[Symptom, ...]:
    """Return all symptoms of the longest readings, those first that a yes or no would be about."""
    readings = _longest_readings(meanings)
    primary = [symptoms[0] for symptoms in readings]
    return tuple(dict.fromkeys(primary + [symptom for symptoms in readings for symptom in symptoms]))


def primary_symptoms(meanings: frozenset[str]) -> tuple[Symptom, ...]:
    """Return what each of the longest readings is about in the first place."""
    return tuple(dict.fromkeys(symptoms[0] for symptoms in _longest_readings(meanings)))


def unmeasured(words: Iterable[str], symptoms: frozenset[Symptom] = ANYTHING) -> str | None:
    """Return what these words ask about and no probe looks at, as far as they ask about nothing else."""
    given = set(words)
    word, health = HEALTH_OF_DRIVES
    if word in given and "full_disk" in symptoms:
        return health
    things = UNMEASURED if symptoms == ANYTHING else ALWAYS_UNMEASURED
    return next((thing for thing in things if given & UNMEASURED[thing]), None)


def _longest_readings(meanings: frozenset[str]) -> list[tuple[Symptom, ...]]:
    held = [(frozenset(words.split()), symptoms) for words, symptoms in READINGS]
    held = [(needs, symptoms) for needs, symptoms in held if needs <= meanings]
    longest = [symptoms for needs, symptoms in held if not any(needs < others for others, _ in held)]
    pointed = [symptoms for symptoms in longest if symptoms != ("anything",)]
    return pointed or longest
