"""The words of an answer, from what the rules found. No number, name or advice is added here.

Yes or no first, where that was asked; then the findings that were asked about: what each is, why, what to do, its risk,
its undo; then what else was found, by its title; then what could not be read. "Nothing is wrong" and "I cannot tell"
are answers of their own.
"""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from opta_mcp.advise.fault_names import asks_how_many
from opta_mcp.advise.replies import aside, explains, of_kind, reply
from opta_mcp.findings.engine import FAULTS
from opta_mcp.findings.labels import label
from opta_mcp.findings.registry import NAMED
from opta_mcp.findings.rules.health import cannot_tell
from opta_mcp.findings.rules.named import absent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opta_mcp.advise.topics import Topic
    from opta_mcp.knowledge.card import Card
    from opta_mcp.wire.answer import Diagnosis, Finding
    from opta_mcp.wire.base import UnknownSignal

REMEDY = ("What to do", "Risk", "Undo")
"""What stands before a finding's remedy, in the order in which it is told."""

OF_NAMES = frozenset(rule.id for rule in NAMED)
"""With one of these a question turned out to be about this computer: it names a program that is known here."""

HANDS_OFF = "Opta changes nothing on this computer: it tells what is so and what can be done, and you do it."
"""What is said to whoever wants something done."""

ELSEWHERE = "Something else is wrong."
"""What stands between a yes or no and a fault that has nothing to do with it."""

NONE_FOUND = "No fault of that kind was found."
"""What is said where a question calls a fault by its name and there is none: less than a no, since rules leave out what
is harmless."""

NONE_BUT_ANOTHER = "No fault of that kind was found, but something else is wrong."

NOTHING = frozenset({"", "none", "none."})
"""How a rule says that there is no risk or nothing to undo: then nothing is said."""


def lead(topic: Topic, diagnosis: Diagnosis, *, known: bool = False) -> str:
    """Return what stands before the first finding: yes or no where that was asked, and how the question was taken.

    known: a card answers it, so that nothing need be said of how else it was taken.
    """
    return " ".join(filter(None, (reply(topic, diagnosis), _introduction(topic, diagnosis, known=known))))


def card_text(card: Card) -> str:
    """Return what a card says: yes or no where it has one, the claim, and what to do."""
    answer = {"yes": "Yes. ", "no": "No. ", None: ""}[card.reply]
    return "\n".join((f"{answer}{card.claim}", *(f"{called}: {words}" for called, words in remedy(card))))


def told_in_full(topic: Topic, diagnosis: Diagnosis, most: int) -> int:
    """Return how many findings, the first, are told in full: those that were asked about, one at least.

    That nothing can be told of it is not all that is said where something else is wrong.
    """
    asked = (
        "anything" in topic.symptoms or each.id in topic.kinds or explains(each, topic.symptoms)
        for each in diagnosis.findings
    )
    least = 2 if diagnosis.findings[0].id == cannot_tell.id and diagnosis.verdict == "fault" else 1
    return max(least, sum(1 for _ in takewhile(bool, islice(asked, most))))


def compose(diagnosis: Diagnosis, before: str = "", told: int | None = None) -> str:
    """Return the whole answer of the rules: a paragraph for each finding that is told in full, the others by title."""
    first, *rest = (_paragraph(finding) for finding in diagnosis.findings[:told])
    also = also_found(diagnosis.findings, told)
    return "\n\n".join(filter(None, (f"{before} {first}".strip(), *rest, also, *_unread(diagnosis.unknown))))


def also_found(findings: Sequence[Finding], told: int | None) -> str:
    """Return the titles of what is not told in full; empty where all is."""
    titles = [_ended(finding.title) for finding in findings[told:]] if told is not None else []
    return f"Also: {' '.join(titles)}" if titles else ""


def unread_sentences(unknown: Sequence[UnknownSignal]) -> list[str]:
    """Say what could not be read and why: a sentence for each reason."""
    by_reason: dict[str, list[str]] = {}
    for missed in unknown:
        by_reason.setdefault(missed.reason.rstrip("."), []).append(label(missed.signal))
    return [f"{_listed(labels)}: not known, {_uncapitalised(reason)}." for reason, labels in by_reason.items()]


def remedy(said: Finding | Card) -> Iterator[tuple[str, str]]:
    """Give the label and the words of what to do, its risk and its undo, as far as there are any."""
    for called, words in zip(REMEDY, (said.advice, said.risk, said.undo), strict=True):
        if words and words.strip().lower() not in NOTHING:
            yield called, words


def _introduction(topic: Topic, diagnosis: Diagnosis, *, known: bool) -> str:
    """Say where what follows is not quite what was asked; empty where it is."""
    if topic.unmeasured:
        return f"Opta does not look at {topic.unmeasured}; this is what it does look at."
    if topic.wish:
        return HANDS_OFF
    if aside(topic, diagnosis) and not of_kind(topic, diagnosis):
        return ELSEWHERE
    if topic.is_of_a_kind:
        return _found_of_kind(topic, diagnosis)
    named = any(each.id in OF_NAMES for each in diagnosis.findings)
    return "" if known else _taken_as(topic, diagnosis, named=named)


def _found_of_kind(topic: Topic, diagnosis: Diagnosis) -> str:
    """Say that there is none of what the question calls by name, where no yes, no or "I cannot tell" says so."""
    first = diagnosis.findings[0]
    told = of_kind(topic, diagnosis) or reply(topic, diagnosis) or first.id in (cannot_tell.id, absent.id)
    if told or asks_how_many(topic.question):
        return ""
    return NONE_BUT_ANOTHER if first.severity in FAULTS else NONE_FOUND


def _taken_as(topic: Topic, diagnosis: Diagnosis, *, named: bool) -> str:
    if not topic.about_computer and not named and not topic.half_known:
        return "This does not read like a question about this computer, so here is how it is as a whole."
    if (topic.puzzling or not topic.about_computer) and not named:
        return "Opta does not know every word of this, so here is how this computer is as a whole."
    if topic.asked or "anything" in topic.symptoms or diagnosis.verdict != "fault":
        return ""
    told = explains(diagnosis.findings[0], topic.symptoms)
    return "" if told else "Nothing that was measured explains this, but something else is wrong."


def _paragraph(finding: Finding) -> str:
    said = f"{_ended(finding.title)} {finding.why}".strip()
    if finding.severity not in FAULTS:
        return f"{said} {finding.advice}".strip()
    return "\n".join((said, *(f"{called}: {words}" for called, words in remedy(finding))))


def _ended(title: str) -> str:
    return title if title.endswith((".", "?")) else f"{title}."


def _unread(unknown: tuple[UnknownSignal, ...]) -> Iterator[str]:
    if unknown:
        yield "\n".join(unread_sentences(unknown))


def _listed(labels: list[str]) -> str:
    first, *rest = labels
    names = [first, *(_uncapitalised(name) for name in rest)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _uncapitalised(text: str) -> str:
    """Begin with a small letter, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"
