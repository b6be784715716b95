"""Memory that moves to and from a disk, and limits of control groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import rate, readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.rules.memory import ROOMY, largest, resident
from opta_mcp.findings.sources import CGROUP_V2, MEASURED, NETDATA, NETDATA_TREE, OOMD, OURS, PSI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import Application, CgroupWindow, ProcessWindow, Window
    from opta_mcp.wire.answer import Evidence


NEARLY_FULL = Threshold(0.9, "ratio", f"{NETDATA}: used_swap, 80 to 90 %")
TRICKLE = 64 * 1024.0
"""Bytes a second to or from swap: below it something idle was looked at once. A program that lives from swap moves
26 MiB/s, one that looks through what it has there page by page 0.4 MiB/s (measured)."""


def _faults(one: ProcessWindow) -> float:
    return rate(one, lambda each: each.major_faults_per_s)


@rule(
    id="memory.thrash",
    title="{scarce}, so {it} keeps fetching it from disk",
    why="{waits} {who} needs memory the most: it holds {held} and had to fetch {faults} pieces of it a second{moves}. "
    "{room}",
    advice="Save your work in {name} and close it. If you need it, {more} helps.",
    risk="Unsaved work in {name} is lost.",
    undo="Start {name} again.",
    sources=(OOMD, PSI),
    thresholds={
        "full": Threshold(0.1, "ratio", f"{MEASURED}: swap file 13-15 %, zram 25-28 %"),
        "some": Threshold(0.01, "ratio", f"{MEASURED}: pages of files thrown out and read again, 1-4 %"),
        "faults": Threshold(10, "1/s", f"{MEASURED}: 7,000-13,000; reading a file again 0"),
        "refaults": Threshold(1000, "1/s", f"{MEASURED}: a file mapped for the first time 0"),
        "swap_in": Threshold(4 << 20, "bytes/s", f"{MEASURED}: 6,700 pages a second, 26 MiB/s"),
        "available": ROOMY,
    },
    explains=("freezes", "slow", "full_memory", "full_swap", "disk_use"),
    answers={"freezes": True, "slow": True},
    synonyms={
        "fetching": ("swapping", "reading back"),
        "memory": ("RAM",),
        "memory the most": ("the most memory",),
        "waited": ("stalled",),
    },
    provoked="a program that works with twice what its control group may hold, with swap",
    quiet="a file mapped and read for the first time, memory that lies idle in swap",
)
def thrash(window: Window, limit: Limits) -> Iterator[Hit]:
    """Everybody waits for memory that was thrown out: to swap, or the pages of files."""
    swapped = readable(window.memory, lambda each: each.swap_in_bytes_per_s) or 0.0
    if not window.processes or not (_is_swapping(window, swapped, limit) or _is_rereading(window, limit)):
        return
    worst = max(window.processes, key=_faults)
    if _faults(worst) < limit["faults"]:
        return  # whoever it was has ended: nobody who is here is to blame
    blamed = culprits.of(window, worst, _faults)
    evidence = {
        "held": figures.size("process.memory", worst.resident_bytes),
        "faults": figures.per_second("process.major_faults", _faults(worst), limit["faults"]),
        **blamed.evidence,
    }
    clauses = {**blamed.clauses, **_whose(window, limit), "moves": "", "waits": ""}
    if clauses["room"]:
        evidence["available"] = figures.size("memory.available", window.memory.available_bytes)
    if (full := _stalled(window)) is not None:
        evidence["full"] = figures.share("pressure.memory", full, limit["some"])
        evidence["window"] = figures.duration("window", window.seconds)
        clauses["waits"] = "Programs all waited for memory {full} of the last {window}."
    if swapped >= limit["swap_in"]:
        evidence["swap_in"] = figures.rate("swap.in", swapped, limit["swap_in"])
        clauses["moves"] = ", while {swap_in} came back from swap"
    yield Hit("critical", evidence, blamed.culprit, clauses, weight=0.95)


def _whose(window: Window, limit: Limits) -> dict[str, str]:
    """Say whether the computer's memory is short, or only what one program may hold of it."""
    if window.memory.available_ratio < limit["available"]:
        more = "more memory or compressed swap (zram)"
        return {"scarce": "Memory is short", "it": "the computer", "room": "", "more": more}
    room = "The computer itself has {available} of memory available: {name} may not have it."
    more = "a higher memory limit of its container or service"
    return {"scarce": "{name} has too little memory", "it": "it", "room": room, "more": more}


def _stalled(window: Window) -> float | None:
    """Return the share of time in which everybody waited for memory; None where the kernel tells no pressure."""
    return readable(window, lambda each: each.pressure.all.memory_full_ratio)


