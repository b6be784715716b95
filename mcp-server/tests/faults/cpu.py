"""Faults of the processor."""

from __future__ import annotations

import os
import random
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from .ground import Fault, NotPossible
from .groups import group, is_unified
from .processes import left_alone, program

if TYPE_CHECKING:
    from collections.abc import Iterator

PERIOD_US = 100_000


def _at_normal_priority() -> None:
    """Raise NotPossible where a program started here would yield to all others, and so would be no fault."""
    if os.nice(0) > 0 and os.geteuid() != 0:
        raise NotPossible("this is run at low priority, and so would the fault be")


@contextmanager
def hog() -> Iterator[Fault]:
    """One program keeps one core busy; ``amount`` is in cores."""
    _at_normal_priority()
    with program("spin") as running:
        yield Fault("cpu.hog", running.name, running.pid, running.members, amount=1)


@contextmanager
def twins() -> Iterator[Fault]:
    """Two programs of one name, neither the other's parent, and only one of them is busy."""
    _at_normal_priority()
    with ExitStack() as stack:
        quiet = stack.enter_context(program("idle"))
        busy = stack.enter_context(program("spin", name=quiet.name))
        yield Fault("cpu.hog", busy.name, busy.pid, busy.members, amount=1)


@contextmanager
def workers(count: int = 8) -> Iterator[Fault]:
    """One program whose children each take a small share and together every core."""
    _at_normal_priority()
    with program("workers", count) as running:
        yield Fault("cpu.hog", running.name, running.pid, running.members, amount=os.cpu_count() or 1)


@contextmanager
def workers_everywhere() -> Iterator[Fault]:
    """Four workers for each core: nothing is left for anybody."""
    with workers(4 * (os.cpu_count() or 1)) as fault:
        yield replace(fault, kind="cpu.full")


@contextmanager
def quota() -> Iterator[Fault]:
    """A busy program that may use only a small part of a core; ``amount`` is that part."""
    part = random.randint(5, 20) / 100
    used = str(int(PERIOD_US * part))
    settings = {"cpu.max": f"{used} {PERIOD_US}"} if is_unified("cpu") else {"cpu.cfs_quota_us": used}
    with group("cpu", settings) as path, program("spin", groups=[path]) as running:
        yield Fault("cpu.quota", running.name, running.pid, running.members, amount=part)


@contextmanager
def short_children() -> Iterator[Fault]:
    """A program that starts hundreds of children a second, each gone before a list of processes shows it."""
    _at_normal_priority()
    with program("short_children", 2, 0.004, 0) as running:
        yield Fault("cpu.short_children", running.name, running.pid, running.members)


@contextmanager
def switching() -> Iterator[Fault]:
    """Two processes that hand one core to each other some hundred thousand times a second."""
    _at_normal_priority()
    with program("switching") as running:
        yield Fault("cpu.switching", running.name, running.pid, running.members)


@contextmanager
def niced() -> Iterator[Fault]:
    """No fault: a batch job at low priority that nobody waits for."""
    with program("nice_spin", 19) as running:
        yield Fault("cpu.hog", running.name, running.pid, running.members, amount=1)


@contextmanager
def batch_alone() -> Iterator[Fault]:
    """No fault: the same on a machine on which nobody else works."""
    left_alone()
    with niced() as fault:
        yield fault


@contextmanager
def thread_starts() -> Iterator[Fault]:
    """No fault: a program that starts many short threads, which the kernel counts as it counts processes."""
    with program("threads", 300) as running:
        yield Fault("cpu.short_children", running.name, running.pid, running.members)


@contextmanager
def roomy_quota() -> Iterator[Fault]:
    """No fault: a limit on processor time that is not reached."""
    settings = {"cpu.max": f"{PERIOD_US} {PERIOD_US}"} if is_unified("cpu") else {"cpu.cfs_quota_us": str(PERIOD_US)}
    with group("cpu", settings) as path, program("idle", groups=[path]) as running:
        yield Fault("cpu.quota", running.name, running.pid, running.members)


@contextmanager
def pinned() -> Iterator[Fault]:
    """Two loops bound to one core, while others are free."""
    if (os.cpu_count() or 1) < 2:  # one to be bound to and one to be free
        raise NotPossible("this machine has one core only")
    with program("pinned_pair") as running:
        yield Fault("cpu.affinity", running.name, running.pid, running.members)


@contextmanager
def pinned_alone() -> Iterator[Fault]:
    """No fault: one program bound to a core that it does not fill."""
    with program("pinned_idle") as running:
        yield Fault("cpu.affinity", running.name, running.pid, running.members)


@contextmanager
def poller() -> Iterator[Fault]:
    """No fault: a script that starts twenty short programs a second."""
    with program("short_children", 1, 0, 0.05) as running:
        yield Fault("cpu.short_children", running.name, running.pid, running.members)


@contextmanager
def ping_pong() -> Iterator[Fault]:
    """No fault: two processes that hand work to each other over a pipe."""
    with program("ping_pong") as running:
        yield Fault("cpu.switching", running.name, running.pid, running.members)
