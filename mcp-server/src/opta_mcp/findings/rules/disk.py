"""Waiting for disks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import rate, readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import MEASURED, OURS, PSI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import ProcessWindow, Window

STALLED_RATIO = 0.4
FEWEST_LOOKS = 3
"""Of fewer looks that all found a program waiting nothing can be said."""
SPOKEN_OF_BYTES_PER_S = 1 << 20
"""Who moves less is nothing to speak of."""
OFTEN_RATIO = 0.5
"""Who was found waiting at that share of the looks is held up as well."""


def moved(one: ProcessWindow) -> float:
    """Return what a process reads and writes, in bytes per second; nothing where it denies it."""
    return rate(one, lambda each: each.read_bytes_per_s) + rate(one, lambda each: each.written_bytes_per_s)


def _waiting_ratio(one: ProcessWindow) -> float:
    """Return at how many of the looks a process waited in the kernel."""
    return one.states.count("waiting") / len(one.states)


def _worst_waiter(window: Window) -> ProcessWindow | None:
    """Return, of those that wait often, who moves the most and so makes the others wait; else who waits most often."""
    waiters = [each for each in window.processes if _waiting_ratio(each) > 0 and moved(each) > 0]
    often = [each for each in waiters if _waiting_ratio(each) >= OFTEN_RATIO]
    return max(often, key=moved, default=None) or max(waiters, key=_waiting_ratio, default=None)


def _busiest(window: Window) -> ProcessWindow | None:
    return max(window.processes, key=moved, default=None)


def _held_up(window: Window) -> ProcessWindow | None:
    """Return who waits, else, where no look met anybody waiting, who moves enough to be what the others wait for."""
    busiest = _busiest(window)
    moves = busiest is not None and moved(busiest) >= SPOKEN_OF_BYTES_PER_S
    return _worst_waiter(window) or (busiest if moves else None)


def _wait_s(window: Window, one: ProcessWindow) -> float | None:
    """Return how long each of its waits took, were all that the disk made anybody wait its own; None where untold."""
    waits = rate(one, lambda each: each.switches_per_s)
    return window.pressure.all.io_some_ratio / waits if waits else None


def _keeps_up(window: Window, limit_s: float) -> bool:
    """Say whether the disk serves the one program that waits for it as fast as it asks: many waits, each short.

    Pressure counts a program that writes as fast as it can like one that is held up; the length of a wait does not.
    """
    one = _held_up(window)
    if one is None or any(each is not one and _waiting_ratio(each) >= OFTEN_RATIO for each in window.processes):
        return False
    wait_s = readable(window, lambda each: _wait_s(each, one))
    return wait_s is not None and wait_s < limit_s


def _hit(window: Window, one: ProcessWindow | None, waited: float, limit: float) -> Hit:
    evidence = {
        "waited": figures.share("pressure.io", waited, limit),
        "window": figures.duration("window", window.seconds),
    }
    if one is None:
        return Hit("info", evidence, clauses={"who_moves": "Who it was could not be seen."})
    blamed = culprits.of(window, one, moved)
    evidence |= {"moved": figures.rate("process.disk", moved(one)), **blamed.evidence}
    clauses = {**blamed.clauses, "who_moves": f"{blamed.clauses['who']} read and wrote {{moved}}."}
    return Hit("info", evidence, blamed.culprit, clauses)


@rule(
    id="disk.stall",
    title="Programs keep waiting for the disk",
    why="Programs waited for the disk {waited} of the last {window}. {who_moves}",
    advice="Pause or close what reads and writes the most, or let it finish.",
    risk="What it was writing may stay unfinished.",
    undo="Start it again.",
    sources=(PSI,),
    thresholds={
        "waited": Threshold(STALLED_RATIO, "ratio", f"{MEASURED}: a throttled writer 50-99 %; full speed 3-60 %"),
        "wait": Threshold(0.02, "s", f"{MEASURED}: a throttled writer 0.1 s for each wait; full speed 0.00007 s"),
    },
    explains=("freezes", "slow", "disk_use"),
    answers={"freezes": True, "slow": True, "disk_use": True},
    judgements=("slow", "stalled", "waiting"),
    synonyms={"waited": ("stalled",), "disk": ("drive",)},
    provoked="a program that writes and waits, on a disk throttled for it to 1 MiB a second",
    quiet="a program that writes at full speed",
)
def stall(window: Window, limit: Limits) -> Iterator[Hit]:
    """Pressure of the disk in every part of the window, and waits too long for a disk that keeps up.

    Never the share of iowait, which means nothing.

    Where the kernel tells no pressure: one program, which does read or write, was found waiting at every look.
    """
    worst = _worst_waiter(window)
    told = readable(window, lambda each: [use.io_some_ratio for use in each.pressure.intervals])
    if min(told if told is not None else _seen(worst)) < limit["waited"] or _keeps_up(window, limit["wait"]):
        return
    waited = 1.0 if told is None else window.pressure.all.io_some_ratio
    hit = _hit(window, _held_up(window), waited, limit["waited"])
    yield Hit("warning", hit.evidence, hit.culprit, hit.clauses, weight=0.8)


def _seen(worst: ProcessWindow | None) -> list[float]:
    """Return, for each look at a process, whether it waited, as 1 or 0; a 0 where there were too few looks."""
    states = worst.states if worst and len(worst.states) >= FEWEST_LOOKS else ("sleeping",)
    return [float(state == "waiting") for state in states]


@rule(
    id="disk.busy",
    title="The disk is at work",
    why="Programs waited for the disk {waited} of the last {window}. {who_moves}",
    advice="Let it finish.",
    sources=(PSI,),
    thresholds={"waited": Threshold(0.1, "ratio", f"{MEASURED}: reading folders for the first time 12-23 %")},
    explains=("slow", "disk_use", "freezes"),
    answers={"slow": False, "disk_use": True},
    judgements=("busy", "at work"),
    synonyms={"at work": ("busy",), "disk": ("drive",)},
    provoked="a program that writes and waits at full speed",
    quiet="a disk at rest, and one that stalls",
)
def busy(window: Window, limit: Limits) -> Iterator[Hit]:
    """Tell of a disk that is busy, and no more."""
    waited = window.pressure.all.io_some_ratio
    if waited < limit["waited"] or any(stall.hits(window)):
        return
    hit = _hit(window, _busiest(window), waited, limit["waited"])
    yield Hit("info", hit.evidence, hit.culprit, hit.clauses, weight=0.5)


@rule(
    id="disk.traffic",
    title="The disks read {read} and write {written}",
    why="That is the mean over the last {window}; {who}.",
    explains=("disk_use",),
    synonyms={"disks": ("drives",), "program alone": ("single program",), "mean": ("average",)},
    provoked="a machine on which nobody moves a MiB a second",
    quiet="a program that writes and waits at full speed",
)
def traffic(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Where nobody reads or writes much: an answer, no fault."""
    one = _busiest(window)
    if one is None or moved(one) >= SPOKEN_OF_BYTES_PER_S:
        return
    evidence = {
        "read": figures.rate("disk.read", sum(each.read_bytes_per_s for each in window.disks)),
        "written": figures.rate("disk.written", sum(each.written_bytes_per_s for each in window.disks)),
        "window": figures.duration("window", window.seconds),
    }
    yield Hit("info", evidence, clauses={"who": _who_moved(window)}, weight=0.4)


