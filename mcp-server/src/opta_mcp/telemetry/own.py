"""Which processes are Opta's own: it and what it started, a model among them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from opta_mcp.telemetry.launchers import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opta_mcp.wire.snapshot import ProcessTotals

_SHELLS_OF_OPTA = ("opta", "opta-mcp", "opta-desktop")
"""The desktop window starts the core: both, and what either starts, are Opta. Only those above this process count:
any other program of that name is a stranger."""


def mark_own(processes: Sequence[ProcessTotals], *, children: bool = True) -> tuple[ProcessTotals, ...]:
    """Mark this process, Opta's own above it and, unless told otherwise, all below them."""
    parents = {each.pid: each for each in processes}
    own = {os.getpid()}
    for above in _above(os.getpid(), parents):
        if plain(above.program) in _SHELLS_OF_OPTA or plain(above.name) in _SHELLS_OF_OPTA:
            own.add(above.pid)
    if children:
        own |= _below(own, processes)
    return tuple(each.model_copy(update={"own": True}) if each.pid in own else each for each in processes)


def _above(pid: int, parents: dict[int, ProcessTotals]) -> Iterable[ProcessTotals]:
    seen = {pid}
    while pid in parents and (pid := parents[pid].parent_pid) in parents and pid not in seen:
        seen.add(pid)
        yield parents[pid]


def _below(pids: set[int], processes: Sequence[ProcessTotals]) -> set[int]:
    children: dict[int, list[int]] = {}
    for each in processes:
        children.setdefault(each.parent_pid, []).append(each.pid)
    found: set[int] = set()
    left = list(pids)
    while left:
        new = [child for child in children.get(left.pop(), ()) if child not in found]
        found.update(new)
        left.extend(new)
    return found
