"""Real programs to look at: children of the test, ended by their number."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from opta_mcp.telemetry.sources import LiveSource
from opta_mcp.telemetry.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from opta_mcp.wire.snapshot import Recording

READY = "print('ready', flush=True)\n"
WAIT = "input()\n"
SPIN = "while True: pass\n"


@contextlib.contextmanager
def running(
    code: str, *arguments: str, program: str | Path = sys.executable, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run Python code in a child that prints a line when it is ready."""
    command = [str(program), "-c", code, *arguments]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    try:
        if child.stdout is None or not child.stdout.readline():
            raise RuntimeError("the child ended before it was ready")
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGCONT)
        child.kill()
        child.communicate()


def record(seconds: float = 0.2) -> Recording:
    """Record, children of the test being strangers."""
    return asyncio.run(LiveSource(own_children=False).record(seconds))


def look(seconds: float = 0.2) -> Window:
    """Look at this computer, children of the test being strangers."""
    return Window.of(record(seconds))
