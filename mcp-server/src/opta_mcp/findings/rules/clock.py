"""The processor's heat, clock and power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import OURS, USE_METHOD
from opta_mcp.telemetry.window import present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import Window

PROCESSOR = "the processor"
SAVING = frozenset({"low-power", "power-saver", "quiet", "cool", "power"})
"""Platform profiles and energy preferences that hold the processor back."""
THROTTLING = "https://smoothfps.com/guides/thermal-throttling"
FREQUENCIES = "https://docs.kernel.org/admin-guide/pm/cpufreq.html"


def _busiest_core(window: Window) -> float:
    return max(use.busy_ratio for use in window.cpu.cores)


@rule(
    id="cpu.throttle",
    title="The processor slows itself down because it is hot",
    why="At {heat} the processor runs at {clock} instead of {clock_max}.{throttles}",
    advice="Clean the fan and its vents, and put a laptop on a hard surface. A lower power profile keeps it cooler.",
    risk="None.",
    undo="Set the power profile back.",
    sources=(THROTTLING, FREQUENCIES),
    thresholds={
        "heat": Threshold(95, "°C", f"{OURS}: most processors hold themselves back from 95 to 105 °C"),
        "clock": Threshold(0.8, "ratio", f"{OURS}, of what the processor can do"),
        "busy": Threshold(0.5, "ratio", f"{OURS}: at rest a low clock is normal"),
    },
    explains=("slow", "hot", "loud", "freezes"),
    answers={"hot": True, "slow": True},
    judgements=("hot", "throttled", "too hot"),
    synonyms={"slows itself down": ("throttles", "is throttled"), "hot": ("overheated",)},
    provoked="a recording: a virtual machine has no sensors",
    quiet="a hot processor at full clock, a cool one at a low clock",
)
def throttle(window: Window, limit: Limits) -> Iterator[Hit]:
    """Hot, under load and below its clock, or counted by the processor itself."""
    cpu = window.cpu
    throttles = readable(cpu, lambda each: each.throttles) or 0
    heat, clock, clock_max = cpu.temperature_celsius, cpu.frequency_hertz, cpu.frequency_max_hertz
    slowed = clock < limit["clock"] * clock_max and _busiest_core(window) >= limit["busy"]
    if not slowed or not (throttles or heat >= limit["heat"]):
        return
    evidence = {
        "heat": figures.celsius("cpu.temperature", heat, limit["heat"]),
        "clock": figures.frequency("cpu.frequency", clock, limit["clock"] * clock_max),
        "clock_max": figures.frequency("cpu.frequency_max", clock_max),
    }
    clauses = {"throttles": ""}
    if throttles:
        evidence["throttles"] = figures.count("cpu.throttles", throttles, "times")
        clauses["throttles"] = " It held itself back {throttles} while it was looked at."
    yield Hit("warning", evidence, culprits.device(PROCESSOR), clauses, weight=0.9)


@rule(
    id="cpu.temperature",
    title="The processor is at {heat}",
    why="Its hottest sensor tells so.",
    explains=("hot", "loud"),
    settles=("hot",),
    synonyms={"at": ("has",)},
    judgements=("warm",),
    provoked="a recording: a virtual machine has no sensors",
    quiet="no machine with a sensor: it is an answer, no fault",
)
def temperature(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Tell what the hottest sensor of the processor says."""
    evidence = {"heat": figures.celsius("cpu.temperature", window.cpu.temperature_celsius)}
    yield Hit("info", evidence, culprits.device(PROCESSOR), weight=0.7)


@rule(
    id="cpu.clock_limit",
    title="The processor may not run at its full clock",
    why="The system lets the processor run at {allowed} at most, though it can do {clock_max}. It is busy, at {clock}.",
    advice="Find what set the limit, mostly a power profile or a power-saving tool, and choose a faster profile.",
    risk="More heat, more noise, and a shorter time on battery.",
    undo="Choose the old profile again.",
    sources=(FREQUENCIES, "https://github.com/dantmnf/zenbook-s14-ux5406sa-linux/issues/11"),
    thresholds={
        "allowed": Threshold(0.9, "ratio", f"{OURS}, of what the processor can do"),
        "busy": Threshold(0.8, "ratio", f"{OURS}, on one core"),
    },
    explains=("slow",),
    answers={"slow": True},
    judgements=("limited", "slow"),
    synonyms={"clock": ("frequency", "speed"), "lets": ("allows",)},
    provoked="a recording: a virtual machine does not tell its clock",
    quiet="the same limit while the processor rests",
)
def clock_limit(window: Window, limit: Limits) -> Iterator[Hit]:
    """Busy, and kept below what it can do by a setting."""
    cpu = window.cpu
    allowed, clock_max = cpu.frequency_limit_hertz, cpu.frequency_max_hertz
    if allowed >= limit["allowed"] * clock_max or _busiest_core(window) < limit["busy"]:
        return
    evidence = {
        "allowed": figures.frequency("cpu.frequency_limit", allowed, limit["allowed"] * clock_max),
        "clock_max": figures.frequency("cpu.frequency_max", clock_max),
        "clock": figures.frequency("cpu.frequency", cpu.frequency_hertz),
    }
    yield Hit("warning", evidence, culprits.device(PROCESSOR), weight=0.6)


@rule(
    id="power.saving",
    title="The computer saves power although it is plugged in",
    why="It runs on mains with the power profile {profile}, and its busiest core is {busy} busy.",
    advice="Choose the profile balanced or performance while you need the speed.",
    risk="More heat and more noise.",
    undo="Choose {profile} again.",
    sources=("https://github.com/CachyOS/linux-cachyos/issues/881", USE_METHOD),
    thresholds={"busy": Threshold(0.8, "ratio", f"{OURS}, on one core: at rest saving costs nothing")},
    explains=("slow", "freezes"),
    judgements=("saving",),
    synonyms={"profile": ("mode",), "plugged in": ("on mains",)},
    provoked="a recording: a virtual machine has no power profile",
    quiet="the same profile on battery, or at rest",
)
def saving(window: Window, limit: Limits) -> Iterator[Hit]:
    """Tell of a saving profile on mains under load: a note, since somebody may want it so."""
    profile = present(window.power.profile, "power.profile")
    if profile not in SAVING or window.power.on_mains is not True:
        return
    if (busy := _busiest_core(window)) < limit["busy"]:
        return
    evidence = {"profile": figures.state("power.profile", profile), "busy": figures.share("cpu.core", busy)}
    yield Hit("info", evidence, weight=0.5)


@rule(
    id="power.battery",
    title="The battery is {charge} full",
    why="The battery itself tells so.",
    explains=("battery",),
    settles=("battery",),
    synonyms={"full": ("charged",)},
    provoked="a recording: a virtual machine has no battery",
    quiet="no machine with a battery: it is an answer, no fault",
)
def battery(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Tell what the battery says."""
    charge = present(window.power.charge_ratio, "power.charge")
    yield Hit("info", {"charge": figures.share("power.charge", charge)}, culprits.device("the battery"), weight=0.7)
