"""Programs that are held back, and cores that are wasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import rate, readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import CGROUP_V2, MEASURED, NETDATA, NETDATA_TREE, OURS, USE_METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import Application, ProcessWindow, Window


@rule(
    id="cpu.quota",
    title="{name} is held back by a limit on processor time",
    why="{who} was held back {lost} of the last {window}: its control group may use {quota}. {idle_too}",
    advice="Raise the CPU limit of the group {group} (of the container or service).",
    risk="Other programs may get less processor time.",
    undo="Set the old limit again: {quota}.",
    sources=(CGROUP_V2,),
    thresholds={
        "periods": Threshold(0.1, "ratio", OURS),
        "lost": Threshold(0.1, "ratio", f"{MEASURED}: quotas of 10, 50 and 90 % lost 92, 50 and 10 % of the time"),
        "idle": Threshold(0.3, "ratio", f"{OURS}: worth saying"),
    },
    explains=("slow", "freezes", "cpu_use"),
    answers={"slow": True},
    judgements=("slow", "limited", "throttled"),
    synonyms={"held back": ("throttled", "slowed down"), "limit": ("quota",)},
    provoked="a loop in a control group with 5 to 20 % of a core",
    quiet="a group whose limit is not reached",
)
def quota(window: Window, limit: Limits) -> Iterator[Hit]:
    """A quota of processor time that is used up in many of its periods."""
    idle = 1 - window.cpu.all.busy_ratio
    for group in window.cgroups:
        if not group.limits_cpu or (readable(group, lambda g: g.throttled_periods_ratio) or 0.0) < limit["periods"]:
            continue
        lost = min(group.throttled_time_ratio, 1.0)
        members = window.processes_in(group)
        if lost < limit["lost"] or not members:
            continue
        blamed = culprits.of(window, members[0], lambda each: each.work_cores)
        evidence = {
            "lost": figures.share("cgroup.throttled_time", lost, limit["lost"]),
            "quota": figures.cores("cgroup.quota", group.quota_cores),
            "idle": figures.share("cpu.idle", idle),
            "window": figures.duration("window", window.seconds),
            **blamed.evidence,
        }
        clauses = {**blamed.clauses, "idle_too": ""}
        if idle >= limit["idle"]:
            clauses["idle_too"] = "So {name} is slow although the cores are {idle} idle."
        yield Hit("warning", evidence, blamed.culprit, clauses, {"group": group.name}, weight=0.5 + lost / 2)


@rule(
    id="cpu.affinity",
    title="{name} may use only some of the cores",
    why="{who} may run on {allowed} of {cores} and waited for it {waited} of the last {window}, while the cores "
    "together were {idle} idle.",
    advice="Let {name} run on all cores (its CPU affinity), or move what shares its core.",
    risk="None for your data; a program may have been bound to a core on purpose.",
    undo="Bind it to its cores again.",
    sources=("https://man7.org/linux/man-pages/man2/sched_setaffinity.2.html",),
    thresholds={
        "waited": Threshold(0.3, "ratio", OURS),
        "idle": Threshold(0.3, "ratio", f"{OURS}; on two cores one that is full leaves 50 %"),
    },
    explains=("slow", "cpu_use"),
    answers={"slow": True},
    judgements=("bound", "limited"),
    synonyms={"waited": ("had to wait",), "allowed": ("permitted",)},
    provoked="two loops bound to one core",
    quiet="a program bound to a core that it does not fill",
)
def affinity(window: Window, limit: Limits) -> Iterator[Hit]:
    """Cores idle while a program waits: it is bound to a core that others want too."""
    idle = 1 - window.cpu.all.busy_ratio
    if idle < limit["idle"]:
        return
    bound = [each for each in window.processes if _bound(window, each) and _waited(each) >= limit["waited"]]
    for one in bound[:1]:
        blamed = culprits.process(one)
        evidence = {
            "waited": figures.share("process.run_delay", _waited(one), limit["waited"]),
            "allowed": figures.count("process.cores_allowed", one.cores_allowed),
            "cores": figures.count("cpu.cores", window.cpu.core_count, "cores"),
            "idle": figures.share("cpu.idle", idle, limit["idle"]),
            "window": figures.duration("window", window.seconds),
            **blamed.evidence,
        }
        yield Hit("warning", evidence, blamed.culprit, blamed.clauses, weight=0.55)


def _bound(window: Window, one: ProcessWindow) -> bool:
    return (readable(one, lambda each: each.cores_allowed) or window.cpu.core_count) < window.cpu.core_count


def _waited(one: ProcessWindow) -> float:
    return rate(one, lambda each: each.run_delay_ratio)


@rule(
    id="cpu.switching",
    title="{name} makes the processor switch all the time",
    why="The processor changed from one task to another {switches} times a second, {mine} of them for {who}, and one "
    "core spent {kernel} of the last {window} on that instead of on work.",
    advice="Restart {name}; if it does so again, report it to its makers.",
    risk="Unsaved work in {name} is lost.",
    undo="Start {name} again.",
    sources=(USE_METHOD,),
    thresholds={
        "switches": Threshold(200_000, "1/s", f"{MEASURED}: a storm 600,000 to 700,000 on one core, TCP 12,000"),
        "kernel": Threshold(0.2, "ratio", f"{MEASURED}: a storm 87 % of its core, less where others want it too"),
        "mine": Threshold(0.5, "ratio", f"{OURS}: of all switches"),
    },
    explains=("slow", "cpu_use", "loud", "hot"),
    answers={"slow": True},
    judgements=("busy", "wasteful"),
    synonyms={"switch": ("change", "jump"), "task": ("process", "program")},
    provoked="two processes on one core that yield it to each other without end",
    quiet="two processes that hand work to each other over a pipe",
)
def switching(window: Window, limit: Limits) -> Iterator[Hit]:
    """Switches without end, on one core: the rates of a whole machine are too coarse where it has many."""
    switches = window.cpu.switches_per_core_per_s * window.cpu.core_count
    kernel = max(use.kernel_ratio for use in window.cpu.cores)
    if switches < limit["switches"] or kernel < limit["kernel"]:
        return
    ranked = sorted(window.applications, key=_switches, reverse=True)
    if not ranked or _switches(ranked[0]) < limit["mine"] * switches:
        return
    blamed = culprits.application(ranked[0], _switches_of)
    evidence = {
        "switches": figures.per_second("cpu.switches", switches, limit["switches"]),
        "mine": figures.per_second("application.switches", _switches(ranked[0])),
        "kernel": figures.share("cpu.kernel", kernel, limit["kernel"]),
        "window": figures.duration("window", window.seconds),
        **blamed.evidence,
    }
    yield Hit("warning", evidence, blamed.culprit, blamed.clauses, weight=0.97)


def _switches_of(one: ProcessWindow) -> float:
    return rate(one, lambda each: each.switches_per_s)


def _switches(one: Application) -> float:
    return sum(_switches_of(each) for each in one.processes)


@rule(
    id="cpu.steal",
    title="The host of this virtual machine is busy",
    why="For {stolen} of the last {window} this machine was ready to work and its host gave the processor to others.",
    advice="Nothing inside this machine can be done about it: ask whoever runs the host, or move to a quieter one.",
    risk="None inside this machine.",
    sources=(NETDATA_TREE,),
    thresholds={
        "stolen": Threshold(0.1, "ratio", f"{NETDATA}: 20min_steal_cpu, 5 to 10 %"),
        "window": Threshold(8, "s", f"{MEASURED}: programs that wake each other show 5-35 % in a short window"),
        "busy": Threshold(0.3, "ratio", OURS),
    },
    explains=("slow", "freezes"),
    answers={"slow": True},
    judgements=("busy",),
    synonyms={"host": ("hypervisor",)},
    provoked="a recording: no machine can take time from itself",
    quiet="the same share in a window of one second",
)
def steal(window: Window, limit: Limits) -> Iterator[Hit]:
    """Time that the host took; told only of a long window and under load, since wake-ups look alike."""
    use = window.cpu.all
    if window.seconds < limit["window"] or use.steal_ratio < limit["stolen"] or use.busy_ratio < limit["busy"]:
        return
    evidence = {
        "stolen": figures.share("cpu.steal", use.steal_ratio, limit["stolen"]),
        "window": figures.duration("window", window.seconds),
    }
    yield Hit("warning", evidence, weight=0.6)
