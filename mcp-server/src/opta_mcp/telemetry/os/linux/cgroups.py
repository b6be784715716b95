"""Control groups: which a process is in, and what those with a limit allow and have held back.

Under v1 each controller has a tree of its own, under v2 there is one; both may be there at once, one of them empty.
v1: Documentation/admin-guide/cgroup-v1/, throttled_time in nanoseconds. v2: Documentation/admin-guide/cgroup-v2.rst.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.linux.files import int_or_none, lines, pairs, read, text_or_none
from opta_mcp.telemetry.os.linux.memory import some_stalled_s
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import Cgroup

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNLIMITED_BYTES = 1 << 60
"""v1 says "no limit" as the largest number of pages; nobody has this much memory."""

_TASKS_WORTH_TELLING = 0.5
"""Every service has a limit of tasks; a group is listed for it alone only from half of it on."""

_ELSEWHERE = Absent(unknown="this is limited in another control group")
_NOT_KEPT = Absent(unknown="this kernel does not keep it for a control group")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the trees of this system are mounted: v1 by controller, and v2."""

    v1: dict[str, str] = field(default_factory=dict)
    v2: str | None = None

    @classmethod
    def of(cls, mountinfo: str) -> Places:
        """Read them from /proc/self/mountinfo."""
        v1: dict[str, str] = {}
        v2 = None
        for line in lines(mountinfo):
            left, _, right = line.partition(" - ")
            kind, _, options = ([*right.split(" ", 2), "", ""])[:3]
            if kind == "cgroup2":
                v2 = v2 or left.split(" ")[4]
            elif kind == "cgroup":
                for option in options.split(","):
                    v1.setdefault(option, left.split(" ")[4])
        return cls(v1, v2)


@dataclass(frozen=True, slots=True)
class Membership:
    """What the lines of /proc/PID/cgroup come to."""

    id: str
    listed: tuple[str, ...]
    frozen: bool


class Groups:
    """The groups of one look. Each is read once, however many processes are in it."""

    def __init__(self, places: Places) -> None:
        """Nothing is read yet."""
        self._places = places
        self._found: dict[tuple[str, str], Cgroup | None] = {}
        self._members: dict[bytes, Membership] = {}

    @property
    def listed(self) -> tuple[Cgroup, ...]:
        """Those with a limit, as far as `membership` met them."""
        return tuple(each for each in self._found.values() if each is not None)

    def membership(self, content: bytes) -> Membership:
        """Say what the content of a process's /proc/PID/cgroup means."""
        if content not in self._members:
            self._members[content] = self._read(content)
        return self._members[content]

    def _read(self, content: bytes) -> Membership:
        listed: list[str] = []
        frozen = False
        for line in lines(content.decode("utf-8", "replace")):
            _, controllers, path = line.split(":", 2)
            frozen = frozen or self._frozen(controllers, path)
            for above in _upwards(path):
                for kind in self._kinds(controllers):
                    group = self._group(kind, above)
                    if group is not None and group.id not in listed:
                        listed.append(group.id)
        return Membership(_short_hash(content), tuple(listed), frozen)

    def _kinds(self, controllers: str) -> Iterable[str]:
        if not controllers:
            return ("v2",) if self._places.v2 else ()
        return (each for each in ("cpu", "memory", "pids") if each in controllers.split(","))

    def _group(self, kind: str, path: str) -> Cgroup | None:
        key = (kind, path)
        if key not in self._found:
            self._found[key] = self._limited(kind, path)
        return self._found[key]

    def _limited(self, kind: str, path: str) -> Cgroup | None:
        folder = self._folder(kind, path)
        if folder is None:
            return None
        name = clean_name(os.path.basename(path.rstrip("/")) or "/")
        identity = _short_hash(f"{kind}:{path}".encode())
        return _V2(folder).group(identity, name) if kind == "v2" else _V1(folder, kind).group(identity, name)

    def _folder(self, kind: str, path: str) -> str | None:
        root = self._places.v2 if kind == "v2" else self._places.v1.get(kind)
        if root is None or "/.." in path:
            return None
        return (root + path).rstrip("/")

    def _frozen(self, controllers: str, path: str) -> bool:
        if controllers == "freezer" and path != "/":
            return text_or_none(f"{self._folder('freezer', path)}/freezer.state") == "FROZEN"
        if not controllers and path != "/" and self._places.v2:
            return "frozen 1" in (text_or_none(f"{self._folder('v2', path)}/cgroup.events") or "")
        return False


