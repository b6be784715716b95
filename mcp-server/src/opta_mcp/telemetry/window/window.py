"""What happened between the first and the last look, for rules and readings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opta_mcp.telemetry.applications import Application, group
from opta_mcp.telemetry.window.absent import Unreadable, known, present
from opta_mcp.telemetry.window.cgroups import CgroupWindow
from opta_mcp.telemetry.window.memory import MemoryWindow
from opta_mcp.telemetry.window.network import NetworkWindow
from opta_mcp.telemetry.window.processes import ProcessWindow, Span, process_windows
from opta_mcp.telemetry.window.processor import CpuWindow, PressureWindow
from opta_mcp.telemetry.window.storage import DiskWindow, MountWindow
from opta_mcp.wire.base import Absent, UnknownSignal
from opta_mcp.wire.folders import NOT_LOOKED_FOR

if TYPE_CHECKING:
    from opta_mcp.wire.folders import Folders
    from opta_mcp.wire.snapshot import (
        DeletedFile,
        Gpu,
        Host,
        Limits,
        MountUse,
        OomKill,
        Power,
        Recording,
        Sample,
        Snapshot,
    )


@dataclass(frozen=True)
class Window:
    """The first look, the last, and the light ones between. Reading what is absent raises Unreadable.

    Levels are those of the last look; rates are between the first and the last.
    """

    first: Snapshot
    last: Snapshot
    samples: tuple[Sample, ...] = ()
    counted: Folders | Absent = NOT_LOOKED_FOR

    @classmethod
    def of(cls, recording: Recording) -> Window:
        """Make the window of a whole recording."""
        first, *_, last = recording.snapshots
        return cls(first, last, recording.samples, recording.folders)

    @property
    def seconds(self) -> float:
        """How far the first and the last look are apart."""
        return self.last.clock_s - self.first.clock_s

    @property
    def measured_at(self) -> str:
        """When the last look was taken: ISO 8601, UTC."""
        return self.last.taken_at

    @property
    def host(self) -> Host:
        """The machine."""
        return self.last.host

    @property
    def missed(self) -> tuple[UnknownSignal, ...]:
        """Single things that could not be read inside parts that could."""
        folders = known(lambda: self.folders)
        return self.last.missed + (folders.missed if folders else ()) + self._untold_traffic + self._untold_links

    @property
    def _untold_traffic(self) -> tuple[UnknownSignal, ...]:
        """Tell of how many programs it is not known what they read and write: a list leaves them out."""
        programs = known(lambda: self.processes) or ()
        untold = [each for each in programs if isinstance(each.last.read_bytes, Absent)]
        if not untold:
            return ()
        reason = f"what {len(untold)} of {len(programs)} programs read and write is not shown"
        return (UnknownSignal(signal="process_traffic", reason=reason),)

    @property
    def _untold_links(self) -> tuple[UnknownSignal, ...]:
        links = self.last.connections
        return (UnknownSignal(signal="connections", reason=links.unknown),) if isinstance(links, Absent) else ()

    @property
    def folders(self) -> Folders | None:
        """What folders take; None where nobody asked."""
        return None if self.counted == NOT_LOOKED_FOR else present(self.counted, "folders")

    @cached_property
    def cpu(self) -> CpuWindow:
        """The processor."""
        first, last = present(self.first.cpu, "cpu"), present(self.last.cpu, "cpu")
        if not last.cores:
            raise Unreadable("cpu", "the system tells of no core")
        between = (each.cores for each in self.samples)
        looks = (first.cores, *(each for each in between if not isinstance(each, Absent)), last.cores)
        return CpuWindow(first, last, looks, self.seconds)

    @property
    def power(self) -> Power:
        """Mains, battery and profile."""
        return present(self.last.power, "power")

    @cached_property
    def memory(self) -> MemoryWindow:
        """Main memory and swap."""
        first, last = present(self.first.memory, "memory"), present(self.last.memory, "memory")
        if last.total_bytes <= 0:
            raise Unreadable("memory", "the system tells no size of it")
        return MemoryWindow(first, last, self.seconds)

    @cached_property
    def pressure(self) -> PressureWindow:
        """Who waited for what."""
        first, last = present(self.first.pressure, "pressure"), present(self.last.pressure, "pressure")
        between = ((each.clock_s, each.pressure) for each in self.samples)
        looks = tuple((clock, each) for clock, each in between if not isinstance(each, Absent))
        return PressureWindow(((self.first.clock_s, first), *looks, (self.last.clock_s, last)))

    @cached_property
    def mounts(self) -> tuple[MountWindow, ...]:
        """Disks as a person sees them."""
        first = known(lambda: present(self.first.mounts, "mounts")) or ()
        before = {(each.path, each.device): each for each in first}
        last = present(self.last.mounts, "mounts")
        return tuple(self._mount(before.get((each.path, each.device)), each) for each in last)

    @cached_property
    def disks(self) -> tuple[DiskWindow, ...]:
        """Block devices that were there at both looks."""
        before = {each.name: each for each in present(self.first.disks, "disks")}
        pairs = ((before.get(each.name), each) for each in present(self.last.disks, "disks"))
        return tuple(DiskWindow(a, b, self.seconds) for a, b in pairs if a is not None)

    @cached_property
    def network(self) -> NetworkWindow:
        """Interfaces and TCP."""
        first, last = present(self.first.network, "network"), present(self.last.network, "network")
        return NetworkWindow(first, last, self.seconds)

    @property
    def gpus(self) -> tuple[Gpu, ...]:
        """Graphics cards."""
        return present(self.last.gpus, "gpu")

    @cached_property
    def every_process(self) -> tuple[ProcessWindow, ...]:
        """All of them, threads of the kernel and Opta's own included, the busiest first."""
        first, last = present(self.first.processes, "processes"), present(self.last.processes, "processes")
        looks = [each.processes for each in self.samples if not isinstance(each.processes, Absent)]
        cores = known(lambda: self.cpu.core_count) or 1
        return process_windows(first, last, looks, Span(self.seconds, self.host.uptime_s, cores))

    @cached_property
    def processes(self) -> tuple[ProcessWindow, ...]:
        """People's processes, the busiest first: no threads of the kernel, nothing of Opta's."""
        return tuple(each for each in self.every_process if not each.last.kernel and not each.last.own)

    @cached_property
    def kernel_threads(self) -> tuple[ProcessWindow, ...]:
        """The kernel's own."""
        return tuple(each for each in self.every_process if each.last.kernel)

    @cached_property
    def own_processes(self) -> tuple[ProcessWindow, ...]:
        """Opta and what it started, a model among them: no evidence, unless the question is about it."""
        return tuple(each for each in self.every_process if each.last.own)

    @cached_property
    def applications(self) -> tuple[Application, ...]:
        """Processes grouped as a person would, the busiest first."""
        return group(self.every_process)

    @cached_property
    def cpu_unexplained_cores(self) -> float:
        """Busy time, in cores, that no process of the last look accounts for: of those that came and went."""
        listed = sum(each.cpu_cores for each in self.every_process)
        return max(self.cpu.all.busy_ratio * self.cpu.core_count - listed, 0.0)

    def process(self, pid: int) -> ProcessWindow | None:
        """Return whoever has this number at the last look."""
        return self._by_pid.get(pid)

    def application_of(self, pid: int) -> Application | None:
        """Return the application that this process belongs to."""
        return next((each for each in self.applications if any(p.pid == pid for p in each.processes)), None)

    @cached_property
    def cgroups(self) -> tuple[CgroupWindow, ...]:
        """Groups with a limit that were there at both looks."""
        before = {each.id: each for each in present(self.first.cgroups, "cgroups")}
        pairs = ((before.get(each.id), each) for each in present(self.last.cgroups, "cgroups"))
        return tuple(CgroupWindow(a, b, self.seconds) for a, b in pairs if a is not None)

    def processes_in(self, group_of: CgroupWindow) -> tuple[ProcessWindow, ...]:
        """Return the processes in a control group or in one below it, the busiest first."""
        return tuple(each for each in self.processes if group_of.id in each.cgroup_ids)

    @property
    def deleted_files(self) -> tuple[DeletedFile, ...]:
        """Files without a name that still hold their blocks."""
        return present(self.last.deleted_files, "deleted_files")

    @property
    def oom_log(self) -> tuple[OomKill, ...]:
        """All that the kernel's log still tells; `oom_age_s` says how long ago."""
        return present(self.last.oom_log, "oom_log")

    @property
    def oom_victims(self) -> tuple[OomKill, ...]:
        """Those ended within the window."""
        began_s = present(self.first.host.uptime_s, "host.uptime")
        return tuple(each for each in self.oom_log if each.at_s >= began_s)

    def oom_age_s(self, kill: OomKill) -> float:
        """Say how long ago it was, at the last look."""
        return max(present(self.host.uptime_s, "host.uptime") - kill.at_s, 0.0)

    @property
    def limits(self) -> Limits:
        """System-wide limits."""
        return present(self.last.limits, "limits")

    @cached_property
    def received_bytes_per_s_by_pid(self) -> dict[int, float]:
        """Over TCP, by process; connections opened and closed within the window are missed."""
        return self._connection_rates("received_bytes")

    @cached_property
    def sent_bytes_per_s_by_pid(self) -> dict[int, float]:
        """Over TCP, by process; connections opened and closed within the window are missed."""
        return self._connection_rates("sent_bytes")

    def _connection_rates(self, name: str) -> dict[int, float]:
        first, last = present(self.first.connections, "connections"), present(self.last.connections, "connections")
        before = {each.id: getattr(each, name) for each in first}
        rates: dict[int, float] = {}
        for each in last:
            moved = max(getattr(each, name) - before.get(each.id, 0), 0)
            rates[each.pid] = rates.get(each.pid, 0.0) + moved / self.seconds
        return rates

    @cached_property
    def _by_pid(self) -> dict[int, ProcessWindow]:
        return {each.pid: each for each in self.every_process}

    def _mount(self, first: MountUse | None, last: MountUse) -> MountWindow:
        looks = (each.mounts for each in self.samples)
        seen = [each.available_bytes for look in looks if not isinstance(look, Absent) for each in look
                if each.path == last.path]  # fmt: skip
        start = (first.available_bytes,) if first else ()
        return MountWindow(first, last, (*start, *seen, last.available_bytes), self.seconds)


__all__ = ["Unreadable", "Window"]
