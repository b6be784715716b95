"""Main memory, swap, and pressure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.linux.files import PAGE_BYTES, pairs, read
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import MemoryTotals, PressureTotals

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_PRESSURE = "this kernel keeps no pressure totals, or they were turned off when it was started (psi=1 turns them on)"


def read_memory() -> MemoryTotals:
    """Read /proc/meminfo, and /proc/vmstat where there is one; raise OSError."""
    kib, events = pairs(read("/proc/meminfo")), _events()
    return MemoryTotals(
        total_bytes=kib[b"MemTotal"] * 1024,
        available_bytes=available_bytes(kib),
        free_bytes=kib[b"MemFree"] * 1024,
        cached_bytes=max(kib[b"Cached"] + kib[b"Buffers"] - kib.get(b"Shmem", 0), 0) * 1024,
        shared_bytes=_or_absent(kib, b"Shmem", 1024),
        swap_total_bytes=kib.get(b"SwapTotal", 0) * 1024,
        swap_free_bytes=kib.get(b"SwapFree", 0) * 1024,
        swap_in_bytes=_or_absent(events, b"pswpin", PAGE_BYTES),
        swap_out_bytes=_or_absent(events, b"pswpout", PAGE_BYTES),
        major_faults=_or_absent(events, b"pgmajfault"),
        refaults=_refaults(events),
        oom_kills=_or_absent(events, b"oom_kill"),
    )


def _events() -> dict[bytes, int]:
    """Return what the kernel counts of memory; nothing where it does not show it, as in some sandboxes."""
    try:
        return pairs(read("/proc/vmstat"))
    except OSError:
        return {}


def read_available_bytes() -> int:
    """Read only how much programs can still have; raise OSError."""
    return available_bytes(pairs(read("/proc/meminfo")))


def is_swap_used() -> bool:
    """Say whether anything lies in swap now, or may: where the system does not show it."""
    try:
        kib = pairs(read("/proc/meminfo"))
    except OSError:
        return True
    return kib.get(b"SwapTotal", 0) > kib.get(b"SwapFree", 0)


def available_bytes(kib: Mapping[bytes, int]) -> int:
    """Return MemAvailable; before Linux 3.14 free memory and cache stand for it."""
    if b"MemAvailable" in kib:
        return kib[b"MemAvailable"] * 1024
    return (kib[b"MemFree"] + kib[b"Cached"] + kib[b"Buffers"]) * 1024


def read_pressure(folder: str = "/proc/pressure") -> PressureTotals | Absent:
    """Read the running totals of pressure stall information, which the kernel keeps in microseconds."""
    try:
        cpu, memory, io = (_stalled_s(read(f"{folder}/{name}")) for name in ("cpu", "memory", "io"))
    except OSError:
        return Absent(unknown=_NO_PRESSURE)
    return PressureTotals(
        cpu_some_s=cpu[b"some"],
        memory_some_s=memory[b"some"],
        memory_full_s=memory[b"full"],
        io_some_s=io[b"some"],
        io_full_s=io[b"full"],
    )


def _stalled_s(data: bytes) -> dict[bytes, float]:
    return {line.split()[0]: int(line.rsplit(b"total=", 1)[1]) / 1e6 for line in data.splitlines() if b"total=" in line}


def some_stalled_s(data: bytes) -> float:
    """Return the total of the line `some`, in seconds."""
    return _stalled_s(data)[b"some"]


def _refaults(events: Mapping[bytes, int]) -> int | Absent:
    names = [name for name in events if name.startswith(b"workingset_refault")]
    return sum(events[name] for name in names) if names else Absent(unknown="this kernel does not count it")


def _or_absent(values: Mapping[bytes, int], name: bytes, factor: int = 1) -> int | Absent:
    return values[name] * factor if name in values else Absent(unknown="this kernel does not count it")
