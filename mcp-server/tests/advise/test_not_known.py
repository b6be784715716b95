"""What could not be measured is never told as if it had been: no bare no, no "nothing is wrong"."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.ask import ask
from opta_mcp.advise.options import AskOptions, unheard
from opta_mcp.findings.asked import Asked
from opta_mcp.findings.engine import diagnose
from tests.findings.recordings import CALM, two_hogs

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Answer


def answer(question: str) -> Answer:
    """Answer from a quiet virtual machine, looked at for two seconds: no sensor, no battery, no graphics card."""
    return asyncio.run(ask(question, AskOptions(use_model=False, replay=CALM), unheard))


@pytest.mark.parametrize(
    ("question", "signal"),
    [
        ("Is my CPU overheating?", "cpu.temperature"),
        ("Is my computer too hot?", "cpu.temperature"),
        ("What is my CPU temperature?", "cpu.temperature"),
        ("Is my battery full?", "power.charge"),
        ("Is my graphics card too hot?", "gpu"),
        ("Is my GPU busy?", "gpu"),
        ("Is there a memory leak?", "process.growth"),
        ("Which program is leaking memory?", "process.growth"),
    ],
)
def test_what_no_sensor_tells_is_not_known_and_is_no_no(question: str, signal: str) -> None:
    said = answer(question)
    assert said.verdict == "unknown"
    assert said.answer.startswith("I cannot tell.")
    assert signal in [each.signal for each in said.unknown]


@pytest.mark.parametrize("question", ["Is my internet slow?", "Is my Wi-Fi too slow?", "Is the download slow?"])
def test_a_line_that_cannot_be_seen_is_not_called_fast(question: str) -> None:
    assert answer(question).answer.startswith("I cannot tell: how fast the line")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Is my RAM full?", "No. Memory is fine."),
        ("Is one of my disks full?", "No. No disk is full."),
        ("Is my computer slow?", "No. Nothing is wrong."),
        ("Is my disk ok?", "Yes."),
        ("Is something using the CPU?", "No."),
    ],
)
def test_what_was_measured_is_answered(question: str, begins: str) -> None:
    assert answer(question).answer.startswith(begins)


def test_a_program_that_is_named_is_told_of_by_what_it_uses() -> None:
    said = answer("Is init using too much memory?")
    use = next(each for each in said.findings if each.id == "program.use")
    assert use.culprit.name == "init"
    assert {piece.signal for piece in use.evidence} >= {"application.memory", "application.cpu", "memory.total"}
    assert said.answer.startswith("init holds 22.1 MiB of memory and uses")


def test_a_browser_that_does_not_run_is_told_as_absent_and_nobody_else_is_blamed() -> None:
    said = answer("Is Chrome using too much memory?")
    assert said.answer.startswith("Chrome is not running.")
    assert said.verdict == "healthy"


def test_a_word_that_names_no_program_is_not_looked_for() -> None:
    assert not [each for each in answer("Is wibble using too much memory?").findings if each.id.startswith("program.")]


def test_what_this_computer_is_is_told() -> None:
    said = answer("How many cores do I have?")
    assert said.findings[0].id == "machine.about"
    assert said.answer.startswith("This computer has 2 cores")


def test_a_program_that_is_named_comes_before_a_greater_fault_of_another() -> None:
    named, other = diagnose(two_hogs(), Asked(names=frozenset({"editor"}))), diagnose(two_hogs())
    assert [each.culprit.name for each in named.findings[:2]] == ["editor", "editor"]
    assert other.findings[0].culprit.name == "browser"
