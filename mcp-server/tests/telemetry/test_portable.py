"""The reader for other systems, on this one: what psutil gives agrees with what is read raw, the rest is a reason."""

from __future__ import annotations

import os
import sys

import pytest

from opta_mcp.telemetry.os import portable, this
from opta_mcp.wire.base import Absent

linux = pytest.mark.skipif(sys.platform != "linux", reason="compares with /proc")


@linux
def test_processor_and_memory_agree_with_what_is_read_raw() -> None:
    raw, through = this.read_cpu(), portable.read_cpu()
    assert len(raw.cores) == len(through.cores)
    assert sum(each.idle_s for each in raw.cores) == pytest.approx(sum(each.idle_s for each in through.cores), rel=0.01)
    assert portable.read_memory().total_bytes == this.read_memory().total_bytes
    assert portable.read_available_bytes() == pytest.approx(this.read_available_bytes(), rel=0.05)
    assert portable.read_uptime_s() == pytest.approx(this.read_uptime_s(), abs=2)


@linux
def test_the_table_of_processes_agrees_with_what_is_read_raw() -> None:
    through = {each.pid: each for each in portable.ProcessReader().read().processes}
    raw = {each.pid: each for each in this.ProcessReader().read().processes}
    mine = through[os.getpid()]
    assert mine.parent_pid == os.getppid() == raw[os.getpid()].parent_pid
    assert mine.resident_bytes == pytest.approx(raw[os.getpid()].resident_bytes, rel=0.05)
    assert mine.cpu_s == pytest.approx(raw[os.getpid()].cpu_s, abs=1)
    assert mine.started_s == pytest.approx(raw[os.getpid()].started_s, abs=2)


def test_disks_and_network_are_read() -> None:
    mounts, missed = portable.MountReader().read()
    assert missed == ()
    assert all(each.total_bytes > 0 for each in mounts)
    assert {each.path for each in portable.MountReader().sample()} == {each.path for each in mounts}
    assert all(isinstance(each.busy_s, Absent) for each in portable.read_disks())
    assert "lo" not in {each.name for each in portable.read_network().interfaces}


def test_what_such_a_system_does_not_tell_is_absent_with_a_reason() -> None:
    table, files = portable.ProcessReader().read(), portable.read_open_files()
    absent = [
        portable.read_pressure(),
        portable.read_oom_log(),
        portable.read_cpu().forks,
        portable.read_memory().refaults,
        portable.read_limits().tasks,
        table.cgroups,
        table.processes[0].run_delay_s,
        files.deleted,
        files.connections,
    ]
    assert all(isinstance(each, Absent) and each.unknown for each in absent)


def test_a_host_is_described() -> None:
    assert portable.read_host().uptime_s > 0
    assert portable.read_power()
