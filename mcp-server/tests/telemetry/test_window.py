"""What the window makes of two looks: rates, shares, and a reason where there is nothing to make them of."""

from __future__ import annotations

import pytest

from opta_mcp.telemetry.window import Unreadable, Window, absent_or, known
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import (
    Cgroup,
    CoreTimes,
    DiskTotals,
    InterfaceTotals,
    MountSample,
    MountUse,
    NetworkTotals,
    OomKill,
    PressureTotals,
    ProcessSample,
    ProcessTotals,
    Sample,
)
from tests.support.snapshots import GIB, NOT_READ, core, cpu, memory, pressure, process, recording, snapshot


def window(first: dict[str, object], last: dict[str, object], *samples: Sample) -> Window:
    """Make a window of one second, with these parts at its ends."""
    return Window.of(recording(snapshot(100.0, **first), snapshot(101.0, **last), *samples))


def sample(clock_s: float, **changed: object) -> Sample:
    values: dict[str, object] = {
        "clock_s": clock_s,
        "cores": NOT_READ,
        "pressure": NOT_READ,
        "memory_available_bytes": NOT_READ,
        "processes": NOT_READ,
        "mounts": NOT_READ,
    }
    return Sample.model_validate({**values, **changed})


def test_shares_of_the_processor_are_of_the_time_that_passed() -> None:
    before = cpu(core(10, 100), core(10, 100))
    after = cpu(
        core(11, 100), CoreTimes(user_s=10, nice_s=0.25, system_s=0.25, idle_s=100, iowait_s=0.25, steal_s=0.25)
    )
    seen = window({"cpu": before}, {"cpu": after}).cpu
    assert seen.all.busy_ratio == pytest.approx(0.75)
    assert [each.busy_ratio for each in seen.cores] == pytest.approx([1.0, 0.5])
    assert seen.all.nice_ratio == pytest.approx(0.125)
    assert seen.all.steal_ratio == pytest.approx(0.125)
    assert seen.all.iowait_ratio == pytest.approx(0.125)


def test_each_interval_between_looks_has_its_own_shares() -> None:
    middle = sample(100.5, cores=(core(0.5, 0),), pressure=pressure(io_some_s=0.5))
    seen = window(
        {"cpu": cpu(core(0, 0)), "pressure": pressure()},
        {"cpu": cpu(core(0.5, 0.5)), "pressure": pressure(io_some_s=0.5)},
        middle,
    )
    assert [each.busy_ratio for each in seen.cpu.intervals] == pytest.approx([1.0, 0.0])
    assert seen.cpu.all.busy_ratio == pytest.approx(0.5)
    assert [each.io_some_ratio for each in seen.pressure.intervals] == pytest.approx([1.0, 0.0])
    assert seen.pressure.all.io_some_ratio == pytest.approx(0.5)


def test_counts_become_rates_and_of_a_counter_that_was_reset_nothing_is_known() -> None:
    seen = window(
        {"cpu": cpu(context_switches=1000, forks=50), "memory": memory(major_faults=900, refaults=7)},
        {"cpu": cpu(context_switches=3000, forks=80), "memory": memory(major_faults=20, refaults=1007)},
    )
    assert seen.cpu.switches_per_core_per_s == pytest.approx(1000)
    assert seen.cpu.forks_per_s == pytest.approx(30)
    with pytest.raises(Unreadable, match="began anew"):
        _ = seen.memory.major_faults_per_s
    assert seen.memory.refaults_per_s == pytest.approx(1000)


def test_memory_is_told_by_what_is_available() -> None:
    seen = window({}, {"memory": memory(swap_total_bytes=2 * GIB, swap_free_bytes=1 * GIB)}).memory
    assert (seen.available_ratio, seen.used_ratio) == (0.5, 0.5)
    assert seen.swap_used_ratio == 0.5


def test_a_share_of_swap_is_unreadable_where_there_is_none() -> None:
    with pytest.raises(Unreadable, match="there is no swap on this computer"):
        _ = window({}, {}).memory.swap_used_ratio


@pytest.mark.parametrize(
    "part",
    ["cpu", "memory", "pressure", "mounts", "disks", "processes", "cgroups", "deleted_files", "limits", "oom_log"],
)
def test_reading_a_part_that_is_absent_raises_its_reason(part: str) -> None:
    seen = window({part: NOT_READ}, {part: NOT_READ})
    with pytest.raises(Unreadable) as raised:
        getattr(seen, part)
    assert raised.value.signal == part
    assert raised.value.reason == NOT_READ.unknown


def test_an_absent_value_goes_on_as_absent_and_is_never_zero() -> None:
    seen = window({}, {"memory": memory(cached_bytes=Absent(unknown="denied"))})
    assert absent_or(lambda: seen.memory.cached_bytes) == Absent(unknown="denied")
    assert known(lambda: seen.memory.cached_bytes) is None


