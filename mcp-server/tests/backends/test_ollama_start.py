"""Starting Ollama: a program of that name that serves what Ollama serves stands for it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

import pytest

from opta_mcp.backends.address import Address
from opta_mcp.backends.ollama.look import look
from opta_mcp.backends.ollama.start import start
from opta_mcp.errors import BackendUnavailable

if TYPE_CHECKING:
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


def test_an_installed_ollama_is_started_and_outlives_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: Address
) -> None:
    pid = tmp_path / "pid"
    program = tmp_path / "ollama"
    program.write_text(STAND_IN.format(python=sys.executable, pid=str(pid), port=address.port))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    try:
        asyncio.run(start(address))
        assert look(address).running
        asyncio.run(start(address))
    finally:
        os.kill(int(pid.read_text()), signal.SIGKILL)


def test_one_that_is_not_installed_is_told_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: Address
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackendUnavailable, match="not installed"):
        asyncio.run(start(address))
