"""`opta gate`: JSON lines in and out."""

from __future__ import annotations

import io
import json

import pytest

from opta_mcp.cli import main
from opta_mcp.errors import UsageError
from opta_mcp.words.gate import run
from tests.words.bank import REAL, named, situation, situations


def _line(**fields: object) -> str:
    finding = {"title": "Memory is fine", "why": "3 GiB is available."}
    read = {"question": "Is it fine?", "verdict": "healthy", "findings": [finding], "sentences": [{"text": "Go."}]}
    return json.dumps(read | fields)


def test_each_sentence_comes_back_with_its_decision_and_all_it_had() -> None:
    before = json.loads(situations(REAL)[0])
    after = json.loads(next(run([situations(REAL)[0]])))
    for given, got in zip(before["sentences"], after["sentences"], strict=True):
        assert {name: got[name] for name in given} == given
        assert isinstance(got["kept"], bool)
        assert bool(got["reason"]) is not got["kept"]
    assert {name: value for name, value in after.items() if name != "sentences"} == {
        name: value for name, value in before.items() if name != "sentences"
    }


@pytest.mark.parametrize(
    "finding",
    [
        {},
        {"title": "Memory is fine", "why": "3 GiB is available.", "risk": None, "undo": None, "culprit": None},
        {"title": "Memory is fine", "why": "", "evidence": [{"signal": "memory.free", "value": None, "unit": "GiB"}]},
        {"title": "Memory is fine", "why": "", "evidence": [{"value": 3}, {"signal": "x.y", "value": "on"}]},
        {"title": "Memory is fine", "why": "", "evidence": None, "sources": ["https://x.org"], "news": 1},
    ],
)
def test_fields_that_are_missing_or_not_known_are_done_without(finding: dict[str, object]) -> None:
    after = json.loads(next(run([_line(findings=[finding], sentences=[{"text": "Memory is fine."}])])))
    assert after["sentences"][0]["kept"] is bool(finding)


@pytest.mark.parametrize("line", ["{", "[]", "1", "{}", '{"question": 1}', _line(verdict="no"), _line(findings=[1])])
def test_a_line_that_is_no_situation_is_named(line: str) -> None:
    with pytest.raises(UsageError, match="Line 2 is not a situation"):
        list(run([_line(), line]))


def test_empty_lines_are_passed_over() -> None:
    assert len(list(run(["", _line(), "\n"]))) == 1


def test_the_command_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(situation(named("thermal"), ["The processor is hot."]) + "\n"))
    assert main(["gate"]) == 0
    assert json.loads(capsys.readouterr().out)["sentences"][0]["kept"] is True
