"""Figures on labelled sentences, and what must not change them."""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from opta_mcp.words.facts import known_rules
from tests.words.bank import HELD_OUT, REAL, SMOLLM2, counted, decided, situation, situations, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from opta_mcp.findings.rule import Rule

    Rules = Mapping[str, Rule] | None

NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-]|\.\d)")


with_and_without_the_rules = pytest.mark.parametrize("rules", [None, known_rules()], ids=["unknown", "known"])
"""A gate that knows the rules has their synonyms and judgements; one that does not works from the findings' words."""


@with_and_without_the_rules
def test_no_false_sentence_of_real_models_is_kept(rules: Rules) -> None:
    assert counted(situations(REAL), "false", rules) == (0, 40)


@with_and_without_the_rules
def test_forty_true_sentences_of_real_models_are_kept(rules: Rules) -> None:
    kept, written = counted(situations(REAL), "true", rules)
    assert written == 64
    assert kept >= 40


@with_and_without_the_rules
def test_of_other_situations_at_most_three_in_a_hundred_false_sentences_are_kept(rules: Rules) -> None:
    kept, written = counted(situations(HELD_OUT), "false", rules)
    assert written > 200
    assert kept <= 0.03 * written


@with_and_without_the_rules
def test_of_other_situations_half_of_the_true_sentences_are_kept(rules: Rules) -> None:
    kept, written = counted(situations(HELD_OUT), "true", rules)
    assert kept >= written / 2


def test_of_what_a_tiny_model_really_writes_only_sentences_that_were_read_and_are_true_are_kept() -> None:
    decisions = decided(written(SMOLLM2))
    assert len(decisions) > 200
    assert {text for _, text, kept in decisions if kept} <= {
        'The answer is: "The processor is fine."',
        "2 GB of swap is used!",  # 1.9 GiB, which is 2.04 GB
        "9.8 GiB of memory is available.",
        "The program is waiting for a disk that does not answer.",
        'It is waiting for "/media/usb1" and cannot be ended before that answers.',
        "The system ended surfer-qim because memory ran out.",
    }


@pytest.mark.parametrize("bank", [REAL, HELD_OUT], ids=["real", "held out"])
def test_renaming_the_culprits_changes_no_decision(bank: Path) -> None:
    for line in situations(bank):
        assert _decisions(_renamed(line)) == _decisions(line)


@pytest.mark.parametrize("bank", [REAL, HELD_OUT], ids=["real", "held out"])
@pytest.mark.parametrize("factor", ["3", "7"])
def test_rescaling_every_number_changes_no_decision(bank: Path, factor: str) -> None:
    for line in situations(bank):
        assert _decisions(_rescaled(line, Decimal(factor))) == _decisions(line)


@pytest.mark.parametrize("bank", [REAL, HELD_OUT], ids=["real", "held out"])
def test_changing_one_number_of_a_kept_sentence_drops_it(bank: Path) -> None:
    changed = 0
    for line in situations(bank):
        for _, text, kept in decided([line]):
            for found in NUMBER.finditer(text) if kept else ():
                wrong = text[: found.start()] + _other(found.group()) + text[found.end() :]
                assert not decided([situation(line, [wrong])])[0][2], wrong
                changed += 1
    assert changed > 20


@pytest.mark.parametrize("name", ["Alpha", "proc_42", "My Program", "a.out", "kworker7", "\u00fcn\u00efcode-app"])
def test_a_name_of_any_shape_changes_no_decision(name: str) -> None:
    for line in (line for line in situations(REAL) if len(_culprits(line)) == 1):
        (culprit,) = _culprits(line)
        other = f"/mnt/{name}" if culprit.startswith("/") else name
        if " " not in other or not culprit.startswith("/"):
            assert _decisions(re.sub(re.escape(culprit), other, line, flags=re.IGNORECASE)) == _decisions(line)


def _culprits(line: str) -> set[str]:
    return {finding["culprit"]["name"] for finding in json.loads(line)["findings"]} - {""}


def _decisions(line: str) -> list[bool]:
    return [kept for _, _, kept in decided([line])]


def _renamed(line: str) -> str:
    draw = random.Random(line)
    for finding in json.loads(line)["findings"]:
        name = finding["culprit"]["name"]
        other = "".join(draw.choices("bdfgklmnprtvz", k=5)) + "-" + "".join(draw.choices("aeiou", k=3))
        if name:
            other = f"/srv/{other}" if name.startswith("/") else other
            line = re.sub(re.escape(name), other, line, flags=re.IGNORECASE)
    return line


def _rescaled(line: str, factor: Decimal) -> str:
    read = json.loads(line)
    for finding in read["findings"]:
        for part in ("title", "why", "advice", "risk", "undo"):
            finding[part] = _times(finding[part], factor)
        for evidence in finding["evidence"]:
            if not isinstance(evidence["value"], str):
                evidence["value"] = float(Decimal(str(evidence["value"])) * factor)
    for sentence in read["sentences"]:
        sentence["text"] = _times(sentence["text"], factor)
    return json.dumps(read)


def _times(text: str, factor: Decimal) -> str:
    return NUMBER.sub(lambda found: str(Decimal(found.group()) * factor), text)


def _other(number: str) -> str:
    return str(Decimal(number) * 2 + 1)
