"""The machine itself: an answer to "what computer is this?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import figures
from opta_mcp.findings.reading import readable
from opta_mcp.findings.rule import Hit, Limits, rule
from opta_mcp.telemetry.window import present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.telemetry.window import Window

SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows", "other": "a system that Opta does not know"}


@rule(
    id="machine.about",
    title="This computer has {cores} and {memory} of memory",
    why="It runs {system} {release}{programs}, has been up for {uptime}, and {available} of its memory is available. "
    "{virtual}",
    explains=("machine",),
    settles=("machine",),
    synonyms={"up": ("on", "running"), "memory": ("RAM",)},
    provoked="any machine",
    quiet="a question about anything else",
)
def about(window: Window, _limit: Limits) -> Iterator[Hit]:
    """Tell what the machine has and since when it runs."""
    host = window.host
    evidence = {
        "cores": figures.count("cpu.cores", window.cpu.core_count, "cores"),
        "memory": figures.size("memory.total", window.memory.total_bytes),
        "available": figures.size("memory.available", window.memory.available_bytes),
        "uptime": figures.duration("host.uptime", present(host.uptime_s, "host.uptime")),
    }
    virtual = "It is a virtual machine or a container." if isinstance(host.virtual, str) and host.virtual else ""
    programs = ""
    if (running := readable(window, lambda each: each.processes)) is not None:
        evidence["processes"] = figures.count("processes.count", len(running), "processes")
        programs = " with {processes}"
    names = {"system": SYSTEMS[host.system], "release": host.release}
    yield Hit("info", evidence, clauses={"virtual": virtual, "programs": programs}, names=names, weight=1.0)
