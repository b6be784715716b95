"""The layers between Opta and an answer of Ollama's, each with its words and its one fix. Standard library only."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opta_mcp.backends.address import Address
    from opta_mcp.wire.chat import Layer

DEFAULT_MODEL = "llama3:8b"
_SYSTEMD_UNITS = (Path("/etc/systemd/system/ollama.service"), Path("/usr/lib/systemd/system/ollama.service"))
_APPLICATIONS = {
    "darwin": Path("/Applications/Ollama.app"),
    "win32": Path(os.environ.get("LOCALAPPDATA", ""), "Programs/Ollama/ollama.exe"),
}

_ON_CPU = (
    "The model works on the processor, wholly or in part: normal without a graphics card. With one, take a model that "
    "fits into its memory; where none of it is used, update the card's driver and restart Ollama."
)
_INSTALL = {
    "linux": "Install Ollama: curl -fsSL https://ollama.com/install.sh | sh",
    "darwin": "Install Ollama from https://ollama.com/download and open it once.",
    "win32": "Install Ollama from https://ollama.com/download and start it once.",
}
_START = {
    "linux": "Start Ollama: ollama serve",
    "darwin": "Start Ollama: open -a Ollama",
    "win32": "Start Ollama from the Start menu.",
}
_RESTART = {
    "linux": "Stop Ollama and start it again: ollama serve",
    "darwin": "Quit Ollama in the menu bar, then: open -a Ollama",
    "win32": "Quit Ollama in the notification area, then start it from the Start menu.",
}
_WHO_HOLDS = {
    "linux": "ss -ltnp 'sport = :{port}'",
    "darwin": "lsof -nP -iTCP:{port} -sTCP:LISTEN",
    "win32": "netstat -ano | findstr :{port}",
}


def installed() -> bool:
    """Say whether Ollama is on this computer: its command on the path, or its application in its usual place."""
    return shutil.which("ollama") is not None or application() is not None


def application() -> Path | None:
    """Return the application in its usual place, None where there is none."""
    place = _APPLICATIONS.get(sys.platform)
    return place if place is not None and place.exists() else None


def words(layer: Layer, seen: str) -> str:
    """Say what is wrong in a sentence or two, after what was seen."""
    if layer == "not_installed":
        return f"Ollama is not installed on this computer. {seen}"
    if layer == "not_started":
        return f"Ollama is not running. {seen}"
    return seen


def fix(layer: Layer, address: Address, system: str = sys.platform) -> str | None:
    """Give the one next step for a layer on a system, or None where nothing is wrong."""
    if not address.local and layer not in ("no_model", "cold", "on_cpu", "ok"):
        return f"See to it that Ollama runs on {address.host} and listens there (OLLAMA_HOST=0.0.0.0 ollama serve)."
    by_layer: dict[Layer, str | None] = {
        "not_installed": _for(system, _INSTALL),
        "not_started": _start(system),
        "port_held": _held(system, address.port),
        "silent": _restart(system),
        "http_error": _restart(system),
        "not_ollama": _held(system, address.port),
        "no_model": f"Fetch a model: opta pull {DEFAULT_MODEL}",
        "cold": "Nothing to mend: the model is loaded with the first question, which takes longer.",
        "on_cpu": _ON_CPU,
        "ok": None,
    }
    return by_layer[layer]


def _for(system: str, table: dict[str, str]) -> str:
    return table.get(system, table["linux"])


def _managed(system: str) -> bool:
    return system == "linux" and any(unit.exists() for unit in _SYSTEMD_UNITS)


def _start(system: str) -> str:
    return "Start Ollama: sudo systemctl start ollama" if _managed(system) else _for(system, _START)


def _restart(system: str) -> str:
    return "Restart Ollama: sudo systemctl restart ollama" if _managed(system) else _for(system, _RESTART)


def _held(system: str, port: int) -> str:
    who = _for(system, _WHO_HOLDS).format(port=port)
    return f"Another program holds port {port}; see which with: {who}. Stop it, or set OLLAMA_HOST to another port."
