"""The machine, through psutil: what it is, processor, memory, power, disks, network, limits."""

from __future__ import annotations

import platform
import sys
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import psutil

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.portable.asking import NOT_HERE, told
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import (
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
    NetworkTotals,
    OomKill,
    Power,
    PressureTotals,
)

if TYPE_CHECKING:
    from typing import Literal

    from psutil._ntuples import scpufreq

_NO_DISKS = Absent(unknown="this system counts nothing of its disks")


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """Open files of others are no public matter here."""

    deleted: tuple[DeletedFile, ...] | Absent = NOT_HERE
    connections: tuple[ConnectionTotals, ...] | Absent = NOT_HERE
    denied: bool = False


def read_host() -> Host:
    """Return what the machine is, without its name."""
    systems: dict[str, Literal["macos", "windows"]] = {"darwin": "macos", "win32": "windows"}
    return Host(
        system=systems.get(sys.platform, "other"),
        release=clean_name(platform.release()),
        virtual=NOT_HERE,
        uptime_s=_uptime_s(),
    )


def _uptime_s() -> float | Absent:
    try:
        return read_uptime_s()
    except OSError as error:
        return Absent(unknown=(error.strerror or str(error)).lower())


def read_uptime_s() -> float:
    """Return the seconds since boot."""
    return max(time.time() - booted_s(), 0.0)


@lru_cache(maxsize=1)
def booted_s() -> float:
    """Return when the system was started, in seconds since 1970; raise OSError."""
    return told(psutil.boot_time)


def read_cores() -> tuple[CoreTimes, ...]:
    """Return the times of the cores; neither system says what a host took of them."""
    return tuple(
        CoreTimes(
            user_s=each.user,
            nice_s=getattr(each, "nice", NOT_HERE),
            system_s=each.system,
            idle_s=each.idle,
            iowait_s=NOT_HERE,
            irq_s=getattr(each, "interrupt", 0.0) + getattr(each, "dpc", 0.0),
            steal_s=NOT_HERE,
        )
        for each in told(lambda: psutil.cpu_times(percpu=True))
    )


def read_cpu() -> CpuTotals:
    """Return what there is about the processor."""
    load_1m, load_15m = _load()
    clock = _clock()
    return CpuTotals(
        cores=read_cores(),
        load_1m=load_1m,
        load_15m=load_15m,
        context_switches=told(psutil.cpu_stats).ctx_switches,
        forks=NOT_HERE,
        frequency_hertz=clock.current * 1e6 if clock and clock.current else NOT_HERE,
        frequency_max_hertz=clock.max * 1e6 if clock and clock.max else NOT_HERE,
        frequency_limit_hertz=NOT_HERE,
        temperature_celsius=NOT_HERE,
        throttle_count=NOT_HERE,
    )


def _load() -> tuple[float | Absent, float | Absent]:
    """Return the load of the last minute and of fifteen.

    Windows keeps none: psutil makes one up from the moment it is first asked, and until then says 0.
    """
    if sys.platform == "win32":
        return NOT_HERE, NOT_HERE
    load = psutil.getloadavg()
    return load[0], load[2]


def _clock() -> scpufreq | None:
    """Return the clock now and at most, in MHz; many virtual machines have none, and some fail when asked."""
    try:
        return told(psutil.cpu_freq) if hasattr(psutil, "cpu_freq") else None
    except OSError:
        return None


def read_power() -> Power:
    """Return mains and charge."""
    battery = told(psutil.sensors_battery) if hasattr(psutil, "sensors_battery") else None
    if battery is None:
        none = Absent(unknown="this computer shows no battery")
        return Power(on_mains=none, charge_ratio=none, profile=NOT_HERE, governor=NOT_HERE)
    mains = NOT_HERE if battery.power_plugged is None else battery.power_plugged
    return Power(on_mains=mains, charge_ratio=battery.percent / 100, profile=NOT_HERE, governor=NOT_HERE)


def read_memory() -> MemoryTotals:
    """Return main memory and swap.

    How much goes to swap and back neither system tells: Windows nothing, and macOS counts every page read from any
    file beside them (psutil: vm_statistics, pageins).
    """
    memory, swap = told(psutil.virtual_memory), told(psutil.swap_memory)
    return MemoryTotals(
        total_bytes=memory.total,
        available_bytes=memory.available,
        free_bytes=memory.free,
        cached_bytes=getattr(memory, "cached", NOT_HERE),
        shared_bytes=getattr(memory, "shared", NOT_HERE),
        swap_total_bytes=swap.total,
        swap_free_bytes=swap.free,
        swap_in_bytes=NOT_HERE,
        swap_out_bytes=NOT_HERE,
        major_faults=NOT_HERE,
        refaults=NOT_HERE,
        oom_kills=NOT_HERE,
    )


def read_available_bytes() -> int:
    """Return how much programs can still have."""
    return told(psutil.virtual_memory).available


def read_pressure() -> PressureTotals | Absent:
    """Only Linux keeps it."""
    return Absent(unknown="only Linux keeps pressure totals")


def read_disks() -> tuple[DiskTotals, ...] | Absent:
    """Return whole disks; Windows may have turned their counting off (diskperf -y turns it on)."""
    found = tuple(
        DiskTotals(
            name=clean_name(name),
            read_bytes=each.read_bytes,
            written_bytes=each.write_bytes,
            reads=each.read_count,
            writes=each.write_count,
            read_s=each.read_time / 1000,
            write_s=each.write_time / 1000,
            busy_s=NOT_HERE,
        )
        for name, each in (told(lambda: psutil.disk_io_counters(perdisk=True)) or {}).items()
    )
    return found or _NO_DISKS


def read_network() -> NetworkTotals:
    """Return the interfaces."""
    states = told(psutil.net_if_stats)
    return NetworkTotals(
        interfaces=tuple(
            InterfaceTotals(
                name=clean_name(name),
                up=states[name].isup if name in states else NOT_HERE,
                wireless=NOT_HERE,
                received_bytes=each.bytes_recv,
                sent_bytes=each.bytes_sent,
                received_packets=each.packets_recv,
                sent_packets=each.packets_sent,
                drops=each.dropin + each.dropout,
                errors=each.errin + each.errout,
                speed_bits_per_s=states[name].speed * 1_000_000 if name in states and states[name].speed else NOT_HERE,
            )
            for name, each in (told(lambda: psutil.net_io_counters(pernic=True)) or {}).items()
            if not name.startswith(("lo", "Loopback"))
        ),
        tcp_segments_sent=NOT_HERE,
        tcp_segments_resent=NOT_HERE,
    )


def read_open_files() -> OpenFiles:
    """Nothing is told without the administrator's rights."""
    return OpenFiles()


def read_oom_log() -> tuple[OomKill, ...] | Absent:
    """Only Linux keeps one in this form."""
    return NOT_HERE


def read_limits() -> Limits:
    """Return what is known of the system's limits: nothing."""
    return Limits(
        tasks=NOT_HERE,
        tasks_limit=NOT_HERE,
        user_tasks=NOT_HERE,
        user_tasks_limit=NOT_HERE,
        open_files=NOT_HERE,
        open_files_limit=NOT_HERE,
    )


def read_cards() -> tuple[Gpu, ...]:
    """Cards other than NVIDIA's are not told of."""
    return ()
