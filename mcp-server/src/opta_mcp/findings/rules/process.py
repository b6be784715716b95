"""Single programs that are stuck, stopped or at a limit, and what they leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import rate, readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import MEASURED, NETDATA, NETDATA_TREE, OURS, PSI, SIGNALS
from opta_mcp.telemetry.window import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.findings.culprits import Blamed
    from opta_mcp.telemetry.window import ProcessWindow, Window
    from opta_mcp.wire.answer import Evidence

INIT_PID = 1
MANY = 3


@rule(
    id="process.stuck",
    title="{name} is stuck waiting in the kernel",
    why="{who} has not run once over the last {window}: it waits in the kernel{where}, where signals hardly reach it.",
    advice="Look at what it waits for: a network share that does not answer, a frozen or failing drive, another "
    "program. It goes on by itself when that answers.",
    risk="Closing it may not work, and what it was writing stays unfinished.",
    undo="None is needed.",
    sources=(PSI, "https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"),
    thresholds={
        "window": Threshold(5, "s", MEASURED),
        "busy_disk": Threshold(0.2, "ratio", f"{OURS}: in a shorter window a busy disk looks alike"),
    },
    explains=("freezes", "processes", "cannot_start", "slow", "crash"),
    answers={"freezes": True},
    judgements=("stuck", "waiting", "frozen"),
    synonyms={"stuck": ("hung", "frozen"), "waits": ("is waiting",)},
    provoked="a program that writes to a frozen file system; one that waits for its child between vfork and exec",
    quiet="a program that waits for a slow disk",
)
def stuck(window: Window, limit: Limits) -> Iterator[Hit]:
    """Uninterruptible at every look, without a tick or a switch in between, and no frozen group."""
    found = [each for each in window.processes if _is_stuck(each)]
    if window.seconds < limit["window"]:
        waited = readable(window, lambda each: each.pressure.all.io_some_ratio)
        found = found if (waited or 0.0) < limit["busy_disk"] else []
    for one in found[:MANY]:
        blamed = culprits.process(one)
        where = readable(one, lambda each: each.waits_in) or ""
        evidence = {"window": figures.duration("window", window.seconds, limit["window"]), **blamed.evidence}
        evidence["state"] = figures.state("process.state", "waiting")
        clauses = {**blamed.clauses, "where": " ({where_in})" if where else ""}
        yield Hit("warning", evidence, blamed.culprit, clauses, {"where_in": where}, weight=0.9)


def _is_stuck(one: ProcessWindow) -> bool:
    still = set(one.states) == {"waiting"} and not one.began_in_window and not one.frozen
    return still and one.cpu_cores == 0 and not rate(one, lambda each: each.switches_per_s)


@rule(
    id="process.stopped",
    title="{name} is paused",
    why="{who} has been stopped by a signal; it uses no processor time until it is continued.{terminal}",
    advice="Continue {name}{how}.",
    risk="None: it goes on where it was.",
    undo="Stop it again.",
    sources=(SIGNALS,),
    explains=("freezes", "processes", "crash"),
    answers={"freezes": True},
    judgements=("paused", "stopped", "frozen"),
    synonyms={"paused": ("stopped", "suspended", "frozen"), "continued": ("resumed", "woken")},
    provoked="a program that stops itself, with no terminal about",
    quiet="a job put aside with Ctrl-Z, which is told as a note",
)
def stopped(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Stopped at every look; with a terminal it was the user's own Ctrl-Z, and is no fault."""
    found = [each for each in window.processes if set(each.states) == {"stopped"} and not each.frozen]
    for one in found[:MANY]:
        blamed = culprits.process(one)
        evidence = {"state": figures.state("process.state", "stopped"), **blamed.evidence}
        told = {
            "terminal": " It was put aside in a terminal, as Ctrl-Z does." if one.terminal else "",
            "how": ": type fg in its terminal" if one.terminal else " with `kill -CONT {pid}`",
        }
        clauses = {**blamed.clauses, **told}
        yield Hit("info" if one.terminal else "warning", evidence, blamed.culprit, clauses, weight=0.6)


@rule(
    id="process.zombies",
    title="{name} leaves {zombies} finished children behind",
    why="{zombies} defunct processes belong to {who}; they use no processor time and no memory, only places in a list.",
    advice="Restart {name} if the number keeps growing.",
    risk="Unsaved work in {name} is lost.",
    undo="Start {name} again.",
    sources=("https://github.com/Gruntfuggly/todo-tree/issues/636",),
    thresholds={"zombies": Threshold(20, "count", f"{OURS}; a fork storm leaves at most 2 at a time")},
    explains=("processes", "cannot_start"),
    answers={"slow": False},
    synonyms={"defunct": ("zombie", "finished", "dead"), "belong": ("are left",)},
    provoked="a program that never waits for its 40 to 80 children",
    quiet="a few children that are waited for a little later",
)
def zombies(window: Window, limit: Limits) -> Iterator[Hit]:
    """Finished at the first look and still there at the last, many under one parent that is not init."""
    count: dict[int, int] = {}
    for each in window.processes:
        if set(each.states) == {"zombie"} and not each.began_in_window and each.parent_pid != INIT_PID:
            count[each.parent_pid] = count.get(each.parent_pid, 0) + 1
    for pid, number in count.items():
        parent = window.process(pid)
        if number < limit["zombies"] or parent is None or parent.last.own:
            continue
        blamed = culprits.process(parent)
        evidence = {"zombies": figures.count("process.zombies", number, limit=limit["zombies"]), **blamed.evidence}
        yield Hit("warning", evidence, blamed.culprit, blamed.clauses, weight=0.5)


