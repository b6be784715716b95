"""What every benchmark here shares: commands timed in pairs, and a line on what it ran on."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Spread:
    """Minimum, median and maximum of several runs."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Summarise the runs."""
        return cls(min(values), statistics.median(values), max(values))

    def __format__(self, spec: str) -> str:
        return f"{self.median:{spec}} ({self.low:{spec}} to {self.high:{spec}})"


def machine() -> str:
    """Return one line on what the benchmark ran on."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{platform.system()} {platform.release()}, {os.cpu_count()} cores{load}, "
        f"Python {platform.python_version()}, opta-mcp {version('opta-mcp')}"
    )


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action took."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def command(*arguments: str) -> Callable[[], object]:
    """Return an action that runs a command to its end, unseen."""
    return lambda: subprocess.run(arguments, check=True, capture_output=True)


def pairs(
    measured: Callable[[], float], reference: Callable[[], float], runs: int = 11
) -> tuple[Spread, Spread, Spread]:
    """Run both in turn; return the measured, the reference and their ratio pair by pair, a first pair not counted."""
    both = [(measured(), reference()) for _ in range(runs + 1)][1:]
    ones, others = zip(*both, strict=True)
    return Spread.of(ones), Spread.of(others), Spread.of([one / other for one, other in both])


def row(what: str, value: str, bound: str, *, within: bool) -> None:
    """Print a figure beside its bound."""
    sys.stdout.write(f"{what:<46} {value:<40} {bound:<24} {'within' if within else 'OVER'}\n")
    sys.stdout.flush()
