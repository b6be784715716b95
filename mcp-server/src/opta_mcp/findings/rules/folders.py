"""What takes the room, and what of it can go: told only where folders were counted, and never a fault by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.rules.space import FULL
from opta_mcp.findings.sources import OURS
from opta_mcp.telemetry.folders.place import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opta_mcp.telemetry.folders.place import Place
    from opta_mcp.telemetry.window import Window
    from opta_mcp.wire.answer import Evidence
    from opta_mcp.wire.folders import Folders, PlaceSize

MIB = 1 << 20
LISTED_BYTES = 500 * MIB
MOST = 5
"""Places in one sentence: a person reads no more of them, and the sum has the others."""

XDG = "https://specifications.freedesktop.org/basedir-spec/latest/"
LISTED = Threshold(LISTED_BYTES, "bytes", f"{OURS}: less is not worth a person's time")


@dataclass(frozen=True, slots=True)
class Held:
    """A place of the table, with what clearing it gives back."""

    place: Place
    size: PlaceSize


def _held(folders: Folders, kinds: Iterable[str], least: float) -> list[Held]:
    """Return the places of these kinds that hold so much, the largest first; ids that are not known are left out."""
    known = places()
    held = (Held(known[each.id], each) for each in folders.places if each.id in known)
    return [each for each in held if each.place.kind in kinds and each.size.freed_bytes >= least]


def _at_least(*, whole: bool) -> str:
    return "" if whole else "at least "


def _size(one: Held) -> Evidence:
    what = "cache" if one.place.kind == "again" else "size"
    return figures.size(f"{one.place.id}.{what}", one.size.freed_bytes)


def _time(folders: Folders) -> tuple[dict[str, Evidence], dict[str, str]]:
    """Return evidence and the clause ``cut`` that says that the time was over before everything was counted."""
    if folders.whole:
        return {}, {"cut": ""}
    spent = {"spent": figures.duration("folders.counted", folders.seconds)}
    return spent, {"cut": "Counted for {spent}; larger folders may be left."}


def _others(rest: Sequence[tuple[str, Evidence]]) -> tuple[dict[str, Evidence], str]:
    """Return evidence and the sentence for those that come next; their names come from the table, not the system."""
    if not rest:
        return {}, ""
    evidence = {f"next_{number}": piece for number, (_, piece) in enumerate(rest)}
    told = [f"{name} with {{{key}}}" for key, (name, _) in zip(evidence, rest, strict=True)]
    *most, last = told
    listed = f"{', '.join(most)} and {last}" if most else last
    return evidence, f"Next {'come' if most else 'comes'} {listed}."


def _each_once(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(texts))


def _commands(held: Sequence[Held]) -> str:
    text = "; ".join(f"for {each.place.name}: {each.place.clear}" for each in held[:MOST])
    return f"{text[:1].upper()}{text[1:]}."


def _hit(folders: Folders, held: Sequence[Held]) -> Hit:
    """Return the hit that all rules of places share: the sum, the largest, those that come next, how to clear them."""
    first, *rest = held
    evidence, others = _others([(each.place.name, _size(each)) for each in rest[: MOST - 1]])
    spent, cut = _time(folders)
    whole = all(each.size.whole for each in held)
    total = figures.size("folders.clearable", sum(each.size.freed_bytes for each in held))
    clauses = {
        "at_least": _at_least(whole=whole).capitalize(),
        "most": f"The largest part is in {first.place.name}: {{first}}."
        if rest
        else f"All of it is in {first.place.name}.",
        "others": others,
        "how": _commands(held),
        "risks": _each_once(each.place.risk for each in held[:MOST]),
        "undos": _each_once(each.place.undo for each in held[:MOST]),
        **cut,
    }
    shown = {"size": total, **({"first": _size(first)} if rest else {}), **evidence, **spent}
    sources = tuple(dict.fromkeys(each.place.source for each in held[:MOST]))
    return Hit("info", shown, culprits.folder(first.place.name), clauses, sources=sources)


def _is_disk_full(folders: Folders, limit: Limits) -> bool:
    room = folders.disk_used_bytes + folders.disk_available_bytes
    return folders.disk_used_bytes >= limit["used"] * room and folders.disk_available_bytes < limit["room"]


@rule(
    id="space.caches",
    title="{at_least}{size} could be freed from {from_what}",
    why="{most} {others} {cut}",
    advice="{how} {told_risk}",
    risk="{risks}",
    undo="{undos}",
    sources=(XDG,),
    thresholds={"listed": LISTED} | FULL,
    explains=("space_use",),
    settles=("space_use",),
    synonyms={"freed": ("cleared", "reclaimed")},
    provoked="a home folder with caches and a bin of drawn sizes",
    quiet="a home folder with large files and small caches",
)
def caches(window: Window, limit: Limits) -> Iterator[Hit]:
    """What is made again by itself, or was thrown away already: a note, and a warning on a disk that is nearly full."""
    folders = window.folders
    held = _held(folders, ("again", "bin"), limit["listed"]) if folders else []
    if not folders or not held:
        return
    hit = _hit(folders, held)
    urgent = _is_disk_full(folders, limit)
    kinds = {each.place.kind for each in held}
    names = [name for kind, name in (("again", "caches that are made again"), ("bin", "the bin")) if kind in kinds]
    clauses = {**hit.clauses, "from_what": " and ".join(names), "told_risk": "" if urgent else hit.clauses["risks"]}
    yield replace(hit, severity="warning" if urgent else "info", clauses=clauses, weight=0.95)


@rule(
    id="space.kept",
    title="{at_least}{size} is in what was fetched or kept on purpose",
    why="{most} {others} Only you know what of it is still needed. {cut}",
    advice="{how} {risks}",
    risk="{risks}",
    undo="{undos}",
    thresholds={"listed": LISTED},
    explains=("space_use",),
    settles=("space_use",),
    synonyms={"fetched": ("downloaded",)},
    provoked="a home folder with models of a drawn size",
    quiet="the same size in caches",
)
def kept(window: Window, limit: Limits) -> Iterator[Hit]:
    """Models, images, logs: large, and nobody's garbage."""
    folders = window.folders
    held = _held(folders, ("kept",), limit["listed"]) if folders else []
    if folders and held:
        yield replace(_hit(folders, held), weight=0.85)


