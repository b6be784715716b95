"""Graphics cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import NVML, OURS
from opta_mcp.telemetry.window import present
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opta_mcp.telemetry.window import Window
    from opta_mcp.wire.answer import Culprit, Evidence
    from opta_mcp.wire.snapshot import Gpu, GpuProcess

HOT_REASONS = frozenset({"heat", "heat (hardware)"})
"""As the probe of NVIDIA's cards words them; a power cap is normal at load."""


def _number(value: float | Absent) -> float | None:
    return None if isinstance(value, Absent) else float(value)


def _holders(card: Gpu) -> list[GpuProcess]:
    """Return who holds memory of the card, the most first."""
    if isinstance(card.processes, Absent):
        return []
    return sorted(card.processes, key=lambda each: _number(each.memory_bytes) or 0.0, reverse=True)


def _holder(window: Window, card: Gpu) -> tuple[Culprit, dict[str, Evidence], str]:
    """Return who holds the most of a card's memory, the evidence and a sentence; the card where nobody is known."""
    holders = _holders(card)
    if not holders or (held := _number(holders[0].memory_bytes)) is None:
        return culprits.device(card.name), {}, ""
    one = window.process(holders[0].pid)
    culprit = culprits.process(one).culprit if one else culprits.gone(holders[0].name, holders[0].pid)
    evidence = {"held": figures.size("gpu.process_memory", held), "pid": figures.pid(culprit.pid or 0)}
    return culprit, evidence, " {name} (process {pid}) holds {held} of graphics memory."


def _check_told(cards: Sequence[Gpu]) -> None:
    """Raise Unreadable, with the first card's reason, where there are cards and none of them tells anything."""
    if cards and all(isinstance(card.busy_ratio, Absent) for card in cards):
        present(cards[0].busy_ratio, "gpu.busy")


@rule(
    id="gpu.top",
    title="The graphics card is {busy} busy",
    why="It is a {card}{memory}.{holder}",
    explains=("graphics", "model_slow"),
    settles=("graphics",),
    judgements=("busy",),
    synonyms={"graphics card": ("GPU",), "memory": ("VRAM",)},
    provoked="a recording of a card at work, and a card where the machine has one",
    quiet="a machine without a graphics card",
)
def top(window: Window, _limit: Limits) -> Iterator[Hit]:
    """How busy each card is and who holds its memory: an answer, no fault."""
    _check_told(window.gpus)
    for card in window.gpus:
        busy = _number(card.busy_ratio)
        if busy is None:
            continue
        culprit, evidence, holder = _holder(window, card)
        used, total = _number(card.memory_used_bytes), _number(card.memory_total_bytes)
        evidence["busy"] = figures.share("gpu.busy", busy)
        clauses = {"memory": "", "holder": holder}
        if used is not None and total:
            evidence |= {"used": figures.size("gpu.memory", used), "total": figures.size("gpu.memory_total", total)}
            clauses["memory"] = ", and {used} of {total} of its memory is in use"
        yield Hit("info", evidence, culprit, clauses, {"card": card.name}, weight=0.6)


@rule(
    id="gpu.memory_full",
    title="The memory of the graphics card is full",
    why="{used} of {total} of the memory of {card} is in use, {ratio}.{holder}",
    advice="Close {name} or another program that uses the card; in a game, choose smaller textures.",
    risk="Unsaved work in what you close is lost.",
    undo="Start it again.",
    sources=("https://github.com/godotengine/godot/issues/95254",),
    thresholds={"ratio": Threshold(0.95, "ratio", OURS)},
    explains=("graphics", "freezes", "slow", "model_slow"),
    answers={"graphics": True},
    settles=("graphics",),
    judgements=("full",),
    synonyms={"memory": ("VRAM", "video memory"), "in use": ("used", "taken")},
    provoked="a recording of a card whose memory a program holds",
    quiet="a busy card with room in its memory",
)
def memory_full(window: Window, limit: Limits) -> Iterator[Hit]:
    """Nothing left on a card: what does not fit goes through main memory, in jerks."""
    for card in window.gpus:
        used, total = _number(card.memory_used_bytes), _number(card.memory_total_bytes)
        if used is None or not total or used / total < limit["ratio"]:
            continue
        culprit, evidence, holder = _holder(window, card)
        evidence |= {
            "used": figures.size("gpu.memory", used),
            "total": figures.size("gpu.memory_total", total),
            "ratio": figures.share("gpu.memory", used / total, limit["ratio"]),
        }
        yield Hit("warning", evidence, culprit, {"holder": holder}, {"card": card.name}, weight=0.8)


@rule(
    id="gpu.throttle",
    title="The graphics card slows itself down because it is hot",
    why="{card} is at {heat} and runs at {clock} instead of {clock_max}, held back by its heat.",
    advice="Clean its fans and give it air. Reaching the power limit alone is normal under load and is not meant here.",
    risk="None.",
    undo="None is needed.",
    sources=(NVML,),
    thresholds={},
    explains=("graphics", "hot", "loud", "slow"),
    answers={"hot": True, "graphics": True},
    settles=("graphics",),
    judgements=("hot", "throttled"),
    synonyms={"slows itself down": ("throttles", "is throttled"), "graphics card": ("GPU",)},
    provoked="a recording: no card is heated for a test",
    quiet="a card at its power limit, which is normal under load",
)
def throttle(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Tell of a card that itself gives heat as the reason for a lower clock."""
    for card in window.gpus:
        heat, clock, clock_max = map(_number, (card.temperature_celsius, card.clock_hertz, card.clock_max_hertz))
        reasons = () if isinstance(card.throttle_reasons, Absent) else card.throttle_reasons
        if not HOT_REASONS.intersection(reasons) or None in (heat, clock, clock_max):
            continue
        evidence = {
            "heat": figures.celsius("gpu.temperature", heat or 0.0),
            "clock": figures.frequency("gpu.clock", clock or 0.0),
            "clock_max": figures.frequency("gpu.clock_max", clock_max or 0.0),
        }
        yield Hit("warning", evidence, culprits.device(card.name), {}, {"card": card.name}, weight=0.8)
