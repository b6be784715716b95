"""What a signal is called in a sentence, and when it is missed. A signal that is not here says its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opta_mcp.wire.answer import Culprit, Evidence

LABELS: Mapping[str, str] = {
    "cpu": "Processor",
    "cpu.busy": "Processor, all",
    "cpu.cores": "Cores",
    "cpu.temperature": "Processor temperature",
    "cpu.frequency": "Processor speed",
    "cpu.frequency_max": "Processor speed, at most",
    "cpu.starts": "Programs started",
    "memory": "Memory",
    "memory.available": "Memory available",
    "memory.cached": "Memory used as cache",
    "memory.free": "Memory not used at all",
    "memory.total": "Memory",
    "swap.used": "Swap used",
    "swap.free": "Swap free",
    "mounts": "Disk space",
    "disks": "Disk traffic",
    "disk.used": "Disk used",
    "disk.free": "Disk free",
    "disk.available": "Disk free",
    "disk.total": "Disk size",
    "disk.busy": "Disk busy",
    "gpu": "Graphics card",
    "gpus": "Graphics card",
    "gpu.busy": "Graphics",
    "gpu.memory": "Graphics memory",
    "gpu.temperature": "Graphics temperature",
    "power": "Battery and power",
    "pressure": "Who waits for what",
    "process.run_delay": "Waited for the processor",
    "process.disk": "Disk traffic",
    "process.major_faults": "Pages read back a second",
    "oom.age": "Ended before",
    "disk.full_in": "Full in",
    "disk.fill": "Filling",
    "pressure.cpu": "Waited for the processor",
    "pressure.memory": "Waited for memory",
    "pressure.io": "Waited for the disk",
    "network": "Network",
    "oom_log": "The kernel's log",
    "folders": "Sizes of some folders",
    "folders.clearable": "Can be freed",
    "folders.counted": "Counted for",
    "folders.home": "Home folder",
    "folder.size": "Takes",
    "deleted_files": "Files deleted but open",
    "cgroups": "Limits on groups of programs",
    "connections": "Network by program",
    "process_traffic": "Disk traffic by program",
    "processes": "Programs",
    "window": "Measured over",
}

OF_PROGRAM: Mapping[str, str] = {
    "cpu": "Processor",
    "memory": "Memory",
    "resident": "Memory",
    "anonymous": "Memory",
    "swapped": "In swap",
    "written": "Written",
    "read": "Read",
    "disk_written": "Written",
    "disk_read": "Read",
    "memory_growth": "Growing",
    "children_cpu": "Processor, short children",
    "network": "Network",
    "open_files": "Open files",
    "state": "State",
    "zombies": "Finished children",
}
"""What a process's or an application's own signals are called, without its name."""

LOW_IS_BAD = frozenset({"available", "free", "left", "full_in", "age", "inodes_free"})
"""Last words of signals of which little is too little."""

SPOKEN: Mapping[str, str] = {"cpu": "processor", "gpu": "graphics", "io": "disk", "tcp": "TCP", "oom": "out of memory"}


def label(signal: str, culprit: str = "") -> str:
    """Return a signal in a person's words; one that is about a program carries its name."""
    owner, _, what = signal.partition(".")
    if owner == "other" and what in OF_PROGRAM:
        return f"{OF_PROGRAM[what]}, another program"
    if owner in ("process", "application") and what in OF_PROGRAM:
        return f"{OF_PROGRAM[what]}, {culprit}" if culprit else OF_PROGRAM[what]
    return LABELS.get(signal) or _spoken(signal)


def labelled(evidence: Evidence, culprit: Culprit) -> Evidence:
    """Return evidence that also says what it is called; what is measured of a mount or a device is not its own."""
    name = "" if culprit.kind in ("mount", "device") else culprit.name
    return evidence.model_copy(update={"label": label(evidence.signal, name)})


def limit(evidence: Evidence, *, fault: bool) -> str:
    """Return how a value stands to its threshold: "over 80 %"; empty where it has none.

    A value of a fault on the harmless side of its threshold says nothing: that finding stands for another reason.
    """
    if evidence.threshold is None or isinstance(evidence.value, str):
        return ""
    over = evidence.value >= evidence.threshold
    if fault and over == (evidence.signal.rsplit(".", 1)[-1] in LOW_IS_BAD):
        return ""
    return f"{'over' if over else 'under'} {_amount(evidence.threshold, evidence.unit, evidence.display)}"


def _amount(number: float, unit: str, beside: str) -> str:
    """Write a threshold as the value beside it is written: 1.9 cores are over 0.8 cores, 90 % of one core over 80 %."""
    if unit == "ratio" or (unit == "cores" and "%" in beside):
        return f"{number * 100:.3g} %"
    plain = f"{number:.3g}" if abs(number) < 1000 else f"{number:,.0f}"  # noqa: PLR2004  # no 1e+03 for people
    return plain if unit in ("count", "pid", "nice", "1/s") else f"{plain} {unit}"


def _spoken(signal: str) -> str:
    words = " ".join(SPOKEN.get(word, word) for word in signal.replace(".", " ").replace("_", " ").split())
    return f"{words[:1].upper()}{words[1:]}"