@rule(
    id="space.little",
    title="No cache and no bin takes much room",
    why="All those that Opta knows of take {size} together. {cut}",
    thresholds={"listed": LISTED},
    explains=("space_use",),
    settles=("space_use",),
    judgements=("little", "small"),
    synonyms={"room": ("space",)},
    provoked="a home folder with large files and small caches",
    quiet="a home folder with a large cache",
)
def little(window: Window, limit: Limits) -> Iterator[Hit]:
    """That there is nothing to clear, which is an answer, too."""
    folders = window.folders
    if not folders or _held(folders, ("again", "bin"), limit["listed"]):
        return
    spent, cut = _time(folders)
    together = sum(each.size.freed_bytes for each in _held(folders, ("again", "bin"), 0))
    yield Hit("info", {"size": figures.size("folders.clearable", together), **spent}, clauses=cut,
              weight=0.86)  # fmt: skip


def _how(name: str) -> str:
    if name.startswith("~/."):
        return "Its name begins with a dot: a program keeps its own things there, so clear them with that program."
    return "Look there first for what you no longer need, and move it to the bin."


@rule(
    id="space.largest",
    title="{name} takes the most room in the home folder",
    why="It takes {at_least}{size} of {home}. {others} {cut}",
    advice="{how}",
    risk="Emptying the bin is final.",
    undo="Until the bin is emptied, put back what was moved there.",
    thresholds={"spoken_of": Threshold(100 * MIB, "bytes", OURS)},
    explains=("space_use",),
    settles=("space_use",),
    judgements=("largest",),
    synonyms={"room": ("space",), "takes": ("uses", "takes up")},
    provoked="a home folder with folders of drawn sizes",
    quiet="a home folder with hardly anything in it",
    private=True,
)
def largest(window: Window, limit: Limits) -> Iterator[Hit]:
    """What takes the room: the largest folder or file in the home folder, and those that come next."""
    folders = window.folders
    told = [each for each in folders.home if each.allocated_bytes >= limit["spoken_of"]] if folders else []
    if not folders or not told:
        return
    first, *rest = told[:3]
    next_ones, others, names = culprits.ranking(
        [(each.name, figures.size("other.folder", each.allocated_bytes)) for each in rest]
    )
    spent, cut = _time(folders)
    evidence = {
        "size": figures.size("folder.size", first.allocated_bytes),
        "home": figures.size("folders.home", folders.home_bytes),
        **next_ones,
        **spent,
    }
    clauses = {**others, **cut, "at_least": _at_least(whole=first.whole), "how": _how(first.name)}
    yield Hit("info", evidence, culprits.folder(first.name, first.name), clauses, names, weight=0.9)


WHAT_MAY_GO = frozenset(rule.id for rule in (caches, little, kept))
"""Rules that say what can be cleared: to "what takes up space?" they come after what is largest."""
