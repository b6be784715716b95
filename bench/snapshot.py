"""What a snapshot costs: processor time, beside a bare table of processes through psutil in the same run."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil

from opta_mcp.telemetry.snapshot import Snapshotter
from opta_mcp.wire.base import Absent
from pairs import Spread, machine, pairs, row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SNAPSHOT_MS = 60.0
"""Of processor time, at 100 processes."""

PROCESSES = 100
BACKGROUND_RATIO = 0.01
BACKGROUND_EVERY_S = 30.0
FIELDS = ["name", "ppid", "status", "nice", "num_threads", "cpu_times", "memory_info", "create_time", "io_counters"]


def cpu_ms(action: Callable[[], object]) -> float:
    """Return the processor time of an action, all threads of this process included."""
    began = time.process_time()
    action()
    return (time.process_time() - began) * 1e3


@contextlib.contextmanager
def at_least(count: int) -> Iterator[None]:
    """Start sleeping programs until there are so many that are not the kernel's."""
    table = Snapshotter().snapshot().processes
    there = 0 if isinstance(table, Absent) else sum(not each.kernel for each in table)
    sleepers = [
        subprocess.Popen([sys.executable, "-S", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
        for _ in range(max(count - there, 0))
    ]
    try:
        yield
    finally:
        for each in sleepers:
            each.communicate()


def main() -> None:
    """Print the cost of a snapshot, of a light look, and of both as a share of a core in the background."""
    snapshotter = Snapshotter()
    with at_least(PROCESSES):
        ours, theirs, ratio = pairs(
            lambda: cpu_ms(snapshotter.snapshot), lambda: cpu_ms(lambda: list(psutil.process_iter(FIELDS)))
        )
        light = Spread.of([cpu_ms(snapshotter.sample) for _ in range(11)])
        last = snapshotter.snapshot()
    snapshotter.close()
    table = () if isinstance(last.processes, Absent) else last.processes
    kernel = sum(each.kernel for each in table)
    sys.stdout.write(f"snapshot, on {machine()}\n")
    sys.stdout.write(f"  {len(table) - kernel} processes and {kernel} threads of the kernel\n")
    row("snapshot, ms of processor time", f"{ours:.1f}", f"<= {SNAPSHOT_MS:g}", within=ours.median <= SNAPSHOT_MS)
    row("  psutil's table of processes alone, ms", f"{theirs:.1f}", "", within=True)
    row("  snapshot / psutil's table", f"{ratio:.2f}", "", within=True)
    row("light look, ms of processor time", f"{light:.1f}", "", within=True)
    share = ours.median / 1e3 / BACKGROUND_EVERY_S
    bound = f"<= {BACKGROUND_RATIO:.0%} of a core"
    row(f"a snapshot every {BACKGROUND_EVERY_S:g} s", f"{share:.2%} of a core", bound, within=share <= BACKGROUND_RATIO)


if __name__ == "__main__":
    main()
