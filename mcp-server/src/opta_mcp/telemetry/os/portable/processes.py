"""The table of processes, through psutil."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.portable.asking import NOT_HERE, told
from opta_mcp.telemetry.os.portable.machine import booted_s
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import Cgroup, ProcessSample, ProcessState, ProcessTotals

if TYPE_CHECKING:
    from collections.abc import Iterable

_DENIED = Absent(unknown="only its owner and the administrator may see it")
_UNTOLD = _DENIED if hasattr(psutil.Process, "io_counters") else NOT_HERE

_STATES: dict[str, ProcessState] = {
    psutil.STATUS_RUNNING: "running",
    psutil.STATUS_SLEEPING: "sleeping",
    psutil.STATUS_DISK_SLEEP: "waiting",
    psutil.STATUS_STOPPED: "stopped",
    psutil.STATUS_TRACING_STOP: "traced",
    psutil.STATUS_ZOMBIE: "zombie",
    psutil.STATUS_IDLE: "idle",
}

_FIELDS = tuple(
    name
    for name in (
        "ppid",
        "name",
        "status",
        "nice",
        "num_threads",
        "cpu_times",
        "memory_info",
        "create_time",
        "io_counters",
    )
    if hasattr(psutil.Process, name)
)
"""macOS has no io_counters; psutil refuses a name that it does not know."""


@dataclass(frozen=True, slots=True)
class Table:
    """All processes, and what this system has no word for."""

    processes: tuple[ProcessTotals, ...]
    cgroups: tuple[Cgroup, ...] | Absent = NOT_HERE
    user_tasks: int | Absent = NOT_HERE
    hidden: str = ""
    """Why some programs are not among them; empty where all are."""


class ProcessReader:
    """Reads the table through psutil."""

    def read(self) -> Table:
        """Return all processes that may be seen at all."""
        rows = told(lambda: [_process(each) for each in psutil.process_iter(_FIELDS) if not _is_idling(each)])
        denied = sum(each is None for each in rows)
        hidden = f"what {denied} programs of other users do is shown to the administrator alone" if denied else ""
        return Table(tuple(each for each in rows if each is not None), hidden=hidden)


_NICE_OF_CLASS = {0x40: 19, 0x4000: 10, 0x20: 0, 0x8000: -5, 0x80: -10, 0x100: -20}
"""The numbers of Windows' classes tell no order: idle, below normal, normal, above normal, high, realtime."""


def _is_idling(process: psutil.Process) -> bool:
    """Say whether it is the "System Idle Process" of Windows: its processor time is that in which nothing ran."""
    return sys.platform == "win32" and process.pid == 0


def _nice(value: object) -> int:
    if not isinstance(value, int):
        return 0
    return _NICE_OF_CLASS.get(int(value), 0) if sys.platform == "win32" else value


def _process(process: psutil.Process) -> ProcessTotals | None:
    row = process.info
    times, memory, traffic = row["cpu_times"], row["memory_info"], row.get("io_counters")
    if times is None or memory is None or row["create_time"] is None:
        return None  # of another user, and closed to this one: its cost is not zero but unknown
    name = clean_name(row["name"] or "")
    private = getattr(memory, "private", None)
    return ProcessTotals(
        pid=process.pid,
        parent_pid=row["ppid"] or 0,
        started_s=round(max(row["create_time"] - booted_s(), 0.0), 2),
        read_at_s=time.monotonic(),
        name=name,
        program=name,
        state=_STATES.get(row["status"], "unknown"),
        nice=_nice(row["nice"]),
        terminal=False,
        threads=row["num_threads"] or 1,
        cpu_s=times.user + times.system,
        children_cpu_s=NOT_HERE,
        resident_bytes=memory.rss,
        anonymous_bytes=NOT_HERE if private is None else private,
        swapped_bytes=NOT_HERE,
        major_faults=NOT_HERE,
        run_delay_s=NOT_HERE,
        switches=NOT_HERE,
        read_bytes=traffic.read_bytes if traffic else _UNTOLD,
        written_bytes=traffic.write_bytes if traffic else _UNTOLD,
        open_files=NOT_HERE,
        open_files_limit=NOT_HERE,
        cores_allowed=NOT_HERE,
        waits_in=NOT_HERE,
    )


def name_of(pid: int) -> str:
    """Return the cleaned name of a process; of one that has ended, that it has none."""
    try:
        return clean_name(psutil.Process(pid).name())
    except psutil.Error:
        return clean_name("")


def read_samples() -> tuple[ProcessSample, ...]:
    """Return state and memory of all processes."""
    rows: Iterable[ProcessTotals] = ProcessReader().read().processes
    return tuple(
        ProcessSample(
            pid=each.pid,
            started_s=each.started_s,
            state=each.state,
            resident_bytes=each.resident_bytes,
            anonymous_bytes=each.anonymous_bytes,
        )
        for each in rows
    )