def _is_swapping(window: Window, swapped: float, limit: Limits) -> bool:
    full = _stalled(window)
    return swapped >= limit["swap_in"] and (full is None or full >= limit["full"])


def _is_rereading(window: Window, limit: Limits) -> bool:
    full, memory = _stalled(window), window.memory
    faulting = memory.major_faults_per_s >= limit["faults"] and memory.refaults_per_s >= limit["refaults"]
    return faulting and (full is None or full >= limit["some"])


@rule(
    id="memory.swap_full",
    title="Swap is nearly full",
    why="{used} of {total} of swap is used, {ratio}, and it is needed: {rate} comes back from it, and {available} of "
    "memory is available. {who} {holds}.",
    advice="Close {name} or other large programs, or add swap.",
    risk="Unsaved work in what you close is lost.",
    undo="Start {name} again; swap that was added can be turned off and deleted.",
    sources=(NETDATA_TREE, OOMD),
    thresholds={
        "used": NEARLY_FULL,
        "available": ROOMY,
        "swap_in": Threshold(TRICKLE, "bytes/s", f"{OURS}; a program that needs what lies there 0.4 MiB/s"),
    },
    explains=("slow", "freezes", "full_swap", "full_memory", "crash"),
    answers={"full_swap": True},
    judgements=("nearly full",),
    synonyms={"swap": ("page file",), "used": ("taken",)},
    provoked="a program in a control group that takes all of a small swap and looks through what lies there",
    quiet="the same swap while memory is free and nothing comes back from it",
)
def swap_full(window: Window, limit: Limits) -> Iterator[Hit]:
    """Swap is full and needed."""
    memory = window.memory
    if not memory.swap_total_bytes or memory.swap_used_ratio < limit["used"]:
        return
    needed = memory.swap_in_bytes_per_s >= limit["swap_in"] or memory.available_ratio < limit["available"]
    if not needed or not window.applications:
        return
    blamed, held, holds = _most_in_swap(window)
    evidence = {
        "used": figures.size("swap.used", memory.swap_used_bytes),
        "total": figures.size("swap.total", memory.swap_total_bytes),
        "ratio": figures.share("swap.used", memory.swap_used_ratio, limit["used"]),
        "available": figures.share("memory.available", memory.available_ratio, limit["available"]),
        "rate": figures.rate("swap.in", memory.swap_in_bytes_per_s, limit["swap_in"]),
        "held": held,
        **blamed.evidence,
    }
    yield Hit("warning", evidence, blamed.culprit, {**blamed.clauses, "holds": holds}, weight=0.5)


def _most_in_swap(window: Window) -> tuple[culprits.Blamed, Evidence, str]:
    """Return whose memory fills swap and how to say so; where nobody's share is told, who holds the most memory."""
    if (first := _first_in_swap(window)) is not None:
        held = figures.size("application.swapped", first.swapped_bytes)
        return culprits.application(first, lambda each: each.swapped_bytes), held, "has the most in swap: {held}"
    first = largest(window)[0]
    held = figures.size("application.memory", first.memory_bytes)
    return culprits.application(first, resident), held, "holds the most memory: {held}"


def _first_in_swap(window: Window) -> Application | None:
    """Return who has the most in swap; None where nobody has any, or nobody's share is told."""
    told = [each for each in window.applications if readable(each, lambda one: one.swapped_bytes)]
    return max(told, key=lambda each: each.swapped_bytes, default=None)


@rule(
    id="memory.swap_idle",
    title="Swap is used, and that is harmless",
    why="{used} of {total} of swap holds memory that nobody has needed for a while: {rate} came back from it over the "
    "last {window}. {most}",
    advice="Nothing needs to be done.",
    sources=("https://askubuntu.com/questions/157793/why-is-swap-being-used-even-though-i-have-plenty-of-free-ram",),
    thresholds={"rate": Threshold(TRICKLE, "bytes/s", f"{OURS}; a thrashing program 26 MiB/s")},
    explains=("full_swap", "full_memory", "memory_use"),
    answers={"full_memory": False, "slow": False, "anything": False},
    judgements=("harmless", "fine", "normal", "idle"),
    synonyms={"swap": ("page file",), "holds": ("keeps",)},
    provoked="a program that touched memory once, under a limit, and then leaves it alone",
    quiet="a program that lives from swap",
)
def swap_idle(window: Window, limit: Limits) -> Iterator[Hit]:
    """Something lies in swap and stays there."""
    memory = window.memory
    if not memory.swap_used_bytes:
        return
    rate = memory.swap_in_bytes_per_s + memory.swap_out_bytes_per_s
    if rate >= limit["rate"] or any(swap_full.hits(window)):
        return
    evidence = {
        "used": figures.size("swap.used", memory.swap_used_bytes),
        "total": figures.size("swap.total", memory.swap_total_bytes),
        "rate": figures.rate("swap.in", memory.swap_in_bytes_per_s, limit["rate"]),
        "window": figures.duration("window", window.seconds),
    }
    if (first := _first_in_swap(window)) is None:
        yield Hit("info", evidence, clauses={"most": ""}, weight=0.6)
        return
    evidence["held"] = figures.size("application.swapped", first.swapped_bytes)
    clauses, names = {"most": "{most_name} has the most in swap: {held}."}, {"most_name": first.name}
    yield Hit("info", evidence, clauses=clauses, names=names, weight=0.6)