def mount(available: int, **changed: object) -> MountUse:
    values: dict[str, object] = {
        "path": "/",
        "device": "/dev/sda1",
        "filesystem": "ext4",
        "read_only": False,
        "total_bytes": 1000,
        "used_bytes": 900 - available,
        "free_bytes": available + 100,
        "available_bytes": available,
        "inodes_total": 100,
        "inodes_free": 10,
    }
    return MountUse.model_validate({**values, **changed})


def test_a_disk_that_fills_says_how_fast_and_when_it_is_full() -> None:
    between = sample(100.5, mounts=(MountSample(path="/", available_bytes=450),))
    (disk,) = window({"mounts": (mount(500),)}, {"mounts": (mount(400),)}, between).mounts
    assert disk.fill_bytes_per_s == pytest.approx(100)
    assert disk.full_in_s == pytest.approx(4)
    assert disk.available_series == (500, 450, 400)
    assert disk.used_ratio == pytest.approx(500 / 900)
    assert disk.reserve_bytes == 100
    assert disk.inodes_used_ratio == pytest.approx(0.9)


def test_a_disk_that_does_not_fill_is_never_full_and_one_without_inodes_has_none_used() -> None:
    same = mount(500, inodes_total=0, inodes_free=0)
    (disk,) = window({"mounts": (same,)}, {"mounts": (same,)}).mounts
    assert disk.full_in_s is None
    assert disk.inodes_used_ratio == 0


def test_a_disk_mounted_in_the_window_has_no_rate() -> None:
    (disk,) = window({"mounts": ()}, {"mounts": (mount(500),)}).mounts
    with pytest.raises(Unreadable, match="only just now"):
        _ = disk.fill_bytes_per_s


def test_latency_is_the_mean_of_what_was_done_and_unreadable_where_nothing_was() -> None:
    values = {"name": "sda", "read_bytes": 0, "reads": 0, "writes": 0, "read_s": 0, "write_s": 0, "busy_s": 0}
    idle = DiskTotals.model_validate({**values, "written_bytes": 0})
    busy = DiskTotals.model_validate({**values, "written_bytes": 4096, "writes": 10, "write_s": 0.5, "busy_s": 0.4})
    (disk,) = window({"disks": (idle,)}, {"disks": (busy,)}).disks
    assert disk.latency_s == pytest.approx(0.05)
    assert disk.busy_ratio == pytest.approx(0.4)
    assert disk.written_bytes_per_s == pytest.approx(4096)
    (still,) = window({"disks": (idle,)}, {"disks": (idle,)}).disks
    with pytest.raises(Unreadable, match="nothing was read or written"):
        _ = still.latency_s


def card(**changed: object) -> InterfaceTotals:
    names = ("received_bytes", "sent_bytes", "received_packets", "sent_packets", "drops", "errors")
    values: dict[str, object] = {
        **dict.fromkeys(names, 0),
        "name": "eth0",
        "up": True,
        "speed_bits_per_s": 1_000_000_000,
    }
    return InterfaceTotals.model_validate({**values, **changed})


def test_a_link_is_told_by_its_busier_direction_and_by_what_it_drops() -> None:
    before = NetworkTotals(interfaces=(card(),), tcp_segments_sent=100, tcp_segments_resent=0)
    after = NetworkTotals(
        interfaces=(card(received_bytes=100_000_000, received_packets=98, drops=2),),
        tcp_segments_sent=300,
        tcp_segments_resent=10,
    )
    seen = window({"network": before}, {"network": after}).network
    (link,) = seen.interfaces
    assert link.use_ratio == pytest.approx(0.8)
    assert link.drop_ratio == pytest.approx(0.02)
    assert seen.tcp_resent_ratio == pytest.approx(0.05)


def busy(pid: int, cpu_s: float, read_at_s: float, **changed: object) -> ProcessTotals:
    return process(pid, "program", cpu_s=cpu_s, read_at_s=read_at_s, **changed)


def test_a_process_is_measured_between_its_own_two_readings() -> None:
    seen = window({"processes": (busy(7, 1.0, 100.0),)}, {"processes": (busy(7, 2.0, 101.25),)})
    (one,) = seen.processes
    assert one.cpu_cores == pytest.approx(0.8)


def test_a_process_uses_no_more_cores_than_it_has_threads() -> None:
    seen = window({"processes": (busy(7, 1.0, 100.0),)}, {"processes": (busy(7, 2.1, 101.0),)})
    assert seen.processes[0].cpu_cores == 1.0


def test_a_process_that_began_in_the_window_counts_whole() -> None:
    seen = window({"processes": ()}, {"processes": (busy(7, 0.6, 101.0),)})
    assert seen.processes[0].began_in_window
    assert seen.processes[0].cpu_cores == pytest.approx(0.6)


def test_a_pid_that_is_used_again_is_another_process() -> None:
    seen = window(
        {"processes": (busy(7, 500.0, 100.0, started_s=1.0),)}, {"processes": (busy(7, 0.5, 101.0, started_s=1100.0),)}
    )
    assert seen.processes[0].cpu_cores == pytest.approx(0.5)


