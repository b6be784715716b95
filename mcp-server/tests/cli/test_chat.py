"""A conversation on the terminal: measured where it is about this computer, the model's own words where it is not."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.cli.running import SECONDS, assert_told, opta
from tests.cli.terminal import at_a_terminal

if TYPE_CHECKING:
    from pathlib import Path


def test_plain_talk_is_the_models_own_and_marked_so() -> None:
    run = opta("chat", "--backend", "scripted:echo", typed="good morning to you\n")
    assert run.returncode == 0
    assert "The model's own words, not measured and not checked" in run.stdout
    assert "good morning to you" in run.stdout
    assert "echo (scripted:echo)" in run.stdout


def test_a_question_about_this_computer_gets_the_rules_answer() -> None:
    run = opta("chat", "--backend", "scripted:babble", typed="is one of my disks full?\n")
    assert run.returncode == 0
    assert "rules only" in run.stdout
    assert "own words" not in run.stdout


def test_without_a_model_questions_are_answered_and_talk_is_refused_kindly() -> None:
    run = opta("chat", "--no-llm", typed="tell me a story\nis my disk full?\n")
    assert run.returncode == 0
    assert "No model may speak here" in run.stdout
    assert "rules only" in run.stdout


def test_a_backend_that_is_down_ends_an_answer_and_not_the_chat() -> None:
    run = opta("chat", "--backend", "scripted:down", typed="hello\nis my disk full?\n")
    assert run.returncode == 0
    assert "✗" in run.stdout
    assert "rules only" in run.stdout


def test_an_answer_that_breaks_off_is_shown_as_far_as_it_came() -> None:
    run = opta("chat", "--backend", "scripted:cut", typed="one two three four five six\n")
    assert "one two three" in run.stdout
    assert "six" not in run.stdout
    assert "broke off" in run.stdout


def test_an_empty_line_is_no_question_and_a_long_text_is_talked_about() -> None:
    run = opta("chat", "--backend", "scripted:echo", typed="\n   \n" + "x" * 5000 + "\nhello\n")
    assert run.returncode == 0
    assert run.stdout.count("own words") == 2
    assert run.stdout.count("x") > 5000
    assert "hello" in run.stdout


def test_ctrl_c_stops_the_answer_and_not_the_chat() -> None:
    with at_a_terminal("chat", "--backend", "scripted:slow") as terminal:
        terminal.wait_for("> ")
        terminal.type("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho\n")
        terminal.wait_for("own words")
        terminal.wait_for("gamma delta ")
        terminal.process.send_signal(signal.SIGINT)
        terminal.wait_for("stopped")
        terminal.wait_for("> ")
        terminal.type("again please\n")
        terminal.wait_for("own words")
        terminal.wait_for("again please")
        terminal.wait_for("slow (scripted:slow)")
        terminal.wait_for("> ")
        terminal.type("\x04")
        assert terminal.process.wait(SECONDS) == 0


def test_ctrl_c_twice_where_nothing_is_said_ends_the_chat() -> None:
    with at_a_terminal("chat", "--no-llm") as terminal:
        terminal.wait_for("> ")
        terminal.press_ctrl_c()
        terminal.wait_for("Ctrl-C again")
        terminal.wait_for("> ")
        terminal.press_ctrl_c()
        assert terminal.process.wait(SECONDS) == 130


def test_a_conversation_is_kept_resumed_listed_and_forgotten(tmp_path: Path) -> None:
    data = str(tmp_path)
    opta("chat", "--backend", "scripted:echo", typed="is my disk full?\n", OPTA_DATA=data)
    listed = opta("chat", "--list", OPTA_DATA=data).stdout
    assert "is my disk full?" in listed
    number = listed.split()[0]
    resumed = opta("chat", "--resume", "--no-llm", typed="how do you know?\n", OPTA_DATA=data)
    assert "It was measured." in resumed.stdout
    assert "Forgotten: is my disk full?" in opta("chat", "--delete", number, OPTA_DATA=data).stdout
    assert "No conversation is kept." in opta("chat", "--list", OPTA_DATA=data).stdout
    assert_told(opta("chat", "--resume", number, OPTA_DATA=data), 1, number)


def test_where_no_history_can_be_kept_the_conversation_goes_on_and_says_so() -> None:
    run = opta("chat", "--backend", "scripted:echo", typed="good morning\nand good night\n", OPTA_DATA="/dev/null")
    assert run.returncode == 0
    assert " ".join(run.stdout.split()).count("cannot be used") == 1
    assert "and good night" in run.stdout


def test_what_had_been_said_survives_kill_9_is_marked_and_gone_on_from(tmp_path: Path) -> None:
    data = str(tmp_path)
    with at_a_terminal("chat", "--backend", "scripted:slow", OPTA_DATA=data) as terminal:
        terminal.wait_for("> ")
        terminal.type("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho\n")
        terminal.wait_for("own words")
        terminal.wait_for("gamma delta ")
        terminal.process.kill()
        terminal.process.wait(SECONDS)
    with at_a_terminal("chat", "--resume", "--backend", "scripted:echo", OPTA_DATA=data) as terminal:
        terminal.wait_for("Going on with: alpha beta")
        terminal.wait_for("gamma delta")
        terminal.wait_for("Opta ended before this answer did")
        terminal.wait_for("> ")
        terminal.type("go on\n")
        terminal.wait_for("own words")
        terminal.wait_for("go on")
        terminal.wait_for("echo (scripted:echo)")


def test_a_conversation_that_was_deleted_elsewhere_is_told_and_the_next_question_begins_a_new_one(
    tmp_path: Path,
) -> None:
    data = str(tmp_path)
    with at_a_terminal("chat", "--backend", "scripted:echo", OPTA_DATA=data) as terminal:
        terminal.wait_for("> ")
        terminal.type("good morning\n")
        terminal.wait_for("echo (scripted:echo)")
        terminal.wait_for("> ")
        number = opta("chat", "--list", OPTA_DATA=data).stdout.split()[0]
        opta("chat", "--delete", number, OPTA_DATA=data)
        terminal.type("good night\n")
        terminal.wait_for("There is no conversation")
        terminal.wait_for("> ")
        terminal.type("sleep well\n")
        terminal.wait_for("own words")
        terminal.wait_for("echo (scripted:echo)")
        terminal.wait_for("> ")
    assert "sleep well" in opta("chat", "--list", OPTA_DATA=data).stdout
