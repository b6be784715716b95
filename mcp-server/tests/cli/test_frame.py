"""What holds for every command: exit statuses, errors with a next step, and streams that can be anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.running import OPTA, SECONDS, assert_told, opta, surroundings, wait_until_measuring

HEAVY = {"pydantic", "httpx", "mcp", "rich", "psutil", "ollama", "xllamacpp", "argparse", "asyncio"}


def test_the_version_is_told_without_importing_anything_heavy() -> None:
    told = "import sys; from opta_mcp.cli import main; main(['--version']); print(sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    version, modules = run.stdout.splitlines()
    assert version.startswith("opta 0.")
    assert not [name for name in HEAVY if f"'{name}'" in modules]


def test_help_names_every_command_and_shows_how_to_ask() -> None:
    run = opta("--help")
    assert run.returncode == 0
    for command in ("ask", "chat", "diagnose", "status", "models", "pull", "doctor", "mcp", "serve", "exam", "gate"):
        assert f"\n    {command} " in run.stdout
    assert 'opta ask "Why is my computer slow?"' in run.stdout


def test_without_a_command_the_help_is_shown() -> None:
    run = opta()
    assert run.returncode == 0
    assert "opta ask" in run.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("frobnicate",), "'frobnicate'"),
        (("ask", "--frobnicate", "why"), "--frobnicate"),
        (("ask", "--backend", "nope", "why"), "there is no backend 'nope'"),
        (("ask", "--seconds", "soon", "why"), "'soon' is not a number from 1 to 600"),
        (("ask", "--seconds", "0.1", "why"), "'0.1' is not a number"),
        (("ask", "--seconds", "nan", "why"), "'nan' is not a number"),
        (("ask",), "The question is empty"),
        (("ask", "  "), "The question is empty"),
        (("ask", "x" * 5000), "5,000 characters"),
        (("ask", "--replay", "a", "--record", "b", "why"), "exclude each other"),
        (("serve", "--port", "70000"), "'70000' is not a port"),
    ],
)
def test_wrong_usage_is_told_with_the_next_step(words: tuple[str, ...], says: str) -> None:
    assert_told(opta(*words), 2, says)


def test_a_wrong_settings_file_is_told_by_its_line() -> None:
    assert_told(opta("models", OPTA_SETTINGS="/dev/null/none"), 2, "cannot be read")


def test_a_failure_is_told_without_a_traceback_unless_one_is_asked_for() -> None:
    assert_told(opta("ask", "--replay", "/nowhere/x.json", "why?"), 1, "/nowhere/x.json", "no such file", "--record")
    assert "Traceback" in opta("ask", "--replay", "/nowhere/x.json", "why?", OPTA_DEBUG="1").stderr


def in_shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run what only a shell can say: pipes whose reader leaves, streams that are closed."""
    words = ["bash", "-c", command.replace("opta", " ".join(OPTA))]
    return subprocess.run(words, capture_output=True, text=True, env=surroundings(), timeout=SECONDS, check=False)


def test_a_reader_that_goes_away_is_no_failure() -> None:
    run = in_shell('opta doctor | true; echo "${PIPESTATUS[0]}"')
    assert run.stdout.strip() == "0"
    assert run.stderr == ""


def test_a_full_disk_behind_standard_output_is_told() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123  # a device
        run = subprocess.run(
            [*OPTA, "doctor"], stdout=full, stderr=subprocess.PIPE, text=True, env=surroundings(), check=False
        )
    assert run.returncode == 1
    assert "No space left on device" in run.stderr
    assert "Traceback" not in run.stderr


def test_closed_streams_are_survived() -> None:
    assert in_shell("opta ask >&- 2>&-").returncode == 2


def test_where_only_ascii_can_be_written_nothing_else_is() -> None:
    run = opta("doctor", PYTHONIOENCODING="ascii:strict")
    assert run.returncode == 0
    assert run.stdout.isascii()
    assert "  +  Program" in run.stdout


def test_no_colour_reaches_a_pipe_and_some_reaches_whoever_forces_it() -> None:
    assert "\x1b" not in opta("doctor", NO_COLOR="").stdout
    assert "\x1b[" in opta("doctor", NO_COLOR="", FORCE_COLOR="1").stdout
    assert "\x1b" not in opta("doctor", NO_COLOR="1", FORCE_COLOR="1").stdout


@pytest.mark.skipif(os.name == "nt", reason="a system without SIGINT between processes")
def test_ctrl_c_ends_a_look_at_once_with_130() -> None:
    with subprocess.Popen(
        [*OPTA, "ask", "--seconds", "60", "why?"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=surroundings(),
    ) as process:
        wait_until_measuring(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == ""
    assert err.splitlines()[-1] == "opta: Stopped."
