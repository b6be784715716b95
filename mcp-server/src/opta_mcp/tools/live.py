"""This computer while somebody watches it: a frame a second for the meters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.telemetry.readings import cpu_reading, disk_reading, gpu_reading, memory_reading, network_reading
from opta_mcp.telemetry.snapshot import Snapshotter
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import Absent
from opta_mcp.wire.page import Frame, LiveProgram

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from opta_mcp.wire.reading import CpuReading, DiskReading, GpuReading, MountReading, NetworkReading
    from opta_mcp.wire.snapshot import Gpu

FRAME_SECONDS = 1.0
"""As often as a line on a screen is worth drawing; a snapshot costs about 15 ms of processor."""

NO_DISK = Absent(unknown="no disk was found")
NO_CARD = Absent(unknown="none found")


async def frames(seconds: float = FRAME_SECONDS) -> AsyncGenerator[Frame, None]:
    """Look again and again, and give what happened in between, until whoever watches leaves."""
    snapshotter = Snapshotter()
    try:
        before = await asyncio.to_thread(snapshotter.snapshot)
        while True:
            await asyncio.sleep(seconds)
            now = await asyncio.to_thread(snapshotter.snapshot)
            yield await asyncio.to_thread(frame, Window(first=before, last=now))
            before = now
    finally:
        snapshotter.close()


def frame(window: Window) -> Frame:
    """Return a window as the meters draw it."""
    cpu, memory, disk = cpu_reading(window), memory_reading(window), disk_reading(window)
    mount = _main_mount(disk)
    received, sent = _traffic(network_reading(window))
    card = _card(gpu_reading(window))
    return Frame(
        at=window.measured_at,
        cores=cpu.core_count,
        cpu_busy_ratio=cpu.busy_ratio,
        memory_total_bytes=memory.total_bytes,
        memory_available_bytes=memory.available_bytes,
        disk_path="" if isinstance(mount, Absent) else mount.path,
        disk_used_ratio=mount if isinstance(mount, Absent) else mount.used_ratio,
        disk_busy_ratio=_busiest(disk),
        received_bytes_per_second=received,
        sent_bytes_per_second=sent,
        gpu_name=card if isinstance(card, Absent) else card.name,
        gpu_busy_ratio=card if isinstance(card, Absent) else card.busy_ratio,
        cpu_pressure_ratio=cpu.pressure_some_ratio,
        memory_pressure_ratio=memory.pressure_some_ratio,
        io_pressure_ratio=disk.pressure_some_ratio,
        programs=_programs(cpu),
    )


def _main_mount(disk: DiskReading) -> MountReading | Absent:
    """Return the mount that the system lives on, else the fullest."""
    if isinstance(disk.mounts, Absent):
        return disk.mounts
    root = next((mount for mount in disk.mounts if mount.path == "/"), None)
    return root or max(disk.mounts, key=_fullness, default=NO_DISK)


def _fullness(mount: MountReading) -> float:
    return -1.0 if isinstance(mount.used_ratio, Absent) else mount.used_ratio


def _busiest(disk: DiskReading) -> float | Absent:
    if isinstance(disk.devices, Absent):
        return disk.devices
    return _largest((device.busy_ratio for device in disk.devices), NO_DISK)


def _largest(values: Iterable[float | Absent], otherwise: Absent) -> float | Absent:
    """Return the largest of what could be read, else why none could."""
    read = tuple(values)
    numbers = [value for value in read if not isinstance(value, Absent)]
    return max(numbers) if numbers else next((value for value in read if isinstance(value, Absent)), otherwise)


def _traffic(network: NetworkReading) -> tuple[float | Absent, float | Absent]:
    if isinstance(network.interfaces, Absent):
        return network.interfaces, network.interfaces
    received = sum(each.received_bytes_per_s for each in network.interfaces)
    return received, sum(each.sent_bytes_per_s for each in network.interfaces)


def _card(gpu: GpuReading) -> Gpu | Absent:
    if isinstance(gpu.cards, Absent):
        return gpu.cards
    return gpu.cards[0] if gpu.cards else NO_CARD


def _programs(cpu: CpuReading) -> tuple[LiveProgram, ...] | Absent:
    if isinstance(cpu.applications, Absent):
        return cpu.applications
    return tuple(
        LiveProgram(name=each.name, cpu_cores=each.cpu_cores, memory_bytes=each.memory_bytes)
        for each in cpu.applications
    )
