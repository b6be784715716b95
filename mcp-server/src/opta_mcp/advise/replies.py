"""Yes, no, or neither: what the rules' findings answer to a closed question. A model never decides this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.advise.vocabulary import KINDS_OF_PROGRAM
from opta_mcp.findings.engine import FAULTS
from opta_mcp.findings.registry import BY_ID
from opta_mcp.findings.rules import named
from opta_mcp.findings.rules.health import cannot_tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opta_mcp.advise.topics import Topic
    from opta_mcp.findings.rule import Symptom
    from opta_mcp.wire.answer import Culprit, Diagnosis, Finding

YES, NO, NEITHER = "Yes.", "No.", "I cannot tell."

OVER = "I cannot tell what was before this look; this is how it is now."
"""What is said to a question of yes or no about a time that is over."""

OUT_OF_SIGHT = "I cannot tell: how fast the line behind your router is shows only where something is fetched over it."
"""What is said of a network on which nothing that was measured is wrong."""

TOLD_BY_SILENCE: frozenset[Symptom] = frozenset({"cpu_use", "disk_use", "cannot_start", "processes", "hot"})
"""What is not so where no rule says that it is, since rules look for each way in which it could be.

Of the others only a finding can say no: nobody knows from here whether a line to the provider is slow.
"""

RUNS: Mapping[str, str] = {named.use.id: YES, named.absent.id: NO}
"""What each finding on a program says to whoever asks whether it runs."""

GREAT_PARTS = frozenset({"cpu", "memory", "mounts", "processes"})
"""Signals without which nobody knows whether all is well."""

PROCESSES: tuple[Symptom, ...] = ("processes",)
"""What alone a question of yes or no is about that asks for zombies: that there are none is no less than a no."""

GROWTH = "process.growth"
"""A signal that a window of a second never shows."""


def reply(topic: Topic, diagnosis: Diagnosis) -> str:
    """Return what the answer begins with; empty for an open question, and where a bare yes or no would mislead."""
    if topic.running:
        return next((RUNS[each.id] for each in diagnosis.findings if each.id in RUNS), NEITHER)
    if not_seen := _not_seen(topic, diagnosis):
        return not_seen
    if diagnosis.verdict == "unknown" or _is_of_something_else(topic, diagnosis):
        return ""
    if topic.is_of_a_kind and not is_absent(diagnosis):
        return _of_kind(topic, diagnosis)
    if not topic.asked:
        return ""
    over = topic.past or "crash" in topic.asked  # what crashed is over, whenever it is asked about
    return _of_the_past(topic, diagnosis) if over else _of_now(topic, diagnosis)


def aside(topic: Topic, diagnosis: Diagnosis) -> bool:
    """Say whether the answer to a closed question goes on with a fault that has nothing to do with it."""
    first = diagnosis.findings[0]
    about = topic.subject or frozenset(topic.asked)
    return bool(about - {"anything"}) and first.severity in FAULTS and not explains(first, about)


def _is_of_something_else(topic: Topic, diagnosis: Diagnosis) -> bool:
    """Say whether what it asks of may be none of what was looked at: a name that is not known, and of nothing here."""
    return not topic.about_computer and all(each.id not in RUNS for each in diagnosis.findings)


def is_absent(diagnosis: Diagnosis) -> bool:
    """Say whether the program that was asked about is not there: whatever is asked of it, that comes first."""
    return bool(diagnosis.findings) and diagnosis.findings[0].id == named.absent.id


def of_kind(topic: Topic, diagnosis: Diagnosis) -> list[Finding]:
    """Return what was found of that which the question calls by name; where it names a program too, of that one."""
    found = [each for each in diagnosis.findings if each.id in topic.kinds]
    if all(each.id not in RUNS for each in diagnosis.findings):
        return found
    return [each for each in found if _is_meant(each.culprit, topic)]


def _of_kind(topic: Topic, diagnosis: Diagnosis) -> str:
    """Say yes where it was found. Where it was not, no bare no: rules leave out what of it is harmless."""
    if found := of_kind(topic, diagnosis):
        if not topic.asks_whether:
            return ""
        so = not any(_says(each, symptom) is False for each in found for symptom in topic.asked)
        return YES if so != topic.hopeful else NO
    return _of_now(topic, diagnosis) if topic.asked == PROCESSES else ""


def _not_seen(topic: Topic, diagnosis: Diagnosis) -> str:
    """Say that what is asked about cannot be seen from here; empty where it can."""
    if topic.unmeasured:
        return "" if topic.hopeful and _of_now(topic, diagnosis) == NO else NEITHER
    line = topic.of_the_line and not any(_is_fault_of_the_line(each) for each in diagnosis.findings)
    return OUT_OF_SIGHT if line else ""


def _of_now(topic: Topic, diagnosis: Diagnosis) -> str:
    """Say yes or no of how it is now; a program that does not run does nothing that could be asked of it."""
    if is_absent(diagnosis):
        return "" if topic.hopeful else NO
    answers = [_answer(symptom, topic, diagnosis) for symptom in topic.asked]
    if True in answers:
        return NO if topic.hopeful else YES
    if None in answers:
        return ""
    return YES if topic.hopeful else NO


def _of_the_past(topic: Topic, diagnosis: Diagnosis) -> str:
    """Say yes where the kernel's log does; what was before this look is else not known, neither yes nor no."""
    logged = "crash" in topic.asked and _answer("crash", topic, diagnosis)
    return YES if logged else OVER


