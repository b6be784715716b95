"""Runs `opta` as a person does: as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTA = (sys.executable, "-m", "opta_mcp")
SECONDS = 60
"""Longer than any command here takes on a machine with other work to do."""

PLAIN = {"NO_COLOR": "1", "COLUMNS": "80", "OPTA_SETTINGS": os.devnull, "OPTA_DATA": os.devnull}


def surroundings(**changes: str) -> dict[str, str]:
    """Return the environment of a run: nothing of the tester's own settings, no server or model but a test's."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OPTA_", "OLLAMA_"))}
    return {**inherited, **PLAIN, "OLLAMA_HOST": "127.0.0.1:1", "OPTA_BACKEND": "scripted:down", **changes}


def opta(*words: str, typed: str | None = None, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*OPTA, *words],
        input=typed,
        stdin=subprocess.DEVNULL if typed is None else None,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        env=surroundings(**changes),
        check=False,
    )


def assert_told(run: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    """Hold that an error is told on standard error, with the next step below it, and nothing else is printed."""
    assert run.returncode == status, run.stderr
    assert run.stdout == ""
    first, *hints = run.stderr.splitlines()
    assert first.startswith("opta: ")
    assert hints
    assert hints[0].startswith("  ")
    assert "Traceback" not in run.stderr
    for word in words:
        assert word in run.stderr


@contextmanager
def silent_server() -> Iterator[str]:
    """Give the address of a server that accepts every connection and never says anything."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        host, port = server.getsockname()[:2]
        yield f"{host}:{port}"


def wait_until_measuring(pid: int) -> None:
    """Wait until a command's imports are done and it takes its first look: then it has threads besides its first."""
    for _ in range(SECONDS * 20):
        if len(list(Path(f"/proc/{pid}/task").iterdir())) > 1:
            return
        time.sleep(0.05)
    raise AssertionError("the command never began to measure")