class _V2:
    """A group of the one tree."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def group(self, identity: str, name: str) -> Cgroup | None:
        """Return it where it has a limit worth telling."""
        quota, memory, tasks = self._quota(), self._number("memory.max"), self._number("pids.max")
        used_tasks = self._number("pids.current")
        if quota is None and memory is None and not _worth_telling(used_tasks, tasks):
            return None
        cpu, events = _table(f"{self._folder}/cpu.stat"), _table(f"{self._folder}/memory.events")
        return Cgroup(
            id=identity,
            name=name,
            quota_cores=quota,
            periods=cpu.get(b"nr_periods", _NOT_KEPT),
            throttled_periods=cpu.get(b"nr_throttled", _NOT_KEPT),
            throttled_s=cpu[b"throttled_usec"] / 1e6 if b"throttled_usec" in cpu else _NOT_KEPT,
            memory_used_bytes=_or_not_kept(self._number("memory.current")),
            memory_limit_bytes=memory,
            memory_limit_hits=events.get(b"max", _NOT_KEPT),
            memory_some_s=self._memory_some_s(),
            oom_kills=events.get(b"oom_kill", _NOT_KEPT),
            tasks=_or_not_kept(used_tasks),
            tasks_limit=tasks,
        )

    def _quota(self) -> float | None:
        quota, _, period = (text_or_none(f"{self._folder}/cpu.max") or "max 100000").partition(" ")
        return int(quota) / int(period) if quota.isdigit() and period.isdigit() and int(period) else None

    def _number(self, name: str) -> int | None:
        return int_or_none(f"{self._folder}/{name}")

    def _memory_some_s(self) -> float | Absent:
        try:
            return some_stalled_s(read(f"{self._folder}/memory.pressure"))
        except (OSError, LookupError):
            return _NOT_KEPT


class _V1:
    """A group in the tree of one controller; what other controllers limit is in groups of theirs."""

    def __init__(self, folder: str, controller: str) -> None:
        self._folder = folder
        self._controller = controller

    def group(self, identity: str, name: str) -> Cgroup | None:
        """Return it where it has a limit worth telling."""
        found = {"cpu": self._cpu, "memory": self._memory, "pids": self._tasks}[self._controller]()
        if found is None:
            return None
        nothing: dict[str, int | float | Absent | None] = {
            "quota_cores": None,
            "memory_limit_bytes": None,
            "tasks_limit": None,
        }
        measured = ("periods", "throttled_periods", "throttled_s", "memory_used_bytes", "memory_limit_hits",
                    "memory_some_s", "oom_kills", "tasks")  # fmt: skip
        nothing.update(dict.fromkeys(measured, _ELSEWHERE))
        return Cgroup.model_validate({"id": identity, "name": name, **nothing, **found})

    def _cpu(self) -> dict[str, int | float | Absent | None] | None:
        quota, period = self._number("cpu.cfs_quota_us"), self._number("cpu.cfs_period_us")
        if quota is None or quota <= 0 or not period:
            return None
        stat = _table(f"{self._folder}/cpu.stat")
        return {
            "quota_cores": quota / period,
            "periods": stat.get(b"nr_periods", _NOT_KEPT),
            "throttled_periods": stat.get(b"nr_throttled", _NOT_KEPT),
            "throttled_s": stat[b"throttled_time"] / 1e9 if b"throttled_time" in stat else _NOT_KEPT,
        }

    def _memory(self) -> dict[str, int | float | Absent | None] | None:
        limit = self._number("memory.limit_in_bytes")
        if limit is None or limit >= _UNLIMITED_BYTES:
            return None
        control = _table(f"{self._folder}/memory.oom_control")
        return {
            "memory_limit_bytes": limit,
            "memory_used_bytes": _or_not_kept(self._number("memory.usage_in_bytes")),
            "memory_limit_hits": _or_not_kept(self._number("memory.failcnt")),
            "memory_some_s": _NOT_KEPT,
            "oom_kills": control.get(b"oom_kill", _NOT_KEPT),
        }

    def _tasks(self) -> dict[str, int | float | Absent | None] | None:
        used, limit = self._number("pids.current"), self._number("pids.max")
        if not _worth_telling(used, limit):
            return None
        return {"tasks": _or_not_kept(used), "tasks_limit": limit}

    def _number(self, name: str) -> int | None:
        return int_or_none(f"{self._folder}/{name}")


def _table(path: str) -> dict[bytes, int]:
    """Return what a group's file counts; nothing where it cannot be read, which is no reason to lose its processes."""
    try:
        return pairs(read(path))
    except OSError:
        return {}


def _worth_telling(used: int | None, limit: int | None) -> bool:
    return used is not None and limit is not None and used >= limit * _TASKS_WORTH_TELLING


def _or_not_kept(value: int | None) -> int | Absent:
    return _NOT_KEPT if value is None else value


def _upwards(path: str) -> Iterable[str]:
    """Give the path and all above it, the innermost first."""
    while path not in {"", "/"}:
        yield path
        path = os.path.dirname(path)
    yield "/"


def _short_hash(data: bytes) -> str:
    return hashlib.blake2s(data, digest_size=4).hexdigest()
