"""The type of a rule: prose, thresholds with their source, remedy and a pure check, together on one screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opta_mcp.wire.symptom import Symptom

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from opta_mcp.telemetry.window import Window
    from opta_mcp.wire.answer import Culprit, Evidence, Severity

__all__ = ["Hit", "Rule", "Symptom", "Threshold"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit that a rule compares with, its unit, and where the number comes from."""

    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check returns when it fires: the numbers, and the words that fill the rule's prose."""

    severity: Severity
    evidence: tuple[Evidence, ...]
    culprit: Culprit
    words: Mapping[str, str] = field(default_factory=dict)
    """Values for the braces in the rule's title, why, advice, risk and undo; numbers as Evidence.display has them."""
    weight: float = 0.0
    """Orders findings of one severity, 0 to 1: how much of the symptom this explains."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that Opta can find.

    ``check`` is pure: no clock, no I/O, no model. Reading a value that is absent raises ``Unreadable``, which the
    engine turns into an unknown signal. It returns every hit, the worst first.
    """

    id: str
    title: str
    why: str
    advice: str
    risk: str
    undo: str
    sources: tuple[str, ...]
    thresholds: Mapping[str, Threshold]
    explains: frozenset[Symptom]
    check: Callable[[Window], Sequence[Hit]]
    answers: Mapping[Symptom, bool] = field(default_factory=dict)
    """The yes or no this gives to a closed question about a symptom ("is my RAM full?": cache says no)."""
    judgements: tuple[str, ...] = ()
    """Adjectives and verdict words that this rule allows about its culprit (busy, full, paused)."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words of this rule, each with other words that mean the same here."""
