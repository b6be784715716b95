"""A process between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.telemetry.window.absent import Unreadable, known, present, rise_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from opta_mcp.wire.base import Absent
    from opta_mcp.wire.snapshot import ProcessSample, ProcessState, ProcessTotals

    Identity = tuple[int, float]
    """A pid is used again; with the time it began it is a process's own."""


@dataclass(frozen=True, slots=True)
class Span:
    """What all processes of a window have in common."""

    seconds: float
    uptime_s: float | Absent
    """At the last look."""
    core_count: int


@dataclass(frozen=True, slots=True)
class ProcessWindow:
    """A process that was there at the last look. CPU is in cores: 0.97 is 97 % of one core.

    One that began within the window counts whole: all its CPU time belongs to the window.
    """

    first: ProcessTotals | None
    last: ProcessTotals
    samples: tuple[ProcessSample, ...]
    """What the light looks between saw of it, in their order."""
    span: Span
    ended_children_s: float
    """CPU time, up to the first look, of those below it that ended in the window: not the window's."""

    @property
    def pid(self) -> int:
        """Its number."""
        return self.last.pid

    @property
    def parent_pid(self) -> int:
        """Who started it, or whoever took it over."""
        return self.last.parent_pid

    @property
    def name(self) -> str:
        """Its cleaned name; whoever started it chose it, so it is quoted, never obeyed."""
        return self.last.name

    @property
    def program(self) -> str:
        """The cleaned base name of the file that runs."""
        return self.last.program

    @property
    def state(self) -> ProcessState:
        """At the last look."""
        return self.last.state

    @property
    def states(self) -> tuple[ProcessState, ...]:
        """At every look, light ones included, in their order."""
        before = (self.first.state,) if self.first else ()
        return (*before, *(each.state for each in self.samples), self.last.state)

    @property
    def terminal(self) -> bool:
        """Whether a terminal controls it: stopped there, it was the user's Ctrl-Z."""
        return self.last.terminal

    @property
    def nice(self) -> int:
        """Above 0 it yields to others."""
        return self.last.nice

    @property
    def threads(self) -> int:
        """At the last look."""
        return self.last.threads

    @property
    def frozen(self) -> bool:
        """Its cgroup is frozen: a container that is paused."""
        return self.last.frozen

    @property
    def cgroup_ids(self) -> tuple[str, ...]:
        """Of the groups with a limit that it is in, the innermost first."""
        return self.last.cgroups

    @property
    def began_in_window(self) -> bool:
        """It was not there at the first look."""
        return self.first is None

    @property
    def age_s(self) -> float:
        """How long it has been running."""
        return max(present(self.span.uptime_s, "host.uptime") - self.last.started_s, 0.0)

    @property
    def cpu_total_s(self) -> float:
        """CPU time since it began: the long run."""
        return self.last.cpu_s

    @property
    def own_seconds(self) -> float:
        """How long it was looked at: its own two readings are not exactly a window apart."""
        return max(self.last.read_at_s - self.first.read_at_s, 0.001) if self.first else self.span.seconds

    @property
    def cpu_cores(self) -> float:
        """CPU of its own, in cores; no more than it has threads or the machine has cores."""
        spent = self.last.cpu_s - (self.first.cpu_s if self.first else 0.0)
        limit = min(self.span.core_count, max(self.last.threads, self.first.threads if self.first else 1, 1))
        return min(max(spent, 0.0) / self.own_seconds, float(limit))

    @property
    def children_cpu_cores(self) -> float:
        """CPU of children that ended in the window, in cores, what they used before it left out.

        It lands in one lump when a child is waited for, so it is capped at what the machine has.
        """
        before = present(self.first.children_cpu_s, "process.children_cpu") if self.first else 0.0
        spent = present(self.last.children_cpu_s, "process.children_cpu") - before - self.ended_children_s
        return min(max(spent, 0.0) / self.own_seconds, float(self.span.core_count))

    @property
    def work_cores(self) -> float:
        """Its own CPU and that of its ended children, in cores."""
        return min(self.cpu_cores + (known(lambda: self.children_cpu_cores) or 0.0), float(self.span.core_count))

    @property
    def run_delay_ratio(self) -> float:
        """Time its threads were ready and had to wait for a core, of the window; above 1 with several threads."""
        return self._rise("run_delay_s") / self.own_seconds

    @property
    def switches_per_s(self) -> float:
        """How often its threads were put on a core."""
        return self._rise("switches") / self.own_seconds

    @property
    def read_bytes_per_s(self) -> float:
        """From disks, not from the cache."""
        return self._rise("read_bytes") / self.own_seconds

    @property
    def written_bytes_per_s(self) -> float:
        """Towards disks."""
        return self._rise("written_bytes") / self.own_seconds

    @property
    def major_faults_per_s(self) -> float:
        """Page faults that had to read a disk."""
        return self._rise("major_faults") / self.own_seconds

    @property
    def resident_bytes(self) -> int:
        """Memory it holds in RAM, files mapped and shared included."""
        return self.last.resident_bytes

    @property
    def anonymous_bytes(self) -> int:
        """Memory of its own."""
        return present(self.last.anonymous_bytes, "process.anonymous")

    @property
    def swapped_bytes(self) -> int:
        """Memory of its own that lies in swap."""
        return present(self.last.swapped_bytes, "process.swapped")

    @property
    def anonymous_series(self) -> tuple[int, ...]:
        """Memory of its own at every look, the first and the last among them."""
        before = (self.first.anonymous_bytes,) if self.first else ()
        looks = (*before, *(each.anonymous_bytes for each in self.samples), self.last.anonymous_bytes)
        return tuple(present(each, "process.anonymous") for each in looks)

    @property
    def anonymous_growth_bytes_per_s(self) -> float:
        """From the end points of the series; Unreadable for one that began in the window."""
        if self.first is None:
            raise Unreadable("process.growth", "it began only just now")
        series = self.anonymous_series
        return (series[-1] - series[0]) / self.own_seconds

    @property
    def open_files(self) -> int:
        """Files, sockets and pipes it has open."""
        return present(self.last.open_files, "process.open_files")

    @property
    def open_files_limit(self) -> int:
        """How many it may have."""
        return present(self.last.open_files_limit, "process.open_files_limit")

    @property
    def cores_allowed(self) -> int:
        """On how many logical cores it may run."""
        return present(self.last.cores_allowed, "process.cores_allowed")

    @property
    def waits_in(self) -> str:
        """The kernel function an uninterruptible wait is in; empty where it is in none."""
        return present(self.last.waits_in, "process.waits_in")

    def _rise(self, name: str) -> float:
        if self.first:
            return rise_of(self.first, self.last, name, f"process.{name}")
        total: float | Absent = getattr(self.last, name)
        return present(total, f"process.{name}")