def _is_fault_of_the_line(finding: Finding) -> bool:
    return finding.severity in FAULTS and explains(finding, frozenset({"network"}))


def answering_first(topic: Topic, diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis with the finding that answers a closed question before all others.

    What could not be read is left out where it is only that a short look shows no growth, and none was asked about.
    """
    able = [each for each in _able_to_decide(diagnosis.findings) if _is_meant(each.culprit, topic)]
    asked = [each for each in topic.asked if each != "anything" or _answer(each, topic, diagnosis) is not None]
    decides = [each for each in able if any(_says(each, symptom) is not None for symptom in asked)]
    if is_absent(diagnosis) or of_kind(topic, diagnosis):
        decides = []  # whatever is asked of a program that is not there: that it is not comes first
    first = max(decides, key=lambda each: each.severity in FAULTS, default=None)
    rest = [each for each in diagnosis.findings if each is not first]
    unknown = [each for each in diagnosis.unknown if each.signal != GROWTH or "growing" in topic.symptoms]
    return diagnosis.model_copy(
        update={"findings": tuple([first, *rest] if first else rest), "unknown": tuple(unknown)}
    )


def _able_to_decide(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what is true of the computer as a whole, where a program was asked about that runs."""
    if all(each.id != named.use.id for each in findings):
        return findings
    return tuple(each for each in findings if each.culprit.kind != "none")


def explains(finding: Finding, symptoms: frozenset[Symptom]) -> bool:
    """Say whether what was found explains one of these."""
    rule = BY_ID.get(finding.id)
    return rule is not None and bool(rule.explains & symptoms)


def _answer(symptom: Symptom, topic: Topic, diagnosis: Diagnosis) -> bool | None:
    """Say whether it is so; None where a finding is near it and does not decide it."""
    about = _able_to_decide(diagnosis.findings)
    if topic.subject:
        about = tuple(each for each in about if explains(each, topic.subject))
    elif symptom == "anything":
        return _is_any_fault(topic, diagnosis)
    told = [(each, said) for each in about if (said := _says(each, symptom)) is not None]
    so = [each for each, said in told if said]
    if so:
        if any(_is_meant(each.culprit, topic) for each in so):
            return True
        return False if any(each.id == named.holding.id for each, _ in told) else None
    near = [each for each in diagnosis.findings if explains(each, frozenset({symptom})) and _is_near(each, topic)]
    if told:
        return None if symptom == "anything" and any(each.severity in FAULTS for each in about) else False
    untold = any(each.id == cannot_tell.id for each in diagnosis.findings)
    return False if symptom in TOLD_BY_SILENCE and not near and not untold else None


def _is_any_fault(topic: Topic, diagnosis: Diagnosis) -> bool | None:
    """Say whether anything is wrong, or with a program that is named and runs, whether that is at fault.

    None where nothing was found and a great part of the computer could not be looked at.
    """
    faults = [each for each in diagnosis.findings if each.severity in FAULTS]
    if all(each.id != named.use.id for each in diagnosis.findings):
        if KINDS_OF_PROGRAM & topic.names:
            return None  # a browser that is not known to be one may be at fault or not
        unseen = GREAT_PARTS.intersection(each.signal for each in diagnosis.unknown)
        return None if unseen and not faults else bool(faults)
    return any(each.culprit.kind != "none" and _is_meant(each.culprit, topic) for each in faults)


def _is_near(finding: Finding, topic: Topic) -> bool:
    """Say whether a finding that does not decide is still so near to a yes that a bare no would mislead."""
    is_named = bool(topic.names) and finding.culprit.kind != "none" and _is_meant(finding.culprit, topic)
    return finding.severity in FAULTS or is_named


def _says(finding: Finding, symptom: Symptom) -> bool | None:
    rule = BY_ID.get(finding.id)
    return rule.answers.get(symptom) if rule else None


def _is_meant(culprit: Culprit, topic: Topic) -> bool:
    """Say whether a culprit is the one that the question names, where it names one."""
    if culprit.kind == "mount":
        return not topic.paths or culprit.path in topic.paths
    if culprit.kind in ("process", "application"):
        return not topic.names or named.is_meant(culprit.name, topic.names)
    return True
