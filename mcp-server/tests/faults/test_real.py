"""Every fault that this machine can be given, found for real: the right rule, the right culprit.

Other work may go on beside these tests, so they hold the culprit and the rule, and no ratio. A fault that this machine
cannot make is skipped, and says why.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.topics import read
from opta_mcp.findings.asked import Asked
from opta_mcp.findings.engine import diagnose
from opta_mcp.telemetry.probes.folders import FolderProbe
from opta_mcp.telemetry.sources import LiveSource
from opta_mcp.telemetry.window import Window
from tests.faults import cpu, folders, memory
from tests.faults.catalogue import FAULTS, HEALTHY, LOOK_ALIKES, SETTLE_S, Case
from tests.faults.ground import NotPossible
from tests.findings.prose import assert_numbers_are_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.wire.answer import Diagnosis, Finding
    from tests.faults.ground import Fault


def look(seconds: float, *, folders: bool = False) -> Window:
    time.sleep(SETTLE_S)  # a first window of the fault alone, without its start
    return Window.of(asyncio.run(LiveSource(folders=FolderProbe() if folders else None).record(seconds)))


LOOKS = 3
"""While other work goes on, what is missed is looked at again, and so is an alarm; on a machine left alone neither."""
OTHER_WORK_CORES = 0.4
STOLEN_RATIO = 0.02
"""Work of others, and time taken by a host, that can hide a fault or make a look-alike one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was made, what was found, and whether other work went on that moment."""

    fault: Fault
    diagnosis: Diagnosis
    crowded: bool


def found(case: Case) -> Seen:
    """Make the fault, look, end the fault."""
    try:
        with case.make() as fault:
            window = look(case.seconds, folders=case.counts_folders)
            _skip_where_others_are_in_the_way(case, window)
            return Seen(fault, diagnose(window), _crowded(window, fault))
    except NotPossible as reason:
        pytest.skip(str(reason))


def looks(case: Case) -> Iterator[Seen]:
    """Look once, and again for as long as other work is in the way, three times at most."""
    for _ in range(LOOKS):
        seen = found(case)
        yield seen
        if not seen.crowded:
            return


def _crowded(window: Window, fault: Fault) -> bool:
    own = (fault.members, frozenset({fault.name}))
    others = sum(one.cpu_cores for one in window.processes if one.pid not in own[0] and one.name not in own[1])
    return others > OTHER_WORK_CORES or window.cpu.all.steal_ratio > STOLEN_RATIO


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
    for seen in looks(case):
        if told := blamed_for(seen.fault, seen.diagnosis):
            break
    assert told, [(finding.id, finding.culprit) for finding in seen.diagnosis.findings]
    assert told[0].severity in {"warning", "critical"}
    assert seen.diagnosis.verdict == "fault"
    for finding in seen.diagnosis.findings:
        assert_numbers_are_evidence(finding)


@pytest.mark.parametrize("case", LOOK_ALIKES, ids=[case.name for case in LOOK_ALIKES])
def test_what_only_looks_like_a_fault_is_not_called_one(case: Case) -> None:
    alarms = [[finding.title for finding in blamed_for(seen.fault, seen.diagnosis) if finding.severity != "info"]
              for seen in looks(case)]  # fmt: skip
    assert not alarms[-1], alarms


@pytest.mark.parametrize("case", HEALTHY, ids=[case.name for case in HEALTHY])
def test_a_machine_with_nothing_wrong_is_called_healthy(case: Case) -> None:
    try:
        with case.make():
            diagnosis = diagnose(look(case.seconds))
    except NotPossible as reason:
        pytest.skip(str(reason))
    alarms = [(finding.title, finding.why) for finding in diagnosis.findings if finding.severity != "info"]
    assert (diagnosis.verdict, alarms) == ("healthy", [])


def test_of_two_programs_of_one_name_the_busy_one_is_blamed() -> None:
    seen = found(next(case for case in FAULTS if case.make is cpu.twins))
    blamed = [each for each in seen.diagnosis.findings if each.culprit.name == seen.fault.name]
    assert seen.fault.pid in [each.culprit.pid for each in blamed]
    assert [each.culprit.pid for each in blamed if each.id == "cpu.hog"] == [seen.fault.pid]


def test_who_holds_the_most_memory_comes_first_with_what_it_holds() -> None:
    with memory.holder() as fault:
        diagnosis = diagnose(look(1), Asked(frozenset({"memory_use"})))
    first = diagnosis.findings[0]
    assert (first.id, first.culprit.name, first.culprit.pid) == ("memory.top", fault.name, fault.pid)
    held = next(piece for piece in first.evidence if piece.signal == "application.memory")
    assert held.unit == "GiB"
    assert held.value == pytest.approx(fault.amount / 2**30, rel=0.05)


def test_who_has_the_most_in_swap_is_told_though_it_harms_nobody() -> None:
    seen = found(next(case for case in LOOK_ALIKES if case.make is memory.parked_in_swap))
    told = next(each for each in seen.diagnosis.findings if each.id == "memory.swap_idle")
    assert f"{seen.fault.name} has the most in swap" in told.why
    assert_numbers_are_evidence(told)


def test_what_is_read_into_the_cache_is_still_called_available() -> None:
    before = look(0.2).memory
    with memory.page_cache(2 << 30) as fault:
        window = look(1)
    assert window.memory.cached_bytes > before.cached_bytes + fault.amount / 2
    assert window.memory.available_bytes > before.available_bytes - fault.amount / 2
    diagnosis = diagnose(window, Asked(frozenset({"full_memory"})))
    assert diagnosis.findings[0].id in {"memory.fine", "memory.cache"}


def test_who_asks_what_to_delete_from_a_full_disk_is_told_of_the_cache_first() -> None:
    case = next(case for case in FAULTS if case.make is folders.cache_on_full_disk)
    with case.make() as fault:
        diagnosis = diagnose(look(case.seconds, folders=True), read(case.question).wants)
    assert is_culprit(diagnosis.findings[0], fault), [(each.id, each.culprit) for each in diagnosis.findings]


def test_what_a_cache_holds_on_a_full_disk_is_told_to_one_per_cent() -> None:
    seen = found(next(case for case in FAULTS if case.make is folders.cache_on_full_disk))
    told = blamed_for(seen.fault, seen.diagnosis)[0]
    held = next(piece for piece in told.evidence if piece.signal == "folders.clearable")
    assert held.unit == "MiB"
    assert held.value == pytest.approx(seen.fault.amount / 2**20, rel=0.01)
