"""Processes are grouped as a person would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opta_mcp.telemetry.launchers import is_interpreter, is_launcher
from opta_mcp.telemetry.window import Application, Window
from opta_mcp.wire.base import Absent
from tests.support.snapshots import process, recording, snapshot

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import ProcessTotals

INIT = process(1, "systemd", parent_pid=0)


def applications(*processes: ProcessTotals) -> dict[int, Application]:
    """Group what runs beside an init, by the pid of each root."""
    table = (INIT, *processes)
    window = Window.of(recording(snapshot(100.0, processes=table), snapshot(101.0, processes=table)))
    return {each.pid: each for each in window.applications}


def pids(found: dict[int, Application]) -> dict[int, set[int]]:
    return {root: {each.pid for each in application.processes} for root, application in found.items() if root != 1}


def child(pid: int, parent: int, name: str, **changed: object) -> ProcessTotals:
    return process(pid, name, parent_pid=parent, **changed)


def test_a_browser_is_one_with_all_its_processes() -> None:
    table = (
        child(10, 1, "firefox"),
        child(11, 10, "Web Content", program="firefox"),
        child(12, 10, "Isolated Web Co", program="firefox"),
        child(13, 11, "rdd"),
    )
    assert pids(applications(*table)) == {10: {10, 11, 12, 13}}


def test_a_shell_is_no_part_of_what_it_started_and_stands_alone() -> None:
    table = (child(10, 1, "bash"), child(11, 10, "make"), child(12, 11, "cc1"), child(13, 10, "vim"))
    assert pids(applications(*table)) == {10: {10}, 11: {11, 12}, 13: {13}}


def test_what_runs_in_a_terminal_of_an_editor_is_not_the_editor() -> None:
    table = (child(10, 1, "code"), child(11, 10, "code"), child(12, 11, "zsh"), child(13, 12, "cargo"))
    assert pids(applications(*table)) == {10: {10, 11}, 12: {12}, 13: {13}}


@pytest.mark.parametrize("launcher", ["gnome-shell", "tmux: server", "sshd", "timeout", "sudo", "containerd-shim"])
def test_a_launcher_is_no_part_of_what_it_started(launcher: str) -> None:
    assert pids(applications(child(10, 1, launcher), child(11, 10, "game"))) == {10: {10}, 11: {11}}


def test_workers_of_one_program_are_one_though_each_has_a_session_of_its_own() -> None:
    table = (
        child(10, 1, "postgres", session=10),
        child(11, 10, "postgres", session=11),
        child(12, 10, "postgres", session=12),
    )
    assert pids(applications(*table)) == {10: {10, 11, 12}}


def test_a_program_with_a_session_of_its_own_was_launched() -> None:
    table = (child(10, 1, "dock", session=10), child(11, 10, "game", session=11))
    assert pids(applications(*table)) == {10: {10}, 11: {11}}


def test_control_groups_of_its_own_or_another_login_make_it_another() -> None:
    table = (
        child(10, 1, "app", cgroup="a", login=1),
        child(11, 10, "app", cgroup="b", login=1),
        child(12, 10, "app", cgroup="a", login=2),
    )
    assert pids(applications(*table)) == {10: {10}, 11: {11}, 12: {12}}


def test_a_name_of_the_same_stem_is_the_same_program_where_the_file_cannot_be_read() -> None:
    table = (child(10, 1, "stress-ng", session=10), child(11, 10, "stress-ng-cpu", session=11))
    assert pids(applications(*table)) == {10: {10, 11}}
    table = (child(10, 1, "gnome-maps", session=10), child(11, 10, "gnome-mail", session=11))
    assert pids(applications(*table)) == {10: {10}, 11: {11}}


def test_a_script_that_started_opta_is_not_one_with_what_else_it_started() -> None:
    table = (
        child(10, 1, "python3"),
        child(11, 10, "opta", program="python3", own=True),
        child(12, 10, "python3"),
        child(13, 10, "python3"),
    )
    assert pids(applications(*table)) == {10: {10}, 12: {12}, 13: {13}}


def test_a_host_of_opta_that_is_no_interpreter_stays_whole() -> None:
    table = (child(10, 1, "code"), child(11, 10, "code"), child(12, 11, "opta-mcp", program="python3", own=True))
    assert pids(applications(*table)) == {10: {10, 11}}


def test_a_circle_of_parents_ends() -> None:
    table = (child(10, 11, "a"), child(11, 10, "b"))
    assert sorted(pid for those in pids(applications(*table)).values() for pid in those) == [10, 11]


def test_memory_that_processes_share_is_counted_once() -> None:
    table = (
        child(10, 1, "db", resident_bytes=500, anonymous_bytes=100),
        child(11, 10, "db", resident_bytes=450, anonymous_bytes=50),
    )
    assert applications(*table)[10].memory_bytes == 100 + 50 + 400


def test_memory_is_what_is_resident_where_its_own_part_is_not_told() -> None:
    hidden = child(10, 1, "db", resident_bytes=500, anonymous_bytes=Absent(unknown="not told"))
    assert applications(hidden)[10].memory_bytes == 500


def test_the_process_that_does_most_of_it_is_the_one_to_name() -> None:
    first = (INIT, child(10, 1, "app"), child(11, 10, "app"), child(12, 10, "app"))
    last = (
        INIT,
        child(10, 1, "app", read_at_s=101.0, cpu_s=0.1),
        child(11, 10, "app", read_at_s=101.0, cpu_s=0.9),
        child(12, 10, "app", read_at_s=101.0, cpu_s=0.1),
    )
    window = Window.of(recording(snapshot(100.0, processes=first), snapshot(101.0, processes=last)))
    application = window.application_of(12)
    assert application is not None
    assert application.main(lambda each: each.work_cores).pid == 11
    assert application.main(lambda each: each.resident_bytes).pid == 10
    assert application.cpu_cores == pytest.approx(1.1)


@pytest.mark.parametrize("name", ["bash", "-zsh", "BASH.EXE", "gnome-terminal-", "tmux: server", "systemd"])
def test_launchers_are_known_by_name(name: str) -> None:
    assert is_launcher(name)


@pytest.mark.parametrize("name", ["firefox", "bashful", "make", "python3", ""])
def test_other_programs_are_no_launchers(name: str) -> None:
    assert not is_launcher(name)


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("python3.13", True),
        ("python3.14t", True),
        ("node", True),
        ("Ruby2.7", True),
        ("pythonista", False),
        ("code", False),
    ],
)
def test_interpreters_are_known_by_name(name: str, yes: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_interpreter(name) == yes