@rule(
    id="memory.swap_room",
    title="Swap is not full",
    why="{used} of {total} of swap is used, {ratio}.",
    thresholds={"used": NEARLY_FULL},
    explains=("full_swap",),
    answers={"full_swap": False},
    judgements=("fine", "enough", "not full"),
    synonyms={"swap": ("page file",), "used": ("taken",)},
    provoked="any machine whose swap has room",
    quiet="swap that is nearly full, whether it is needed or not, and a machine without any",
)
def swap_room(window: Window, limit: Limits) -> Iterator[Hit]:
    """Swap with room in it: what "is my swap full?" asks."""
    memory = window.memory
    if not memory.swap_total_bytes or memory.swap_used_ratio >= limit["used"]:
        return
    evidence = {
        "used": figures.size("swap.used", memory.swap_used_bytes),
        "total": figures.size("swap.total", memory.swap_total_bytes),
        "ratio": figures.share("swap.used", memory.swap_used_ratio, limit["used"]),
    }
    yield Hit("info", evidence, weight=0.3)


@rule(
    id="memory.swap_none",
    title="There is no swap",
    why="This computer has no swap, so memory cannot move out of the way to a disk.",
    explains=("full_swap",),
    judgements=("missing",),
    synonyms={"swap": ("page file",)},
    provoked="any machine without swap",
    quiet="a machine with some",
)
def swap_none(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Tell whoever asks about swap that there is none."""
    if window.memory.swap_total_bytes == 0:
        yield Hit("info", {})


@rule(
    id="memory.limit",
    title="{name} has reached the memory limit of its group",
    why="The control group of {who} may hold {limit} and holds {used}, so {name} keeps losing memory that it needs: it "
    "met the limit {hits} times a second and had to fetch {faults} pieces a second from disk.",
    advice="Raise the memory limit of the group {group} (of the container or service), or give {name} less to do.",
    risk="With a higher limit less memory is left for other programs.",
    undo="Set the old limit again: {limit}.",
    sources=(CGROUP_V2,),
    thresholds={
        "used": Threshold(0.9, "ratio", OURS),
        "hits": Threshold(100, "1/s", f"{MEASURED}: 6,000-13,000; reading a file at the limit 460"),
        "some": Threshold(0.01, "ratio", f"{MEASURED}, where the group tells its pressure"),
        "faults": Threshold(10, "1/s", f"{MEASURED}: idle cache and reading have none"),
    },
    explains=("slow", "freezes", "full_memory", "crash"),
    answers={"slow": True},
    judgements=("limited",),
    synonyms={"limit": ("maximum",), "fetch": ("read again",)},
    provoked="a program that works with three times what its control group may hold",
    quiet="a group whose memory is full of cache that nobody needs",
)
def group_limit(window: Window, limit: Limits) -> Iterator[Hit]:
    """A group at its limit that really misses what it had to give up."""
    for group in window.cgroups:
        if not group.limits_memory or not _presses(group, limit):
            continue
        members = sorted(window.processes_in(group), key=_faults, reverse=True)
        if not members or _faults(members[0]) < limit["faults"]:
            continue
        blamed = culprits.of(window, members[0], _faults)
        evidence = {
            "limit": figures.size("cgroup.memory_limit", group.memory_limit_bytes),
            "used": figures.size("cgroup.memory", group.memory_used_bytes),
            "hits": figures.per_second("cgroup.memory_limit_hits", group.memory_limit_hits_per_s, limit["hits"]),
            "faults": figures.per_second("process.major_faults", _faults(members[0]), limit["faults"]),
            **blamed.evidence,
        }
        yield Hit("warning", evidence, blamed.culprit, blamed.clauses, {"group": group.name}, weight=0.9)


def _presses(group: CgroupWindow, limit: Limits) -> bool:
    near = (readable(group, lambda each: each.memory_used_ratio) or 0.0) >= limit["used"]
    hits = readable(group, lambda each: each.memory_limit_hits_per_s) or 0.0
    some = readable(group, lambda each: each.memory_some_ratio)
    return near and hits >= limit["hits"] and (some is None or some >= limit["some"])
