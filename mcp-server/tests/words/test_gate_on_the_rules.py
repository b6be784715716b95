"""The gate on what Opta's own rules say: what is told in their words passes."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from opta_mcp.wire.answer import Culprit, Finding
from opta_mcp.words.facts import facts_of, known_rules
from opta_mcp.words.gate import check
from opta_mcp.words.splitter import sentences

if TYPE_CHECKING:
    from opta_mcp.findings.rule import Rule

RULES = known_rules()


class _Filled(dict[str, str]):
    """Fills every brace of a rule's prose with a number of its own."""

    def __missing__(self, place: str) -> str:
        self[place] = f"{next(_NUMBERS)} %"
        return self[place]


_NUMBERS = count(11)


def _finding(rule: Rule) -> Finding:
    words = _Filled(name="abc-xyz")
    title, why, advice, risk, undo = (
        " ".join(text.format_map(words).split()) for text in (rule.title, rule.why, rule.advice, rule.risk, rule.undo)
    )
    culprit = Culprit(kind="process", name="abc-xyz")
    return Finding(
        id=rule.id, severity="warning", title=title, why=why, advice=advice, risk=risk, undo=undo, culprit=culprit
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rules_title_and_reason_pass_in_its_own_words(rule: Rule) -> None:
    finding = _finding(rule)
    decided = check([f"{finding.title}.", *sentences(finding.why)], facts_of("Why?", "fault", [finding], rules=RULES))
    assert sum(each.kept for each in decided) * 2 >= len(decided) or rule.id == "unknown"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rules_judgement_is_not_of_who_is_to_blame_unless_the_title_is(rule: Rule) -> None:
    facts = facts_of("Why?", "fault", [_finding(rule)], rules=RULES)
    decided = check([f"abc-xyz is {judgement}." for judgement in rule.judgements], facts)
    assert "{name}" in rule.title or not any(each.kept for each in decided)


def test_nearly_all_that_the_rules_say_passes_in_their_own_words() -> None:
    decided = []
    for rule in RULES.values():
        finding = _finding(rule)
        parts = (("Advice: ", finding.advice), ("Risk: ", finding.risk), ("Undo: ", finding.undo))
        told = [f"{finding.title}.", *sentences(finding.why), *(mark + text for mark, text in parts if text)]
        decided += check(told, facts_of("Why?", "fault", [finding], rules=RULES))
    assert sum(each.kept for each in decided) >= 0.85 * len(decided)
