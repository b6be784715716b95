"""Readings of a window: pure functions, one for each get_ tool."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypedDict

from opta_mcp.telemetry.window import absent_or, known
from opta_mcp.wire.base import Absent
from opta_mcp.wire.reading import (
    ApplicationUse,
    CpuReading,
    DeletedFileUse,
    DeviceReading,
    DiskReading,
    GpuReading,
    InterfaceReading,
    MemoryReading,
    MountReading,
    NetworkReading,
    NetworkUse,
    ProcessesReading,
    ProcessUse,
    SystemReading,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from opta_mcp.telemetry.window import Application, DiskWindow, InterfaceWindow, MountWindow, ProcessWindow, Window

TOP = 8
"""How many applications or processes a list names: with all parts, 4,000 tokens at most."""

_OF_THE_NETWORK = frozenset({"connections", "processes"})
"""What may be missing from the list of those who use the network."""

_ELSEWHERE = Absent(unknown="told once, under processes")


class _Stamp(TypedDict):
    measured_at: str
    seconds: float


def _stamp(window: Window) -> _Stamp:
    return {"measured_at": window.measured_at, "seconds": round(window.seconds, 3)}


def cpu_reading(window: Window) -> CpuReading:
    """Read the processor, and who uses it."""
    return CpuReading(
        **_stamp(window),
        core_count=absent_or(lambda: window.cpu.core_count),
        busy_ratio=absent_or(lambda: window.cpu.all.busy_ratio),
        user_ratio=absent_or(lambda: window.cpu.all.user_ratio),
        nice_ratio=absent_or(lambda: window.cpu.all.nice_ratio),
        kernel_ratio=absent_or(lambda: window.cpu.all.kernel_ratio),
        steal_ratio=absent_or(lambda: window.cpu.all.steal_ratio),
        core_busy_ratios=absent_or(lambda: tuple(each.busy_ratio for each in window.cpu.cores)),
        pressure_some_ratio=absent_or(lambda: window.pressure.all.cpu_some_ratio),
        load_1m=absent_or(lambda: window.cpu.load_1m),
        load_15m=absent_or(lambda: window.cpu.load_15m),
        switches_per_core_per_s=absent_or(lambda: window.cpu.switches_per_core_per_s),
        forks_per_s=absent_or(lambda: window.cpu.forks_per_s),
        frequency_hertz=absent_or(lambda: window.cpu.frequency_hertz),
        frequency_max_hertz=absent_or(lambda: window.cpu.frequency_max_hertz),
        temperature_celsius=absent_or(lambda: window.cpu.temperature_celsius),
        throttles=absent_or(lambda: window.cpu.throttles),
        short_lived_cores=absent_or(lambda: window.cpu_unexplained_cores),
        applications=absent_or(lambda: _applications(window, lambda each: each.cpu_cores)),
        processes=absent_or(lambda: _processes(window, lambda each: each.work_cores)),
    )


def memory_reading(window: Window) -> MemoryReading:
    """Read main memory and swap, and who holds them."""
    return MemoryReading(
        **_stamp(window),
        total_bytes=absent_or(lambda: window.memory.total_bytes),
        available_bytes=absent_or(lambda: window.memory.available_bytes),
        used_bytes=absent_or(lambda: window.memory.used_bytes),
        free_bytes=absent_or(lambda: window.memory.free_bytes),
        cached_bytes=absent_or(lambda: window.memory.cached_bytes),
        swap_total_bytes=absent_or(lambda: window.memory.swap_total_bytes),
        swap_used_bytes=absent_or(lambda: window.memory.swap_used_bytes),
        swap_in_bytes_per_s=absent_or(lambda: window.memory.swap_in_bytes_per_s),
        swap_out_bytes_per_s=absent_or(lambda: window.memory.swap_out_bytes_per_s),
        major_faults_per_s=absent_or(lambda: window.memory.major_faults_per_s),
        pressure_some_ratio=absent_or(lambda: window.pressure.all.memory_some_ratio),
        pressure_full_ratio=absent_or(lambda: window.pressure.all.memory_full_ratio),
        oom_kills=absent_or(lambda: window.memory.oom_kills),
        applications=absent_or(lambda: _applications(window, lambda each: each.memory_bytes)),
        processes=absent_or(lambda: _processes(window, lambda each: each.resident_bytes)),
    )


def disk_reading(window: Window) -> DiskReading:
    """Read room and traffic of disks, and who reads and writes."""
    return DiskReading(
        **_stamp(window),
        mounts=absent_or(lambda: tuple(_mount(each) for each in window.mounts)),
        devices=absent_or(lambda: tuple(_device(each) for each in window.disks)),
        pressure_some_ratio=absent_or(lambda: window.pressure.all.io_some_ratio),
        pressure_full_ratio=absent_or(lambda: window.pressure.all.io_full_ratio),
        deleted_files=absent_or(lambda: _deleted(window)),
        applications=absent_or(lambda: _applications(window, disk_traffic, at_least=1.0)),
        unanswered=window.missed,
    )


def gpu_reading(window: Window) -> GpuReading:
    """Read graphics cards."""
    return GpuReading(**_stamp(window), cards=absent_or(lambda: window.gpus))


def network_reading(window: Window) -> NetworkReading:
    """Read interfaces and TCP, and who uses them."""
    return NetworkReading(
        **_stamp(window),
        interfaces=absent_or(lambda: tuple(_interface(each) for each in window.network.interfaces)),
        tcp_resent_ratio=absent_or(lambda: window.network.tcp_resent_ratio),
        applications=absent_or(lambda: _network_uses(window)),
        unanswered=tuple(each for each in window.missed if each.signal in _OF_THE_NETWORK),
    )


def processes_reading(window: Window) -> ProcessesReading:
    """Read applications and processes."""
    return ProcessesReading(
        **_stamp(window),
        process_count=absent_or(lambda: len(window.processes)),
        states=absent_or(lambda: dict(Counter(each.state for each in window.processes))),
        by_cpu=absent_or(lambda: _applications(window, lambda each: each.cpu_cores)),
        by_memory=absent_or(lambda: _applications(window, lambda each: each.memory_bytes)),
        processes=absent_or(lambda: _processes(window, lambda each: each.work_cores)),
    )


def system_reading(window: Window) -> SystemReading:
    """Read everything, the lists of applications and processes once."""
    once = {"applications": _ELSEWHERE, "processes": _ELSEWHERE}
    return SystemReading(
        **_stamp(window),
        host=window.host,
        power=absent_or(lambda: window.power),
        cpu=cpu_reading(window).model_copy(update=once),
        memory=memory_reading(window).model_copy(update=once),
        disk=disk_reading(window),
        gpu=gpu_reading(window),
        network=network_reading(window),
        processes=processes_reading(window),
        limits=absent_or(lambda: window.limits),
        own_cpu_cores=absent_or(lambda: sum(each.work_cores for each in window.own_processes)),
        own_memory_bytes=absent_or(lambda: sum(each.resident_bytes for each in window.own_processes)),
    )


def disk_traffic(application: Application) -> float:
    """Return what the readable processes of an application read and write, in bytes a second."""
    return sum(known(lambda: _process_traffic(each)) or 0.0 for each in application.processes)  # noqa: B023 - read at once


def _process_traffic(process: ProcessWindow) -> float:
    return process.read_bytes_per_s + process.written_bytes_per_s


def _top(items: Iterable[Application], measure: Callable[[Application], float], least: float) -> list[Application]:
    return sorted((each for each in items if measure(each) >= least), key=measure, reverse=True)[:TOP]


def _applications(
    window: Window, measure: Callable[[Application], float], at_least: float = 0.0
) -> tuple[ApplicationUse, ...]:
    return tuple(_application(each) for each in _top(window.applications, measure, at_least))


def _application(application: Application) -> ApplicationUse:
    return ApplicationUse(
        name=application.name,
        pid=application.pid,
        busiest_pid=application.main(lambda process: process.work_cores).pid,
        process_count=len(application.processes),
        cpu_cores=application.cpu_cores,
        cpu_total_s=application.cpu_total_s,
        age_s=absent_or(lambda: application.age_s),
        memory_bytes=application.memory_bytes,
        read_bytes_per_s=absent_or(lambda: application.read_bytes_per_s),
        written_bytes_per_s=absent_or(lambda: application.written_bytes_per_s),
    )


def _processes(window: Window, measure: Callable[[ProcessWindow], float]) -> tuple[ProcessUse, ...]:
    return tuple(_process(each) for each in sorted(window.processes, key=measure, reverse=True)[:TOP])


def _process(process: ProcessWindow) -> ProcessUse:
    return ProcessUse(
        name=process.name,
        pid=process.pid,
        state=process.state,
        cpu_cores=process.cpu_cores,
        children_cpu_cores=absent_or(lambda: process.children_cpu_cores),
        cpu_total_s=process.cpu_total_s,
        age_s=absent_or(lambda: process.age_s),
        nice=process.nice,
        memory_bytes=process.resident_bytes,
        run_delay_ratio=absent_or(lambda: process.run_delay_ratio),
        read_bytes_per_s=absent_or(lambda: process.read_bytes_per_s),
        written_bytes_per_s=absent_or(lambda: process.written_bytes_per_s),
        open_files=absent_or(lambda: process.open_files),
    )


def _mount(mount: MountWindow) -> MountReading:
    return MountReading(
        path=mount.path,
        device=mount.last.device,
        filesystem=mount.last.filesystem,
        read_only=mount.read_only,
        total_bytes=mount.last.total_bytes,
        used_bytes=mount.last.used_bytes,
        available_bytes=mount.available_bytes,
        used_ratio=absent_or(lambda: mount.used_ratio),
        inodes_used_ratio=mount.inodes_used_ratio,
        fill_bytes_per_s=absent_or(lambda: mount.fill_bytes_per_s),
    )


def _device(disk: DiskWindow) -> DeviceReading:
    return DeviceReading(
        name=disk.name,
        read_bytes_per_s=absent_or(lambda: disk.read_bytes_per_s),
        written_bytes_per_s=absent_or(lambda: disk.written_bytes_per_s),
        busy_ratio=absent_or(lambda: disk.busy_ratio),
        latency_s=absent_or(lambda: disk.latency_s),
    )


def _deleted(window: Window) -> tuple[DeletedFileUse, ...]:
    largest = sorted(window.deleted_files, key=lambda each: each.allocated_bytes, reverse=True)[:TOP]
    return tuple(
        DeletedFileUse(
            name=holder.name if (holder := window.process(each.pid)) else "(ended)",
            pid=each.pid,
            mount=each.mount,
            allocated_bytes=each.allocated_bytes,
        )
        for each in largest
    )


def _interface(interface: InterfaceWindow) -> InterfaceReading:
    return InterfaceReading(
        name=interface.name,
        up=interface.last.up,
        wireless=interface.last.wireless,
        received_bytes_per_s=absent_or(lambda: interface.received_bytes_per_s),
        sent_bytes_per_s=absent_or(lambda: interface.sent_bytes_per_s),
        use_ratio=absent_or(lambda: interface.use_ratio),
        drop_ratio=absent_or(lambda: interface.drop_ratio),
        errors_per_s=absent_or(lambda: interface.errors_per_s),
    )


def _network_uses(window: Window) -> tuple[NetworkUse, ...]:
    received, sent = window.received_bytes_per_s_by_pid, window.sent_bytes_per_s_by_pid
    uses = (
        NetworkUse(
            name=each.name,
            pid=each.pid,
            received_bytes_per_s=sum(received.get(process.pid, 0.0) for process in each.processes),
            sent_bytes_per_s=sum(sent.get(process.pid, 0.0) for process in each.processes),
        )
        for each in window.applications
    )
    busy = [each for each in uses if each.received_bytes_per_s + each.sent_bytes_per_s > 0]
    return tuple(sorted(busy, key=lambda each: each.received_bytes_per_s + each.sent_bytes_per_s, reverse=True)[:TOP])
