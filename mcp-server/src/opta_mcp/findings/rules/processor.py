"""Who uses the processor, and whether anybody waits for it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import rate, readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import MEASURED, NETDATA, NETDATA_TREE, OURS, USE_METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import Application, ProcessWindow, Window

MOST_HOGS = 3
SHOWN_CORES = 0.02
"""A program that takes less than this is not worth a name."""


def _by_work(window: Window) -> list[Application]:
    return sorted(window.applications, key=lambda each: each.cpu_cores, reverse=True)


def _shown(window: Window) -> list[Application]:
    return [each for each in _by_work(window) if each.cpu_cores >= SHOWN_CORES]


def _own_work(one: ProcessWindow) -> float:
    return one.work_cores


def _niced_ratio(one: Application) -> float:
    """Share of a program's work that is done at low priority."""
    whole = sum(each.work_cores for each in one.processes)
    return sum(each.work_cores for each in one.processes if each.nice > 0) / whole if whole else 0.0


def _ended(one: ProcessWindow) -> float:
    """Return what children of a process that have ended used, in cores."""
    return readable(one, lambda each: each.children_cpu_cores) or 0.0


def _ended_ratio(one: Application) -> float:
    """Share of a program's work that was done by children which have ended."""
    whole = sum(each.work_cores for each in one.processes)
    return sum(_ended(each) for each in one.processes) / whole if whole else 0.0


def _wanted(one: Application) -> float:
    """Return the cores a program used and those it was ready for and did not get, since others had them."""
    working = (each for each in one.processes if each.work_cores > SHOWN_CORES)
    return one.cpu_cores + sum(min(rate(each, lambda p: p.run_delay_ratio), 1.0) for each in working)


def _busy(window: Window, limit: Limits) -> list[Application]:
    """Return the programs that take most of a core, or would if they did not have to share it; the busiest first."""
    working = [each for each in _by_work(window) if each.cpu_cores >= limit["part"]]
    return [each for each in working if max(each.cpu_cores, _wanted(each)) >= limit["busy"]]


def _yields(one: Application, limit: Limits, waiting: float) -> bool:
    """A batch job at low priority is no fault, as long as nobody else waits."""
    return _niced_ratio(one) >= limit["yielding"] and waiting < limit["waiting"]


def _work(window: Window, one: Application, limit_cores: float | None = None) -> Hit:
    """Return a hit that tells how much a program works, without its severity."""
    blamed = culprits.application(one, _own_work)
    totals, told = culprits.long_run(one, _own_work)
    evidence = {
        "busy": figures.cores("application.cpu", one.cpu_cores, limit_cores),
        "cores": figures.count("cpu.cores", window.cpu.core_count, "cores"),
        "window": figures.duration("window", window.seconds),
        **blamed.evidence,
        **totals,
    }
    share = one.cpu_cores / max(window.cpu.core_count, 1)
    weight = share * (1 - _niced_ratio(one) / 2)  # of two alike, the one that does not yield is the more to blame
    return Hit("info", evidence, blamed.culprit, {**blamed.clauses, **told}, weight=weight)


BATCH = {
    "busy": Threshold(0.8, "cores", MEASURED),
    "part": Threshold(0.25, "cores", f"{OURS}: what a loop still gets among several others"),
    "yielding": Threshold(0.5, "ratio", OURS),
    "waiting": Threshold(0.25, "ratio", f"{MEASURED}: a light program waits 0-1 % beside one hog, 28 % beside two"),
}


