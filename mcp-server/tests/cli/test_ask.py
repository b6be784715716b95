"""Questions asked as a person asks them, while real programs give this computer something to answer about."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest

from opta_mcp.wire.answer import Answer, Diagnosis
from tests.cli.running import assert_told, opta, silent_server
from tests.faults import cpu, state
from tests.faults.processes import program

if TYPE_CHECKING:
    from pathlib import Path

    from opta_mcp.wire.answer import Evidence

NUMBER = re.compile(r"\d+(?:\.\d+)?")
GIB = 1 << 30
SCALE = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def asked(*words: str, **changes: str) -> Answer:
    run = opta("ask", "--json", *words, **changes)
    assert run.returncode == 0, run.stderr
    return Answer.model_validate_json(run.stdout)


def assert_every_number_is_evidence(answer: Answer) -> None:
    """Names have digits of their own; every other number that is said stands in the evidence."""
    text = answer.answer
    pieces = [piece for finding in answer.findings for piece in finding.evidence]
    names = [part for finding in answer.findings for part in (finding.culprit.name, finding.culprit.path or "")]
    for shown in sorted([*(piece.display for piece in pieces), *names], key=len, reverse=True):
        text = text.replace(shown, " ") if shown else text
    known = {number for piece in pieces for number in NUMBER.findall(piece.display)}
    assert set(NUMBER.findall(text)) <= known, text


def in_bytes(piece: Evidence) -> float:
    assert isinstance(piece.value, float)
    return piece.value * SCALE[piece.unit]


def test_a_busy_program_is_named_with_its_pid_and_every_number_is_measured() -> None:
    with cpu.hog() as fault:
        answer = asked("Why is my computer slow?")
    hogs = [finding for finding in answer.findings if finding.culprit.pid == fault.pid]
    assert hogs, answer.answer
    assert hogs[0].id.startswith("cpu.")
    assert answer.verdict == "fault"
    assert fault.name in answer.answer
    assert_every_number_is_evidence(answer)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("OPTA_BASE_URL", "foo://bad"), ("OLLAMA_HOST", "http://[bad"), ("OPTA_BACKEND", "nonsense")],
)
def test_a_setting_that_cannot_be_used_costs_the_models_words_alone(setting: str, value: str) -> None:
    answer = asked("Is my disk full?", **{"OPTA_BACKEND": "", setting: value})
    assert answer.findings
    assert value in answer.notices[-1] or setting in answer.notices[-1]


def test_of_two_programs_of_one_name_the_busy_one_is_blamed() -> None:
    with cpu.twins() as fault:
        answer = asked("what slows my computer down?")
    blamed = [finding.culprit.pid for finding in answer.findings if finding.culprit.name == fault.name]
    assert blamed[0] in fault.members


def test_who_holds_the_memory_is_named_with_what_it_holds() -> None:
    with program("hold", GIB) as running:
        answer = asked("What is eating my RAM?")
    first = answer.findings[0]
    assert first.culprit.name == running.name
    assert running.name in answer.answer
    held = next(piece for piece in first.evidence if piece.unit in SCALE and piece.signal.endswith("memory"))
    assert in_bytes(held) == pytest.approx(GIB, rel=0.05)
    assert_every_number_is_evidence(answer)


def test_the_answer_is_the_parts_and_the_first_part_is_the_rules() -> None:
    answer = asked("Is one of my disks full?")
    assert answer.parts[0].by == "rules"
    assert answer.answer == "\n\n".join(part.text for part in answer.parts)
    assert answer.lead in ("Yes.", "No.")
    assert answer.answer.startswith(answer.lead)
    assert answer.model is None
    assert 900 < answer.timings_ms.snapshot <= answer.timings_ms.first_text <= answer.timings_ms.total


def test_a_recording_gives_the_same_answer_again(tmp_path: Path) -> None:
    kept = tmp_path / "slow.json"
    with cpu.hog() as fault:
        first = asked("--record", str(kept), "Why is it slow?")
    again = asked("--replay", str(kept), "Why is it slow?")
    assert again.parts == first.parts
    assert again.findings == first.findings
    assert fault.name in again.answer
    diagnosis = opta("diagnose", "slow", "--json", "--replay", str(kept))
    assert Diagnosis.model_validate_json(diagnosis.stdout).findings == first.findings


def test_a_paused_program_is_told_on_a_terminal_with_what_to_do() -> None:
    with state.stopped() as fault:
        run = opta("ask", "my editor is frozen, why?")
    assert run.returncode == 0
    assert f"{fault.name} is paused" in run.stdout
    assert "What to do" in run.stdout
    assert "rules only" in run.stdout
    assert "\x1b" not in run.stdout
    assert all(len(line) <= 80 for line in run.stdout.splitlines())


@pytest.mark.parametrize("columns", [20, 40, 50, 200])
def test_no_line_is_wider_than_the_terminal_or_than_a_page(columns: int, tmp_path: Path) -> None:
    kept = tmp_path / "now.json"
    asked("--record", str(kept), "how is it?")
    run = opta("ask", "--replay", str(kept), "how is my computer?", COLUMNS=str(columns))
    assert run.returncode == 0
    assert max(map(len, run.stdout.splitlines())) <= min(columns, 88)
    assert f"replayed from {kept.name}" in " ".join(run.stdout.split())


def test_a_question_that_is_not_about_this_computer_is_told_to_be_one() -> None:
    answer = asked("What is the capital of France?")
    assert answer.lead.startswith("This does not read like a question about this computer")


def test_what_is_not_measured_is_not_guessed() -> None:
    answer = asked("Do I have a virus?")
    assert answer.lead.startswith("I cannot tell. Opta does not look at viruses")


def test_a_silent_server_changes_nothing_about_an_answer() -> None:
    with silent_server() as address:
        begun = time.monotonic()
        answer = asked("Is my disk full?", OLLAMA_HOST=address, OPTA_BACKEND="ollama")
    assert answer.parts[0].by == "rules"
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not text"),
        (b'{"schema": 1, "snapsh', "breaks off"),
        (b'{"schema": 1, "opta_version": "0", "snapshots": []}', "needs two"),
        (b'{"schema": 9, "snapshots": []}', "schema 9"),
        (b"[1, 2]", "not a recording"),
    ],
)
def test_a_file_that_is_no_recording_is_told_as_what_it_is(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert_told(opta("ask", "--replay", str(path), "why?"), 1, says)


def test_a_recording_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert_told(opta("ask", "--record", str(tmp_path / "no" / "x.json"), "why?"), 1, "cannot be written")


def test_json_is_one_object_with_the_schema_named() -> None:
    run = opta("ask", "--json", "Is everything all right?")
    assert json.loads(run.stdout)["schema"] == 1
    assert run.stderr == ""
