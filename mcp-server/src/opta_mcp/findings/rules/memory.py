"""Main memory: who holds it, whether it is short, and what only looks as if it were."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import MEASURED, NETDATA, NETDATA_TREE, OOMD, OURS, PSI, SYSCTL_VM
from opta_mcp.telemetry.window import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import Application, ProcessWindow, Window

NOTED_RISE_BYTES = 1 << 20
"""Less is nothing to speak of."""
ROOMY = Threshold(0.2, "ratio", f"{OURS}: below it memory may really become short")
"""What is available of a memory in which there is room."""
WAITED = Threshold(0.1, "ratio", f"{OURS}; systemd-oomd acts at 60 % for 30 s")
"""Share of the time in which some program waited for memory."""
MUCH_CACHE = {"cached": Threshold(0.25, "ratio", OURS), "available": ROOMY}


def largest(window: Window) -> list[Application]:
    """Return the applications by what they hold in memory, the largest first."""
    return sorted(window.applications, key=lambda each: each.memory_bytes, reverse=True)


def resident(one: ProcessWindow) -> float:
    """Return what a process holds, to find an application's largest."""
    return one.resident_bytes


@rule(
    id="memory.short",
    title="Memory is nearly used up",
    why="Only {available} of {total} of memory is available to programs, {ratio}. {waits} {who} holds the most "
    "memory: {held}.",
    advice="Save your work in {name} and close it, or close other programs that you do not need.",
    risk="Unsaved work in what you close is lost.",
    undo="Start {name} again.",
    sources=(NETDATA_TREE, OOMD, PSI),
    thresholds={
        "available": Threshold(0.1, "ratio", f"{NETDATA}: ram_available"),
        "empty": Threshold(0.03, "ratio", OURS),
        "waited": WAITED,
        "refaults": Threshold(1000, "1/s", f"{MEASURED}, where the kernel tells no pressure"),
    },
    explains=("slow", "freezes", "full_memory", "memory_use", "cannot_start", "crash", "model_slow"),
    answers={"full_memory": True, "slow": True},
    settles=("full_memory",),
    judgements=("short", "nearly full", "low"),
    synonyms={"memory": ("RAM", "main memory"), "holds": ("uses", "takes", "occupies"), "available": ("left",)},
    provoked="a recording: it needs the memory of the whole machine",
    quiet="memory full of page cache",
)
def short(window: Window, limit: Limits) -> Iterator[Hit]:
    """Little is available and programs wait for it, or nothing at all is left."""
    memory, ranked, waited = window.memory, largest(window), _waited(window)
    scarce = memory.available_ratio < limit["available"] and _is_pressed(window, limit)
    if not ranked or not (scarce or memory.available_ratio < limit["empty"]):
        return
    blamed = culprits.application(ranked[0], resident)
    evidence = {
        "available": figures.size("memory.available", memory.available_bytes, limit["available"] * memory.total_bytes),
        "total": figures.size("memory.total", memory.total_bytes),
        "ratio": figures.share("memory.available", memory.available_ratio, limit["available"]),
        "held": figures.size("application.memory", ranked[0].memory_bytes),
        **blamed.evidence,
    }
    clauses = {**blamed.clauses, "waits": ""}
    if waited is not None and waited >= limit["waited"]:
        evidence["waited"] = figures.share("pressure.memory", waited, limit["waited"])
        clauses["waits"] = "Programs waited for memory {waited} of the time."
    empty = memory.available_ratio < limit["empty"]
    yield Hit("critical" if empty else "warning", evidence, blamed.culprit, clauses, weight=0.9)


def _is_pressed(window: Window, limit: Limits) -> bool:
    """Whether programs feel it; taken for granted on a system that tells neither pressure nor refaults."""
    waited = _waited(window)
    if waited is not None:
        return waited >= limit["waited"]
    refaults = readable(window.memory, lambda each: each.refaults_per_s)
    return refaults is None or refaults >= limit["refaults"]


def _waited(window: Window) -> float | None:
    """Return the share of time in which some program waited for memory; None where the kernel does not tell."""
    return readable(window, lambda each: each.pressure.all.memory_some_ratio)


@rule(
    id="memory.fine",
    title="Memory is fine",
    why="{available} of {total} of memory is available to programs. {swap}",
    sources=(SYSCTL_VM,),
    thresholds={
        "available": Threshold(0.1, "ratio", f"{NETDATA}: ram_available"),
        "roomy": ROOMY,
        "waited": WAITED,
    },
    explains=("full_memory",),
    answers={"full_memory": False, "anything": False},
    judgements=("fine", "enough", "not full"),
    synonyms={"memory": ("RAM", "main memory"), "available": ("free to programs",)},
    provoked="any machine with room in its memory",
    quiet="memory full of page cache, of which its own rule tells, and memory that is short",
)
def fine(window: Window, limit: Limits) -> Iterator[Hit]:
    """Enough is available: what "is my RAM full?" asks."""
    memory = window.memory
    if memory.available_ratio < limit["available"] or _is_much_cache(window) or _is_missed(window, limit):
        return
    evidence = {
        "available": figures.size("memory.available", memory.available_bytes, limit["available"] * memory.total_bytes),
        "total": figures.size("memory.total", memory.total_bytes),
    }
    swap = readable(memory, lambda each: each.swap_total_bytes)
    yield Hit("info", evidence, clauses={"swap": "There is no swap." if swap == 0 else ""}, weight=0.9)