@rule(
    id="cpu.hog",
    title="{name} keeps the processor busy",
    why="{who} used {busy} over the last {window}, out of {cores}. {starved} {long_run} {waits}",
    advice="Close {name} if you do not need it, or let it finish.",
    risk="Unsaved work in {name} is lost if you close it.",
    undo="Start {name} again.",
    sources=(USE_METHOD, NETDATA_TREE),
    thresholds=BATCH | {"most": Threshold(0.5, "ratio", OURS)},
    explains=("slow", "cpu_use", "loud", "hot", "battery", "freezes", "model_slow"),
    answers={"slow": True, "cpu_use": True},
    settles=("slow", "cpu_use"),
    judgements=("busy", "hard at work"),
    synonyms={"busy": ("occupied",), "used": ("uses", "is using", "took", "takes"), "processor": ("CPU",)},
    provoked="a loop; a loop beside an idle program of the same name; eight workers under one parent",
    quiet="a batch job at low priority that nobody waits for",
)
def hog(window: Window, limit: Limits) -> Iterator[Hit]:
    """A program that takes most of a core. Severity by what other programs wait and by its share of all cores."""
    brief = _brief(window)
    busy = (
        (each, culprits.waiting_ratio(window, each.processes)) for each in _busy(window, limit) if each is not brief
    )
    for one, waiting in islice((pair for pair in busy if not _yields(pair[0], limit, pair[1])), MOST_HOGS):
        starved = "" if one.cpu_cores >= limit["busy"] else "It was ready for more, but had to share."
        yield _with_waits(_work(window, one, limit["busy"]), starved, waiting, limit)


def _with_waits(hit: Hit, starved: str, waiting: float, limit: Limits) -> Hit:
    told = {**hit.clauses, "starved": starved, "waits": ""}
    if waiting < limit["waiting"]:
        return Hit("warning", hit.evidence, hit.culprit, told, weight=hit.weight)
    evidence = {**hit.evidence, "waiting": figures.share("process.run_delay", waiting, limit["waiting"])}
    clauses = {**told, "waits": "Other programs had to wait for the processor up to {waiting} of that time."}
    most = hit.weight >= limit["most"]
    return Hit("critical" if most else "warning", evidence, hit.culprit, clauses, weight=hit.weight)


@rule(
    id="cpu.background",
    title="{name} works in the background",
    why="{who} used {busy} over the last {window}, at low priority, so it gives way to your programs. {long_run} "
    "Nobody waits for it; a fan may be louder because of it.",
    advice="Let it finish.",
    sources=("https://man7.org/linux/man-pages/man7/sched.7.html",),
    thresholds=BATCH,
    explains=("slow", "cpu_use", "loud", "hot", "battery"),
    answers={"slow": False},
    judgements=("harmless", "fine", "in the background"),
    synonyms={"gives way": ("yields",), "low priority": ("background",)},
    provoked="a loop at the lowest priority",
    quiet="the same loop at normal priority, which is a hog",
)
def background(window: Window, limit: Limits) -> Iterator[Hit]:
    """A batch job at low priority while nobody else waits: what makes the fan turn, and no fault."""
    for one in _busy(window, limit)[:MOST_HOGS]:
        if _yields(one, limit, culprits.waiting_ratio(window, one.processes)):
            hit = _work(window, one)
            yield Hit("info", hit.evidence, hit.culprit, hit.clauses, weight=0.8)


