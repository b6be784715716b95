"""Whether a model may word a diagnosis, and how long a question waits to know."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.licence import refusal
from opta_mcp.advise.options import unheard
from opta_mcp.advise.stage import Stage
from opta_mcp.llm.choice import open_backend

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep results in a folder of the test's own."""
    monkeypatch.setenv("OPTA_DATA", str(tmp_path))
    return tmp_path


def asked(script: str, seconds: float = 45.0) -> str:
    async def ask() -> str:
        async with open_backend(f"scripted:{script}") as chosen:
            return await refusal(chosen, Stage(unheard), seconds)

    return asyncio.run(ask())


def test_a_model_that_passes_may_speak() -> None:
    assert asked("faithful") == ""


def test_a_model_that_fails_is_told_with_one_that_would_do_better() -> None:
    assert "did not pass Opta's exam" in asked("babble")


def test_an_exam_that_would_take_too_long_is_left_to_its_command_and_not_begun_again(data: Path) -> None:
    assert "has not taken Opta's exam" in asked("faithful", seconds=0)
    waiting = (data / "exams_waiting.json").read_bytes()
    assert "opta exam" in asked("faithful")
    assert (data / "exams_waiting.json").read_bytes() == waiting


def test_a_model_that_slips_at_once_is_not_left_waiting() -> None:
    assert "did not pass" in asked("babble", seconds=1)


def test_a_damaged_file_of_waiting_models_is_one_without_any(data: Path) -> None:
    (data / "exams_waiting.json").write_text('["nonsense"', encoding="utf-8")
    assert asked("faithful") == ""
