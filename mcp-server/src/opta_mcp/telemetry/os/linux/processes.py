"""The table of processes, read file by file from /proc (proc_pid_stat(5)): about 60 µs for each."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.linux.cgroups import Groups, Membership, Places
from opta_mcp.telemetry.os.linux.files import PAGE_BYTES, TICK_S, int_or_none, pairs, read, read_once, read_text
from opta_mcp.telemetry.os.linux.memory import is_swap_used
from opta_mcp.telemetry.os.linux.naming import names_of
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import ProcessSample, ProcessTotals

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Cgroup, ProcessState

_KERNEL_THREAD = 0x00200000
"""PF_KTHREAD (include/linux/sched.h)."""

_NO_LOGIN = 0xFFFFFFFF
"""The audit's number for none."""

_THREADS_SUMMED = 256
"""Above this the kernel's totals of single threads are not added up: it would cost more than the rest together."""

_STATES: dict[bytes, ProcessState] = {
    b"R": "running",
    b"S": "sleeping",
    b"D": "waiting",
    b"T": "stopped",
    b"t": "traced",
    b"Z": "zombie",
    b"X": "zombie",
    b"I": "idle",
}

_DENIED = Absent(unknown="only its owner and the administrator may see it")
_GONE = Absent(unknown="it ended while it was read")
_NO_GROUPS = Absent(unknown="this system has no control groups")
_HIDDEN = "programs of other users are hidden from this one: /proc is mounted with hidepid"
_OF_THE_KERNEL = Absent(unknown="a thread of the kernel has none")
_NOT_KEPT = Absent(unknown="this kernel does not keep it")
_TOO_MANY_THREADS = Absent(unknown=f"it has more than {_THREADS_SUMMED} threads")


@dataclass(frozen=True, slots=True)
class Table:
    """All processes, the groups with a limit that they are in, and how many tasks the present user has."""

    processes: tuple[ProcessTotals, ...]
    cgroups: tuple[Cgroup, ...] | Absent
    user_tasks: int
    hidden: str
    """Why some programs are not among them; empty where all are."""


@dataclass(frozen=True, slots=True)
class _Stat:
    """A line of /proc/PID/stat."""

    pid: int
    short: bytes
    rest: list[bytes]
    """From the state on: field N of proc_pid_stat(5) is rest[N - 3]."""

    @classmethod
    def of(cls, line: bytes) -> _Stat:
        """Read one; the name may hold anything, spaces and brackets too, so it ends at the last bracket."""
        begin, end = line.index(b"("), line.rindex(b")")
        return cls(int(line[:begin]), line[begin + 1 : end], line[end + 2 :].split())

    @property
    def kernel(self) -> bool:
        return bool(int(self.rest[6]) & _KERNEL_THREAD)

    @property
    def started_s(self) -> float:
        return round(int(self.rest[19]) * TICK_S, 2)

    @property
    def state(self) -> ProcessState:
        return _STATES.get(self.rest[0], "unknown")


@dataclass(frozen=True, slots=True)
class _Identity:
    """What does not change in a process's life; read once for as long as its short name stays."""

    name: str
    program: str
    login: int


