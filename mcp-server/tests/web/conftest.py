"""A real `opta serve`, in a process of its own, with a history and settings of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

from opta_mcp.web.site import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Served:
    """Where it listens, and the token it printed."""

    base: str
    token: str
    process: subprocess.Popen[str]

    def client(self, **headers: str) -> httpx.Client:
        """Return a client that knows the token, unless other headers are given."""
        given = headers or {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.base, headers=given, timeout=30, trust_env=False)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve for the tests of one module."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def served_alone(tmp_path: Path) -> Iterator[Served]:
    """Serve for one test, which may end it."""
    with serving(tmp_path) as running:
        yield running


@contextmanager
def serving(home: Path, ollama_host: str = "127.0.0.1:9") -> Iterator[Served]:
    """Serve with a history and settings in this folder, and no Ollama within reach but the one named."""
    if not (SOURCE / "index.html").is_file():
        pytest.skip("the page is not built here: make front")
    environ = {
        **os.environ,
        "OPTA_DATA": str(home),
        "OPTA_SETTINGS": str(home / "settings.toml"),
        "OPTA_BACKEND": "scripted:faithful",
        "OLLAMA_HOST": ollama_host,
        "PATH": "",  # no ollama is on it
    }
    command = [sys.executable, "-m", "opta_mcp", "serve", "--no-open"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environ, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"(http://\S+)/#token=(\S+)", process.stdout.readline())
        assert address is not None
        yield Served(address[1], address[2], process)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)
