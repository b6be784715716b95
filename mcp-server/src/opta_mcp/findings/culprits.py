"""Who is to blame, by name and pid, and how the prose tells one from another of the same name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opta_mcp.findings import figures
from opta_mcp.findings.reading import rate, readable
from opta_mcp.telemetry.applications import same_program
from opta_mcp.telemetry.launchers import is_interpreter
from opta_mcp.wire.answer import Culprit, Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from opta_mcp.telemetry.window import Application, ProcessWindow, Window

    Measure = Callable[[ProcessWindow], float]

LONG_RUN_S = 60.0
"""A program younger than this has no long run to tell of."""
LIGHT_CORES = 0.7
"""A program that wants more of a core than this, got or not, is itself at work rather than kept waiting."""
PLACES = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Blamed:
    """A culprit, with the pieces of evidence and the clause ``who`` that name it in prose."""

    culprit: Culprit
    evidence: Mapping[str, Evidence]
    clauses: Mapping[str, str] = field(default_factory=dict)


def process(one: ProcessWindow) -> Blamed:
    """Blame one process by itself."""
    culprit = Culprit(kind="process", name=one.name, pid=one.pid)
    return Blamed(culprit, {"pid": figures.pid(one.pid)}, {"who": "{name} (process {pid})"})


def application(one: Application, measure: Measure) -> Blamed:
    """Blame an application; its pid is that of the process which has most of it by this measure, else of its root."""
    if len(one.processes) == 1:
        return process(one.root)
    worst = one.main(measure)
    culprit = Culprit(kind="application", name=_known_as(one.root, worst), pid=worst.pid)
    if worst is one.root:
        number = figures.count("application.processes", len(one.processes), "processes")
        return Blamed(culprit, {"processes": number}, {"who": "{name} ({processes})"})
    return Blamed(culprit, {"pid": figures.pid(worst.pid)}, {"who": "{name} (process {pid})"})


def of(window: Window, one: ProcessWindow, measure: Measure) -> Blamed:
    """Blame the application that a process belongs to."""
    whole = window.application_of(one.pid)
    return application(whole, measure) if whole else process(one)


def mount(path: str) -> Culprit:
    """Blame a disk, by where it is mounted."""
    return Culprit(kind="mount", name=path, path=path)


def folder(name: str, path: str | None = None) -> Culprit:
    """Blame a folder, by what it is called and, where it is one of the system's own names, where it is."""
    return Culprit(kind="folder", name=name, path=path)


def _known_as(root: ProcessWindow, worst: ProcessWindow) -> str:
    """Name a browser's child as the browser; a compiler that make started, or a script, by its own name."""
    one_program = same_program(root, worst) and not is_interpreter(worst.program)
    return root.name if one_program else worst.name


def long_run(one: Application, measure: Measure) -> tuple[dict[str, Evidence], dict[str, str]]:
    """Return the kernel's own totals of a program, and the clause that tells them; both empty for a young one.

    They are the whole program's where ``application`` blames it by its own name, else the one process's that it names.
    """
    worst = one.main(measure)
    told = one if _known_as(one.root, worst) == one.name else worst
    age_s = readable(told, lambda each: each.age_s)
    if age_s is None or age_s < LONG_RUN_S or told.cpu_total_s < 1:
        return {}, {"long_run": ""}
    pieces = {
        "cpu_total": figures.duration("application.cpu_total", told.cpu_total_s),
        "age": figures.duration("application.age", age_s),
    }
    return pieces, {"long_run": "It has used {cpu_total} of processor time since it started {age} ago."}


def ranking(
    rest: Sequence[tuple[str, Evidence]], verb: str = "with"
) -> tuple[dict[str, Evidence], dict[str, str], dict[str, str]]:
    """Return evidence, the clause ``others`` and names for those who come next: "Next come b with 2 and c with 1."."""
    if not rest:
        return {}, {"others": ""}, {}
    places = PLACES[1 : 1 + len(rest)]
    evidence = {place: piece for place, (_, piece) in zip(places, rest, strict=False)}
    names = {f"{place}_name": name for place, (name, _) in zip(places, rest, strict=False)}
    told = " and ".join(f"{{{place}_name}} {verb} {{{place}}}" for place in places)
    return evidence, {"others": f"Next {'comes' if len(places) == 1 else 'come'} {told}."}, names


def waiting_ratio(window: Window, others_than: Iterable[ProcessWindow]) -> float:
    """Return the longest that any other light program waited for a core, of the window, 0 to 1.

    Light: it does not itself want most of a core, so that it waits for others and not for its own like. Programs that
    yield on purpose, that a quota holds back or that are bound to some cores wait for other reasons and do not count.
    """
    blamed = {each.pid for each in others_than}
    waits = ((each, _wait_ratio(each)) for each in window.processes if each.pid not in blamed and each.nice <= 0)
    return max((wait for each, wait in waits if wait and _is_light(window, each, wait)), default=0.0)


def _is_light(window: Window, one: ProcessWindow, wait: float) -> bool:
    limited = {each.id for each in readable(window, lambda w: w.cgroups) or () if each.limits_cpu}
    bound = (readable(one, lambda each: each.cores_allowed) or window.cpu.core_count) < window.cpu.core_count
    return one.work_cores + wait < LIGHT_CORES and not bound and not limited.intersection(one.cgroup_ids)


def _wait_ratio(one: ProcessWindow) -> float:
    return min(rate(one, lambda each: each.run_delay_ratio) / max(one.threads, 1), 1.0)


def gone(name: str, pid: int) -> Culprit:
    """Name a process that is there no more."""
    return Culprit(kind="process", name=name, pid=pid)


def device(name: str) -> Culprit:
    """Blame a device."""
    return Culprit(kind="device", name=name)
