"""Processes grouped as a person would: by application.

An application is the topmost ancestor, within one login, that runs the same program (else a name with the same stem),
with all below it; never a shell, an init, a terminal or Opta itself. Those stand alone, one process each, so that a
busy shell is still seen. Two more signs that a process was launched and is no part of its parent: control groups of
its own (a container, a scope of the desktop), and a session of its own under another program. An interpreter that
started Opta is a launcher too, as a shell is: what else its script runs may be what Opta is asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opta_mcp.telemetry.launchers import is_interpreter, is_launcher, plain
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from opta_mcp.telemetry.window.processes import ProcessWindow

_INIT_PID = 1
_STEM_END = re.compile(r"[\s\-_.:(/]|\d")


@dataclass(frozen=True)
class Application:
    """A program with all that it started; rates in cores and bytes per second, summed over its processes."""

    root: ProcessWindow
    processes: tuple[ProcessWindow, ...]
    """The root among them, the busiest first."""

    @property
    def pid(self) -> int:
        """Of the root."""
        return self.root.pid

    @property
    def name(self) -> str:
        """Of the root."""
        return self.root.name

    @property
    def program(self) -> str:
        """Of the root."""
        return self.root.program

    @cached_property
    def cpu_cores(self) -> float:
        """CPU of its processes and of their children that ended, in cores; no more than the machine has."""
        return min(sum(each.work_cores for each in self.processes), float(self.root.span.core_count))

    @cached_property
    def memory_bytes(self) -> int:
        """What it holds in RAM: memory of their own, and once the largest that any maps of files and shared memory.

        Adding up resident sizes would count what they share once for each.
        """
        own = sum(_own_bytes(each) for each in self.processes)
        return own + max(each.resident_bytes - _own_bytes(each) for each in self.processes)

    @cached_property
    def swapped_bytes(self) -> int:
        """What it has in swap; raises Unreadable where that is not told of any of its processes."""
        return sum(each.swapped_bytes for each in self.processes)

    @cached_property
    def cpu_total_s(self) -> float:
        """CPU time of its living processes since each began: the long run."""
        return sum(each.cpu_total_s for each in self.processes)

    @property
    def age_s(self) -> float:
        """How long its root has been running."""
        return self.root.age_s

    @cached_property
    def read_bytes_per_s(self) -> float:
        """From disks; raises Unreadable where any of its processes denies it."""
        return sum(each.read_bytes_per_s for each in self.processes)

    @cached_property
    def written_bytes_per_s(self) -> float:
        """Towards disks; raises Unreadable where any of its processes denies it."""
        return sum(each.written_bytes_per_s for each in self.processes)

    def main(self, measure: Callable[[ProcessWindow], float]) -> ProcessWindow:
        """Return the one process that has more than half of the whole, by this measure; else the root.

        So that a culprit has the pid of whoever does it: `application.main(lambda each: each.work_cores)`.
        """
        worst = max(self.processes, key=measure)
        return worst if measure(worst) * 2 > sum(measure(each) for each in self.processes) else self.root


def group(processes: Sequence[ProcessWindow]) -> tuple[Application, ...]:
    """Group all that are neither the kernel's nor Opta's own; the busiest application first."""
    by_pid = {each.pid: each for each in processes}
    barred = _above_opta(by_pid)
    members: dict[int, list[ProcessWindow]] = {}
    for each in processes:
        if not (each.last.kernel or each.last.own):
            members.setdefault(_root(each, by_pid, barred).pid, []).append(each)
    found = (Application(by_pid[pid], tuple(those)) for pid, those in members.items())
    return tuple(sorted(found, key=lambda each: (each.cpu_cores, each.memory_bytes), reverse=True))


def same_program(one: ProcessWindow, other: ProcessWindow) -> bool:
    """Say whether both run the same program, or have names of the same stem."""
    if plain(one.program) == plain(other.program):
        return True
    return _same_stem(plain(one.name), plain(other.name))


def _same_stem(one: str, other: str) -> bool:
    """`stress-ng` and `stress-ng-cpu`, `python3` and `python3.13`; not `gnome-shell` and `gnome-maps`."""
    short, long = sorted((one, other), key=len)
    return bool(short) and long.startswith(short) and (long == short or bool(_STEM_END.match(long[len(short) :])))


def _root(process: ProcessWindow, by_pid: Mapping[int, ProcessWindow], barred: set[int]) -> ProcessWindow:
    """Climb until a launcher, another login or the top; a launcher is a root of its own."""
    if _stands_alone(process, barred):
        return process
    root, seen = process, {process.pid}
    while True:
        above = by_pid.get(root.parent_pid)
        if above is None or above.pid in seen or _stands_alone(above, barred) or _launched(root, above):
            return root
        seen.add(above.pid)
        root = above


def _launched(process: ProcessWindow, above: ProcessWindow) -> bool:
    """Say whether a process was started by the one above as something of its own."""
    one, other = process.last, above.last
    if one.login != other.login or one.cgroup != other.cgroup:
        return True
    return one.session != other.session and not same_program(process, above)


def _stands_alone(process: ProcessWindow, barred: set[int]) -> bool:
    last = process.last
    if process.pid <= _INIT_PID or last.kernel or last.own or process.pid in barred:
        return True
    return is_launcher(last.name) or is_launcher(last.program)


def _above_opta(by_pid: Mapping[int, ProcessWindow]) -> set[int]:
    """Pids of interpreters above Opta: scripts that started it, and perhaps what it is asked about."""
    barred: set[int] = set()
    for each in _parents_of((each for each in by_pid.values() if each.last.own), by_pid):
        if is_interpreter(each.last.program):
            barred.add(each.pid)
    return barred


def _parents_of(processes: Iterable[ProcessWindow], by_pid: Mapping[int, ProcessWindow]) -> Iterable[ProcessWindow]:
    seen: set[int] = set()
    for process in processes:
        above = by_pid.get(process.parent_pid)
        while above is not None and above.pid not in seen:
            seen.add(above.pid)
            yield above
            above = by_pid.get(above.parent_pid)


def _own_bytes(process: ProcessWindow) -> int:
    own = process.last.anonymous_bytes
    return process.resident_bytes if isinstance(own, Absent) else own