class ProcessReader:
    """Reads the table again and again, and keeps between looks what does not change."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._known: dict[tuple[int, bytes, bytes], _Identity] = {}
        self._user = os.getuid()
        self._swaps = False

    @cached_property
    def _counts_files(self) -> bool:
        """Whether the size of this folder is the number of open files, as it is since Linux 6.2."""
        return os.stat("/proc/self/fd").st_size > 0

    @cached_property
    def _places(self) -> Places:
        return Places.of(read_text("/proc/self/mountinfo"))

    def read(self) -> Table:
        """Read all processes; one that ends meanwhile is left out. Raise OSError."""
        groups, self._swaps = Groups(self._places), is_swap_used()
        known: dict[tuple[int, bytes, bytes], _Identity] = {}
        processes: list[ProcessTotals] = []
        tasks = 0
        for pid in _pids():
            try:
                process, user = self._one(pid, groups, known)
            except (OSError, ValueError):  # it ended between two of its files; a cut line is the same
                continue
            processes.append(process)
            tasks += process.threads if user == self._user else 0
        self._known = known
        hidden = "" if os.path.exists("/proc/1") else _HIDDEN
        return Table(tuple(processes), groups.listed if _has_groups() else _NO_GROUPS, tasks, hidden)

    def _one(
        self, pid: bytes, groups: Groups, known: dict[tuple[int, bytes, bytes], _Identity]
    ) -> tuple[ProcessTotals, int]:
        folder = b"/proc/" + pid
        stat = _Stat.of(read_once(folder + b"/stat"))
        read_at = time.monotonic()
        user = os.stat(folder).st_uid
        key = (stat.pid, stat.rest[19], stat.short)
        identity = known[key] = self._known.get(key) or self._identify(folder, stat)
        if stat.kernel:
            return _kernel_thread(folder, stat, read_at, identity), user
        member = groups.membership(_cgroup(folder))
        return self._person(folder, stat, read_at, identity, member), user

    def _identify(self, folder: bytes, stat: _Stat) -> _Identity:
        if stat.kernel:
            name = clean_name(stat.short)
            return _Identity(name, name, 0)
        login = int_or_none(os.fsdecode(folder) + "/sessionid")
        return _Identity(*names_of(folder, stat.short), 0 if login in {None, _NO_LOGIN} else login or 0)

    def _person(
        self, folder: bytes, stat: _Stat, read_at: float, identity: _Identity, member: Membership
    ) -> ProcessTotals:
        fields = stat.rest
        resident, anonymous = _memory(folder)
        delay, switches = _scheduling(folder, int(fields[17]))
        read_bytes, written_bytes = _traffic(folder)
        return ProcessTotals(
            pid=stat.pid,
            parent_pid=int(fields[1]),
            started_s=stat.started_s,
            read_at_s=read_at,
            name=identity.name,
            program=identity.program,
            state=stat.state,
            nice=int(fields[16]),
            login=identity.login,
            session=int(fields[3]),
            terminal=int(fields[4]) != 0,
            threads=int(fields[17]),
            cpu_s=(int(fields[11]) + int(fields[12])) * TICK_S,
            children_cpu_s=(int(fields[13]) + int(fields[14])) * TICK_S,
            resident_bytes=resident,
            anonymous_bytes=anonymous,
            swapped_bytes=_swapped(folder) if self._swaps else 0,
            major_faults=int(fields[9]),
            run_delay_s=delay,
            switches=switches,
            read_bytes=read_bytes,
            written_bytes=written_bytes,
            open_files=self._open_files(folder),
            open_files_limit=_open_files_limit(folder, stat.pid),
            cores_allowed=_cores_allowed(stat.pid),
            waits_in=_waits_in(folder) if stat.state == "waiting" else "",
            frozen=member.frozen,
            cgroup=member.id,
            cgroups=member.listed,
        )

    def _open_files(self, folder: bytes) -> int | Absent:
        try:
            if self._counts_files:
                return os.stat(folder + b"/fd").st_size
            return len(os.listdir(folder + b"/fd"))
        except OSError as error:
            return _why(error)


def _kernel_thread(folder: bytes, stat: _Stat, read_at: float, identity: _Identity) -> ProcessTotals:
    delay, switches = _scheduling(folder, 1)
    return ProcessTotals(
        pid=stat.pid,
        parent_pid=int(stat.rest[1]),
        started_s=stat.started_s,
        read_at_s=read_at,
        name=identity.name,
        program=identity.program,
        state=stat.state,
        nice=int(stat.rest[16]),
        terminal=False,
        kernel=True,
        threads=1,
        cpu_s=(int(stat.rest[11]) + int(stat.rest[12])) * TICK_S,
        children_cpu_s=_OF_THE_KERNEL,
        resident_bytes=0,
        anonymous_bytes=_OF_THE_KERNEL,
        swapped_bytes=_OF_THE_KERNEL,
        major_faults=_OF_THE_KERNEL,
        run_delay_s=delay,
        switches=switches,
        read_bytes=_OF_THE_KERNEL,
        written_bytes=_OF_THE_KERNEL,
        open_files=_OF_THE_KERNEL,
        open_files_limit=_OF_THE_KERNEL,
        cores_allowed=_cores_allowed(stat.pid),
        waits_in=_waits_in(folder) if stat.state == "waiting" else "",
    )


def read_samples() -> tuple[ProcessSample, ...]:
    """Read state and memory of all processes but the kernel's; raise OSError."""
    samples: list[ProcessSample] = []
    for pid in _pids():
        folder = b"/proc/" + pid
        try:
            stat = _Stat.of(read_once(folder + b"/stat"))
            if stat.kernel:
                continue
            resident, anonymous = _memory(folder)
        except (OSError, ValueError):  # it ended meanwhile
            continue
        samples.append(
            ProcessSample(
                pid=stat.pid,
                started_s=stat.started_s,
                state=stat.state,
                resident_bytes=resident,
                anonymous_bytes=anonymous,
            )
        )
    return tuple(samples)