def identity(process: ProcessTotals | ProcessSample) -> Identity:
    """Return what tells one process from a later one of the same number."""
    return process.pid, process.started_s


def ended_children_s(first: Sequence[ProcessTotals], last: Iterable[ProcessTotals]) -> Mapping[int, float]:
    """For each pid, the CPU time that those below it which ended had used by the first look.

    When a child is waited for, the whole CPU time of its life, and of those it waited for, is added to the parent's
    total at once: only what it used within the window is the window's.
    """
    alive = {identity(each) for each in last}
    parents = {each.pid: each.parent_pid for each in first}
    ended = {each.pid for each in first if identity(each) not in alive}
    spent: dict[int, float] = {}
    for each in first:
        if each.pid not in ended:
            continue
        before = each.cpu_s + (each.children_cpu_s if isinstance(each.children_cpu_s, float) else 0.0)
        heir = _heir(each.pid, parents, ended)
        spent[heir] = spent.get(heir, 0.0) + before
    return spent


def _heir(pid: int, parents: Mapping[int, int], ended: set[int]) -> int:
    """Return the nearest one above that still lives: who is left with the time of the ended."""
    seen: set[int] = set()
    while pid in ended and pid not in seen:
        seen.add(pid)
        pid = parents.get(pid, 0)
    return pid


def process_windows(
    first: Sequence[ProcessTotals],
    last: Sequence[ProcessTotals],
    samples: Sequence[Sequence[ProcessSample]],
    span: Span,
) -> tuple[ProcessWindow, ...]:
    """Pair the processes of two looks by pid and time of start; the busiest first."""
    before = {identity(each): each for each in first}
    between: dict[Identity, list[ProcessSample]] = {}
    for look in samples:
        for sample in look:
            between.setdefault(identity(sample), []).append(sample)
    ended = ended_children_s(first, last)
    windows = (
        ProcessWindow(
            first=before.get(identity(each)),
            last=each,
            samples=tuple(between.get(identity(each), ())),
            span=span,
            ended_children_s=ended.get(each.pid, 0.0),
        )
        for each in last
    )
    return tuple(sorted(windows, key=lambda each: each.work_cores, reverse=True))
