"""What psutil gives on macOS, Windows and other systems; for the rest a reason."""

from __future__ import annotations

import os
import platform
import sys
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import psutil

from opta_mcp.telemetry.names import clean_name, clean_path
from opta_mcp.wire.base import Absent, UnknownSignal
from opta_mcp.wire.snapshot import (
    Cgroup,
    ConnectionTotals,
    CoreTimes,
    CpuTotals,
    DeletedFile,
    DiskTotals,
    Gpu,
    Host,
    InterfaceTotals,
    Limits,
    MemoryTotals,
    MountSample,
    MountUse,
    NetworkTotals,
    OomKill,
    Power,
    PressureTotals,
    ProcessSample,
    ProcessState,
    ProcessTotals,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from psutil._ntuples import sdiskpart

_NOT_HERE = Absent(unknown="this operating system does not tell it")
_DENIED = Absent(unknown="only its owner and the administrator may see it")
_UNTOLD = _DENIED if hasattr(psutil.Process, "io_counters") else _NOT_HERE

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
    cgroups: tuple[Cgroup, ...] | Absent = _NOT_HERE
    user_tasks: int | Absent = _NOT_HERE
    hidden: str = ""
    """Why some programs are not among them; empty where all are."""


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """Open files of others are no public matter here."""

    deleted: tuple[DeletedFile, ...] | Absent = _NOT_HERE
    connections: tuple[ConnectionTotals, ...] | Absent = _NOT_HERE
    denied: bool = False


def read_host() -> Host:
    """Return what the machine is, without its name."""
    systems: dict[str, Literal["macos", "windows"]] = {"darwin": "macos", "win32": "windows"}
    return Host(
        system=systems.get(sys.platform, "other"),
        release=clean_name(platform.release()),
        virtual=_NOT_HERE,
        uptime_s=read_uptime_s(),
    )


def read_uptime_s() -> float:
    """Return the seconds since boot."""
    return max(time.time() - _booted_s(), 0.0)


@lru_cache(maxsize=1)
def _booted_s() -> float:
    return psutil.boot_time()


def read_cores() -> tuple[CoreTimes, ...]:
    """Return the times of the cores."""
    return tuple(
        CoreTimes(
            user_s=each.user,
            nice_s=getattr(each, "nice", 0.0),
            system_s=each.system,
            idle_s=each.idle,
            irq_s=getattr(each, "interrupt", 0.0) + getattr(each, "dpc", 0.0),
        )
        for each in psutil.cpu_times(percpu=True)
    )


def read_cpu() -> CpuTotals:
    """Return what there is about the processor."""
    load = psutil.getloadavg()
    clock = psutil.cpu_freq() if hasattr(psutil, "cpu_freq") else None
    return CpuTotals(
        cores=read_cores(),
        load_1m=load[0],
        load_15m=load[2],
        context_switches=psutil.cpu_stats().ctx_switches,
        forks=_NOT_HERE,
        frequency_hertz=clock.current * 1e6 if clock and clock.current else _NOT_HERE,
        frequency_max_hertz=clock.max * 1e6 if clock and clock.max else _NOT_HERE,
        frequency_limit_hertz=_NOT_HERE,
        temperature_celsius=_NOT_HERE,
        throttle_count=_NOT_HERE,
    )


def read_power() -> Power:
    """Return mains and charge."""
    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if battery is None:
        none = Absent(unknown="this computer shows no battery")
        return Power(on_mains=none, charge_ratio=none, profile=_NOT_HERE, governor=_NOT_HERE)
    mains = _NOT_HERE if battery.power_plugged is None else battery.power_plugged
    return Power(on_mains=mains, charge_ratio=battery.percent / 100, profile=_NOT_HERE, governor=_NOT_HERE)


def read_memory() -> MemoryTotals:
    """Return main memory and swap."""
    memory, swap = psutil.virtual_memory(), psutil.swap_memory()
    return MemoryTotals(
        total_bytes=memory.total,
        available_bytes=memory.available,
        free_bytes=memory.free,
        cached_bytes=getattr(memory, "cached", _NOT_HERE),
        shared_bytes=getattr(memory, "shared", _NOT_HERE),
        swap_total_bytes=swap.total,
        swap_free_bytes=swap.free,
        swap_in_bytes=_NOT_HERE if sys.platform == "win32" else swap.sin,
        swap_out_bytes=_NOT_HERE if sys.platform == "win32" else swap.sout,
        major_faults=_NOT_HERE,
        refaults=_NOT_HERE,
        oom_kills=_NOT_HERE,
    )


def read_available_bytes() -> int:
    """Return how much programs can still have."""
    return psutil.virtual_memory().available


def read_pressure() -> PressureTotals | Absent:
    """Only Linux keeps it."""
    return Absent(unknown="only Linux keeps pressure totals")


class MountReader:
    """Asks every disk for its room."""

    def read(self) -> tuple[tuple[MountUse, ...], tuple[UnknownSignal, ...]]:
        """Return the disks, and those that do not answer."""
        found, missed = [], []
        for part in _parts():
            try:
                use = _mount(part)
            except OSError as error:
                reason = f"{clean_path(part.mountpoint)} cannot be read: {(error.strerror or str(error)).lower()}"
                missed.append(UnknownSignal(signal="mounts", reason=reason))
                continue
            if use.total_bytes:
                found.append(use)
        return tuple(found), tuple(missed)

    def sample(self) -> tuple[MountSample, ...]:
        """Return what is free."""
        uses, _ = self.read()
        return tuple(MountSample(path=each.path, available_bytes=each.available_bytes) for each in uses)


_MAC_DATA, _MAC_SYSTEM = "/System/Volumes/Data", "/System/Volumes/"
"""macOS splits the one disk that a person knows: / is sealed and read-only, what is theirs is on the data volume."""


def _parts() -> list[sdiskpart]:
    parts = [part for part in psutil.disk_partitions(all=False) if "cdrom" not in part.opts.split(",")]
    if not any(part.mountpoint == _MAC_DATA for part in parts):
        return parts
    inside = (part.mountpoint.startswith(_MAC_SYSTEM) and part.mountpoint != _MAC_DATA for part in parts)
    return [part for part, hidden in zip(parts, inside, strict=True) if not hidden and part.mountpoint != "/"]


def _mount(part: sdiskpart) -> MountUse:
    room = psutil.disk_usage(part.mountpoint)
    inodes_total = inodes_free = 0
    if sys.platform != "win32":
        table = os.statvfs(part.mountpoint)
        inodes_total, inodes_free = table.f_files, table.f_ffree
    local = part.device.startswith(("/dev/", "\\\\?\\")) or part.device[1:2] == ":"
    return MountUse(
        path="/" if part.mountpoint == _MAC_DATA else clean_path(part.mountpoint),
        device=clean_name(part.device) if local else "share",
        filesystem=clean_name(part.fstype),
        read_only="ro" in part.opts.split(","),
        total_bytes=room.total,
        used_bytes=room.used,
        free_bytes=max(room.total - room.used, 0),
        available_bytes=room.free,
        inodes_total=inodes_total,
        inodes_free=inodes_free,
    )


def read_disks() -> tuple[DiskTotals, ...]:
    """Return whole disks."""
    return tuple(
        DiskTotals(
            name=clean_name(name),
            read_bytes=each.read_bytes,
            written_bytes=each.write_bytes,
            reads=each.read_count,
            writes=each.write_count,
            read_s=each.read_time / 1000,
            write_s=each.write_time / 1000,
            busy_s=_NOT_HERE,
        )
        for name, each in (psutil.disk_io_counters(perdisk=True) or {}).items()
    )


def read_network() -> NetworkTotals:
    """Return the interfaces."""
    states = psutil.net_if_stats()
    return NetworkTotals(
        interfaces=tuple(
            InterfaceTotals(
                name=clean_name(name),
                up=name in states and states[name].isup,
                received_bytes=each.bytes_recv,
                sent_bytes=each.bytes_sent,
                received_packets=each.packets_recv,
                sent_packets=each.packets_sent,
                drops=each.dropin + each.dropout,
                errors=each.errin + each.errout,
                speed_bits_per_s=states[name].speed * 1_000_000 if name in states and states[name].speed else _NOT_HERE,
            )
            for name, each in (psutil.net_io_counters(pernic=True) or {}).items()
            if not name.startswith(("lo", "Loopback"))
        ),
        tcp_segments_sent=_NOT_HERE,
        tcp_segments_resent=_NOT_HERE,
    )


class ProcessReader:
    """Reads the table through psutil."""

    def read(self) -> Table:
        """Return all processes that may be seen at all."""
        rows = [_process(each) for each in psutil.process_iter(_FIELDS)]
        denied = sum(each is None for each in rows)
        hidden = f"what {denied} programs of other users do is shown to the administrator alone" if denied else ""
        return Table(tuple(each for each in rows if each is not None), hidden=hidden)


def _process(process: psutil.Process) -> ProcessTotals | None:
    row = process.info
    times, memory, traffic = row["cpu_times"], row["memory_info"], row.get("io_counters")
    if times is None or memory is None:  # of another user, and closed to this one: its cost is not zero but unknown
        return None
    name = clean_name(row["name"] or "")
    private = getattr(memory, "private", None)
    return ProcessTotals(
        pid=process.pid,
        parent_pid=row["ppid"] or 0,
        started_s=round(max(row["create_time"] - _booted_s(), 0.0), 2),
        read_at_s=time.monotonic(),
        name=name,
        program=name,
        state=_STATES.get(row["status"], "unknown"),
        nice=row["nice"] if isinstance(row["nice"], int) else 0,
        terminal=False,
        threads=row["num_threads"] or 1,
        cpu_s=times.user + times.system,
        children_cpu_s=_NOT_HERE,
        resident_bytes=memory.rss,
        anonymous_bytes=_NOT_HERE if private is None else private,
        swapped_bytes=_NOT_HERE,
        major_faults=_NOT_HERE,
        run_delay_s=_NOT_HERE,
        switches=_NOT_HERE,
        read_bytes=traffic.read_bytes if traffic else _UNTOLD,
        written_bytes=traffic.write_bytes if traffic else _UNTOLD,
        open_files=_NOT_HERE,
        open_files_limit=_NOT_HERE,
        cores_allowed=_NOT_HERE,
        waits_in=_NOT_HERE,
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


def read_open_files() -> OpenFiles:
    """Nothing is told without the administrator's rights."""
    return OpenFiles()


def read_oom_log() -> tuple[OomKill, ...] | Absent:
    """Only Linux keeps one in this form."""
    return _NOT_HERE


def read_limits() -> Limits:
    """Return what is known of the system's limits: nothing."""
    return Limits(
        tasks=_NOT_HERE,
        tasks_limit=_NOT_HERE,
        user_tasks=_NOT_HERE,
        user_tasks_limit=_NOT_HERE,
        open_files=_NOT_HERE,
        open_files_limit=_NOT_HERE,
    )


def read_cards() -> tuple[Gpu, ...]:
    """Cards other than NVIDIA's are not told of."""
    return ()
