"""What a status says would answer is what answers, however the server that the user named fails."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from opta_mcp import llm
from opta_mcp.advise.chat import chat
from opta_mcp.advise.options import ChatOptions, unheard
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.chat import ChatMessage
from tests.support.wire_server import MISBEHAVIOURS, Play, WireServer, ollama, recorded, refused_port, reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.wire.chat import ChatResult, Layer, LlmStatus, ServerStatus

STATUS_SECONDS, CHAT_SECONDS, SLACK_SECONDS = 2.0, 5.0, 1.0
"""Of the design; tests run beside others."""
MODELS = reply({"data": [{"id": "served"}]})
ANSWER = reply({"choices": [{"message": {"content": "Hello."}, "finish_reason": "stop"}]})
HELLO = (ChatMessage(role="user", content="Say hello."),)


@dataclass(frozen=True)
class Case:
    """How a server answers who asks what it serves, None for one that is not there; the layer, and words about it."""

    models: Play | None
    layer: Layer
    words: str


SERVERS = {
    "answers": Case(MODELS, "ok", ""),
    "refused": Case(None, "not_started", "Nothing listens at"),
    "silent": Case(MISBEHAVIOURS["silent"], "silent", "does not answer"),
    "html": Case(MISBEHAVIOURS["html"], "http_error", "not"),
    "http_500": Case(MISBEHAVIOURS["http_500"], "http_error", "something broke inside"),
    "http_401": Case(reply({"error": "bad key"}, 401), "http_error", "refuses the key"),
    "no_model": Case(reply({"data": []}), "no_model", "has no model"),
}
OTHERS = ("ollama", "nothing", "silent", "unreadable")
"""What Ollama does meanwhile; where it does not answer, nothing else is there."""


@pytest.fixture(params=SERVERS)
def named(request: pytest.FixtureRequest) -> Case:
    """Each test is run against every server."""
    return SERVERS[str(request.param)]


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest) -> str:
    """Each test is run beside every Ollama."""
    return str(request.param)


@pytest.fixture
def _there(named: Case, other: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start both, and take the embedded engine away."""
    for name in ("OPTA_BACKEND", "OPTA_MODEL", "OPTA_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPTA_SETTINGS", "/nonexistent/settings.toml")
    monkeypatch.setenv("OPTA_EMBEDDED_MODEL", "/nonexistent/model.gguf")
    with ExitStack() as held:
        url = f"http://127.0.0.1:{refused_port()}"
        if named.models is not None:
            url = held.enter_context(WireServer({"/v1/models": named.models, "/v1/chat/completions": ANSWER})).url
        monkeypatch.setenv("OPTA_BASE_URL", f"{url}/v1")
        host = "ftp://nowhere" if other == "unreadable" else f"127.0.0.1:{refused_port()}"
        if other in ("ollama", "silent"):
            playing = (
                WireServer(ollama(chat=recorded("chat_once"))) if other == "ollama" else WireServer.misbehaving(other)
            )
            host = held.enter_context(playing).url
        monkeypatch.setenv("OLLAMA_HOST", host)
        yield


def asked() -> tuple[LlmStatus, float, ChatResult, float]:
    """Ask for a status and for an answer; give both with the seconds that they took."""

    async def both() -> tuple[LlmStatus, float, ChatResult, float]:
        await llm.status("scripted")  # what is imported on first use is no server's doing
        begun = time.monotonic()
        status = await llm.status()
        told = time.monotonic()
        result = await chat(HELLO, ChatOptions(grounded=False), unheard)
        return status, told - begun, result, time.monotonic() - told

    return asyncio.run(both())


def assert_named(server: ServerStatus | None, named: Case, said: str) -> None:
    """Hold that a status says how the server fails, and the chat the same."""
    assert server is not None
    assert server.layer == named.layer
    assert named.words in (server.error or "")
    assert (server.error or "") in said
    assert (server.fix or "") in said
    assert (server.fix is None) is (named.layer == "ok")


@pytest.mark.usefixtures("_there")
def test_what_would_answer_answers_and_what_fails_is_named_by_both(named: Case, other: str) -> None:
    status, status_seconds, result, chat_seconds = asked()
    answering = {"openai": "served", "ollama": "smol:latest"}
    expected = "openai" if named.layer == "ok" else "ollama" if other == "ollama" else None
    assert status.backend == (ModelRef(backend=expected, name=result.model) if expected else None)
    assert (result.backend, result.done) == (expected, expected is not None)
    assert result.model == (answering.get(expected or "") or "")
    said = " ".join((*result.notices, result.error or ""))
    if other == "unreadable" and not expected:  # a setting that cannot be used is told before all that was tried
        assert status.server is None
        assert "OLLAMA_HOST" in said
    else:
        assert_named(status.server, named, said)
    assert status_seconds < STATUS_SECONDS + SLACK_SECONDS
    assert chat_seconds < CHAT_SECONDS + SLACK_SECONDS