def test_the_time_of_children_is_capped_at_what_the_machine_has() -> None:
    seen = window(
        {"processes": (busy(7, 0.0, 100.0, children_cpu_s=0.0),)},
        {"processes": (busy(7, 0.0, 101.0, children_cpu_s=10.59),)},
    )
    assert seen.processes[0].children_cpu_cores == 2.0
    assert seen.processes[0].work_cores == 2.0


def test_what_ended_grandchildren_did_before_the_window_is_left_out() -> None:
    first = (
        busy(7, 0.0, 100.0, children_cpu_s=0.0),
        busy(8, 1.0, 100.0, parent_pid=7, children_cpu_s=2.0),
        busy(9, 4.0, 100.0, parent_pid=8),
    )
    seen = window({"processes": first}, {"processes": (busy(7, 0.0, 101.0, children_cpu_s=7.5),)})
    assert seen.processes[0].children_cpu_cores == pytest.approx(0.5)


def test_processes_of_the_kernel_and_of_opta_are_kept_apart() -> None:
    table = (process(2, "kthreadd", kernel=True), process(10, "opta", own=True), process(11, "hog"))
    seen = window({"processes": table}, {"processes": table})
    assert [each.name for each in seen.processes] == ["hog"]
    assert [each.name for each in seen.kernel_threads] == ["kthreadd"]
    assert [each.name for each in seen.own_processes] == ["opta"]
    assert [each.name for each in seen.applications] == ["hog"]


def test_a_series_of_memory_has_every_look_in_its_order() -> None:
    def at(clock_s: float, anonymous: int) -> Sample:
        look = ProcessSample(pid=7, started_s=7.0, state="running", resident_bytes=anonymous, anonymous_bytes=anonymous)
        return sample(clock_s, processes=(look,))

    seen = window(
        {"processes": (busy(7, 0, 100.0, anonymous_bytes=10),)},
        {"processes": (busy(7, 0, 101.0, anonymous_bytes=40),)},
        at(100.3, 20),
        at(100.6, 30),
    )
    assert seen.processes[0].anonymous_series == (10, 20, 30, 40)
    assert seen.processes[0].anonymous_growth_bytes_per_s == pytest.approx(30)


def test_growth_is_unreadable_for_what_began_in_the_window() -> None:
    seen = window({"processes": ()}, {"processes": (busy(7, 0.6, 101.0),)})
    with pytest.raises(Unreadable, match="only just now"):
        _ = seen.processes[0].anonymous_growth_bytes_per_s


def test_work_that_no_listed_process_explains_is_told() -> None:
    seen = window({"cpu": cpu(core(0, 0), core(0, 0))}, {"cpu": cpu(core(0.8, 0.2), core(0.6, 0.4))})
    assert seen.cpu_unexplained_cores == pytest.approx(1.4)


def group(**changed: object) -> Cgroup:
    measured = ("throttled_periods", "memory_used_bytes", "memory_limit_hits", "memory_some_s", "oom_kills", "tasks")
    values: dict[str, object] = {
        "id": "a",
        "name": "web",
        "quota_cores": 0.5,
        "periods": 0,
        "throttled_s": 0.0,
        "memory_limit_bytes": None,
        "tasks_limit": None,
        **dict.fromkeys(measured, 0),
    }
    return Cgroup.model_validate({**values, **changed})


def test_a_group_without_a_limit_says_so_instead_of_a_share() -> None:
    first, last = group(), group(periods=10, throttled_periods=5, throttled_s=0.5)
    (seen,) = window({"cgroups": (first,)}, {"cgroups": (last,)}).cgroups
    assert (seen.limits_cpu, seen.limits_memory, seen.limits_tasks) == (True, False, False)
    assert seen.throttled_periods_ratio == 0.5
    assert seen.throttled_time_ratio == pytest.approx(0.5)
    with pytest.raises(Unreadable, match="no such limit is set"):
        _ = seen.memory_used_ratio


def test_only_those_ended_within_the_window_are_its_victims() -> None:
    log = (OomKill(victim="old", pid=5, at_s=1.0), OomKill(victim="new", pid=6, at_s=1100.5))
    seen = window({}, {"oom_log": log})
    assert [each.victim for each in seen.oom_victims] == ["new"]
    assert seen.oom_age_s(log[0]) == pytest.approx(1100)


def test_a_window_too_short_to_tell_is_unreadable() -> None:
    still = cpu(core(5, 5))
    with pytest.raises(Unreadable, match="too close together"):
        _ = window({"cpu": still}, {"cpu": still}).cpu.all


def test_pressure_that_is_off_is_unreadable_with_its_reason() -> None:
    off = Absent(unknown="turned off")
    with pytest.raises(Unreadable, match="turned off"):
        _ = window({"pressure": off}, {"pressure": off}).pressure
    assert isinstance(pressure(), PressureTotals)