@rule(
    id="cpu.full",
    title="The processor is fully busy",
    why="All {cores} together were {busy} busy over the last {window}. {most_of_it} {others}",
    advice="Close what you do not need, or let it finish.",
    risk="Unsaved work in what you close is lost.",
    undo="Start it again.",
    sources=(USE_METHOD, NETDATA_TREE),
    thresholds={"busy": Threshold(0.85, "ratio", f"{NETDATA}: 10min_cpu_usage; here twice in a row")},
    explains=("slow", "cpu_use", "loud", "hot", "battery", "model_slow"),
    answers={"slow": True, "cpu_use": True},
    judgements=("busy", "full"),
    synonyms={"fully busy": ("at its limit", "full"), "took": ("used", "uses", "takes")},
    provoked="eight workers on two cores",
    quiet="batch jobs at low priority: their time is left out",
)
def full(window: Window, limit: Limits) -> Iterator[Hit]:
    """All cores busy at normal priority, in every part of the window and at least two of them where there are."""
    busy = [use.unyielding_ratio for use in window.cpu.intervals]
    ranked = _shown(window)
    if min(busy) < limit["busy"]:
        return
    evidence = {
        "busy": figures.share("cpu.busy", window.cpu.all.busy_ratio, limit["busy"]),
        "cores": figures.count("cpu.cores", window.cpu.core_count, "cores"),
        "window": figures.duration("window", window.seconds),
    }
    if not ranked:
        clauses = {"most_of_it": "No program that still runs took much of it.", "others": ""}
        yield Hit("warning", evidence, clauses=clauses, weight=0.3)
        return
    rest = [(each.name, figures.cores("other.cpu", each.cpu_cores)) for each in ranked[1:3]]
    next_ones, told, names = culprits.ranking(rest)
    blamed = culprits.application(ranked[0], lambda each: each.work_cores)
    evidence |= {"most": figures.cores("application.cpu", ranked[0].cpu_cores), **blamed.evidence, **next_ones}
    clauses = {"most_of_it": "{name} took the most: {most}.", **told}
    yield Hit("warning", evidence, blamed.culprit, clauses, names, weight=0.3)


@rule(
    id="cpu.short_children",
    title="{name} starts many programs that end at once",
    why="{who} started programs that each ran for a moment: together they used {spent} over the last {window}, while "
    "{starts} programs a second were started on this computer. A list of programs hardly shows them.",
    advice="It may be a build or a script: let it finish. If it never ends, close {name}.",
    risk="Unsaved work in {name} is lost if you close it.",
    undo="Start {name} again.",
    sources=("https://github.com/Binaryify/OneDark-Pro/issues/766",),
    thresholds={
        "starts": Threshold(60, "1/s", f"{MEASURED}: shell loops 740-1,580, a gcc loop 129-218, make at most 25"),
        "spent": Threshold(0.4, "cores", MEASURED),
        "ended": Threshold(0.5, "ratio", f"{OURS}: of its own work, and of all that ended children did"),
    },
    explains=("slow", "cpu_use", "processes", "loud", "hot"),
    answers={"slow": True},
    judgements=("busy",),
    synonyms={"programs": ("processes", "children"), "started": ("starts", "launched")},
    provoked="a program that forks children of some milliseconds without end",
    quiet="a script that starts twenty a second; a program that starts hundreds of threads, which count alike",
)
def short_children(window: Window, limit: Limits) -> Iterator[Hit]:
    """Programs too short to be listed: told by the time of ended children, which threads do not have."""
    starts, one = window.cpu.forks_per_s, _brief(window)
    if one is None:
        return
    spent = min(_spent(one), float(window.cpu.core_count))
    blamed = culprits.application(one, _ended)
    evidence = {
        "spent": figures.cores("application.children_cpu", spent, limit["spent"]),
        "starts": figures.per_second("cpu.starts", starts, limit["starts"]),
        "window": figures.duration("window", window.seconds),
        **blamed.evidence,
    }
    weight = spent / max(window.cpu.core_count, 1)
    yield Hit("warning", evidence, blamed.culprit, blamed.clauses, weight=weight)


def _spent(one: Application) -> float:
    return sum(_ended(each) for each in one.processes)


def _brief(window: Window) -> Application | None:
    """Return the one program that ``short_children`` tells of, which then is no hog besides.

    The kernel counts starts for the whole machine: they are laid at the door of whoever has most of the time of ended
    children, and of nobody where it is spread, or where it is a batch job at low priority.
    """
    limit = {name: threshold.value for name, threshold in short_children.thresholds.items()}
    one = max(window.applications, key=_spent, default=None)
    if one is None or (readable(window, lambda each: each.cpu.forks_per_s) or 0.0) < limit["starts"]:
        return None
    everybody = sum(_spent(each) for each in window.applications)
    own = _ended_ratio(one) >= limit["ended"] and _niced_ratio(one) < limit["ended"]
    return one if own and _spent(one) >= max(limit["spent"], limit["ended"] * everybody) else None


