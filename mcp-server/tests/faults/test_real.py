"""Every fault that this machine can be given, found for real: the right rule, the right culprit.

Other work may go on beside these tests, so they hold the culprit and the rule, and no ratio. A fault that this machine
cannot make is skipped, and says why.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from opta_mcp.findings.engine import diagnose
from opta_mcp.telemetry.sources import LiveSource
from opta_mcp.telemetry.window import Window
from tests.faults import cpu, memory
from tests.faults.catalogue import FAULTS, LOOK_ALIKES, SETTLE_S, Case
from tests.faults.ground import NotPossible
from tests.findings.prose import assert_numbers_are_evidence

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Diagnosis, Finding
    from tests.faults.ground import Fault


def look(seconds: float) -> Window:
    time.sleep(SETTLE_S)  # a first window of the fault alone, without its start
    return Window.of(asyncio.run(LiveSource().record(seconds)))


LOOKS = 3
"""A shared machine has moments of its own: what is missed once is looked at again, and so is an alarm."""
MOST_ALARMS = 2
"""An alarm that comes a second time is no moment of the machine's."""


def found(case: Case) -> tuple[Fault, Diagnosis]:
    """Make the fault, look, end the fault."""
    try:
        with case.make() as fault:
            window = look(case.seconds)
            _skip_where_others_are_in_the_way(case, window)
            return fault, diagnose(window)
    except NotPossible as reason:
        pytest.skip(str(reason))


def _skip_where_others_are_in_the_way(case: Case, window: Window) -> None:
    """Some faults cannot be made, and some look-alikes are none, while other work fills the machine."""
    if case.make is cpu.pinned and window.cpu.all.busy_ratio > 0.7:
        pytest.skip("other work fills the cores, so that none is idle beside the bound one")
    if case.make is cpu.workers_everywhere and window.cpu.all.nice_ratio > 0.1:
        pytest.skip("other work at low priority has its share of the cores")


def is_culprit(finding: Finding, fault: Fault) -> bool:
    if fault.mount is not None and fault.pid is None:
        return finding.culprit.path == fault.mount
    by_pid = fault.pid is None or finding.culprit.pid in fault.members
    return by_pid and finding.culprit.name == fault.name


def blamed_for(fault: Fault, diagnosis: Diagnosis) -> list[Finding]:
    return [finding for finding in diagnosis.findings if finding.id == fault.kind and is_culprit(finding, fault)]


@pytest.mark.parametrize("case", FAULTS, ids=[case.name for case in FAULTS])
def test_a_real_fault_is_found_with_its_culprit(case: Case) -> None:
    for _ in range(LOOKS):
        fault, diagnosis = found(case)
        if told := blamed_for(fault, diagnosis):
            break
    assert told, [(finding.id, finding.culprit) for finding in diagnosis.findings]
    assert told[0].severity in {"warning", "critical"}
    assert diagnosis.verdict == "fault"
    for finding in diagnosis.findings:
        assert_numbers_are_evidence(finding)


@pytest.mark.parametrize("case", LOOK_ALIKES, ids=[case.name for case in LOOK_ALIKES])
def test_what_only_looks_like_a_fault_is_not_called_one(case: Case) -> None:
    alarms = 0
    for _ in range(LOOKS):
        fault, diagnosis = found(case)
        alarms += any(finding.severity != "info" for finding in blamed_for(fault, diagnosis))
        if not alarms:
            break
    assert alarms < MOST_ALARMS


def test_of_two_programs_of_one_name_the_busy_one_is_blamed() -> None:
    fault, diagnosis = found(next(case for case in FAULTS if case.make is cpu.twins))
    blamed = [finding.culprit.pid for finding in diagnosis.findings if finding.culprit.name == fault.name]
    assert fault.pid in blamed
    hogs = [each.culprit.pid for each in diagnosis.findings if each.id == "cpu.hog" and each.culprit.name == fault.name]
    assert hogs == [fault.pid]


def test_all_cores_at_work_are_told_as_such() -> None:
    case = Case(cpu.workers_everywhere, "Why is everything so slow?")
    assert any("cpu.full" in [finding.id for finding in found(case)[1].findings] for _ in range(LOOKS))


def test_who_holds_the_most_memory_comes_first_with_what_it_holds() -> None:
    with memory.holder() as fault:
        diagnosis = diagnose(look(1), frozenset({"memory_use"}))
    first = diagnosis.findings[0]
    assert (first.id, first.culprit.name, first.culprit.pid) == ("memory.top", fault.name, fault.pid)
    held = next(piece for piece in first.evidence if piece.signal == "application.memory")
    assert held.unit == "GiB"
    assert held.value == pytest.approx(fault.amount / 2**30, rel=0.05)


def test_what_is_read_into_the_cache_is_still_called_available() -> None:
    before = look(0.2).memory
    with memory.page_cache(2 << 30) as fault:
        window = look(1)
    assert window.memory.cached_bytes > before.cached_bytes + fault.amount / 2
    assert window.memory.available_bytes > before.available_bytes - fault.amount / 2
    diagnosis = diagnose(window, frozenset({"full_memory"}))
    assert diagnosis.findings[0].id in {"memory.fine", "memory.cache"}
