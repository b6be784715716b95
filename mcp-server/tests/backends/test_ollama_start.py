"""Starting Ollama: a program of that name that serves what Ollama serves stands for it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from opta_mcp.backends.address import Address
from opta_mcp.backends.ollama.look import look
from opta_mcp.backends.ollama.start import start
from opta_mcp.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STAND_IN = """#!{python}
import http.server, os, pathlib, sys
pathlib.Path({pid!r}).write_text(str(os.getpid()))
class Ollama(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{{"version": "0.0.1", "models": []}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
assert sys.argv[1:] == ["serve"]
http.server.HTTPServer(("127.0.0.1", {port}), Ollama).serve_forever()
"""


@pytest.fixture
def address() -> Address:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Address(port=free.getsockname()[1])


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: Address) -> Iterator[Path]:
    """Put a program of that name on the path; give the file that it writes its pid to. It is ended with the test."""
    pid = tmp_path / "pid"
    program = tmp_path / "ollama"
    program.write_text(STAND_IN.format(python=sys.executable, pid=str(pid), port=address.port))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    yield pid
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(pid.read_text()), signal.SIGKILL)


@pytest.mark.usefixtures("installed")
def test_an_installed_ollama_is_started_and_outlives_the_call(address: Address) -> None:
    asyncio.run(start(address))
    assert look(address).running
    asyncio.run(start(address))


def test_it_is_buried_where_it_ends_first(installed: Path, address: Address) -> None:
    asyncio.run(start(address))
    pid = int(installed.read_text())
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 5
    while psutil.pid_exists(pid):  # a zombie exists
        assert time.monotonic() < until
        time.sleep(0.01)


STARTER = """
import asyncio, sys
from opta_mcp.backends.address import Address
from opta_mcp.backends.ollama.start import start
asyncio.run(start(Address(port=int(sys.argv[1]))))
"""


@pytest.mark.usefixtures("installed")
def test_it_outlives_the_program_that_started_it_without_a_warning(address: Address) -> None:
    command = [sys.executable, "-W", "error", "-c", STARTER, str(address.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert look(address).running


def test_one_that_is_not_installed_is_told_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: Address
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackendUnavailable, match="not installed"):
        asyncio.run(start(address))
