"""How many threads a model gets: as many as there are idle cores. Standard library and psutil."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

import psutil

WATCH_SECONDS: Final = 0.2
FEW_CORES: Final = 4
"""Below so many, a second thread of a core still helps; above, only whole cores do."""
NEARLY_IDLE: Final = 0.25
"""A core that is three quarters idle counts as idle."""


class IdleCores:
    """Watches from its making until `count`; what this process itself used in between counts as idle."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._idle = _idle_seconds()
        self._own = time.process_time()

    def count(self) -> int:
        """Return the number of threads to take, at least 1; waits until WATCH_SECONDS are over."""
        if (rest := self._began + WATCH_SECONDS - time.monotonic()) > 0:
            time.sleep(rest)
        seconds = time.monotonic() - self._began
        idle = (_idle_seconds() - self._idle + time.process_time() - self._own) / seconds
        return max(1, min(most_threads(), int(idle + NEARLY_IDLE)))


def most_threads() -> int:
    """Return how many cores this process may use: whole ones, by its affinity and its control group's quota."""
    usable = len(_usable())
    whole = psutil.cpu_count(logical=False) or usable
    limits = [usable, whole if whole >= FEW_CORES else usable]
    if (quota := quota_cores()) is not None:
        limits.append(max(1, int(quota)))
    return min(limits)


def quota_cores(root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> float | None:
    """Return the cores that a Linux control group allows; None where there is no limit or no such thing."""
    try:
        group = next(line[3:] for line in own.read_text().splitlines() if line.startswith("0::"))
        quota, period = (root / group.strip().lstrip("/") / "cpu.max").read_text().split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, StopIteration, ValueError, ZeroDivisionError):
        return None


def _usable() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def _idle_seconds() -> float:
    times = psutil.cpu_times(percpu=True)
    return sum(times[core].idle for core in _usable() if core < len(times))
