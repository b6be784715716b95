"""Control groups between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opta_mcp.telemetry.window.absent import Unreadable, present, rise

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Cgroup


N = TypeVar("N", int, float)


def _limit(limit: N | None, signal: str) -> N:
    if limit is None:
        raise Unreadable(signal, "no such limit is set")
    return limit


@dataclass(frozen=True, slots=True)
class CgroupWindow:
    """A group with a limit: levels at the last look, rates between the first and the last.

    Reading a limit that is not set raises Unreadable: ask `limits_cpu`, `limits_memory`, `limits_tasks` first.
    """

    first: Cgroup
    last: Cgroup
    seconds: float

    @property
    def id(self) -> str:
        """As `ProcessWindow.cgroup_ids` has it."""
        return self.last.id

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.last.name

    @property
    def limits_cpu(self) -> bool:
        """Whether it has a quota of processor time."""
        return isinstance(self.last.quota_cores, float | int)

    @property
    def limits_memory(self) -> bool:
        """Whether it has a limit of memory."""
        return isinstance(self.last.memory_limit_bytes, int)

    @property
    def limits_tasks(self) -> bool:
        """Whether it has a limit of tasks."""
        return isinstance(self.last.tasks_limit, int)

    @property
    def quota_cores(self) -> float:
        """How much processor time it may have: 0.5 is half a core."""
        return _limit(present(self.last.quota_cores, "cgroup.quota"), "cgroup.quota")

    @property
    def throttled_periods_ratio(self) -> float:
        """Share of the quota's periods in which the group was held back; 0 where none passed."""
        periods = rise(self.first.periods, self.last.periods, "cgroup.periods")
        held = rise(self.first.throttled_periods, self.last.throttled_periods, "cgroup.throttled_periods")
        return min(held / periods, 1.0) if periods else 0.0

    @property
    def throttled_time_ratio(self) -> float:
        """Time that the group was held back, of the window; above 1 where several cores' queues were."""
        return rise(self.first.throttled_s, self.last.throttled_s, "cgroup.throttled_time") / self.seconds

    @property
    def memory_used_bytes(self) -> int:
        """Cache of files included: near the limit is normal, hitting it is not."""
        return present(self.last.memory_used_bytes, "cgroup.memory_used")

    @property
    def memory_limit_bytes(self) -> int:
        """How much memory it may have."""
        return _limit(present(self.last.memory_limit_bytes, "cgroup.memory_limit"), "cgroup.memory_limit")

    @property
    def memory_used_ratio(self) -> float:
        """Of its limit."""
        return self.memory_used_bytes / self.memory_limit_bytes

    @property
    def memory_limit_hits_per_s(self) -> float:
        """How often an allocation met the limit."""
        hits = rise(self.first.memory_limit_hits, self.last.memory_limit_hits, "cgroup.memory_limit_hits")
        return hits / self.seconds

    @property
    def memory_some_ratio(self) -> float:
        """Share of the window in which a task of the group waited for memory."""
        return rise(self.first.memory_some_s, self.last.memory_some_s, "cgroup.memory_pressure") / self.seconds

    @property
    def oom_kills(self) -> int:
        """Its processes that the kernel ended for want of memory within the window."""
        return int(rise(self.first.oom_kills, self.last.oom_kills, "cgroup.oom_kills"))
