"""The four plain functions, against servers of every kind over real sockets."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from opta_mcp.errors import BackendError, BackendSilent, BackendUnavailable
from opta_mcp.llm import check_ollama_status, get_available_models
from tests.support.wire_server import MISBEHAVIOURS, WireServer, ollama, recorded, refused_port

HEAVY = ("pydantic", "httpx", "ollama", "mcp", "rich", "psutil", "anyio", "asyncio", "xllamacpp", "platformdirs")


def test_importing_it_and_asking_for_the_status_import_no_heavy_library() -> None:
    code = (
        "import sys; import opta_mcp.llm as llm; before = set(sys.modules); status = llm.check_ollama_status();"
        f"print([name for name in {HEAVY!r} if name in before], status['running'])"
    )
    environ = {"OLLAMA_HOST": f"127.0.0.1:{refused_port()}", "OPTA_SETTINGS": "/nonexistent", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"


def test_a_running_ollama_is_said_with_its_models(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama()) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        assert check_ollama_status() == {"running": True, "models": ["made:latest", "smol:latest"]}
        assert get_available_models() == ["made:latest", "smol:latest"]


def test_an_ollama_without_models_runs_and_lists_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama(tags=recorded("tags_empty"))) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        assert check_ollama_status() == {"running": True, "models": []}


def test_where_nothing_listens_the_status_says_so_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{refused_port()}")
    status = check_ollama_status()
    assert status["running"] is False
    assert "Nothing listens at 127.0.0.1" in status["error"]
    assert "Ollama:" in status["error"]
    with pytest.raises(BackendUnavailable):
        get_available_models()


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_the_status_and_the_models_answer_within_two_seconds_of_a_misbehaving_server(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WireServer.misbehaving(name) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        start = time.monotonic()
        status = check_ollama_status()
        assert time.monotonic() - start < 2
        assert status.keys() == {"running", "error"}
        with pytest.raises(BackendError) as raised:
            get_available_models()
    assert status["error"] == str(raised.value)


def test_a_silent_server_is_a_silent_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer.misbehaving("silent") as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        with pytest.raises(BackendSilent, match="does not answer"):
            get_available_models()


def test_an_address_that_is_none_is_an_error_and_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "ftp://nowhere")
    status = check_ollama_status()
    assert status["running"] is False
    assert "OLLAMA_HOST" in status["error"]
