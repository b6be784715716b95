"""Programs that are at fault: started under a drawn name, in nobody's care, and ended by pid."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from opta_mcp.findings.rules.memory import out_of_memory
from opta_mcp.telemetry.os.this import read_oom_log, read_uptime_s
from opta_mcp.wire.base import Absent

from .ground import NotPossible, drawn_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BEHAVIOURS = Path(__file__).with_name("behaviours")
BUSY_PERCENT = 25
START_S = 30.0
END_S = 10.0
LOOK_S = 1.0
"""psutil counts shares of less than a second of the processor as if it had been a whole one."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that runs now: ``pid`` is who is at fault, ``root`` the first of its processes."""

    name: str
    pid: int
    root: int
    told: dict[str, int]

    @property
    def members(self) -> frozenset[int]:
        """Every process of the program, the first included."""
        return frozenset(_tree(self.root))


@contextmanager
def program(
    behaviour: str, *arguments: object, groups: Sequence[Path] = (), name: str = "", start_s: float = START_S
) -> Iterator[Program]:
    """Run one behaviour of ``behaviours/`` as a program of its own; it is there when the block begins, gone after it.

    Raises NotPossible where the machine refuses to start it.
    """
    name = name or drawn_name()
    with tempfile.TemporaryDirectory(prefix="opta-fault-") as folder:
        link = Path(folder) / name
        link.symlink_to(Path(sys.executable).resolve())
        joined = ":".join(str(group) for group in groups)
        command: list[str | Path] = [link, "-I", "-S", BEHAVIOURS, behaviour, joined, *map(str, arguments)]
        started = _started(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE), start_s)
        try:
            yield Program(name, started["pid"], started["root"], started)
        finally:
            for pid in _tree(started["root"]):
                end(pid)


def _started(starter: subprocess.Popen[bytes], start_s: float) -> dict[str, int]:
    """Return what the program said when it was ready; raise NotPossible where it never was."""
    with starter:
        if starter.stdout is None or starter.stderr is None:
            raise NotPossible("the program has no output")
        readable, _, _ = select.select([starter.stdout], [], [], start_s)
        line = starter.stdout.readline() if readable else b""
        if not line:
            starter.kill()
            raise NotPossible(starter.stderr.read().decode(errors="replace").strip()[-200:] or "it did not start")
    told: dict[str, int] = json.loads(line)
    return told


def end(pid: int) -> None:
    """End a process by its pid, stopped or not, and wait until it is gone or nothing but a zombie."""
    with suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        try:
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            select.select([descriptor], [], [], END_S)
        finally:
            os.close(descriptor)


def _tree(root: int) -> list[int]:
    """Return the pid and all below it, parents first."""
    found = [root]
    for pid in found:
        with suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def alive(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    with suppress(OSError):
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False


def until(pid: int, state: str, seconds: float = 5.0) -> None:
    """Wait until the kernel shows that process in that state (``T``, ``D``); NotPossible where it never is."""
    end_at = time.monotonic() + seconds
    while time.monotonic() < end_at:
        with suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith(state):
                return
        time.sleep(0.02)
    raise NotPossible(f"process {pid} never came into state {state}")


def left_alone() -> None:
    """Wait until what ended a moment ago counts no more; raise NotPossible while other work goes on.

    What is wrong then may be that. A program that the kernel ended for want of memory is a fault for half a minute.
    """
    time.sleep(_until_forgiven_s())
    spent = psutil.cpu_times_percent(LOOK_S)
    if spent.idle < 100 - BUSY_PERCENT:
        raise NotPossible(f"other work goes on: the processor is {spent.idle:.0f} % idle, {spent.steal:.0f} % stolen")


def _until_forgiven_s() -> float:
    """How long the kernel's last want of memory is a fault of the moment yet."""
    kills = read_oom_log()
    if isinstance(kills, Absent) or not kills:
        return 0.0
    age_s = read_uptime_s() - max(kill.at_s for kill in kills)
    return max(out_of_memory.thresholds["now"].value - age_s, 0.0)
