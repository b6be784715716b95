"""The reader for other systems, on this one: what psutil gives agrees with what is read raw, the rest is a reason."""

from __future__ import annotations

import os
import sys
import threading
import time
from types import SimpleNamespace

import psutil
import pytest

from opta_mcp.telemetry.os import portable, this
from opta_mcp.telemetry.os.portable.processes import _process
from opta_mcp.telemetry.probes.protocol import Runner
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
    reader = portable.MountReader()
    mounts, missed = reader.read()
    assert missed == ()
    assert all(each.total_bytes > 0 for each in mounts)
    assert {each.path for each in reader.sample()} == {each.path for each in mounts}
    disks = portable.read_disks()
    assert isinstance(disks, Absent) or all(isinstance(each.busy_s, Absent) for each in disks)
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
    uptime_s = portable.read_host().uptime_s
    assert not isinstance(uptime_s, Absent)
    assert uptime_s > 0
    assert portable.read_power()


def test_neither_system_tells_what_a_host_took_or_what_went_to_swap() -> None:
    core, memory = portable.read_cores()[0], portable.read_memory()
    absent = (core.steal_s, core.iowait_s, memory.swap_in_bytes, memory.swap_out_bytes)
    assert all(isinstance(each, Absent) for each in absent)
    interfaces = portable.read_network().interfaces
    assert all(isinstance(each.wireless, Absent) for each in interfaces)


class Row:
    """A process as psutil gives one."""

    def __init__(self, **changed: object) -> None:
        self.pid = 7
        times, memory = SimpleNamespace(user=1.0, system=2.0), SimpleNamespace(rss=1 << 20, private=1 << 19)
        self.info = {"ppid": 1, "name": "it.exe", "status": "running", "nice": 0, "num_threads": 3, "cpu_times": times,
                     "memory_info": memory, "create_time": time.time(), "io_counters": None, **changed}  # fmt: skip


@pytest.mark.parametrize(
    ("priority", "nice"), [(0x40, 19), (0x4000, 10), (0x20, 0), (0x8000, -5), (0x80, -10), (0x100, -20), (None, 0)]
)
def test_a_normal_priority_of_windows_does_not_yield(
    monkeypatch: pytest.MonkeyPatch, priority: int | None, nice: int
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    process = _process(Row(nice=priority))  # type: ignore[arg-type]  # what of it is read
    assert process is not None
    assert process.nice == nice


def test_of_a_process_that_does_not_say_when_it_began_nothing_is_made_up() -> None:
    assert _process(Row(create_time=None)) is None  # type: ignore[arg-type]


def test_the_time_in_which_windows_idles_is_no_programs_work(monkeypatch: pytest.MonkeyPatch) -> None:
    idle = Row()
    idle.pid = 0
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(psutil, "process_iter", lambda _fields: [idle, Row()])
    assert [each.pid for each in portable.ProcessReader().read().processes] == [7]


def test_windows_keeps_no_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(psutil, "getloadavg", lambda: (0.0, 0.0, 0.0))
    cpu = portable.read_cpu()
    assert isinstance(cpu.load_1m, Absent)
    assert isinstance(cpu.load_15m, Absent)


class Asks:
    """A probe that reads memory."""

    id = "a probe of test_portable"
    deadline_s = 5.0

    def read(self) -> object:
        """Read it."""
        return portable.read_memory()


@pytest.mark.parametrize(
    "error", [RuntimeError("host_statistics failed"), psutil.AccessDenied(1), NotImplementedError()]
)
def test_where_psutil_itself_fails_the_answer_goes_on(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(psutil, "virtual_memory", fail)
    monkeypatch.setattr(psutil, "cpu_freq", fail)
    with Runner({}) as runner:
        answer = runner.run(Asks())
    assert isinstance(answer, Absent)
    assert "it fails" in answer.unknown
    assert isinstance(portable.read_cpu().frequency_hertz, Absent)


def test_disks_that_are_not_counted_are_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "disk_io_counters", lambda **_: {})
    assert isinstance(portable.read_disks(), Absent)


def test_a_share_that_does_not_answer_is_told_and_no_light_look_asks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    release, asked = threading.Event(), []
    parts = [
        SimpleNamespace(device="/dev/disk1", mountpoint="/", fstype="apfs", opts="rw"),
        SimpleNamespace(device="//nas/films", mountpoint="/Volumes/films", fstype="smbfs", opts="rw"),
    ]
    room = psutil.disk_usage("/")

    def usage(path: str) -> object:
        asked.append(path)
        if path != "/":
            release.wait(60)
        return room

    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: parts)
    monkeypatch.setattr(psutil, "disk_usage", usage)
    reader = portable.MountReader()
    mounts, missed = reader.read()
    again = reader.read()[1]
    asked.clear()
    assert [each.path for each in reader.sample()] == ["/"]
    release.set()
    assert asked == ["/"]
    assert [each.path for each in mounts] == ["/"]
    assert [each.reason for each in missed] == ["/Volumes/films did not answer within 0.5 s"]
    assert [each.reason for each in again] == ["/Volumes/films still does not answer"]
