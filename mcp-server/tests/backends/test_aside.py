"""A blocking call beside the event loop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from opta_mcp.backends.aside import aside


def test_it_gives_what_the_call_gives_and_raises_what_it_raises() -> None:
    def divided(by: int) -> float:
        return 6 / by

    assert asyncio.run(aside(divided, 3)) == 2
    with pytest.raises(ZeroDivisionError):
        asyncio.run(aside(divided, by=0))


def test_the_event_loop_goes_on_meanwhile() -> None:
    released = threading.Event()

    async def main() -> bool:
        waiting = asyncio.ensure_future(aside(released.wait, 10))
        await asyncio.sleep(0)
        released.set()
        return await waiting

    assert asyncio.run(main())


def test_a_call_that_hangs_does_not_hold_the_end_of_the_program() -> None:
    code = """
import asyncio, threading
from opta_mcp.backends.aside import aside
async def main():
    try:
        async with asyncio.timeout(0.05):
            await aside(threading.Event().wait)
    except TimeoutError:
        print("given up")
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert (done.stdout, done.stderr) == ("given up\n", "")