@rule(
    id="process.files",
    title="{name} can hardly open another file",
    why="{who} has {open} of the {allowed} files open that it may have, {ratio}.",
    advice="Restart {name}; if it needs so many files, raise its limit (ulimit -n, or LimitNOFILE of its service).",
    risk="Unsaved work in {name} is lost.",
    undo="Set the old limit again: {allowed}.",
    sources=(NETDATA_TREE,),
    thresholds={
        "ratio": Threshold(0.85, "ratio", f"{NETDATA}: apps_group_file_descriptors_utilization, 85 to 95 %"),
        "least": Threshold(64, "count", f"{MEASURED}: sandboxes set limits of 0 or 4"),
    },
    explains=("crash", "cannot_start", "processes"),
    answers={"cannot_start": True},
    judgements=("at its limit",),
    synonyms={"files": ("descriptors", "sockets and files"), "open": ("opened",)},
    provoked="a program that opens nearly as many files as its limit of 200 to 400 lets it",
    quiet="a program with 1,500 files open and a limit of 4,096",
)
def files(window: Window, limit: Limits) -> Iterator[Hit]:
    """Open files near a process's own limit. Those of other users are denied, which is said."""
    for one in window.processes:
        opened = readable(one, lambda each: each.open_files)
        allowed = readable(one, lambda each: each.open_files_limit)
        if opened is None or allowed is None or allowed < limit["least"] or opened < limit["ratio"] * allowed:
            continue
        blamed = culprits.process(one)
        evidence = {
            "open": figures.count("process.open_files", opened),
            "allowed": figures.count("process.open_files_limit", allowed),
            "ratio": figures.share("process.open_files", opened / allowed, limit["ratio"]),
            **blamed.evidence,
        }
        yield Hit("warning", evidence, blamed.culprit, blamed.clauses, weight=0.7)
    for one in window.processes:
        one.open_files  # noqa: B018  # raises where it is denied: said once, after what could be seen


@rule(
    id="process.tasks",
    title="{name} can hardly start another program",
    why="{used} of the {allowed} processes and threads that {whose} may have are in use, {ratio}. {who} has the most.",
    advice="Close {name} or restart it; if it needs so many, raise the limit ({limit_name}).",
    risk="Unsaved work in {name} is lost.",
    undo="Set the old limit again: {allowed}.",
    sources=(NETDATA_TREE,),
    thresholds={"ratio": Threshold(0.85, "ratio", f"{NETDATA}: active_processes, 85 to 90 %")},
    explains=("cannot_start", "crash", "processes"),
    answers={"cannot_start": True},
    judgements=("at its limit",),
    synonyms={"processes": ("tasks", "programs"), "in use": ("taken", "used")},
    provoked="a program with nearly as many children as its control group may have",
    quiet="a program with 400 threads on a machine that may have thousands",
)
def tasks(window: Window, limit: Limits) -> Iterator[Hit]:
    """The nearest of the limits: of a group, of the user, of the system."""
    limits = [each for each in _task_limits(window) if each[1] / max(each[2], 1) >= limit["ratio"] and each[4]]
    for whose, used, allowed, limit_name, members in limits[:1]:
        blamed = _most_tasks(window, members)
        evidence: dict[str, Evidence] = {
            "used": figures.count("tasks.used", used),
            "allowed": figures.count("tasks.limit", allowed),
            "ratio": figures.share("tasks.used", used / allowed, limit["ratio"]),
            **blamed.evidence,
        }
        names = {"whose": whose, "limit_name": limit_name}
        yield Hit("warning", evidence, blamed.culprit, blamed.clauses, names, weight=0.8)


def _task_limits(window: Window) -> Iterator[tuple[str, int, int, str, tuple[ProcessWindow, ...]]]:
    """Give each limit of tasks: whose, used, allowed, its setting's name, the processes under it."""
    for group in readable(window, lambda each: each.cgroups) or ():
        used, allowed = group.last.tasks, group.last.tasks_limit
        if isinstance(used, int) and isinstance(allowed, int):
            yield "the control group of its programs", used, allowed, "pids.max", window.processes_in(group)
    limits = window.limits
    pairs = (
        ("your user", limits.user_tasks, limits.user_tasks_limit, "ulimit -u"),
        ("the system", limits.tasks, limits.tasks_limit, "kernel.pid_max"),
    )
    for whose, taken, most, name in pairs:
        if isinstance(taken, int) and isinstance(most, int) and most:
            yield whose, taken, most, name, window.processes


def _most_tasks(window: Window, members: tuple[ProcessWindow, ...]) -> Blamed:
    """Blame the application with the most threads and processes among those."""
    pids = {each.pid for each in members}

    def counted(one: ProcessWindow) -> float:
        return float(one.threads) if one.pid in pids else 0.0

    worst = max(window.applications, key=lambda each: sum(counted(p) for p in each.processes), default=None)
    if worst is None:
        raise Unreadable("processes", "no process could be seen")
    return culprits.application(worst, counted)
