"""Takes snapshots and light looks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from opta_mcp.telemetry.os.this import read_available_bytes, read_cores, read_pressure, read_samples
from opta_mcp.telemetry.own import mark_own
from opta_mcp.telemetry.probes.cpu import CpuProbe
from opta_mcp.telemetry.probes.disks import DiskProbe
from opta_mcp.telemetry.probes.gpus import GpuProbe
from opta_mcp.telemetry.probes.host import HostProbe
from opta_mcp.telemetry.probes.limits import LimitsProbe
from opta_mcp.telemetry.probes.memory import MemoryProbe
from opta_mcp.telemetry.probes.mounts import MountProbe
from opta_mcp.telemetry.probes.network import NetworkProbe
from opta_mcp.telemetry.probes.oom_log import OomLogProbe
from opta_mcp.telemetry.probes.open_files import OpenFilesProbe
from opta_mcp.telemetry.probes.power import PowerProbe
from opta_mcp.telemetry.probes.pressure import PressureProbe
from opta_mcp.telemetry.probes.processes import ProcessProbe
from opta_mcp.telemetry.probes.protocol import Runner
from opta_mcp.wire.base import Absent, UnknownSignal
from opta_mcp.wire.snapshot import Host, Sample, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.telemetry.os.this import OpenFiles, Table
    from opta_mcp.wire.snapshot import Limits, MountUse, ProcessTotals

    Mounts = tuple[tuple[MountUse, ...], tuple[UnknownSignal, ...]]

T = TypeVar("T")

_NO_MOUNTS = Absent(unknown="no disk is mounted here that a person would call one")
_OF_OTHERS = "what programs of other users have open is shown to the administrator alone"


class Snapshotter:
    """Runs every probe, each with its deadline, and puts a snapshot together."""

    def __init__(self, *, own_children: bool = True) -> None:
        """Children of this process are Opta's own, unless told otherwise."""
        self._own_children = own_children
        self._runner = Runner()
        self._mounts = MountProbe()
        self._processes = ProcessProbe()
        self._gpus = GpuProbe()

    def snapshot(self) -> Snapshot:
        """Read everything, in this order: what is slow or starts a child first, so that it is not in the window."""
        with self._runner as runner:
            gpus, mounts, files = runner.run(self._gpus), runner.run(self._mounts), runner.run(OpenFilesProbe())
            host = runner.run(HostProbe())
            return Snapshot(
                taken_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
                clock_s=time.monotonic(),
                host=_nothing_of(host) if isinstance(host, Absent) else host,
                cpu=runner.run(CpuProbe()),
                pressure=runner.run(PressureProbe()),
                memory=runner.run(MemoryProbe()),
                disks=runner.run(DiskProbe()),
                network=runner.run(NetworkProbe()),
                processes=self._marked(table := runner.run(self._processes)),
                cgroups=table if isinstance(table, Absent) else table.cgroups,
                limits=_with_user_tasks(runner.run(LimitsProbe()), table),
                power=runner.run(PowerProbe()),
                oom_log=runner.run(OomLogProbe()),
                mounts=mounts if isinstance(mounts, Absent) else mounts[0] or _NO_MOUNTS,
                connections=files if isinstance(files, Absent) else files.connections,
                deleted_files=files if isinstance(files, Absent) else files.deleted,
                gpus=gpus,
                missed=_missed(mounts, files, table),
            )

    def sample(self) -> Sample:
        """Look lightly, at what should not hang; what does costs its deadline here too."""
        with self._runner as runner:
            return Sample(
                clock_s=time.monotonic(),
                cores=runner.run(_Light("light.cores", read_cores)),
                pressure=runner.run(_Light("light.pressure", read_pressure)),
                memory_available_bytes=runner.run(_Light("light.memory", read_available_bytes)),
                processes=runner.run(_Light("light.processes", read_samples)),
                mounts=runner.run(_Light("light.mounts", self._mounts.sample)),
            )

    def close(self) -> None:
        """End what was started."""
        self._gpus.close()

    def _marked(self, table: Table | Absent) -> tuple[ProcessTotals, ...] | Absent:
        return table if isinstance(table, Absent) else mark_own(table.processes, children=self._own_children)


def _nothing_of(host: Absent) -> Host:
    return Host(system="other", release="", virtual=host, uptime_s=host)


def _missed(
    mounts: Mounts | Absent, open_files: OpenFiles | Absent, table: Table | Absent
) -> tuple[UnknownSignal, ...]:
    """Tell single things that could not be read inside parts that could."""
    missed = [] if isinstance(mounts, Absent) else list(mounts[1])
    if not isinstance(open_files, Absent) and open_files.denied:
        told = {"deleted_files": open_files.deleted, "connections": open_files.connections}
        in_part = (signal for signal, part in told.items() if not isinstance(part, Absent))
        missed += [UnknownSignal(signal=signal, reason=_OF_OTHERS) for signal in in_part]
    if not isinstance(table, Absent) and table.hidden:
        missed.append(UnknownSignal(signal="processes", reason=table.hidden))
    return tuple(missed)


def _with_user_tasks(limits: Limits | Absent, table: Table | Absent) -> Limits | Absent:
    if isinstance(limits, Absent):
        return limits
    return limits.model_copy(update={"user_tasks": table if isinstance(table, Absent) else table.user_tasks})


@dataclass(slots=True)
class _Light(Generic[T]):
    """A part of a light look."""

    id: str
    read: Callable[[], T | Absent]
    deadline_s: float = 1.0
