"""What a model adds to an answer: after the rules' words, what the gate keeps, and only where it passed its exam."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from opta_mcp.wire.answer import Answer
from opta_mcp.wire.exam import ExamReport
from tests.cli.running import opta
from tests.faults import cpu

if TYPE_CHECKING:
    from pathlib import Path

SITUATION = {
    "question": "Is one of my disks full?",
    "verdict": "fault",
    "findings": [
        {
            "id": "disk.full",
            "severity": "critical",
            "title": "The disk /mnt/photos is full",
            "why": "/mnt/photos has 0.2 GiB of 64 GiB left.",
            "culprit": {"kind": "mount", "name": "/mnt/photos", "path": "/mnt/photos"},
            "evidence": [
                {"signal": "disk.free", "value": 0.2, "unit": "GiB"},
                {"signal": "disk.total", "value": 64, "unit": "GiB"},
            ],
        }
    ],
    "sentences": [{"text": "/mnt/photos has 0.2 GiB left."}, {"text": "/mnt/photos has 64 GiB left."}],
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record a computer on which one program is busy."""
    path = tmp_path_factory.mktemp("kept") / "busy.json"
    with cpu.hog():
        assert opta("diagnose", "--record", str(path)).returncode == 0
    return path


def asked(busy: Path, data: Path, *words: str) -> Answer:
    run = opta("ask", "--json", "--replay", str(busy), *words, "Why is my computer slow?", OPTA_DATA=str(data))
    assert run.returncode == 0, run.stderr
    return Answer.model_validate_json(run.stdout)


def test_the_first_part_is_the_same_whoever_speaks_after_it(busy: Path, tmp_path: Path) -> None:
    alone = asked(busy, tmp_path, "--no-llm")
    answers = [asked(busy, tmp_path, "--backend", f"scripted:{name}") for name in ("faithful", "babble", "down", "cut")]
    assert all(answer.parts[0] == alone.parts[0] for answer in answers)
    assert all(answer.findings == alone.findings for answer in answers)
    assert alone.model is None
    assert alone.notices == ()


def test_a_model_that_passed_adds_its_words_and_is_named(busy: Path, tmp_path: Path) -> None:
    answer = asked(busy, tmp_path, "--backend", "scripted:faithful")
    assert [part.by for part in answer.parts] == ["rules", "model"]
    assert answer.model is not None
    assert answer.model.name == "faithful"
    assert answer.answer.endswith(answer.parts[-1].text)
    assert answer.timings_ms.model_first_token is not None
    assert answer.timings_ms.first_text <= answer.timings_ms.model_first_token


def test_a_model_that_failed_adds_nothing_and_the_user_is_told_in_a_line(busy: Path, tmp_path: Path) -> None:
    answer = asked(busy, tmp_path, "--backend", "scripted:babble")
    assert [part.by for part in answer.parts] == ["rules"]
    assert answer.model is None
    assert [notice for notice in answer.notices if "did not pass Opta's exam" in notice]


def test_an_exam_is_taken_once(busy: Path, tmp_path: Path) -> None:
    asked(busy, tmp_path, "--backend", "scripted:faithful")
    kept = (tmp_path / "exams.json").read_bytes()
    asked(busy, tmp_path, "--backend", "scripted:faithful")
    assert (tmp_path / "exams.json").read_bytes() == kept


def test_a_backend_asked_for_that_is_down_is_told_beside_the_answer(busy: Path, tmp_path: Path) -> None:
    answer = asked(busy, tmp_path, "--backend", "scripted:down")
    assert len(answer.notices) == 1


def test_the_terminal_marks_the_models_words_and_says_how_many_were_kept(busy: Path, tmp_path: Path) -> None:
    words = ("--backend", "scripted:faithful", "why is it slow?")
    run = opta("ask", "--replay", str(busy), *words, OPTA_DATA=str(tmp_path))
    assert "In other words: the model's" in run.stdout
    assert "sentences kept" in " ".join(run.stdout.split())


def test_a_card_is_told_with_its_source(busy: Path) -> None:
    run = opta("ask", "--json", "--no-llm", "--replay", str(busy), "Should I run a RAM cleaner?")
    answer = Answer.model_validate_json(run.stdout)
    assert [part.by for part in answer.parts] == ["rules", "card"]
    assert answer.parts[1].text.startswith("No.")
    assert answer.cards[0].sources[0].startswith("http")
    shown = opta("ask", "--no-llm", "--replay", str(busy), "Should I run a RAM cleaner?").stdout
    assert "Known from" in shown
    assert answer.cards[0].title in shown


def test_an_exam_is_reported_with_what_is_needed(tmp_path: Path) -> None:
    passed = opta("exam", "--json", "--backend", "scripted:faithful", OPTA_DATA=str(tmp_path))
    report = ExamReport.model_validate_json(passed.stdout)
    assert report.passed
    assert report.asked == 40
    failed = opta("exam", "--backend", "scripted:babble", OPTA_DATA=str(tmp_path))
    assert failed.returncode == 0
    assert "did not pass" in failed.stdout
    listed = opta("models", OPTA_BACKEND="scripted:faithful", OPTA_DATA=str(tmp_path))
    assert f"passed {report.correct}/40" in listed.stdout


def test_the_gate_decides_on_each_sentence_of_a_line() -> None:
    run = opta("gate", typed=json.dumps(SITUATION) + "\n")
    decided = json.loads(run.stdout)["sentences"]
    assert [sentence["kept"] for sentence in decided] == [True, False]
    assert decided[1]["reason"]
    assert opta("gate", typed='{"a": 1}\n').returncode == 2
