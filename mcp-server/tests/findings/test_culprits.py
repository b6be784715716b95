"""Who is named, and what is told of it: the long run is the one's that is named."""

from __future__ import annotations

from opta_mcp.findings import culprits
from opta_mcp.telemetry.window import Application, ProcessWindow, Window
from tests.support.snapshots import process, recording, snapshot


def application(root: str, child: str) -> Application:
    """Return one that has run for 300 s, of which a child, 5 s old, has done all the work in the last second."""
    old = process(10, root, started_s=1000.0, cpu_s=2.0)
    table = [(old, process(11, child, parent_pid=10, started_s=1295.0, cpu_s=spent)) for spent in (4.0, 5.0)]
    first, last = (snapshot(300.0 + at, processes=each) for at, each in enumerate(table))
    window = Window.of(recording(first, last))
    return next(each for each in window.applications if each.pid == 10)


def work(one: ProcessWindow) -> float:
    return one.work_cores


def test_a_compiler_that_a_build_started_is_not_told_to_be_as_old_as_the_build() -> None:
    one = application("make", "cc1")
    assert culprits.application(one, work).culprit.name == "cc1"
    pieces, told = culprits.long_run(one, work)
    assert pieces == {}
    assert told == {"long_run": ""}


def test_a_browser_that_is_named_as_one_is_told_of_as_one() -> None:
    one = application("firefox", "firefox")
    assert culprits.application(one, work).culprit.name == "firefox"
    pieces, _ = culprits.long_run(one, work)
    assert pieces["age"].display == "5 min"
    assert pieces["cpu_total"].display == "7 s"