def _is_missed(window: Window, limit: Limits) -> bool:
    """Whether programs wait for memory of which not much is left."""
    return window.memory.available_ratio < limit["roomy"] and (_waited(window) or 0.0) >= limit["waited"]


@rule(
    id="memory.cache",
    title="Memory is not full: it is used as cache",
    why="{cached} of {total} is page cache, which the system gives back when programs need it; {available} is "
    "available to programs, though only {free} is free.",
    advice="Nothing needs to be done.",
    sources=(SYSCTL_VM, "https://www.linuxatemyram.com/"),
    thresholds=MUCH_CACHE,
    explains=("full_memory",),
    answers={"full_memory": False, "slow": False, "anything": False},
    judgements=("not full", "fine", "harmless", "normal"),
    synonyms={"cache": ("copies of files",), "gives back": ("frees", "returns"), "memory": ("RAM",)},
    provoked="a recording: to fill a whole memory takes too long for a test",
    quiet="memory that programs hold",
)
def cache(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Tell of copies of files that fill what nobody needs: little is free, and much is available."""
    if not _is_much_cache(window):
        return
    memory = window.memory
    evidence = {
        "cached": figures.size("memory.cached", memory.cached_bytes),
        "total": figures.size("memory.total", memory.total_bytes),
        "available": figures.size("memory.available", memory.available_bytes),
        "free": figures.size("memory.free", memory.free_bytes),
    }
    yield Hit("info", evidence, weight=0.9)


def _is_much_cache(window: Window) -> bool:
    memory = window.memory
    cached = readable(memory, lambda each: each.cached_ratio) or 0.0
    enough = memory.available_ratio >= MUCH_CACHE["available"].value
    return enough and cached >= MUCH_CACHE["cached"].value and memory.free_bytes < memory.available_bytes / 2


@rule(
    id="memory.top",
    title="{name} holds the most memory",
    why="{who} holds {held}, {share} of {total}. {others} {cache}",
    explains=("memory_use", "full_memory"),
    settles=("memory_use",),
    judgements=("largest",),
    synonyms={"holds": ("uses", "takes", "eats", "occupies"), "memory": ("RAM",)},
    provoked="a program that holds some GiB",
    quiet="no machine: somebody always holds the most, and that is no fault",
)
def top(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Who holds the most memory: an answer, no fault."""
    ranked = largest(window)
    if not ranked:
        return
    blamed = culprits.application(ranked[0], resident)
    rest = [(each.name, figures.size("other.memory", each.memory_bytes)) for each in ranked[1:3]]
    next_ones, told, names = culprits.ranking(rest)
    total = window.memory.total_bytes
    evidence = {
        "held": figures.size("application.memory", ranked[0].memory_bytes),
        "share": figures.share("application.memory", ranked[0].memory_bytes / total),
        "total": figures.size("memory.total", total),
        **blamed.evidence,
        **next_ones,
    }
    clauses = {**blamed.clauses, **told, "cache": ""}
    if _is_much_cache(window):
        evidence["cached"] = figures.size("memory.cached", window.memory.cached_bytes)
        clauses["cache"] = "Another {cached} is page cache, which the system gives back when programs need it."
    yield Hit("info", evidence, blamed.culprit, clauses, names, weight=0.8)


@rule(
    id="memory.growing",
    title="{name} takes more and more memory",
    why="{who} grew by {growth} over the last {window} without a pause and now holds {held}. {left_for}",
    advice="Save your work in {name} and restart it; if it grows again, report it to its makers.",
    risk="Unsaved work in {name} is lost.",
    undo="Start {name} again.",
    sources=("https://github.com/pop-os/cosmic-files/issues/1223",),
    thresholds={
        "growth": Threshold(0.01, "ratio/min", f"{OURS}, of all memory"),
        "rises": Threshold(3, "count", f"{MEASURED}: load-then-stop and sawtooth also rise in 8 of 10"),
        "soon": Threshold(300, "s", OURS),
    },
    explains=("growing", "memory_use", "full_memory", "slow"),
    answers={"growing": True},
    settles=("growing",),
    judgements=("growing", "larger"),
    synonyms={"grew": ("grows", "rose", "is growing"), "memory": ("RAM",), "holds": ("uses", "takes")},
    provoked="a program that takes 30 to 60 MiB a second",
    quiet="a program that loads and stops, one that takes and gives back, one that reads a mapped file",
)
def growing(window: Window, limit: Limits) -> Iterator[Hit]:
    """Memory of its own that never fell and still rises; "growing" now, a "leak" only after a longer look."""
    least = limit["growth"] * window.memory.total_bytes / 60
    risen = [each for each in window.processes if _grows(each, least, int(limit["rises"]))]
    for one in sorted(risen, key=lambda each: each.anonymous_growth_bytes_per_s, reverse=True)[:2]:
        rate = one.anonymous_growth_bytes_per_s
        left = window.memory.available_bytes / rate
        blamed = culprits.process(one)
        evidence = {
            "growth": figures.rate("process.memory_growth", rate, least),
            "held": figures.size("process.memory", one.resident_bytes),
            "left": figures.duration("memory.full_in", left),
            "window": figures.duration("window", window.seconds),
            **blamed.evidence,
        }
        clauses = {**blamed.clauses, "left_for": "At this rate the memory that is available lasts for {left}."}
        soon = left < limit["soon"]
        yield Hit("critical" if soon else "warning", evidence, blamed.culprit, clauses, weight=0.8)
    _told_long_enough(window, int(limit["rises"]))


def _grows(one: ProcessWindow, least: float, rises: int) -> bool:
    series = readable(one, lambda each: each.anonymous_series) or ()
    if one.began_in_window or len(series) <= rises:
        return False
    steps = [after - before for before, after in pairwise(series)]
    return min(steps) >= 0 and min(steps[-rises:]) > 0 and one.anonymous_growth_bytes_per_s >= least


def _told_long_enough(window: Window, rises: int) -> None:
    if len(window.samples) + 1 < rises:
        raise Unreadable("process.growth", "the look was too short to tell whether anything grows")


@rule(
    id="memory.steady",
    title="No program is growing fast",
    why="Over the last {window} {most}",
    advice="A slow leak shows only over hours: ask again later, and compare.",
    explains=("growing",),
    answers={"growing": False},
    judgements=("steady", "not growing"),
    synonyms={"memory": ("RAM",)},
    provoked="a quiet machine, looked at for ten seconds",
    quiet="a program that grows, and a look of a second",
)
def steady(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Whoever changed the most, where nobody grows without a pause: an answer, no fault."""
    if any(growing.hits(window)):
        return
    ranked = sorted((each for each in window.processes if not each.began_in_window), key=_risen, reverse=True)
    evidence = {"window": figures.duration("window", window.seconds)}
    if not ranked or _risen(ranked[0]) < NOTED_RISE_BYTES:
        yield Hit("info", evidence, clauses={"most": "none held noticeably more at the end."}, weight=0.9)
        return
    blamed = culprits.process(ranked[0])
    evidence |= {"risen": figures.size("process.memory_change", _risen(ranked[0])), **blamed.evidence}
    told = f"{blamed.clauses['who']} rose the most, by {{risen}}."
    yield Hit("info", evidence, blamed.culprit, {**blamed.clauses, "most": told}, weight=0.9)


def _risen(one: ProcessWindow) -> float:
    """Return by how many bytes a process's own memory rose over the window."""
    series = readable(one, lambda each: each.anonymous_series)
    return float(series[-1] - series[0]) if series else 0.0


@rule(
    id="memory.oom",
    title="{name} was ended because memory ran out",
    why="{ago} ago the system ended {name} to get memory back. {largest_now}",
    advice="Start {name} again. If it happens again, close large programs before, or give its group more memory.",
    risk="What {name} had not saved is lost.",
    sources=(NETDATA_TREE,),
    thresholds={
        "recent": Threshold(1800, "s", f"{NETDATA}: oom_kill, 30 min"),
        "now": Threshold(30, "s", f"{OURS}: older ones explain a crash and are no fault of this moment"),
    },
    explains=("crash",),
    answers={"crash": True},
    judgements=("ended", "gone"),
    synonyms={"ended": ("killed", "stopped", "closed"), "memory": ("RAM",)},
    provoked="a program that takes more than its control group may have",
    quiet="a program ended by a signal of somebody else",
)
def out_of_memory(window: Window, limit: Limits) -> Iterator[Hit]:
    """The kernel's log of the last half hour; a counter above zero alone says nothing about when."""
    recent = [kill for kill in window.oom_log if window.oom_age_s(kill) <= limit["recent"]]
    ranked = largest(window)
    for kill in sorted(recent, key=window.oom_age_s)[:2]:
        ago = window.oom_age_s(kill)
        evidence = {"ago": figures.duration("oom.age", ago, limit["recent"])}
        clauses = {"largest_now": ""}
        names = {}
        if ranked:
            evidence["held"] = figures.size("other.memory", ranked[0].memory_bytes)
            clauses["largest_now"] = "Now {largest} holds the most memory: {held}."
            names["largest"] = ranked[0].name
        culprit, weight = culprits.gone(kill.victim, kill.pid), 0.4 - ago / limit["recent"] / 10
        yield Hit("warning" if ago <= limit["now"] else "info", evidence, culprit, clauses, names, weight)
