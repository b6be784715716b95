"""Programs and folders that the question names: what they use, that they are not there, what room their disk has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import readable
from opta_mcp.findings.rule import Hit, Limits, rule
from opta_mcp.findings.rules import disk, space
from opta_mcp.wire.symptom import Symptom

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opta_mcp.findings.asked import Asked
    from opta_mcp.telemetry.window import Application, Window

MOST_NAMED = 2
WORD = re.compile(r"[a-z]{3,}")
"""What a program's name is told by: python of python3.11; shorter pieces stand in too many names."""
LONGEST_SHORT_WORD = 4
"""Letters. Longer words also name a program that only begins with them: mysql names mysqld, and skype skypeforlinux."""
KNOWN_AS: Mapping[str, frozenset[str]] = {
    "browser": frozenset({"firefox", "chrome", "chromium", "msedge", "safari", "brave", "opera", "vivaldi"}),
    "editor": frozenset({"code", "codium", "vim", "nvim", "emacs", "gedit", "kate", "nano"}),
    "edge": frozenset({"msedge"}),
    "libreoffice": frozenset({"soffice"}),
    "minecraft": frozenset({"java", "javaw"}),
    "teams": frozenset({"msteams"}),
    "vscode": frozenset({"code", "codium"}),
}
"""What programs are called in the list of processes, where that is not what people call them."""
WRITTEN: Mapping[str, str] = {
    "gimp": "GIMP",
    "libreoffice": "LibreOffice",
    "msmpeng": "MsMpEng",
    "onedrive": "OneDrive",
    "vscode": "VS Code",
    "whatsapp": "WhatsApp",
}
"""Names whose capitals are not the first letter's alone."""


@rule(
    id="program.use",
    title="{name} holds {held} of memory and uses {busy}",
    why="{who} holds {share} of {total}; what it uses of the processor is the mean over the last {window}. {disk}",
    explains=get_args(Symptom),
    judgements=("running",),
    synonyms={"holds": ("uses", "takes", "eats"), "used": ("uses", "took")},
    provoked="any program that runs, asked about by its name",
    quiet="a question that names no program",
)
def use(_window: Window, _limit: Limits) -> Iterator[Hit]:
    """Never found by looking: only where a question names the program, see ``hits``."""
    yield from ()


@rule(
    id="program.absent",
    title="{wanted} is not running",
    why="No program of that name was there while this computer was looked at.",
    explains=get_args(Symptom),
    judgements=("absent",),
    provoked="a question about a browser on a machine that runs none",
    quiet="a question about a program that runs",
)
def absent(_window: Window, _limit: Limits) -> Iterator[Hit]:
    """Never found by looking: only where a question names a program that is known to be one, see ``missing``."""
    yield from ()


def hits(window: Window, asked: Asked) -> Iterator[Hit]:
    """Give what the programs that were named use; raises Unreadable where programs cannot be listed."""
    if asked.pid is not None:
        one = window.application_of(asked.pid)
        meant = [one] if one else []
    else:
        meant = _meant(window, asked.names) if asked.names else []
    for each in sorted(meant, key=lambda each: each.memory_bytes, reverse=True)[:MOST_NAMED]:
        yield _used(window, each)


def missing(window: Window, asked: Asked) -> Iterator[Hit]:
    """Give the known programs that were named and do not run; raises Unreadable as ``hits`` does.

    None where programs of other users are hidden: nobody knows from here what they run.
    """
    if any(each.signal == "processes" for each in window.missed):
        return
    for product in sorted(asked.products):
        if not _meant(window, frozenset({product})):
            written = WRITTEN.get(product, product.capitalize() if product.isalpha() else product)
            yield Hit("info", {}, names={"wanted": written}, weight=0.95)


def _meant(window: Window, names: frozenset[str]) -> list[Application]:
    return [each for each in window.applications if is_meant(each.name, names)]


def is_meant(program: str, names: frozenset[str]) -> bool:
    """Say whether one of these words names the program: python and python3 both name python3.11."""
    parts = WORD.findall(program.casefold())
    return any(_names(WORD.findall(name), parts) for name in names)


def _names(words: list[str], parts: list[str]) -> bool:
    """Say whether a name of one word stands in a program's, and of several, one in the other: notes-a is no notes-b."""
    in_it = [any(_is_called(part, word) for part in parts) for word in words]
    if len(words) <= 1:
        return any(in_it)
    return all(in_it) or (bool(parts) and all(any(_is_called(part, word) for word in words) for part in parts))


def _is_called(part: str, word: str) -> bool:
    begins = len(word) > LONGEST_SHORT_WORD and part.startswith(word)
    return begins or part == word or part in KNOWN_AS.get(word, frozenset())


@rule(
    id="disk.holding",
    title="{folder} is {on_a_disk} {used} used",
    why="{name} has {free} of {total} left.",
    explains=("full_disk", "disk_use", "space_use"),
    answers={"full_disk": False},
    judgements=("used",),
    synonyms={"left": ("free", "available"), "disk": ("drive", "partition")},
    provoked="any folder, asked about by where it is",
    quiet="a question that names no folder, and a folder whose disk is full",
)
def holding(_window: Window, _limit: Limits) -> Iterator[Hit]:
    """Never found by looking: only where a question names a folder, see ``disks``."""
    yield from ()


def disks(window: Window, asked: Asked) -> Iterator[Hit]:
    """Give how full the disks are that hold the folders that were named; raises Unreadable where none can be listed."""
    for path in asked.paths[:MOST_NAMED]:
        above = [each for each in window.mounts if _is_below(path, each.path)]
        mount = max(above, key=lambda each: len(each.path), default=None)
        if mount is None or readable(mount, space.is_full) is not False:
            continue  # nothing is known of it, or its own rule tells that it is full
        evidence = {
            "used": figures.share("disk.used", mount.used_ratio),
            "free": figures.size("disk.free", mount.available_bytes),
            "total": figures.size("disk.total", mount.last.total_bytes),
        }
        told = {"on_a_disk": "" if mount.path == path else "on a disk that is"}
        yield Hit("info", evidence, culprits.mount(mount.path), told, {"folder": path}, weight=0.9)


def _is_below(path: str, mount: str) -> bool:
    return f"{path.rstrip('/')}/".startswith(f"{mount.rstrip('/')}/")


def _used(window: Window, one: Application) -> Hit:
    blamed = culprits.application(one, lambda each: each.resident_bytes)
    total = window.memory.total_bytes
    evidence = {
        "held": figures.size("application.memory", one.memory_bytes),
        "share": figures.share("application.memory", one.memory_bytes / total),
        "total": figures.size("memory.total", total),
        "busy": figures.cores("application.cpu", one.cpu_cores),
        "window": figures.duration("window", window.seconds),
        **blamed.evidence,
    }
    of_disk, told = sum(disk.moved(each) for each in one.processes), ""
    if of_disk >= disk.SPOKEN_OF_BYTES_PER_S:
        evidence["disk"] = figures.rate("application.disk", of_disk)
        told = "It reads and writes {disk}."
    return Hit("info", evidence, blamed.culprit, {**blamed.clauses, "disk": told}, weight=0.9)
