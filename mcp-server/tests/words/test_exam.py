"""The exam: its bank, who passes it, and what is kept of it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from opta_mcp.backends.scripted import ScriptedBackend
from opta_mcp.errors import BackendCut
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.chat import LlmStatus, ModelInfo
from opta_mcp.words.exam import ExamResult, failed_note, keep, noted, recall, summary, take, told
from opta_mcp.words.exam.bank import situations, version
from tests.words.bank import HELD_OUT, REAL
from tests.words.bank import situations as lines_of

if TYPE_CHECKING:
    from pathlib import Path

CLOSED = [closed for situation in situations() for closed in situation.closed]


def test_there_are_forty_questions_with_their_answer_among_the_choices() -> None:
    assert len(CLOSED) == 40
    assert len({closed.ask for closed in CLOSED}) == 40
    assert all(closed.answer in closed.choices for closed in CLOSED)


@pytest.mark.parametrize("place", [0, 1, -1])
def test_answering_always_the_same_place_fails(place: int) -> None:
    assert sum(closed.choices[place] == closed.answer for closed in CLOSED) <= 22


@pytest.mark.parametrize("word", ["yes", "no"])
def test_answering_always_yes_or_always_no_fails(word: str) -> None:
    yes_or_no = [closed for closed in CLOSED if set(closed.choices) == {"yes", "no"}]
    assert len(yes_or_no) >= 20
    assert abs(sum(closed.answer == word for closed in yes_or_no) - len(yes_or_no) / 2) <= 1


def test_answering_the_longest_or_the_shortest_choice_fails() -> None:
    for pick in (max, min):
        assert sum(pick(closed.choices, key=len) == closed.answer for closed in CLOSED) <= 25


def test_every_kind_of_question_is_asked() -> None:
    kinds = Counter(closed.ask.split()[0] for closed in CLOSED)
    assert kinds["Which"] >= 5
    assert kinds["How"] + kinds["For"] >= 6
    assert kinds["Why"] >= 5


def test_the_bank_has_no_sentence_and_no_name_of_the_gates_banks() -> None:
    lines = [json.loads(line) for path in (REAL, HELD_OUT) for line in lines_of(path)]
    told = {finding[part] for line in lines for finding in line["findings"] for part in ("title", "why", "advice")}
    written = {sentence["text"] for line in lines for sentence in line["sentences"]}
    names = {finding["culprit"]["name"] for line in lines for finding in line["findings"]} - {""}
    own = [finding for situation in situations() for finding in situation.findings]
    common = {"Nothing needs to be done.", "Let it finish.", "Memory is fine", "Memory is fine."}
    assert not {text for each in own for text in (each.title, each.why, each.advice)} & (told | written) - common - {""}
    assert not {each.culprit.name for each in own} & names
    assert not {closed.ask for closed in CLOSED} & {line["question"] for line in lines}


def test_a_model_that_reads_the_facts_passes() -> None:
    result = asyncio.run(take(ScriptedBackend("faithful"), "faithful"))
    assert result.passed
    assert result.correct >= 38
    assert result.kept >= result.written / 2 > 0


@pytest.mark.parametrize("script", ["babble", "echo"])
def test_a_model_that_does_not_read_them_fails(script: str) -> None:
    result = asyncio.run(take(ScriptedBackend(script), script))
    assert not result.passed
    assert result.correct < 10


def test_the_exam_says_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    right: list[int] = []

    async def note(done: int, of: int, correct: int) -> None:
        seen.append((done, of))
        right.append(correct)

    result = asyncio.run(take(ScriptedBackend("faithful"), "faithful", note))
    assert seen == [(done, 40) for done in range(1, 41)]
    assert right[-1] == result.correct


def test_where_only_passing_matters_the_exam_ends_with_the_slip_that_decides_it() -> None:
    result = asyncio.run(take(ScriptedBackend("babble"), "babble", whole=False))
    assert not result.passed
    assert result.asked - result.correct == 3


def test_an_exam_that_breaks_off_is_no_result() -> None:
    with pytest.raises(BackendCut):
        asyncio.run(take(ScriptedBackend("cut"), "cut"))


def test_a_result_is_kept_by_the_models_digest(tmp_path: Path) -> None:
    path = tmp_path / "data" / "exams.json"
    result = asyncio.run(take(ScriptedBackend("babble"), "babble"))
    assert recall(result.digest, path) is None
    keep(result, path)
    assert recall(result.digest, path) == result
    assert recall("another", path) is None


def test_a_result_of_other_questions_is_none(tmp_path: Path) -> None:
    path = tmp_path / "exams.json"
    keep(ExamResult("m", "d", 40, 40, 9, 9, bank="older"), path)
    assert recall("d", path) is None


def test_a_damaged_record_is_one_without_results(tmp_path: Path) -> None:
    path = tmp_path / "exams.json"
    for damage in ("", "[1]", '{"d": 1}', '{"d": {"x": 1}}', "\x00"):
        path.write_text(damage)
        assert recall("d", path) is None


def test_a_status_and_a_list_of_models_say_how_the_exam_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTA_DATA", str(tmp_path))
    status = LlmStatus(running=True, backend=ModelRef(backend="ollama", name="m"))
    model = ModelInfo(name="m", backend="ollama", size_bytes=1, needs_bytes=1, digest="d")
    assert told(status) == status
    assert noted([model]) == (model,)
    keep(ExamResult("m", "d", 12, 40, bank=version()))
    (notice,) = told(status).notices
    assert notice.startswith("m did not pass Opta's exam (12 of 40 answers were right, and 38 must be)")
    assert noted([model])[0].exam == "failed 12/40"


def test_a_failed_exam_is_said_kindly_with_what_would_do_better() -> None:
    result = ExamResult("SmolLM2", "d", 12, 40)
    assert summary(result) == "failed 12/40"
    assert failed_note(result, "qwen3:8b") == (
        "SmolLM2 did not pass Opta's exam (12 of 40 answers were right, and 38 must be), so it adds no words to a "
        "diagnosis; "
        "qwen3:8b is larger and fits this computer: `opta pull qwen3:8b`."
    )
    without_ollama = failed_note(result, "qwen3:8b", ollama=False)
    assert without_ollama.endswith("fits this computer: install Ollama, then `opta pull qwen3:8b`.")
    assert failed_note(result).endswith("adds no words to a diagnosis.")


def test_an_exam_that_ended_with_the_deciding_slip_is_no_score_of_forty() -> None:
    result = ExamResult("SmolLM2", "d", 1, 4)
    assert summary(result) == "failed at question 4/40"
    assert failed_note(result) == (
        "SmolLM2 did not pass Opta's exam (3 of its first 4 answers were wrong, and 2 of 40 may be: the rest was not "
        "asked), so it adds no words to a diagnosis."
    )


def test_a_model_that_knows_and_rambles_is_told_so() -> None:
    result = ExamResult("m", "d", 40, 40, kept=2, written=9)
    assert not result.passed
    assert "of its 9 own sentences 2 kept to the facts" in failed_note(result)
