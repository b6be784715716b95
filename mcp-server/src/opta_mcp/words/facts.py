"""All that a sentence may rest on: findings, question and verdict, as statements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opta_mcp.words import lexicon
from opta_mcp.words.question import complaint, reply_to, symptoms_of
from opta_mcp.words.reading import read
from opta_mcp.words.statements import NO_FINDING, Measure, Statement, measures, names_of, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from opta_mcp.findings.rule import Rule
    from opta_mcp.wire.answer import Finding, Verdict
    from opta_mcp.words.reading import Item, Names


@dataclass(frozen=True)
class Facts:
    """What the rules found, read once; every sentence is held against it."""

    question: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    names: Names
    statements: tuple[Statement, ...]
    measures: tuple[Measure, ...]
    reply: bool | None = None
    """Yes or no, where the question is closed and the rules gave it."""
    explaining: frozenset[int] = frozenset()
    """The findings that explain what was complained of."""

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return the stems of every word that a fact or the question has."""
        words = {item.lemma for statement in self.statements for item in statement.items if item.kind == "word"}
        return frozenset(words).union(*(each.needed | each.subject | each.allowed for each in self.measures))

    @cached_property
    def numbers(self) -> tuple[Item, ...]:
        """Return every number of the facts."""
        in_words = (item for statement in self.statements for item in statement.items if item.kind == "number")
        measured = (item for measure in self.measures for item in (*measure.numbers, *measure.totals))
        return (*in_words, *measured)

    @cached_property
    def opening_topic(self) -> frozenset[str]:
        """Return what "it" and "they" may mean in the first sentence: the first finding's title, and the question."""
        spoken = (s for s in self.statements if (s.title and s.finding == 0) or s.role in ("premise", "echo"))
        return frozenset(item.lemma for statement in spoken for item in statement.items if item.says)


def facts_of(  # noqa: PLR0913  # the parts of an answer, each by its name
    question: str,
    verdict: Verdict,
    findings: Sequence[Finding],
    *,
    known: Sequence[str] = (),
    reply: bool | None = None,
    rules: Mapping[str, Rule] | None = None,
) -> Facts:
    """Read facts into statements.

    known: sentences of cards, and of what could not be read. reply: the yes or no that the rules gave, where the caller
    has it. rules: by id, for their synonyms, judgements and what they explain; a finding whose id is in no rule is
    taken at its own words.
    """
    by_id = rules or {}
    names = names_of(findings)
    spoken = [each for place, it in enumerate(findings) for each in told(place, it, names, by_id.get(it.id))]
    spoken += [Statement("fact", NO_FINDING, read(text, names)) for text in known]
    spoken += [Statement("verdict", NO_FINDING, read(text, names)) for text in lexicon.VERDICTS[verdict]]
    if reply is None:
        reply = reply_to(question, verdict, spoken, names, tuple(_answers(question, findings, by_id)))
    return Facts(
        question=question,
        verdict=verdict,
        findings=tuple(findings),
        names=names,
        statements=(*spoken, *complaint(question, reply=reply, names=names)),
        measures=tuple(
            each for place, it in enumerate(findings) for each in measures(place, findings, names, by_id.get(it.id))
        ),
        reply=reply,
        explaining=_explaining(question, findings, by_id),
    )


def known_rules() -> Mapping[str, Rule]:
    """Return every rule by its id, for `facts_of`."""
    from opta_mcp.findings.registry import RULES  # noqa: PLC0415  # the rules and what they import, only where asked for
    from opta_mcp.findings.rules.health import cannot_tell, healthy  # noqa: PLC0415  # likewise

    return {rule.id: rule for rule in (*RULES, healthy, cannot_tell)}


def _answers(question: str, findings: Sequence[Finding], rules: Mapping[str, Rule]) -> Iterator[bool]:
    """Return the answers that the first finding's rule gives to the symptoms asked about."""
    rule = rules.get(findings[0].id) if findings else None
    if rule is not None:
        asked = symptoms_of(question)
        yield from (answer for symptom, answer in rule.answers.items() if symptom in asked)


def _explaining(question: str, findings: Sequence[Finding], rules: Mapping[str, Rule]) -> frozenset[int]:
    """Return the faults whose rule explains what was asked; where the rule is not known, the first finding alone."""
    asked = symptoms_of(question)
    return frozenset(
        place
        for place, finding in enumerate(findings)
        if finding.severity != "info" and (asked & rules[finding.id].explains if finding.id in rules else not place)
    )
