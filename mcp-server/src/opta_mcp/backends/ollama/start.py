"""Starting Ollama for a user who asked for it: the one thing that Opta starts and leaves running."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

from opta_mcp.backends.ollama import layers
from opta_mcp.backends.ollama.look import knock, look
from opta_mcp.errors import BackendUnavailable

if TYPE_CHECKING:
    from opta_mcp.backends.address import Address

START_SECONDS = 10.0
"""How long its first answer may take; a quick machine needs less than one."""
PAUSE_SECONDS = 0.1


async def start(address: Address) -> None:
    """See that Ollama answers; raise the `BackendError` of the layer that fails, with its fix."""
    sight = await asyncio.to_thread(look, address)
    if sight.layer == "not_started" and address.local:
        await asyncio.to_thread(_spawn, _command(address))
        await _come_up(address)
    elif sight.failure is not None:
        raise sight.failure


async def _come_up(address: Address) -> None:
    until = time.monotonic() + START_SECONDS
    while (await asyncio.to_thread(look, address)).layer == "not_started" and time.monotonic() < until:  # noqa: ASYNC110  # no event tells
        await asyncio.sleep(PAUSE_SECONDS)
    await asyncio.to_thread(knock, address)


def _command(address: Address) -> list[str]:
    """Return how this system starts Ollama without more rights than the user has."""
    if sys.platform == "darwin" and layers.application() is not None:
        return ["open", "-a", "Ollama"]
    program = shutil.which("ollama") or layers.application()
    if program is None:
        raise BackendUnavailable("Ollama's program was not found.", hint=layers.fix("not_installed", address) or "")
    return [str(program), "serve"]


def _spawn(command: list[str]) -> None:
    """Start it in a session of its own, so that it outlives this process and no signal to it reaches Ollama."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise BackendUnavailable(
            f"Ollama could not be started: {error.strerror}.", hint="Try `ollama serve`."
        ) from error
    # It is meant to run on. Where it ends before this process does, somebody has to bury it.
    threading.Thread(target=process.wait, name="opta: waiting for Ollama's end", daemon=True).start()
