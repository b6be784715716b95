"""Room on disks: full, filling, and why it is not where one looks for it."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import rate, readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import MEASURED, NETDATA, NETDATA_TREE, OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import Application, MountWindow, ProcessWindow, Window
    from opta_mcp.wire.snapshot import DeletedFile

GIB = 1 << 30
FULL_RATIO = 0.9


def _writable(window: Window) -> list[MountWindow]:
    """Return the disks that can be written to and tell a size, the fullest first."""
    mounts = [
        each for each in window.mounts if not each.read_only and readable(each, lambda m: m.used_ratio) is not None
    ]
    return sorted(mounts, key=lambda each: each.used_ratio, reverse=True)


def _is_full(mount: MountWindow, limit: Limits) -> bool:
    return mount.used_ratio >= limit["used"] and mount.available_bytes < limit["room"]


def is_full(mount: MountWindow) -> bool:
    """Say whether `full` would tell of this disk."""
    return _is_full(mount, {name: threshold.value for name, threshold in FULL.items()})


FULL = {
    "used": Threshold(FULL_RATIO, "ratio", f"{NETDATA}: disk_space_usage"),
    "room": Threshold(100 * GIB, "bytes", f"{OURS}: a tenth of a very large disk is still much"),
}


@rule(
    id="disk.full",
    title="The disk {name} is {how_full}",
    why="{name} has {free} of {total} left; it is {used} used.",
    advice="Move or delete files on {name} that you do not need; begin with the largest folders, and with what can be "
    "made again, such as downloads and caches.",
    risk="Deleted files are gone unless they go to the bin.",
    undo="Take them back from the bin.",
    sources=(NETDATA_TREE,),
    thresholds=FULL
    | {
        "critical": Threshold(0.98, "ratio", f"{NETDATA}: disk_space_usage"),
        "critical_room": Threshold(5 * GIB, "bytes", OURS),
    },
    explains=("full_disk", "disk_use", "crash", "cannot_start", "slow"),
    answers={"full_disk": True},
    settles=("full_disk", "disk_use"),
    judgements=("nearly full",),
    synonyms={"left": ("free", "available"), "disk": ("drive", "partition"), "used": ("full",)},
    provoked="a small disk of its own, filled to the last byte",
    quiet="a read-only image, which is always full",
)
def full(window: Window, limit: Limits) -> Iterator[Hit]:
    """Little room for users on a disk that can be written to."""
    for mount in _writable(window):
        if not _is_full(mount, limit):
            continue
        worst = mount.used_ratio >= limit["critical"] and mount.available_bytes < limit["critical_room"]
        evidence = {
            "free": figures.size("disk.free", mount.available_bytes),
            "total": figures.size("disk.total", mount.last.total_bytes),
            "used": figures.share("disk.used", mount.used_ratio, limit["critical" if worst else "used"]),
        }
        how_full = {"how_full": "full" if worst else "nearly full"}
        culprit = culprits.mount(mount.path)
        yield Hit("critical" if worst else "warning", evidence, culprit, how_full, weight=0.9 * mount.used_ratio)


@rule(
    id="disk.fine",
    title="No disk is full",
    why="The fullest disk is {name}: it is {used} used, with {free} of {total} left. {others}",
    thresholds=FULL,
    explains=("full_disk",),
    answers={"full_disk": False},
    judgements=("fine", "not full", "fullest"),
    synonyms={"left": ("free", "available"), "disk": ("drive", "partition"), "used": ("full",)},
    provoked="any machine whose disks have room",
    quiet="a disk that is full or will be in a moment",
)
def fine(window: Window, limit: Limits) -> Iterator[Hit]:
    """Which disk is the fullest: an answer, no fault."""
    mounts = _writable(window)
    if not mounts or any(_is_full(each, limit) for each in mounts) or any(filling.hits(window)):
        return
    first, rest = mounts[0], [(each.path, figures.share("other.disk", each.used_ratio)) for each in mounts[1:3]]
    next_ones, told, names = culprits.ranking(rest)
    evidence = {
        "used": figures.share("disk.used", first.used_ratio, limit["used"]),
        "free": figures.size("disk.free", first.available_bytes),
        "total": figures.size("disk.total", first.last.total_bytes),
        **next_ones,
    }
    yield Hit("info", evidence, culprits.mount(first.path), told, names, weight=0.8)


@rule(
    id="disk.inodes",
    title="The disk {name} can hold no more files",
    why="{used} of the numbers that {name} has for files are taken ({taken}), although {free} of its space is left.",
    advice="Find the folder on {name} with the most files, often a cache or mail, and delete what can be made again.",
    risk="Deleted files are gone unless they go to the bin.",
    undo="Take them back from the bin.",
    sources=(NETDATA_TREE,),
    thresholds={
        "used": Threshold(0.9, "ratio", f"{NETDATA}: disk_inode_usage"),
        "critical": Threshold(0.98, "ratio", f"{NETDATA}: disk_inode_usage"),
    },
    explains=("full_disk", "disk_use", "crash", "cannot_start"),
    answers={"full_disk": True},
    synonyms={"numbers": ("inodes",), "taken": ("used",)},
    provoked="a small disk made for some hundred files, with as many empty files on it",
    quiet="a full disk with many numbers left for files",
)
def inodes(window: Window, limit: Limits) -> Iterator[Hit]:
    """No numbers left for files, space or not."""
    for mount in _writable(window):
        used = mount.inodes_used_ratio
        if mount.last.inodes_total <= 0 or used < limit["used"]:
            continue
        evidence = {
            "used": figures.share("disk.inodes", used, limit["used"]),
            "taken": figures.count("disk.inodes", mount.last.inodes_total - mount.last.inodes_free, "files"),
            "free": figures.size("disk.free", mount.available_bytes),
        }
        worst = used >= limit["critical"]
        yield Hit("critical" if worst else "warning", evidence, culprits.mount(mount.path), weight=0.95 * used)


@rule(
    id="disk.reserve",
    title="What is left on {name} is kept for the system",
    why="{free} of {total} is free on {name}, but only {available} of it for ordinary programs: the file system keeps "
    "{reserve} for the system.",
    advice="Delete or move files on {name}. The reserve keeps a full disk from stopping the system: leave it as it is.",
    risk="Deleted files are gone unless they go to the bin.",
    undo="Take them back from the bin.",
    sources=("https://man7.org/linux/man-pages/man8/mke2fs.8.html",),
    thresholds={
        "available": Threshold(0.01, "ratio", MEASURED),
        "reserve": Threshold(0.03, "ratio", f"{OURS}; ext4 keeps 5 %"),
    },
    explains=("full_disk", "disk_use"),
    answers={"full_disk": True},
    judgements=("reserved",),
    synonyms={"kept": ("reserved",), "free": ("left",)},
    provoked="a small disk with a reserve of a tenth, filled as far as users may",
    quiet="a disk with the same reserve and room beside it",
)
def reserve(window: Window, limit: Limits) -> Iterator[Hit]:
    """Free to root and to nobody else."""
    for mount in _writable(window):
        total = max(mount.last.total_bytes, 1)
        used_up = mount.available_bytes < limit["available"] * total
        if not used_up or mount.reserve_bytes < limit["reserve"] * total:
            continue
        evidence = {
            "free": figures.size("disk.free_to_system", mount.last.free_bytes),
            "total": figures.size("disk.total", total),
            "available": figures.size("disk.free", mount.available_bytes, limit["available"] * total),
            "reserve": figures.size("disk.reserve", mount.reserve_bytes, limit["reserve"] * total),
        }
        yield Hit("warning", evidence, culprits.mount(mount.path), weight=0.7)


@rule(
    id="disk.deleted",
    title="{name} holds deleted files open that still take {size}",
    why="{who} still has deleted files open ({files}) that keep {size} of {mount}, so the space is not free again.",
    advice="Restart {name}: the space is free as soon as it closes them.",
    risk="Unsaved work in {name} is lost.",
    undo="Start {name} again.",
    sources=("https://penguin-gym-linux.com/en/articles/troubleshooting/disk-full-but-df-normal",),
    thresholds={"size": Threshold(500 << 20, "bytes", OURS)},
    explains=("full_disk", "disk_use"),
    synonyms={"holds": ("keeps", "has"), "has": ("holds", "keeps"), "deleted": ("removed",)},
    provoked="a program that deletes a file of 520 to 620 MiB and keeps it open",
    quiet="files that only ever were in memory",
)
def deleted(window: Window, limit: Limits) -> Iterator[Hit]:
    """Blocks that no folder shows: told where one process keeps many on one disk."""
    for (pid, path), held in _by_holder(window):
        size = sum(each.allocated_bytes for each in held)
        holder = window.process(pid)
        if size < limit["size"] or holder is None or holder.last.own:
            continue
        blamed = culprits.process(holder)
        evidence = {
            "size": figures.size("process.deleted_files", size, limit["size"]),
            "files": figures.count("process.deleted_files", len(held), "files"),
            **blamed.evidence,
        }
        yield Hit("warning", evidence, blamed.culprit, blamed.clauses, {"mount": path}, weight=0.6)


def _by_holder(window: Window) -> Iterator[tuple[tuple[int, str], list[DeletedFile]]]:
    def holder(each: DeletedFile) -> tuple[int, str]:
        return each.pid, each.mount

    for who, held in groupby(sorted(window.deleted_files, key=holder), key=holder):
        yield who, list(held)


@rule(
    id="disk.filling",
    title="The disk {mount} is filling fast",
    why="{mount} lost {rate} over the last {window}; at this rate the {free} that is left lasts for {left}.{writer}",
    advice="Find out what {name} writes (a log or a download, perhaps) and stop it before the disk is full.",
    risk="What {name} was writing stays unfinished.",
    undo="Start it again when there is room.",
    sources=(NETDATA_TREE,),
    thresholds={
        "soon": Threshold(
            120, "s", f"{OURS}, whatever is used already: a copy of one file to / takes 0.4-1 h to fill it"
        ),
        "near": Threshold(600, "s", f"{MEASURED}, where most is used already"),
        "used": Threshold(0.8, "ratio", OURS),
        "share": Threshold(0.5, "ratio", f"{OURS}: who writes at least half of it, and at most twice"),
    },
    explains=("full_disk", "disk_use", "space_use", "growing"),
    answers={"growing": True},
    judgements=("filling",),
    synonyms={"lasts": ("is enough",), "lost": ("is losing",)},
    provoked="a program that writes 6 to 9 MiB a second to a disk of 500 MiB",
    quiet="the same program on a disk with much room",
)
def filling(window: Window, limit: Limits) -> Iterator[Hit]:
    """Full within minutes at a rate that did not let up in the whole window."""
    for mount in _writable(window):
        left = readable(mount, lambda m: m.full_in_s)
        if left is None or not _is_steady(mount) or not _is_soon(mount, left, limit):
            continue
        pace = mount.fill_bytes_per_s
        writer = _writer(window, pace, limit["share"])
        evidence = {
            "rate": figures.rate("disk.fill", pace),
            "free": figures.size("disk.free", mount.available_bytes),
            "left": figures.duration("disk.full_in", left, limit["near"]),
            "window": figures.duration("window", window.seconds),
        }
        culprit, clauses = culprits.mount(mount.path), {"writer": ""}
        if writer:
            blamed = culprits.application(writer, _written_by)
            evidence |= {"written": figures.rate("application.written", _written(writer)), **blamed.evidence}
            clauses = {**blamed.clauses, "writer": f" {blamed.clauses['who']} writes {{written}}."}
            culprit = blamed.culprit.model_copy(update={"path": mount.path})
        soon = left <= limit["soon"]
        names = {"mount": mount.path}
        yield Hit("critical" if soon else "warning", evidence, culprit, clauses, names, weight=0.85)


def _is_steady(mount: MountWindow) -> bool:
    """Whether the free space shrank from each look to the next."""
    series = mount.available_series
    return len(series) > 1 and all(after < before for before, after in pairwise(series))


def _is_soon(mount: MountWindow, left: float, limit: Limits) -> bool:
    return left <= limit["soon"] or (left <= limit["near"] and mount.used_ratio >= limit["used"])


def _written_by(one: ProcessWindow) -> float:
    return rate(one, lambda each: each.written_bytes_per_s)


def _written(one: Application) -> float:
    return sum(_written_by(each) for each in one.processes)


def _writer(window: Window, pace: float, share: float) -> Application | None:
    """Return who writes nearest to as fast as the disk fills; others may write more, to other disks."""
    able = [each for each in window.applications if share * pace <= _written(each) <= pace / share]
    return min(able, key=lambda each: abs(_written(each) - pace), default=None)
