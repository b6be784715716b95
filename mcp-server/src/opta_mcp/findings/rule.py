"""The type of a rule: prose, thresholds with their source, remedy and a pure check, together on one screen.

    @rule(id="disk.full", title="The disk {name} is full", ..., thresholds={"used": Threshold(0.9, "ratio", NETDATA)})
    def full(window: Window, limit: Limits) -> Iterator[Hit]:
        ...

makes ``full`` a ``Rule``. Its prose has braces for the culprit's ``name``, for each piece of evidence (as it is
displayed) and for the clauses that only some hits have, so that no number is written but one that was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from opta_mcp.findings import figures
from opta_mcp.findings.labels import labelled
from opta_mcp.wire.answer import Culprit, Evidence, Finding, Severity
from opta_mcp.wire.symptom import Symptom

if TYPE_CHECKING:
    from opta_mcp.telemetry.window import Window

__all__ = ["Hit", "Rule", "Symptom", "Threshold"]

Limits = Mapping[str, float]
"""A rule's thresholds by name, as its check compares with them."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit that a rule compares with, its unit, and where the number comes from."""

    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check returns when it fires.

    evidence: the numbers, each under the name by which the prose refers to it.
    clauses: sentences or words that only some hits have, with braces as in the prose.
    names: names of others that the prose mentions, which become evidence too; the system gave them, so they fill
    braces and never hold any.
    weight: orders findings of one severity, 0 to 1: how much of the symptom this explains.
    sources: where what is said of this hit alone is known from, beside the rule's own.
    """

    severity: Severity
    evidence: Mapping[str, Evidence]
    culprit: Culprit = field(default_factory=Culprit)
    clauses: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    weight: float = 0.0
    sources: tuple[str, ...] = ()


Check = Callable[["Window", Limits], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that Opta can find.

    ``check`` is pure: no clock, no I/O, no model. Reading a value that is absent raises ``Unreadable``, which the
    engine turns into an unknown signal. It gives every hit, in any order.
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
    check: Check
    answers: Mapping[Symptom, bool]
    """The yes or no this gives to a closed question about a symptom ("is my RAM full?": cache says no)."""
    settles: frozenset[Symptom]
    """Symptoms of which nothing can be said where this rule could not be tried."""
    judgements: tuple[str, ...]
    """Adjectives and verdict words that this rule allows about what its title begins with (busy, paused): no more than
    the title says."""
    synonyms: Mapping[str, tuple[str, ...]]
    """Words of this rule's prose, each with other words that mean the same here."""
    provoked: str
    """How its tests make it fire: a real fault, or the recording and why it is one."""
    quiet: str
    """The look-alike on which it stays silent."""
    private: bool = False
    """Whether its words name what the user alone has named: they are shown, and no model is given them."""

    def hits(self, window: Window) -> Iterable[Hit]:
        """Give what the check finds; raises Unreadable, perhaps after some hits, where a value it needs is absent."""
        return self.check(window, {name: threshold.value for name, threshold in self.thresholds.items()})

    def finding(self, hit: Hit, measured_at: str = "") -> Finding:
        """Return the hit in the rule's own words, its evidence stamped with when it was measured."""
        named = {place: figures.name(name) for place, name in hit.names.items()}
        evidence = {**hit.evidence, **named}
        words = {"name": hit.culprit.name} | {place: piece.display for place, piece in evidence.items()}
        words |= {name: clause.format_map(words) for name, clause in hit.clauses.items()}
        return Finding(
            id=self.id,
            severity=hit.severity,
            title=_sentence(self.title, words),
            why=_sentence(self.why, words),
            culprit=hit.culprit,
            evidence=tuple(
                labelled(each, hit.culprit).model_copy(update={"measured_at": measured_at})
                for each in evidence.values()
            ),
            advice=_sentence(self.advice, words),
            risk=_sentence(self.risk, words),
            undo=_sentence(self.undo, words),
            sources=(*self.sources, *hit.sources),
        )


def _sentence(template: str, words: Mapping[str, str]) -> str:
    return " ".join(template.format_map(words).split())


class _Decorator(Protocol):
    def __call__(self, check: Check, /) -> Rule: ...


def rule(  # noqa: PLR0913  # the fields of a rule, each by name
    *,
    id: str,  # noqa: A002  # the field's name
    title: str,
    why: str,
    explains: Iterable[Symptom],
    provoked: str,
    quiet: str,
    advice: str = "",
    risk: str = "",
    undo: str = "",
    sources: Iterable[str] = (),
    thresholds: Mapping[str, Threshold] | None = None,
    answers: Mapping[Symptom, bool] | None = None,
    settles: Iterable[Symptom] = (),
    judgements: Iterable[str] = (),
    synonyms: Mapping[str, tuple[str, ...]] | None = None,
    private: bool = False,
) -> _Decorator:
    """Make the check below it into a rule with this prose."""

    def made(check: Check) -> Rule:
        return Rule(
            id=id,
            title=title,
            why=why,
            advice=advice,
            risk=risk,
            undo=undo,
            sources=tuple(sources),
            thresholds=thresholds or {},
            explains=frozenset(explains),
            check=check,
            answers=answers or {},
            settles=frozenset(settles),
            judgements=tuple(judgements),
            synonyms=synonyms or {},
            provoked=provoked,
            quiet=quiet,
            private=private,
        )

    return made