def _has_groups() -> bool:
    return os.path.exists("/proc/self/cgroup")


def _cgroup(folder: bytes) -> bytes:
    """Return which groups it is in; none where the system has no groups, which is no reason to leave it out."""
    try:
        return read(os.fsdecode(folder) + "/cgroup")
    except FileNotFoundError:
        return b""


def _pids() -> list[bytes]:
    return [name for name in os.listdir(b"/proc") if name.isdigit()]


def _memory(folder: bytes) -> tuple[int, int]:
    """Return what it holds in RAM, and of that what is its own: statm's third field is mapped files and shared."""
    _, resident, shared, *_ = read_once(folder + b"/statm").split()
    return int(resident) * PAGE_BYTES, max(int(resident) - int(shared), 0) * PAGE_BYTES


def _swapped(folder: bytes) -> int | Absent:
    """Return VmSwap of /proc/PID/status; read only while anything lies in swap, since the file takes the longest."""
    try:
        kib = pairs(read_once(folder + b"/status"))
    except OSError as error:
        return _why(error)
    return kib[b"VmSwap"] * 1024 if b"VmSwap" in kib else _NOT_KEPT


def _scheduling(folder: bytes, threads: int) -> tuple[float | Absent, int | Absent]:
    """Return the time that its threads waited for a core, and how often they got one: schedstat, in nanoseconds."""
    if threads > _THREADS_SUMMED:
        return _TOO_MANY_THREADS, _TOO_MANY_THREADS
    try:
        _, delay, times = (int(part) for part in read_once(folder + b"/schedstat").split())
    except OSError as error:
        return (_NOT_KEPT, _NOT_KEPT) if isinstance(error, FileNotFoundError) else (_why(error), _why(error))
    if threads > 1:
        delay, times = _scheduling_of_threads(folder + b"/task/")
    return delay / 1e9, times


def _scheduling_of_threads(folder: bytes) -> tuple[int, int]:
    delays, counts = 0, 0
    for thread in os.listdir(folder):
        try:
            _, delay, times = (int(part) for part in read_once(folder + thread + b"/schedstat").split())
        except OSError:  # the thread ended meanwhile
            continue
        delays, counts = delays + delay, counts + times
    return delays, counts


def _traffic(folder: bytes) -> tuple[int | Absent, int | Absent]:
    try:
        totals = pairs(read_once(folder + b"/io"))
    except OSError as error:
        return _why(error), _why(error)
    return totals.get(b"read_bytes", _NOT_KEPT), totals.get(b"write_bytes", _NOT_KEPT)


def _open_files_limit(folder: bytes, pid: int) -> int | Absent:
    try:
        return resource.prlimit(pid, resource.RLIMIT_NOFILE)[0]
    except PermissionError:
        return _limit_from_file(folder)
    except OSError as error:
        return _why(error)


def _limit_from_file(folder: bytes) -> int | Absent:
    try:
        for line in read_once(folder + b"/limits").splitlines():
            if line.startswith(b"Max open files"):
                soft = line.split()[3]
                return int(soft) if soft.isdigit() else _NOT_KEPT
    except OSError as error:
        return _why(error)
    return _NOT_KEPT


def _cores_allowed(pid: int) -> int | Absent:
    try:
        return len(os.sched_getaffinity(pid))
    except OSError as error:
        return _why(error)


def _waits_in(folder: bytes) -> str | Absent:
    try:
        function = read_once(folder + b"/wchan").decode("ascii", "replace")
    except OSError as error:
        return _why(error)
    return "" if function in {"", "0"} else clean_name(function)


def _why(error: OSError) -> Absent:
    return _DENIED if isinstance(error, PermissionError) else _GONE
