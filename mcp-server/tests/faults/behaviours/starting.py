"""How a fault's own process begins: as a program of nobody's, in its groups, with its pid told."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
from pathlib import Path

LIFE_S = 90
PR_SET_PDEATHSIG = 1


def begin(groups: str) -> None:
    """Leave the starter and join the control groups, whose paths are joined by colons."""
    if os.fork():
        os._exit(0)
    os.setsid()
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, 0)  # whoever asks for the fault may be at low priority; the fault is not
    signal.alarm(LIFE_S)
    os.environ["FAULT_ROOT"] = str(os.getpid())
    for group in filter(None, groups.split(":")):
        (Path(group) / "cgroup.procs").write_text(str(os.getpid()))


def ready(**facts: object) -> None:
    """Tell the starter that the fault is there, who is at fault, and whom to end."""
    os.write(1, json.dumps({"pid": os.getpid(), "root": int(os.environ["FAULT_ROOT"]), **facts}).encode() + b"\n")


def child() -> bool:
    """Fork; True in the child, which dies with its parent."""
    if os.fork():
        return False
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return True


def wait() -> None:
    """Do nothing until ended."""
    while True:
        signal.pause()