@rule(
    id="cpu.kernel",
    title="The system itself is at work: {name}",
    why="{name}, a part of the system, used {busy} over the last {window}. {reason}",
    advice="Do not try to end it: it is a part of the system. Look for what gives it the work.",
    risk="Ending parts of the system can stop the computer.",
    undo="None is needed.",
    sources=("https://docs.kernel.org/admin-guide/mm/concepts.html", "https://docs.kernel.org/core-api/workqueue.html"),
    thresholds={"busy": Threshold(0.5, "cores", OURS)},
    explains=("slow", "cpu_use", "loud", "hot", "freezes"),
    answers={"slow": True},
    judgements=("busy", "at work"),
    synonyms={"system": ("kernel",)},
    provoked="a recording in which kswapd0 works",
    quiet="the same threads at rest",
)
def kernel(window: Window, limit: Limits) -> Iterator[Hit]:
    """A thread of the kernel that works hard: a symptom, and its cause is elsewhere."""
    for one in window.kernel_threads[:MOST_HOGS]:
        if one.cpu_cores < limit["busy"]:
            continue
        blamed = culprits.process(one)
        evidence = {
            "busy": figures.cores("process.cpu", one.cpu_cores, limit["busy"]),
            "window": figures.duration("window", window.seconds),
            **blamed.evidence,
        }
        reclaims = one.name.startswith(("kswapd", "kcompactd"))
        reason = (
            "It looks for memory to give back, because memory is short: see who holds the most." if reclaims else ""
        )
        yield Hit("warning", evidence, blamed.culprit, {**blamed.clauses, "reason": reason}, weight=0.4)


@rule(
    id="cpu.use",
    title="The processor is {busy} busy",
    why="That is the mean over its {cores} and the last {window}.",
    explains=("cpu_use",),
    answers={"cpu_use": False},
    thresholds={"busy": Threshold(0.85, "ratio", f"{NETDATA}: 10min_cpu_usage")},
    synonyms={"processor": ("CPU",), "mean": ("average",)},
    provoked="a quiet machine",
    quiet="a processor that is fully busy, whoever keeps it so",
)
def use(window: Window, limit: Limits) -> Iterator[Hit]:
    """How busy the processor is, where it has time left: an answer, no fault."""
    busy = window.cpu.all.busy_ratio
    if busy >= limit["busy"]:
        return
    evidence = {
        "busy": figures.share("cpu.busy", busy, limit["busy"]),
        "cores": figures.count("cpu.cores", window.cpu.core_count, "cores"),
        "window": figures.duration("window", window.seconds),
    }
    yield Hit("info", evidence, weight=0.5)


@rule(
    id="cpu.top",
    title="{name} uses the processor the most",
    why="{who} used {busy} over the last {window}, out of {cores}. {long_run} {others} "
    "All programs together kept the processor {all} busy.",
    explains=("cpu_use",),
    judgements=("largest",),
    synonyms={"uses": ("takes", "is using"), "processor": ("CPU",)},
    provoked="any machine",
    quiet="a machine on which no program uses a fiftieth of a core",
)
def top(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Who uses the processor the most: an answer, no fault."""
    ranked = _shown(window)
    if not ranked:
        return
    hit = _work(window, ranked[0])
    rest = [(each.name, figures.cores("other.cpu", each.cpu_cores)) for each in ranked[1:3]]
    next_ones, told, names = culprits.ranking(rest)
    evidence = {**hit.evidence, **next_ones, "all": figures.share("cpu.busy", window.cpu.all.busy_ratio)}
    yield Hit("info", evidence, hit.culprit, {**hit.clauses, **told}, names, weight=0.6)
