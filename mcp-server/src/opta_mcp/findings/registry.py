"""Every rule that Opta knows, by area: the engine runs them, the documentation is generated from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings.rules import (
    clock,
    disk,
    folders,
    graphics,
    health,
    machine,
    memory,
    named,
    network,
    process,
    processor,
    scheduling,
    space,
    swapping,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opta_mcp.findings.rule import Rule

AREAS: Mapping[str, tuple[Rule, ...]] = {
    "Processor": (
        processor.hog,
        processor.full,
        processor.short_children,
        processor.kernel,
        processor.background,
        processor.top,
        processor.use,
        scheduling.quota,
        scheduling.affinity,
        scheduling.switching,
        scheduling.steal,
    ),
    "Heat, clock and power": (clock.throttle, clock.clock_limit, clock.temperature, clock.saving, clock.battery),
    "Memory": (
        memory.short,
        swapping.thrash,
        swapping.group_limit,
        swapping.swap_full,
        memory.growing,
        memory.steady,
        memory.out_of_memory,
        memory.top,
        memory.cache,
        memory.fine,
        swapping.swap_idle,
        swapping.swap_room,
        swapping.swap_none,
    ),
    "Disks": (
        space.full,
        space.inodes,
        space.filling,
        space.reserve,
        space.deleted,
        disk.stall,
        space.fine,
        folders.caches,
        folders.largest,
        folders.little,
        folders.kept,
        disk.busy,
        disk.top,
        disk.traffic,
    ),
    "Programs": (process.stuck, process.stopped, process.files, process.tasks, process.zombies),
    "Graphics": (graphics.memory_full, graphics.throttle, graphics.top),
    "Network": (network.full, network.loss, network.top),
    "The machine": (machine.about,),
}
"""Rules that look, in the order in which the documentation has them."""

SUMMARIES: tuple[Rule, ...] = (health.healthy, health.cannot_tell)
"""Rules that the engine speaks itself, where no other found a fault."""

NAMED: tuple[Rule, ...] = (named.use, named.absent, named.holding)
"""Rules for the programs and folders that a question names, which a look alone does not know."""

RULES: tuple[Rule, ...] = tuple(rule for rules in AREAS.values() for rule in rules)


BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in (*RULES, *SUMMARIES, *NAMED)}
"""Every rule that a finding can come from, by the id that its findings carry."""


def rule_of(rule_id: str) -> Rule:
    """Return a rule by its id; raises KeyError for one that is not there."""
    return BY_ID[rule_id]
