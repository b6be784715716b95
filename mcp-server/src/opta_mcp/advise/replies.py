"""Yes, no, or neither: what the rules' findings answer to a closed question. A model never decides this."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from opta_mcp.findings.engine import FAULTS
from opta_mcp.findings.registry import NAMED, RULES, SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opta_mcp.advise.topics import Topic
    from opta_mcp.findings.rule import Rule, Symptom
    from opta_mcp.wire.answer import Culprit, Diagnosis, Finding

YES, NO, NEITHER = "Yes.", "No.", "I cannot tell."

OUT_OF_SIGHT: Mapping[Symptom, str] = {
    "network": "I cannot tell: how fast the line behind your router is shows only where something is fetched over it.",
}
"""What is said where nothing that was measured settles the question, and nothing that could be would."""

TOLD_BY_SILENCE: frozenset[Symptom] = frozenset({"cpu_use", "disk_use", "cannot_start", "processes", "hot"})
"""What is not so where no rule says that it is, since rules look for each way in which it could be.

Of the others only a finding can say no: nobody knows from here whether a line to the provider is slow.
"""

GROWTH = "process.growth"
"""A signal that a window of a second never shows."""


def reply(topic: Topic, diagnosis: Diagnosis) -> str:
    """Return what the answer begins with; empty for an open question, and where a bare yes or no would mislead."""
    if topic.unmeasured:
        return NEITHER
    if not topic.asked or diagnosis.verdict == "unknown":
        return ""
    answers = [_answer(symptom, topic, diagnosis) for symptom in topic.asked]
    if True in answers:
        return NO if topic.hopeful else YES
    if None in answers:
        return next((OUT_OF_SIGHT[symptom] for symptom in topic.asked if symptom in OUT_OF_SIGHT), "")
    return YES if topic.hopeful else NO


def answering_first(topic: Topic, diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis with the finding that answers a closed question before all others.

    What could not be read is left out where it is only that a short look shows no growth, and none was asked about.
    """
    decides = [each for each in diagnosis.findings if any(_says(each, symptom) is not None for symptom in topic.asked)]
    first = max(decides, key=lambda each: each.severity in FAULTS, default=None)
    rest = [each for each in diagnosis.findings if each is not first]
    unknown = [each for each in diagnosis.unknown if each.signal != GROWTH or "growing" in topic.symptoms]
    return diagnosis.model_copy(
        update={"findings": tuple([first, *rest] if first else rest), "unknown": tuple(unknown)}
    )


def explains(finding: Finding, symptoms: frozenset[Symptom]) -> bool:
    """Say whether what was found explains one of these."""
    rule = rules_by_id().get(finding.id)
    return rule is not None and bool(rule.explains & symptoms)


def _answer(symptom: Symptom, topic: Topic, diagnosis: Diagnosis) -> bool | None:
    """Say whether it is so; None where a finding is near it and does not decide it."""
    about = diagnosis.findings
    if topic.subject:
        about = tuple(each for each in about if explains(each, topic.subject))
    elif symptom == "anything":
        return diagnosis.verdict == "fault"
    told = [(each, said) for each in about if (said := _says(each, symptom)) is not None]
    so = [each for each, said in told if said]
    if so:
        return True if any(_is_meant(each.culprit, topic) for each in so) else None
    near = [each for each in about if explains(each, frozenset({symptom})) and _is_near(each, topic)]
    if told:
        return False
    return False if symptom in TOLD_BY_SILENCE and not near else None


def _is_near(finding: Finding, topic: Topic) -> bool:
    """Say whether a finding that does not decide is still so near to a yes that a bare no would mislead."""
    named = bool(topic.names) and finding.culprit.kind != "none" and _is_meant(finding.culprit, topic)
    return finding.severity in FAULTS or named


def _says(finding: Finding, symptom: Symptom) -> bool | None:
    rule = rules_by_id().get(finding.id)
    return rule.answers.get(symptom) if rule else None


def _is_meant(culprit: Culprit, topic: Topic) -> bool:
    """Say whether a culprit is the one that the question names, where it names one."""
    if culprit.kind == "mount":
        return not topic.paths or culprit.path in topic.paths
    if culprit.kind in ("process", "application"):
        return not topic.names or any(word in culprit.name.casefold() for word in topic.names)
    return True


@cache
def rules_by_id() -> Mapping[str, Rule]:
    """Return every rule that a finding can come from."""
    return {rule.id: rule for rule in (*RULES, *SUMMARIES, *NAMED)}
