"""Processor and pressure between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from opta_mcp.telemetry.window.absent import Unreadable, present, rise, rise_of
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opta_mcp.wire.snapshot import CoreTimes, CpuTotals, PressureTotals

    PressureLook = tuple[float, PressureTotals]
    """When it was taken, on the snapshot's clock in seconds, and what was read."""


@dataclass(frozen=True, slots=True)
class CpuUse:
    """Shares of the time that one core, or all together, had between two looks; they add up to 1.

    What a system does not tell apart is absent, and lies in the shares that it does tell.
    """

    user_ratio: float
    system_ratio: float
    irq_ratio: float
    idle_ratio: float
    nice: float | Absent
    steal: float | Absent
    iowait: float | Absent

    @property
    def nice_ratio(self) -> float:
        """Work that yields to other work."""
        return present(self.nice, "cpu.nice")

    @property
    def steal_ratio(self) -> float:
        """Taken by the host of this virtual machine."""
        return present(self.steal, "cpu.steal")

    @property
    def iowait_ratio(self) -> float:
        """Idle while something waited for a disk: not reliable, and no rule's test."""
        return present(self.iowait, "cpu.iowait")

    @property
    def unyielding_ratio(self) -> float:
        """Work that does not yield to other work, as far as the system tells the two apart."""
        return self.user_ratio + self.system_ratio + self.irq_ratio

    @property
    def busy_ratio(self) -> float:
        """Everything but idling and waiting for a disk; time stolen by the host is no work of this machine."""
        return self.unyielding_ratio + (0.0 if isinstance(self.nice, Absent) else self.nice)

    @property
    def kernel_ratio(self) -> float:
        """Work of the kernel: system calls and interrupts."""
        return self.system_ratio + self.irq_ratio

    @classmethod
    def between(cls, first: Iterable[CoreTimes], last: Iterable[CoreTimes]) -> CpuUse:
        """Shares over all cores given; raise Unreadable where no time has passed."""
        pairs = _paired(tuple(first), tuple(last))
        told = [sum(max(getattr(b, name) - getattr(a, name), 0.0) for a, b in pairs) for name in _ALWAYS_TOLD]
        others = [_spent(pairs, name) for name in ("nice_s", "steal_s", "iowait_s")]
        total = sum(told) + sum(each for each in others if not isinstance(each, Absent))
        if total <= 0:
            raise Unreadable("cpu", "the two looks were too close together")
        nice, steal, iowait = (each if isinstance(each, Absent) else each / total for each in others)
        user, system, irq, idle = (each / total for each in told)
        return cls(user, system, irq, idle, nice, steal, iowait)


def _paired(first: Sequence[CoreTimes], last: Sequence[CoreTimes]) -> list[tuple[CoreTimes, CoreTimes]]:
    """Pair the cores of two looks, which go by their order; raise Unreadable where that says nothing."""
    if len(first) != len(last):
        raise Unreadable("cpu", "cores were switched on or off while it was looked at")
    return list(zip(first, last, strict=True))


_ALWAYS_TOLD = ("user_s", "system_s", "irq_s", "idle_s")


def _spent(pairs: Sequence[tuple[CoreTimes, CoreTimes]], name: str) -> float | Absent:
    """Return the seconds in a state that not every system tells of, over all cores."""
    spent = 0.0
    for first, last in pairs:
        before: float | Absent = getattr(first, name)
        after: float | Absent = getattr(last, name)
        if isinstance(before, Absent) or isinstance(after, Absent):
            return after if isinstance(after, Absent) else before
        spent += max(after - before, 0.0)
    return spent


@dataclass(frozen=True)
class CpuWindow:
    """The processor between the first and the last look."""

    first: CpuTotals
    last: CpuTotals
    looks: Sequence[tuple[CoreTimes, ...]]
    seconds: float

    @property
    def core_count(self) -> int:
        """Logical cores."""
        return len(self.last.cores)

    @cached_property
    def all(self) -> CpuUse:
        """All cores together."""
        return CpuUse.between(self.first.cores, self.last.cores)

    @cached_property
    def cores(self) -> tuple[CpuUse, ...]:
        """Each core by itself."""
        return tuple(CpuUse.between((a,), (b,)) for a, b in _paired(self.first.cores, self.last.cores))

    @cached_property
    def intervals(self) -> tuple[CpuUse, ...]:
        """All cores together, between each look and the next: at least one, two or more with samples between."""
        return tuple(CpuUse.between(a, b) for a, b in pairwise(self.looks))

    @property
    def switches_per_core_per_s(self) -> float:
        """Context switches, a second, for each core."""
        return self._rate("context_switches") / max(self.core_count, 1)

    @property
    def forks_per_s(self) -> float:
        """Processes and threads started, a second: the kernel counts both alike."""
        return self._rate("forks")

    @property
    def throttles(self) -> int:
        """How often heat or power slowed a core in the window."""
        return int(rise(self.first.throttle_count, self.last.throttle_count, "cpu.throttle_count"))

    @property
    def load_1m(self) -> float:
        """Tasks that ran, wanted to run or waited for a disk, averaged over a minute."""
        return present(self.last.load_1m, "cpu.load_1m")

    @property
    def load_15m(self) -> float:
        """The same, averaged over fifteen minutes."""
        return present(self.last.load_15m, "cpu.load_15m")

    @property
    def temperature_celsius(self) -> float:
        """The hottest sensor of the processor."""
        return present(self.last.temperature_celsius, "cpu.temperature")

    @property
    def frequency_hertz(self) -> float:
        """Mean over the cores, now."""
        return present(self.last.frequency_hertz, "cpu.frequency")

    @property
    def frequency_max_hertz(self) -> float:
        """What the processor can do."""
        return present(self.last.frequency_max_hertz, "cpu.frequency_max")

    @property
    def frequency_limit_hertz(self) -> float:
        """What the system lets it do."""
        return present(self.last.frequency_limit_hertz, "cpu.frequency_limit")

    def _rate(self, name: str) -> float:
        return rise_of(self.first, self.last, name, f"cpu.{name}") / self.seconds


@dataclass(frozen=True, slots=True)
class PressureUse:
    """Shares of the time in which some, or all, work waited for a resource (kernel: pressure stall information)."""

    cpu_some_ratio: float
    memory_some_ratio: float
    memory_full_ratio: float
    io_some_ratio: float
    io_full_ratio: float

    @classmethod
    def between(cls, first: PressureLook, last: PressureLook) -> PressureUse:
        """Shares between two looks."""
        seconds = last[0] - first[0]
        if seconds <= 0:
            raise Unreadable("pressure", "the two looks were too close together")
        names = ("cpu_some_s", "memory_some_s", "memory_full_s", "io_some_s", "io_full_s")
        rises = (rise_of(first[1], last[1], name, "pressure") for name in names)
        return cls(*(min(part / seconds, 1.0) for part in rises))


@dataclass(frozen=True)
class PressureWindow:
    """Pressure between the first and the last look."""

    looks: Sequence[PressureLook]

    @cached_property
    def all(self) -> PressureUse:
        """The whole window."""
        return PressureUse.between(self.looks[0], self.looks[-1])

    @cached_property
    def intervals(self) -> tuple[PressureUse, ...]:
        """Between each look and the next: at least one, two or more with samples between."""
        return tuple(PressureUse.between(a, b) for a, b in pairwise(self.looks))
