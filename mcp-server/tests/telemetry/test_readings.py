"""Readings: what the get_ tools give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from opta_mcp.telemetry import readings
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import Absent
from tests.support.programs import READY, WAIT, look, running
from tests.support.snapshots import NOT_READ, core, cpu, memory, process, recording, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.wire.reading import Reading

ALL: list[Callable[[Window], Reading]] = [
    readings.cpu_reading,
    readings.memory_reading,
    readings.disk_reading,
    readings.gpu_reading,
    readings.network_reading,
    readings.processes_reading,
    readings.system_reading,
]


def idle(**changed: object) -> Window:
    return Window.of(recording(snapshot(100.0, **changed), snapshot(101.0, **changed)))


@pytest.mark.parametrize("reading", ALL)
def test_a_reading_of_a_machine_that_tells_nothing_is_all_reasons(reading: Callable[[Window], Reading]) -> None:
    parts = ("cpu", "memory", "pressure", "mounts", "disks", "network", "connections", "processes", "deleted_files",
             "limits", "cgroups")  # fmt: skip
    found = reading(idle(**dict.fromkeys(parts, NOT_READ)))
    values = found.model_dump()
    told = {name for name, value in values.items() if not isinstance(value, dict) or "unknown" not in value}
    nested = {"host", "cpu", "memory", "disk", "gpu", "network", "processes"}
    assert told - nested <= {"measured_at", "seconds", "unanswered"}
    assert found.seconds == 1
    assert found.measured_at == "2026-01-02T03:04:05.000+00:00"


@pytest.mark.parametrize("reading", ALL)
def test_a_reading_of_this_computer_is_short_enough_for_a_small_model(reading: Callable[[Window], Reading]) -> None:
    text = reading(look()).model_dump_json()
    assert len(text) < 20_000
    assert json.loads(text)["seconds"] >= 0.2


def test_who_holds_most_memory_is_named_first() -> None:
    with running("block = bytearray(300 << 20)\n" + READY + WAIT) as child:
        window = look()
    found = readings.memory_reading(window)
    assert not isinstance(found.applications, Absent)
    assert child.pid in {each.pid for each in found.applications}
    held = [each.memory_bytes for each in found.applications]
    assert held == sorted(held, reverse=True)
    assert isinstance(found.available_bytes, int)
    assert isinstance(found.used_bytes, int)
    assert isinstance(found.total_bytes, int)
    assert found.available_bytes + found.used_bytes == found.total_bytes


def test_a_value_that_is_zero_is_zero_and_one_that_is_denied_is_a_reason() -> None:
    denied = Absent(unknown="only its owner and the administrator may see it")
    found = readings.processes_reading(idle(processes=(process(7, read_bytes=denied),)))
    assert not isinstance(found.processes, Absent)
    assert found.processes[0].read_bytes_per_s == denied
    assert found.processes[0].written_bytes_per_s == 0
    assert found.states == {"sleeping": 1}


def test_numbers_are_told_with_five_digits() -> None:
    first, last = snapshot(100.0, memory=memory(major_faults=0)), snapshot(103.0, memory=memory(major_faults=1_000_000))
    found = readings.memory_reading(Window.of(recording(first, last)))
    assert found.major_faults_per_s == 333_330


def test_what_opta_itself_costs_is_told_apart() -> None:
    mine = process(7, "opta", own=True, resident_bytes=50 << 20)
    found = readings.system_reading(idle(processes=(mine, process(8, "hog"))))
    assert found.own_memory_bytes == 50 << 20
    assert found.processes.process_count == 1


def test_a_list_that_leaves_programs_out_says_so() -> None:
    """Not shown is not idle: as an ordinary user most programs' traffic is closed."""
    denied = Absent(unknown="only its owner and the administrator may see it")
    own, other = process(7), process(8, read_bytes=denied, written_bytes=denied)
    found = readings.disk_reading(idle(processes=(own, other)))
    assert found.applications == ()
    assert [(each.signal, each.reason) for each in found.unanswered] == [
        ("process_traffic", "what 1 of 2 programs read and write is not shown")
    ]
    assert readings.disk_reading(idle(processes=(own,))).unanswered == ()
    links = readings.network_reading(idle(connections=denied))
    assert links.applications == denied
    assert [(each.signal, each.reason) for each in links.unanswered] == [("connections", denied.unknown)]


def test_what_a_system_does_not_tell_apart_is_no_zero() -> None:
    """Neither macOS nor Windows tells of a host; Windows nothing of work that yields."""
    untold = {"nice_s": NOT_READ, "steal_s": NOT_READ, "iowait_s": NOT_READ}
    first, last = (cpu(core(busy, 10.0).model_copy(update=untold)) for busy in (0.0, 1.0))
    window = Window.of(recording(snapshot(100.0, cpu=first), snapshot(101.0, cpu=last)))
    found = readings.cpu_reading(window)
    assert (found.nice_ratio, found.steal_ratio) == (NOT_READ, NOT_READ)
    assert (found.busy_ratio, found.user_ratio) == (1.0, 1.0)
    assert window.cpu.all.unyielding_ratio == 1.0


def test_how_long_a_program_runs_is_not_made_up_where_the_boot_is_not_known() -> None:
    host = snapshot().host.model_copy(update={"uptime_s": NOT_READ})
    found = readings.processes_reading(idle(host=host))
    assert not isinstance(found.processes, Absent)
    assert [each.age_s for each in found.processes] == [NOT_READ]
