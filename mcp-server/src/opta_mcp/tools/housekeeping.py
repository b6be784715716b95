"""What our own faces may do to the set-up: start Ollama, and choose which model answers."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

from opta_mcp import llm
from opta_mcp.errors import BackendUnavailable
from opta_mcp.settings import keep_setting

if TYPE_CHECKING:
    from opta_mcp.wire.chat import LlmStatus

START_SECONDS = 8.0
"""Ollama listens within a second or two on an idle machine; this leaves room for a busy one."""
LOOK_SECONDS = 0.25


async def start_ollama() -> LlmStatus:
    """Start the server where it is installed and not started, wait until it answers, and say how things stand.

    Raises BackendUnavailable where it is not installed, or does not come up in time.
    """
    now = await llm.status()
    if now.running:
        return now
    program = shutil.which("ollama")
    if program is None:
        raise BackendUnavailable("Ollama is not installed.", hint="Install it from ollama.com, then try again.")
    await asyncio.to_thread(_spawn, program)
    until = time.monotonic() + START_SECONDS
    while not (now := await llm.status()).running and time.monotonic() < until:  # noqa: ASYNC110  # it tells nobody
        await asyncio.sleep(LOOK_SECONDS)
    if now.running:
        return now
    raise BackendUnavailable(
        f"Ollama was started and does not answer after {START_SECONDS:.0f} s.",
        hint="Run `ollama serve` in a terminal: it says there what hinders it.",
    )


async def choose_model(name: str) -> LlmStatus:
    """Keep a model as the one that answers from now on, and say how things stand; raise UsageError for no name."""
    await asyncio.to_thread(keep_setting, "model", name)
    return await llm.status()


def _spawn(program: str) -> None:
    """Start the server in a session of its own, so that it outlives Opta as a started service would."""
    subprocess.Popen(
        [program, "serve"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
