"""Runs every rule over a window and puts what they find in the order in which a person wants to hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings.asked import Asked
from opta_mcp.findings.labels import label
from opta_mcp.findings.registry import RULES
from opta_mcp.findings.rules import folders, named
from opta_mcp.findings.rules.health import cannot_tell, healthy, unreadable_hit
from opta_mcp.telemetry.window import Unreadable
from opta_mcp.wire.answer import Diagnosis, Finding, Verdict
from opta_mcp.wire.base import UnknownSignal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from opta_mcp.findings.rule import Hit, Rule, Symptom
    from opta_mcp.telemetry.window import Window

SEVERITIES = ("critical", "warning", "info")
FAULTS = frozenset({"critical", "warning"})
OF_PROGRAMS = frozenset({named.use.id, named.absent.id})
EVERYTHING: frozenset[Symptom] = frozenset({"anything"})
MISSED_MATTERS: Mapping[str, frozenset[Symptom]] = {
    "mounts": frozenset({"full_disk", "disk_use", "slow", "freezes"}),
    "folders": frozenset({"space_use"}),
    "deleted_files": frozenset({"full_disk", "disk_use"}),
    "process_traffic": frozenset({"disk_use"}),
    "connections": frozenset({"network"}),
    "processes": frozenset(
        {"slow", "freezes", "cpu_use", "memory_use", "full_memory", "full_swap", "processes", "growing", "loud"}
    ),
}
"""Which questions single things that could not be read would have helped to answer."""


class _Look:
    """What the rules found, and what they could not read."""

    def __init__(self, window: Window, rules: Sequence[Rule], asked: Asked) -> None:
        self.window = window
        self.asked = asked
        self.symptoms = asked.symptoms
        self.primary = asked.primary or asked.symptoms
        self.found: list[tuple[Rule, Hit]] = []
        self.unreadable: dict[str, str] = {}
        self.unread: set[str] = set()
        self.untold = set(self.symptoms - EVERYTHING).difference(*(rule.explains for rule in rules))
        for rule in rules:
            self._try(rule, rule.hits(window))
        self._try(named.use, named.hits(window, asked))
        self._try(named.absent, named.missing(window, asked))
        self._try(named.holding, named.disks(window, asked))

    def _try(self, rule: Rule, hits: Iterable[Hit]) -> None:
        try:
            for hit in hits:
                self.found.append((rule, hit))
        except Unreadable as missing:
            self.untold |= rule.settles
            self.unread.add(rule.id)
            if rule.id in self.asked.kinds or self.is_asked(rule.settles or rule.explains):
                self.unreadable.setdefault(missing.signal, missing.reason)

    def verdict(self) -> tuple[list[tuple[Rule, Hit]], Verdict]:
        """Say how it stands, with the one finding that sums it up where no rule found a fault."""
        untold = [(cannot_tell, unreadable_hit(self.unreadable))]
        if faults := [rule for rule, hit in self.found if hit.severity in FAULTS]:
            explained = any(self._makes_it_so(rule) for rule in faults)
            return untold if self._is_untold() and not explained else [], "fault"
        fine = list(healthy.hits(self.window))
        if fine and not self._is_untold():
            return [(healthy, fine[0])], "healthy"
        return untold, "unknown"

    def _makes_it_so(self, rule: Rule) -> bool:
        """Whether a fault that a rule found is an answer by itself; how something stands, only its own rules tell."""
        if self.asked.how_it_stands:
            return any(rule.answers.get(symptom) for symptom in self.primary)
        return bool(rule.explains & self.primary)

    def _is_untold(self) -> bool:
        """Whether nothing that was asked about in the first place could be looked into."""
        if self._has(named.absent):
            return False  # that it is not there is told, whatever else could not be looked into
        if kinds := self.asked.kinds:
            return kinds[0] in self.unread and all(rule.id not in kinds for rule, _ in self.found)
        return bool(self.primary) and self.primary <= self.untold

    def _has(self, *rules: Rule) -> bool:
        return any(rule in rules for rule, _ in self.found)

    def ordered(self, summary: list[tuple[Rule, Hit]]) -> tuple[Finding, ...]:
        """Put first what explains a symptom, of that what a named program does, what makes it so; then by severity.

        Mere notes on anything else are left out.
        """
        told = [(rule, hit) for rule, hit in self.found if hit.severity in FAULTS or self._is_noted(rule)]
        told = sorted([*summary, *told], key=lambda pair: self._rank(*pair))
        return tuple(rule.finding(hit, self.window.measured_at) for rule, hit in told)

    def _is_noted(self, rule: Rule) -> bool:
        """Whether a mere note belongs to what was asked; to "is anything wrong?" none does."""
        return not self.symptoms or bool(self.symptoms & rule.explains) or rule.id in self.asked.kinds

    def is_asked(self, symptoms: frozenset[Symptom]) -> bool:
        """Say whether something that tells of these symptoms belongs to the answer."""
        return not self.symptoms or bool(self.symptoms & (symptoms | EVERYTHING))

    def _rank(self, rule: Rule, hit: Hit) -> tuple[bool, bool, bool, int, int, int, float]:
        is_named = rule.id in OF_PROGRAMS or named.is_meant(hit.culprit.name, self.asked.names)
        later = rule is not cannot_tell and not is_named
        severity = SEVERITIES.index(hit.severity)
        beside = self._beside(rule)
        called = rule.id in self.asked.kinds and (is_named or not self._has(named.use, named.absent))
        apart = not called and not self.is_asked(rule.explains)
        return (not called, apart, later, self._order(rule, hit), severity, beside, -hit.weight)

    def _beside(self, rule: Rule) -> int:
        """Say how far from what was asked in the first place a rule speaks: how it stands, then what explains it."""
        if not self.primary & rule.explains or (self.asked.takes_room and rule.id in folders.WHAT_MAY_GO):
            return 2
        return 0 if self.asked.how_it_stands and self.primary & rule.answers.keys() else 1

    def _order(self, rule: Rule, hit: Hit) -> int:
        """Put faults that make it so first, then those that may, then notes: a small disk that is full slows little."""
        if hit.severity not in FAULTS:
            return 2
        if self.asked.what_may_go:  # the full disk is known to whoever asks what to delete from it
            return 0 if rule.id in folders.WHAT_MAY_GO else 1
        return 0 if any(rule.answers.get(symptom) for symptom in self.primary) else 1


def diagnose(window: Window, asked: Asked | None = None, rules: Sequence[Rule] = RULES) -> Diagnosis:
    """Return what the rules find in a window, what explains the symptoms asked about first.

    Pure. Where no finding is a warning or worse there is one finding ``healthy``, with what was looked at; or, where
    what was asked about could not be looked into, one ``unknown`` with the reason. Nothing asked: everything.
    """
    look = _Look(window, rules, asked or Asked())
    summary, verdict = look.verdict()
    findings = look.ordered(summary)
    missed = [UnknownSignal(signal=signal, reason=reason) for signal, reason in look.unreadable.items()]
    missed += [each for each in window.missed if look.is_asked(MISSED_MATTERS.get(each.signal, EVERYTHING))]
    unknown = tuple(each.model_copy(update={"label": label(each.signal)}) for each in missed)
    return Diagnosis(verdict=verdict, findings=findings, unknown=unknown, seconds=round(window.seconds, 2))
