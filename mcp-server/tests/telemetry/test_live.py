"""The live source on real programs: what is seen of them is what they do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from opta_mcp.telemetry.sources import LiveSource
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator

linux = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")


@contextlib.contextmanager
def running(code: str, *, ready: bool = True) -> Iterator[subprocess.Popen[str]]:
    """Run Python code in a child; `ready` waits for a line that it prints."""
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if ready and child.stdout:
            assert child.stdout.readline(), "the child ended early"
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGCONT)
        child.kill()
        child.communicate()


def look(seconds: float = 1.0) -> Window:
    """Record, children of the test being strangers."""
    return Window.of(asyncio.run(LiveSource(own_children=False).record(seconds)))


SAY_READY = "print('ready', flush=True)\n"


def test_a_busy_program_is_seen_at_one_core_or_at_what_it_got() -> None:
    with running(SAY_READY + "while True: pass") as child:
        window = look()
    process = window.process(child.pid)
    assert process is not None
    waited = 0.0 if isinstance(process.last.run_delay_s, Absent) else process.run_delay_ratio
    assert 0.9 <= process.cpu_cores + waited <= 1.1
    assert process.cpu_cores <= 1.0


def test_a_program_that_holds_memory_is_seen_within_five_in_a_hundred() -> None:
    held = 700 << 20
    with running(f"block = bytearray({held})\n" + SAY_READY + "input()") as child:
        window = look(0.2)
    application = window.application_of(child.pid)
    assert application is not None
    assert application.memory_bytes == pytest.approx(held, rel=0.05)
    process = window.process(child.pid)
    assert process is not None
    assert process.resident_bytes == pytest.approx(held, rel=0.05)


def test_a_stopped_program_is_seen_stopped_at_every_look() -> None:
    with running(SAY_READY + "input()") as child:
        os.kill(child.pid, signal.SIGSTOP)
        os.waitpid(child.pid, os.WUNTRACED)
        window = look(0.4)
    process = window.process(child.pid)
    assert process is not None
    assert set(process.states) == {"stopped"}
