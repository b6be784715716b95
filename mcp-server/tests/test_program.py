"""How Opta starts a child of its own: with a Python beside it, and as a bundle without one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from opta_mcp import program

MODULE = "opta_mcp.telemetry.os.nvidia_child"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say of this Python what a bundle's says of itself."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)


def test_a_child_is_a_module_of_this_python() -> None:
    assert program.child_command(MODULE) == (sys.executable, "-P", "-m", MODULE)


@pytest.mark.usefixtures("frozen")
def test_a_bundle_starts_itself_and_is_told_which_child_to_be() -> None:
    program_itself, *words = program.child_command(MODULE)
    assert program_itself == sys.executable
    assert program.child_asked_for(words) == MODULE


@pytest.mark.parametrize(
    "words", [[], ["ask"], [program.SWITCH], [program.SWITCH, "os"], [program.SWITCH, MODULE, "-"]]
)
def test_nothing_but_a_module_of_ours_is_run_as_a_child(words: list[str]) -> None:
    assert program.child_asked_for(words) is None


def test_what_a_bundle_starts_for_a_child_is_that_child() -> None:
    command = [sys.executable, "-m", "opta_mcp", program.SWITCH, MODULE]
    done = subprocess.run(command, input="\n", capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.startswith(('{"cards"', '{"unknown"'))


@pytest.mark.usefixtures("frozen")
def test_other_programs_get_the_library_path_that_was_there_before_the_bundle() -> None:
    bundled = {"LD_LIBRARY_PATH": "/bundle:/mine", "LD_LIBRARY_PATH_ORIG": "/mine", "HOME": "/root"}
    program.give_back_library_path(bundled)
    assert bundled == {"LD_LIBRARY_PATH": "/mine", "HOME": "/root"}
    alone = {"LD_LIBRARY_PATH": "/bundle"}
    program.give_back_library_path(alone)
    assert alone == {}


def test_a_python_that_is_no_bundle_keeps_its_library_path() -> None:
    environ = {"LD_LIBRARY_PATH": "/mine"}
    program.give_back_library_path(environ)
    assert environ == {"LD_LIBRARY_PATH": "/mine"}
