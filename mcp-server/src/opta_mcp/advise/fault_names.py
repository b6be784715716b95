"""Faults that a question calls by their own name: zombies, open files, a program that is bound to one core.

What such a question is about is not a symptom that many rules explain but a few rules themselves, so that what they
find comes first, and that they found nothing is worth saying. Data, and how it is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from opta_mcp.advise.clauses import ASKERS, CLOSERS
from opta_mcp.advise.closed import JUDGEMENTS
from opta_mcp.advise.vocabulary import HOPEFUL

TABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(?:zombies?|defunct)\b", ("process.zombies",)),
    (
        r"\bopen(?:ed)? files\b|\bfiles? (?:open|handles?|descriptors?)\b|\b(?:many|much) files\b.*\bopen\b",
        ("process.files",),
    ),
    (
        (
            r"^fork\b|\bresource temporarily unavailable\b|\b(?:thread|process) limit\b"
            r"|\b(?:many|more|another|new) threads?\b"
            r"|\blimit (?:of|on|for) (?:the )?process(?:es)?\b"
            r"|\bprocess(?:es)? can \S+ (?:still )?(?:start|open|run|have)\b"
        ),
        ("process.tasks",),
    ),
    (
        r"\bspawn(?:s|ing|ed)?\b|\b(?:starts?|starting|launch(?:es|ing)?|creat(?:es?|ing)) (?:so|too|to) many\b",
        ("cpu.short_children", "process.tasks"),
    ),
    (
        r"\bcontext[- ]switch(?:es|ing)?\b|\bswitch(?:es|ing) (?:too much|all the time|so (?:much|often))\b",
        ("cpu.switching",),
    ),
    (
        (
            r"\b(?:pinned|affinity)\b|\bbound to (?:\w+ )?(?:core|cpu)\b"
            r"|\b(?:only|limited) (?:\w+ )?(?:on |to )?(?:one|1|a single) core\b|\b(?:make|let|have) \S+ use all\b"
        ),
        ("cpu.affinity",),
    ),
    (r"\bdeleted (?:\w+ ){0,3}files?\b", ("disk.deleted",)),
    (r"\binodes?\b", ("disk.inodes",)),
    (r"\breserved? (?:disk )?(?:space|room|blocks)\b|\broot can write\b", ("disk.reserve",)),
    (
        (
            r"\b(?:paused|suspended)\b|\bctrl[- ]?z\b|\bstopped (?:program|process|job|app)s?\b"
            r"|\b(?:is|are|was) \S+ stopped\b"
        ),
        ("process.stopped",),
    ),
    (r"\bkswapd\d*\b", ("memory.thrash", "memory.short", "cpu.kernel")),
    (r"\bthrash(?:es|ing)?\b|\b(?:is|are) (?:\S+ ){1,3}swapping\b", ("memory.thrash", "memory.swap_full")),
    (
        (
            r"\b(?:disks?|drives?|ssd|hdd|storage) (?:is )?(?:so |too |very |really |the |a )*(?:slow|bottleneck)\b"
            r"|\bslow (?:disks?|drives?|ssd|hdd)\b"
        ),
        ("disk.stall", "memory.thrash"),
    ),
    (r"\b(?:cpu|processor|clock) (?:is )?limited\b", ("cpu.clock_limit", "cpu.throttle", "cpu.quota")),
    (
        r"\bquota\b|\b(?:is|are) (?:\S+ ){1,2}limited\b|\blimiting (?:my|the) (?:program|app|process|cpu|job)\b",
        ("cpu.quota", "memory.limit", "process.tasks"),
    ),
    (r"\b(?:memory|ram|cpu|processor) (?:limit|cap)\b", ("memory.limit", "cpu.quota")),
    (
        (
            r"^(?!.*\b(?:internet|network|wifi|disk|downloads?|provider|isp)\b)"
            r".*\b(?:throttl(?:e|es|ed|ing)|full (?:speed|clock))\b"
        ),
        ("cpu.throttle", "cpu.clock_limit", "cpu.quota"),
    ),
    (
        r"\bpower[- ]?sav(?:e|er|ing)\b|\bpower (?:plan|mode|profile)\b|\b(?:eco|low[- ]power) mode\b",
        ("power.saving", "cpu.clock_limit"),
    ),
    (r"\bnois(?:e|y) neighbou?rs?\b|\b(?:by|from) (?:the|my|its) host\b|\bsteal time\b|\bcpu steal\b", ("cpu.steal",)),
    (r"\b(?:is|are) (?:\S+ ){1,3}filling\b(?=.*\b(?:disks?|drives?|ssd|space|storage)\b)", ("disk.filling",)),
)
"""How people name a fault, and the rules that find it, the one without which nothing can be said first."""

HOW_MANY = re.compile(r"\bhow many\b(?! zombies?\b| defunct\b)")
"""A wish for a number of them, which that there is no fault does not tell."""

AT_FULL_SPEED = re.compile(r"\bfull (?:speed|clock)\b")
"""What is hoped for, where what it is called by is what holds it back."""


@dataclass(frozen=True, slots=True)
class NamedFault:
    """What a question calls by its name, and how it asks of it."""

    rules: tuple[str, ...] = ()
    """Those that find it; none where it calls nothing so."""
    asks_whether: bool = False
    """Whether it asks if there is one: "are there zombies?", and not "why are there zombies?"."""
    hopes_for_none: bool = False
    """Whether a yes to that would mean that there is none: "are there inodes left?", "is nothing paused?"."""


def fault_in(text: str) -> NamedFault:
    """Return the first fault that a question calls by its name."""
    sentences = [part.strip() for part in re.split(r"[.?!;:](?:\s|$)|,\s", text.casefold())]
    for pattern, rules in TABLE:
        if found := [sentence for sentence in sentences if re.search(pattern, sentence)]:
            closed = next((sentence for sentence in found if _is_closed(sentence)), None)
            return NamedFault(rules, closed is not None, closed is not None and _hopes_for_none(closed))
    return NamedFault()


def asks_how_many(text: str) -> bool:
    """Say whether it asks for a number of them."""
    return bool(HOW_MANY.search(text.casefold()))


def _is_closed(sentence: str) -> bool:
    words = sentence.split()
    return bool(words) and words[0] in CLOSERS and JUDGEMENTS.union(ASKERS).isdisjoint(words)


def _hopes_for_none(closed: str) -> bool:
    words = closed.split()
    hoped = not HOPEFUL.isdisjoint(words) or bool(AT_FULL_SPEED.search(closed))
    return hoped != (not {"no", "nothing"}.isdisjoint(words) or "not" in words[2:])
