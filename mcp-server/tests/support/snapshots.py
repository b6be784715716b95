"""Snapshots made by hand: an idle machine of two cores, and processes on it, changed as a test needs."""

from __future__ import annotations

from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import (
    CoreTimes,
    CpuTotals,
    Host,
    Limits,
    MemoryTotals,
    PressureTotals,
    ProcessTotals,
    Recording,
    Sample,
    Snapshot,
)

NOT_READ = Absent(unknown="not read in this test")
GIB = 1 << 30


def process(pid: int, name: str = "program", **changed: object) -> ProcessTotals:
    """Return a sleeping process of one thread, started by init."""
    values: dict[str, object] = {
        "pid": pid,
        "parent_pid": 1,
        "started_s": float(pid),
        "read_at_s": 100.0,
        "name": name,
        "program": changed.get("program", name),
        "state": "sleeping",
        "nice": 0,
        "terminal": False,
        "threads": 1,
        "cpu_s": 0.0,
        "children_cpu_s": 0.0,
        "resident_bytes": 10 << 20,
        "anonymous_bytes": 8 << 20,
        "major_faults": 0,
        "run_delay_s": 0.0,
        "switches": 0,
        "read_bytes": 0,
        "written_bytes": 0,
        "open_files": 4,
        "open_files_limit": 1024,
        "cores_allowed": 2,
        "waits_in": "",
    }
    return ProcessTotals.model_validate({**values, **changed})


def core(busy_s: float = 0.0, idle_s: float = 100.0, **changed: float) -> CoreTimes:
    """Return the times of a core, all its work a user's."""
    others = dict.fromkeys(("nice_s", "system_s", "iowait_s", "steal_s"), 0.0)
    return CoreTimes.model_validate({"user_s": busy_s, "idle_s": idle_s, **others, **changed})


def cpu(*cores: CoreTimes, **changed: object) -> CpuTotals:
    """Return a processor that tells nothing but its cores, two idle ones unless given."""
    others = (
        "frequency_hertz",
        "frequency_max_hertz",
        "frequency_limit_hertz",
        "temperature_celsius",
        "throttle_count",
    )
    values: dict[str, object] = {
        "cores": cores or (core(), core()),
        "load_1m": 0.0,
        "load_15m": 0.0,
        "context_switches": 0,
        "forks": 0,
        **dict.fromkeys(others, NOT_READ),
    }
    return CpuTotals.model_validate({**values, **changed})


def memory(**changed: object) -> MemoryTotals:
    """Return 8 GiB, half of it available, no swap."""
    values: dict[str, object] = {
        "total_bytes": 8 * GIB,
        "available_bytes": 4 * GIB,
        "free_bytes": 1 * GIB,
        "cached_bytes": 3 * GIB,
        "shared_bytes": 0,
        "swap_total_bytes": 0,
        "swap_free_bytes": 0,
        "swap_in_bytes": 0,
        "swap_out_bytes": 0,
        "major_faults": 0,
        "refaults": 0,
        "oom_kills": 0,
    }
    return MemoryTotals.model_validate({**values, **changed})


def pressure(**changed: float) -> PressureTotals:
    """Return totals of nothing ever waiting."""
    names = ("cpu_some_s", "memory_some_s", "memory_full_s", "io_some_s", "io_full_s")
    return PressureTotals.model_validate({**dict.fromkeys(names, 0.0), **changed})


def snapshot(clock_s: float = 100.0, **changed: object) -> Snapshot:
    """Return an idle machine on which only init runs."""
    values: dict[str, object] = {
        "taken_at": "2026-01-02T03:04:05.000+00:00",
        "clock_s": clock_s,
        "host": Host(system="linux", release="6.0", virtual="", uptime_s=clock_s + 1000),
        "cpu": cpu(core(idle_s=clock_s), core(idle_s=clock_s)),
        "power": NOT_READ,
        "memory": memory(),
        "pressure": pressure(),
        "mounts": (),
        "disks": (),
        "network": NOT_READ,
        "connections": (),
        "gpus": NOT_READ,
        "processes": (process(1, "systemd", parent_pid=0, read_at_s=clock_s),),
        "cgroups": (),
        "deleted_files": (),
        "oom_log": (),
        "limits": Limits(
            tasks=100,
            tasks_limit=32768,
            user_tasks=50,
            user_tasks_limit=None,
            open_files=1000,
            open_files_limit=100000,
        ),
    }
    return Snapshot.model_validate({**values, **changed})


def recording(first: Snapshot | None = None, last: Snapshot | None = None, *samples: Sample) -> Recording:
    """Return two idle looks a second apart, unless given."""
    return Recording(opta_version="0", snapshots=(first or snapshot(100.0), last or snapshot(101.0)), samples=samples)
