"""What is said where no rule found a fault: that nothing is wrong, or that nothing can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from opta_mcp.findings import figures
from opta_mcp.findings.reading import readable
from opta_mcp.findings.rule import Hit, Limits, rule
from opta_mcp.wire.answer import Evidence
from opta_mcp.wire.symptom import Symptom

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from opta_mcp.telemetry.window import Window

    Look = tuple[dict[str, Evidence], str]
    """What one part shows, and the words for it."""

CALM_RATIO = 0.01
"""Below this share of the time nobody notices that something waited."""
BUSY_RATIO = 0.5
"""Above this it is worth saying that the work gives way to other programs."""


@rule(
    id="healthy",
    title="Nothing is wrong",
    why="{looked_at}.",
    advice="Nothing needs to be done.",
    explains=("slow", "freezes", "crash", "cannot_start", "anything"),
    answers={"slow": False, "freezes": False, "anything": False},
    judgements=("fine", "healthy", "normal", "well", "all right"),
    synonyms={"wrong": ("amiss", "problem", "fault", "issue"), "available": ("free to programs",)},
    provoked="an idle machine",
    quiet="every fault",
)
def healthy(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Tell what was looked at; nothing where not one part could be read."""
    looks = [look for read in (_processor, _memory, _disk, _waiting) if (look := readable(window, read))]
    if looks:
        evidence = {name: piece for pieces, _ in looks for name, piece in pieces.items()}
        yield Hit("info", evidence, clauses={"looked_at": _listed([words for _, words in looks])}, weight=1.0)


@rule(
    id="unknown",
    title="I cannot tell",
    why="What it takes to answer that could not be measured on this computer.",
    explains=get_args(Symptom),
    provoked="a recording without the part that was asked about",
    quiet="every window in which that part could be read",
)
def cannot_tell(_window: Window, _limit: Limits) -> Iterator[Hit]:
    """Never found by looking: the engine says it where what was asked about could not be read."""
    yield from ()


def unreadable_hit(reasons: Mapping[str, str]) -> Hit:
    """Return the hit of ``cannot_tell`` for signals that could not be read, each with its reason."""
    evidence = {
        f"reason_{number}": Evidence(signal=signal, value="unreadable", unit="state", display=reason)
        for number, (signal, reason) in enumerate(reasons.items())
    }
    return Hit("info", evidence, weight=1.0)


def _processor(window: Window) -> Look:
    use = window.cpu.all
    pieces = {"busy": figures.share("cpu.busy", use.busy_ratio)}
    if use.unyielding_ratio > use.busy_ratio / 2 or use.busy_ratio < BUSY_RATIO:
        return pieces, "the processor is {busy} busy"
    return pieces, "the processor is {busy} busy, mostly with work at low priority"


def _memory(window: Window) -> Look:
    pieces = {
        "available": figures.size("memory.available", window.memory.available_bytes),
        "memory": figures.size("memory.total", window.memory.total_bytes),
    }
    return pieces, "{available} of {memory} of memory is available"


def _disk(window: Window) -> Look | None:
    written = [
        each for each in window.mounts if not each.read_only and readable(each, lambda m: m.used_ratio) is not None
    ]
    if not written:
        return None
    fullest = max(written, key=lambda each: each.used_ratio)
    pieces = {
        "disk": figures.name(fullest.path),
        "used": figures.share("disk.used", fullest.used_ratio),
    }
    return pieces, "disk {disk} is {used} used"


def _waiting(window: Window) -> Look:
    waited = window.pressure.all.io_some_ratio
    if waited < CALM_RATIO:
        return {"waited": figures.share("pressure.io", waited)}, "nothing waits for the disk"
    return {"waited": figures.share("pressure.io", waited)}, "programs waited for the disk {waited} of the time"


def _listed(parts: Sequence[str]) -> str:
    """Join as a sentence does, beginning with a capital."""
    text = ", ".join(parts[:-1]) + (", and " if len(parts) > 1 else "") + parts[-1]
    return text[0].upper() + text[1:]
