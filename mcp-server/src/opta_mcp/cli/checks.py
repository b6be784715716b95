"""Every layer of Opta, looked at in turn: what `opta doctor` tells. A layer that fails hides none above it."""

from __future__ import annotations

import asyncio
import importlib.util
import platform
import shutil
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from opta_mcp import __version__
from opta_mcp.backends.embedded.model import INSTALL, MODEL_VARIABLE, installed_files, model_file
from opta_mcp.errors import OptaError
from opta_mcp.findings.labels import label
from opta_mcp.llm.report import status
from opta_mcp.settings import load_settings, settings_path
from opta_mcp.telemetry.snapshot import Snapshotter
from opta_mcp.wire.base import Absent
from opta_mcp.wire.doctor import Check

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from opta_mcp.wire.chat import LlmStatus, ServerStatus

DISK_SMALLEST_BYTES = 6e9
"""The default model takes 4.7 GB, and a disk should not be filled to its end."""

CALM_LAYERS = frozenset({"ok", "cold", "on_cpu"})
ABSENT_LAYERS = frozenset({"not_installed", "not_started", "no_model"})


async def checks() -> AsyncIterator[Check]:
    """Give each check as soon as it is known; none raises."""
    yield _python()
    yield _settings()
    for check in await asyncio.to_thread(_measuring):
        yield check
    found = await status()
    if found.server:
        yield _named_server(found.server)
    yield _ollama(found)
    yield _engine()
    yield _model_file()
    yield _answering(found)
    yield _disk()
    yield _server()


def _python() -> Check:
    told = f"Opta {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Check(layer="Program", state="ok", told=told)


def _settings() -> Check:
    try:
        load_settings()
    except OptaError as error:
        return Check(layer="Settings", state="failed", told=error.message, fix=error.hint)
    path = settings_path()
    return Check(layer="Settings", state="ok", told=str(path) if path.exists() else f"none set ({path})")


def _measuring() -> list[Check]:
    """Take a snapshot; a part that could not be read is absent, with its reason."""
    begun = time.process_time()
    snapshot = Snapshotter().snapshot()
    spent_ms = (time.process_time() - begun) * 1000
    parts = {name: getattr(snapshot, name) for name in type(snapshot).model_fields}
    missing = {name: part.unknown for name, part in parts.items() if isinstance(part, Absent)}
    whole = Check(layer="Measuring", state="ok", told=f"a snapshot takes {spent_ms:.0f} ms of processor time")
    return [whole, *(Check(layer=label(name), state="absent", told=reason) for name, reason in missing.items())]


def _named_server(server: ServerStatus) -> Check:
    told = server.error or f"{server.address} answers"
    return Check(layer="OPTA_BASE_URL", state="failed" if server.error else "ok", told=told, fix=server.fix)


def _ollama(found: LlmStatus) -> Check:
    if found.layer in CALM_LAYERS and found.running:
        named = ", ".join(found.models[:3]) + (", ..." if len(found.models) > 3 else "")  # noqa: PLR2004  # a line of them
        return Check(layer="Ollama", state="ok", told=f"{found.version or 'runs'}: {named}", fix=found.fix)
    state = "absent" if found.layer in ABSENT_LAYERS else "failed"
    return Check(layer="Ollama", state=state, told=found.error or "it has no model", fix=found.fix)


def _engine() -> Check:
    if importlib.util.find_spec("xllamacpp") is None:
        return Check(layer="Built-in engine", state="absent", told="llama.cpp is not installed", fix=INSTALL)
    return Check(layer="Built-in engine", state="ok", told=f"llama.cpp, by xllamacpp {version('xllamacpp')}")


def _model_file() -> Check:
    try:
        files = installed_files(load_settings().embedded_model)
        if not files:
            fix = f"Set {MODEL_VARIABLE} to the path of a GGUF file."
            return Check(layer="Its model file", state="absent", told="there is none", fix=fix)
        return Check(layer="Its model file", state="ok", told=model_file(files[0]).name)
    except OptaError as error:
        return Check(layer="Its model file", state="failed", told=error.message, fix=error.hint)


def _answering(found: LlmStatus) -> Check:
    if found.backend:
        return Check(layer="Talk", state="ok", told=f"{found.backend.name} ({found.backend.backend}) would answer")
    told = "no model would answer; questions about this computer are answered without one"
    return Check(layer="Talk", state="absent", told=told)


def _disk() -> Check:
    home = Path.home()
    try:
        free = shutil.disk_usage(home).free
    except OSError as error:
        return Check(layer="Disk", state="failed", told=f"{home} cannot be read: {error.strerror}")
    told = f"{free / 1e9:.0f} GB free for models"
    if free < DISK_SMALLEST_BYTES:
        return Check(layer="Disk", state="failed", told=told, fix="The default model takes 4.7 GB: make room first.")
    return Check(layer="Disk", state="ok", told=told)


def _server() -> Check:
    if importlib.util.find_spec("mcp") is None:
        return Check(layer="MCP server", state="failed", told="the package mcp is missing", fix="Reinstall Opta.")
    return Check(layer="MCP server", state="ok", told=f"opta mcp, SDK {version('mcp')}")