def _who_moved(window: Window) -> str:
    """Say that nobody alone moved much, or where programs that may not be looked into could have, that they could."""
    moved = sum(each.read_bytes_per_s + each.written_bytes_per_s for each in window.disks)
    denied = any(readable(each, lambda one: one.written_bytes_per_s) is None for each in window.processes)
    if moved >= SPOKEN_OF_BYTES_PER_S and denied:
        return "which programs moved it is not known, since what other users' programs move may not be read"
    return "no program alone moved much of it"


@rule(
    id="disk.top",
    title="{name} uses the disk the most",
    why="{who} read {read} and wrote {written} over the last {window}.",
    explains=("disk_use",),
    judgements=("largest",),
    synonyms={"read": ("reads",), "wrote": ("writes",), "disk": ("drive",)},
    provoked="a program that writes and waits at full speed",
    quiet="a machine on which nobody moves a MiB a second",
    thresholds={"moved": Threshold(SPOKEN_OF_BYTES_PER_S, "bytes/s", OURS)},
)
def top(window: Window, limit: Limits) -> Iterator[Hit]:
    """Who reads and writes the most: an answer, no fault."""
    one = _busiest(window)
    if one is None or moved(one) < limit["moved"]:
        return
    blamed = culprits.of(window, one, moved)
    evidence = {
        "read": figures.rate("process.disk_read", rate(one, lambda each: each.read_bytes_per_s)),
        "written": figures.rate("process.disk_written", rate(one, lambda each: each.written_bytes_per_s)),
        "window": figures.duration("window", window.seconds),
        **blamed.evidence,
    }
    yield Hit("info", evidence, blamed.culprit, blamed.clauses, weight=0.4)
