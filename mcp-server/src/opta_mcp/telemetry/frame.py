"""One frame of the live meters, out of a window of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.window import Unreadable, absent_or
from opta_mcp.wire.base import Absent
from opta_mcp.wire.page import Frame, LiveProgram

if TYPE_CHECKING:
    from opta_mcp.telemetry.applications import Application
    from opta_mcp.telemetry.window import Window
    from opta_mcp.telemetry.window.storage import MountWindow
    from opta_mcp.wire.snapshot import Gpu

MOST = 6
"""Programs in the list: what fits beside the meters."""


def frame(window: Window) -> Frame:
    """Return what the meters show; a value that could not be read has its reason."""
    fullest, gpu = _fullest(window), _busiest_gpu(window)
    return Frame(
        at=window.measured_at,
        cores=absent_or(lambda: window.cpu.core_count),
        cpu_busy_ratio=absent_or(lambda: window.cpu.all.busy_ratio),
        memory_total_bytes=absent_or(lambda: window.memory.total_bytes),
        memory_available_bytes=absent_or(lambda: window.memory.available_bytes),
        disk_path="" if isinstance(fullest, Absent) else fullest.path,
        disk_used_ratio=fullest if isinstance(fullest, Absent) else absent_or(lambda: fullest.used_ratio),
        disk_busy_ratio=absent_or(lambda: _busiest_disk(window)),
        received_bytes_per_second=absent_or(lambda: window.network.received_bytes_per_s),
        sent_bytes_per_second=absent_or(lambda: window.network.sent_bytes_per_s),
        gpu_name=gpu if isinstance(gpu, Absent) else gpu.name,
        gpu_busy_ratio=gpu if isinstance(gpu, Absent) else gpu.busy_ratio,
        cpu_pressure_ratio=absent_or(lambda: window.pressure.all.cpu_some_ratio),
        memory_pressure_ratio=absent_or(lambda: window.pressure.all.memory_some_ratio),
        io_pressure_ratio=absent_or(lambda: window.pressure.all.io_some_ratio),
        programs=absent_or(lambda: tuple(map(_program, _busiest(window)))),
    )


def _fullest(window: Window) -> MountWindow | Absent:
    def read() -> MountWindow:
        writable = [mount for mount in window.mounts if not mount.read_only]
        if not writable:
            raise Unreadable("disk", "no disk that can be written to was found")
        return max(writable, key=lambda mount: mount.used_ratio)

    return absent_or(read)


def _busiest_disk(window: Window) -> float:
    if not window.disks:
        raise Unreadable("disk", "no disk was there at both looks")
    return max(disk.busy_ratio for disk in window.disks)


def _busiest_gpu(window: Window) -> Gpu | Absent:
    def read() -> Gpu:
        if not window.gpus:
            raise Unreadable("gpu", "none found")
        return max(window.gpus, key=lambda gpu: -1.0 if isinstance(gpu.busy_ratio, Absent) else gpu.busy_ratio)

    return absent_or(read)


def _busiest(window: Window) -> list[Application]:
    return sorted(window.applications, key=lambda each: each.cpu_cores, reverse=True)[:MOST]


def _program(application: Application) -> LiveProgram:
    return LiveProgram(
        name=application.name,
        pid=application.root.pid,
        cpu_cores=application.cpu_cores,
        memory_bytes=absent_or(lambda: application.memory_bytes),
    )
