"""Faults of single processes, and of what a system counts."""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .ground import Fault
from .groups import group
from .processes import left_alone, program, until

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def nothing() -> Iterator[Fault]:
    """No fault at all: a machine left alone."""
    left_alone()
    yield Fault("healthy")


@contextmanager
def zombies() -> Iterator[Fault]:
    """A program that leaves its finished children unwaited for; ``amount`` is how many."""
    count = random.randint(40, 80)
    with program("zombies", count) as running:
        yield Fault("process.zombies", running.name, running.pid, running.members, amount=count)


@contextmanager
def stopped() -> Iterator[Fault]:
    """A program stopped by a signal, no terminal about."""
    with program("stopped") as running:
        until(running.pid, "T")
        yield Fault("process.stopped", running.name, running.pid, running.members)


@contextmanager
def stopped_at_terminal() -> Iterator[Fault]:
    """No fault: a job that somebody put aside with Ctrl-Z."""
    with program("stopped_at_terminal") as running:
        until(running.pid, "T")
        yield Fault("process.stopped", running.name, running.pid, running.members)


@contextmanager
def stuck() -> Iterator[Fault]:
    """A program that waits, without end, in the kernel."""
    with tempfile.TemporaryDirectory(prefix="opta-fault-") as folder:
        fifo = Path(folder) / "pipe"
        os.mkfifo(fifo)
        with program("stuck", fifo) as running:
            until(running.pid, "D")
            yield Fault("process.stuck", running.name, running.pid, running.members)


@contextmanager
def files_used_up() -> Iterator[Fault]:
    """A program near its limit of open files; ``amount`` is how many it has open."""
    limit = random.randint(200, 400)
    with program("descriptors", limit - 12, limit) as running:
        yield Fault("process.files", running.name, running.pid, running.members, amount=limit - 12)


@contextmanager
def many_files() -> Iterator[Fault]:
    """No fault: many open files, far below the limit."""
    with program("descriptors", 1500, 4096) as running:
        yield Fault("process.files", running.name, running.pid, running.members, amount=1500)


@contextmanager
def tasks_used_up() -> Iterator[Fault]:
    """A program whose group may hardly start another process; ``amount`` is the limit."""
    limit = random.randint(50, 90)
    with group("pids", {"pids.max": str(limit)}) as path, program("tasks", limit - 4, groups=[path]) as running:
        yield Fault("process.tasks", running.name, running.pid, running.members, amount=limit)


@contextmanager
def few_zombies() -> Iterator[Fault]:
    """No fault: some children that are waited for a little later."""
    with program("zombies", 6) as running:
        yield Fault("process.zombies", running.name, running.pid, running.members, amount=6)


@contextmanager
def many_threads() -> Iterator[Fault]:
    """No fault: four hundred sleeping threads."""
    with program("many_threads", 400) as running:
        yield Fault("process.tasks", running.name, running.pid, running.members, amount=400)
