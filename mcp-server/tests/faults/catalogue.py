"""Every fault and look-alike, with the question that a person would ask about it and how long it takes to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import cpu, disk, folders, memory, state

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from .ground import Fault

SETTLE_S = 0.2
"""After it began, so that a first look finds the fault alone and not its start."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to make, and to ask about."""

    make: Callable[[], AbstractContextManager[Fault]]
    question: str
    seconds: float = 1.0
    """The shortest window in which it can be seen."""
    counts_folders: bool = False
    """Whether the question needs to know what folders take."""

    @property
    def name(self) -> str:
        """What it is called in tests and tables."""
        return self.make.__name__


FAULTS = (
    Case(cpu.hog, "Why is my computer slow?"),
    Case(cpu.twins, "What keeps my processor busy?"),
    Case(cpu.workers, "Why is everything so slow?"),
    Case(cpu.workers_everywhere, "Is my processor fully used?"),
    Case(cpu.quota, "Why is my program slow although the CPU is idle?"),
    Case(cpu.short_children, "The CPU is at 100 % and no program is on top. Why?"),
    Case(cpu.switching, "Why is my computer slow?"),
    Case(cpu.pinned, "Why is my program slow?"),
    Case(memory.leak, "Is some program leaking memory?", 4),
    Case(memory.group_limit, "Why is my container so slow?"),
    Case(memory.out_of_memory, "My program vanished. Why?"),
    Case(memory.thrash, "Everything freezes for seconds at a time. Why?"),
    Case(memory.swap_full, "Is my swap full?"),
    Case(disk.full, "Is one of my disks full?"),
    Case(disk.no_inodes, "No space left on device, but there is free space. Why?"),
    Case(disk.reserve_only, "Why is my disk full?"),
    Case(disk.filling, "Is my disk filling up?"),
    Case(disk.deleted, "Where did my disk space go?"),
    Case(folders.cache_on_full_disk, "My disk is full. What can I delete?", counts_folders=True),
    Case(disk.stalled, "Why does everything hang when I save?", 2),
    Case(disk.frozen, "My program hangs. Why?"),
    Case(state.zombies, "There are dozens of defunct processes. Why?"),
    Case(state.stopped, "My editor is frozen. Why?"),
    Case(state.stuck, "Why does my program not respond?"),
    Case(state.files_used_up, "Too many open files. Who?"),
    Case(state.tasks_used_up, "Why can't I start programs?"),
)

LOOK_ALIKES = (
    Case(cpu.niced, "Fans are loud. Is something wrong?"),
    Case(cpu.thread_starts, "Why is my computer slow?"),
    Case(cpu.roomy_quota, "Why is my program slow?"),
    Case(cpu.pinned_alone, "Why is my program slow?"),
    Case(cpu.poller, "Why is my computer slow?"),
    Case(cpu.ping_pong, "Why is my computer slow?"),
    Case(memory.sawtooth, "Is some program leaking memory?", 6),
    Case(memory.load_then_stop, "Is some program leaking memory?", 4),
    Case(memory.mapped_file, "Is some program leaking memory?", 4),
    Case(memory.first_reading, "Is memory short?"),
    Case(memory.ended_by_signal, "My program vanished. Why?"),
    Case(memory.idle_at_limit, "Why is my container so slow?"),
    Case(memory.parked_in_swap, "Swap is used, is that bad?"),
    Case(memory.anonymous_file, "Where did my disk space go?"),
    Case(disk.full_speed, "Why does everything hang when I save?", 2),
    Case(folders.films_on_full_disk, "My disk is full. What can I delete?", counts_folders=True),
    Case(disk.read_only, "Is one of my disks full?"),
    Case(disk.full_with_inodes, "Is one of my disks full?"),
    Case(disk.reserve_with_room, "Is one of my disks full?"),
    Case(disk.filling_with_room, "Is my disk filling up?"),
    Case(state.many_files, "Too many open files. Who?"),
    Case(state.few_zombies, "There are dozens of defunct processes. Why?"),
    Case(state.many_threads, "Why can't I start programs?"),
    Case(state.stopped_at_terminal, "My editor is frozen. Why?"),
)
"""No faults: the rule of their ``kind`` must not call them one. (``full_with_inodes`` is another rule's fault.)"""

HEALTHY = (
    Case(state.nothing, "Is anything wrong with my computer?"),
    Case(memory.full_of_cache, "Is my RAM full?"),
    Case(cpu.batch_alone, "Why is my computer slow?"),
)
"""Machines on which no rule at all may find a fault; each needs a machine that other work leaves alone."""
