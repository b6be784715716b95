"""Every way in which a model server can misbehave, through MCP: an answer or a clear error within its bound."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import anyio
import pytest

from opta_mcp.tools import offer
from tests.server.conftest import Heard, client_of, words
from tests.support.wire_server import (
    BAD_STREAMS,
    MISBEHAVIOURS,
    WireServer,
    lines,
    ollama,
    openai,
    recorded,
    refused_port,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcp.client.client import Client

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore:ping is removed"),  # from the newer era; the older one has it
]

STATUS_SECONDS = 2.0
REFUSED_SECONDS = 5.0
"""How long a chat may take to say that a server does not even tell its version."""
PING_SECONDS = 0.5
SLACK_SECONDS = 1.0
"""Tests run beside others."""
CHAT: dict[str, object] = {"messages": [{"role": "user", "content": "Say hello."}]}
SILENT = ("silent", "byte_a_second")
ARGUMENTS: dict[str, dict[str, object]] = {
    "llm_models": {},
    "llm_pull": {"model": "smol", "wait_seconds": 20},
    "llm_chat": CHAT,
}


@pytest.fixture(params=["refused", *MISBEHAVIOURS])
def misbehaving(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Play an Ollama that misbehaves in one way, whatever it is asked."""
    monkeypatch.setenv("OPTA_BACKEND", "ollama")
    if request.param == "refused":
        monkeypatch.setenv("OLLAMA_HOST", f"http://127.0.0.1:{refused_port()}")
        yield "refused"
        return
    with WireServer.misbehaving(request.param) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        yield request.param


async def pings(client: Client, slowest: list[float]) -> None:
    """Ping all the while; note the slowest answer."""
    while True:
        began = time.monotonic()
        await client.send_ping()
        slowest[:] = [max([time.monotonic() - began, *slowest])]
        await anyio.sleep(0.05)


async def test_the_status_says_what_is_wrong_within_two_seconds(misbehaving: str) -> None:
    async with client_of(offer()) as client:
        began = time.monotonic()
        result = await client.call_tool("llm_status", {})
        assert time.monotonic() - began < STATUS_SECONDS + SLACK_SECONDS
    status = result.structured_content
    assert not result.is_error
    assert status["running"] is False, misbehaving
    assert status["error"]
    assert status["fix"]


async def test_a_silent_server_that_the_user_named_is_told_with_what_answers_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OPTA_BACKEND", raising=False)
    with WireServer.misbehaving("silent") as silent, WireServer(ollama(chat=recorded("chat_once"))) as server:
        monkeypatch.setenv("OPTA_BASE_URL", f"{silent.url}/v1")
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        async with client_of(offer()) as client:
            began = time.monotonic()
            told = await client.call_tool("llm_status", {})
            assert time.monotonic() - began < STATUS_SECONDS + SLACK_SECONDS
            answer = await client.call_tool("llm_chat", CHAT)
    status = told.structured_content
    assert (status["server"]["layer"], status["backend"]["backend"]) == ("silent", "ollama")
    assert words(told).startswith(f"127.0.0.1:{silent.port} does not answer. Restart the server")
    assert "smol:latest (ollama) would answer." in words(told)
    assert answer.structured_content["backend"] == "ollama"
    assert f"127.0.0.1:{silent.port} does not answer." in words(answer)


@pytest.mark.parametrize("tool", ARGUMENTS)
async def test_what_cannot_be_done_is_a_clear_error_in_time_and_pings_go_on(misbehaving: str, tool: str) -> None:
    slowest: list[float] = []
    async with client_of(offer(), "legacy") as client, anyio.create_task_group() as group:
        group.start_soon(pings, client, slowest)
        began = time.monotonic()
        result = await client.call_tool(tool, ARGUMENTS[tool])
        seconds = time.monotonic() - began
        group.cancel_scope.cancel()
    assert result.is_error, misbehaving
    assert len(words(result)) > 20
    assert "Traceback" not in words(result)
    assert "[internal]" not in words(result)
    assert seconds < REFUSED_SECONDS + SLACK_SECONDS
    assert slowest[0] < PING_SECONDS


async def test_a_question_about_this_computer_is_answered_in_time(misbehaving: str) -> None:
    async with client_of(offer()) as client:
        began = time.monotonic()
        result = await client.call_tool("ask", {"question": "Is my memory full?"})
        assert time.monotonic() - began < REFUSED_SECONDS + SLACK_SECONDS, misbehaving
    assert not result.is_error
    assert result.structured_content["parts"][0]["by"] == "rules"


async def test_another_server_that_misbehaves_is_a_clear_error_in_time_too(
    misbehaving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTA_BACKEND", "openai")
    monkeypatch.setenv("OPTA_BASE_URL", os.environ["OLLAMA_HOST"])
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{refused_port()}")
    for tool, seconds in (
        ("llm_status", STATUS_SECONDS),
        ("llm_models", REFUSED_SECONDS),
        ("llm_chat", REFUSED_SECONDS),
    ):
        async with client_of(offer()) as client:
            began = time.monotonic()
            result = await client.call_tool(tool, ARGUMENTS.get(tool, {}))
            assert time.monotonic() - began < seconds + SLACK_SECONDS, (tool, misbehaving)
        assert result.is_error is (tool != "llm_status")
        assert len(words(result)) > 20
        assert "Traceback" not in words(result)
        assert "[internal]" not in words(result)


@pytest.mark.parametrize("name", BAD_STREAMS)
async def test_another_servers_chat_that_goes_wrong_in_the_middle_says_so_and_keeps_what_came(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTA_BACKEND", "openai")
    monkeypatch.setenv("OPTA_SILENCE_SECONDS", "1")
    with WireServer(openai(BAD_STREAMS[name])) as server:
        monkeypatch.setenv("OPTA_BASE_URL", f"{server.url}/v1")
        async with client_of(offer()) as client:
            began = time.monotonic()
            result = await client.call_tool("llm_chat", CHAT)
            assert time.monotonic() - began < REFUSED_SECONDS + SLACK_SECONDS
    assert result.is_error
    answer = result.structured_content
    assert (answer["done"], answer["backend"]) == (False, "openai")
    assert answer["error"]
    assert answer["content"] == {"error_after_200": "Hel", "never_done": "Hello"}.get(name, "")


@pytest.mark.parametrize("name", sorted(set(MISBEHAVIOURS) - {"silent", "byte_a_second"}))
async def test_a_chat_that_goes_wrong_in_the_middle_says_so_and_keeps_what_came(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTA_BACKEND", "ollama")
    with WireServer(ollama(chat=MISBEHAVIOURS[name])) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        async with client_of(offer()) as client:
            result = await client.call_tool("llm_chat", CHAT)
    assert result.is_error
    answer = result.structured_content
    assert answer["done"] is False
    assert answer["error"]
    if name in ("error_after_200", "never_done"):
        assert answer["content"].startswith("Hel")
        assert words(result).startswith("Hel")


@pytest.mark.parametrize("name", MISBEHAVIOURS)
async def test_where_the_pull_alone_goes_wrong_the_call_says_so_in_time(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull: dict[str, object] = {"model": "llama3:8b", "wait_seconds": 3 if name in SILENT else 20}
    with WireServer(ollama(pull=MISBEHAVIOURS[name])) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        async with client_of(offer()) as client:
            began = time.monotonic()
            result = await client.call_tool("llm_pull", pull)
            assert time.monotonic() - began < REFUSED_SECONDS + SLACK_SECONDS
            stopped = await client.call_tool("llm_pull", pull | {"stop": True})
    job = result.structured_content
    if name in SILENT:  # it may still come: the job goes on until it is stopped
        assert (job["state"], result.is_error) == ("running", False)
        assert stopped.structured_content["state"] == "stopped"
        assert "It goes on" in words(result)
    else:
        assert (job["state"], result.is_error) == ("failed", True)
        assert job["error"]
        assert job["hint"]


@pytest.mark.parametrize("name", ["silent", "byte_a_second"])
async def test_a_chat_that_never_ends_is_cut_off_by_its_limit_and_marked(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTA_BACKEND", "ollama")
    with WireServer(ollama(chat=MISBEHAVIOURS[name])) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        async with client_of(offer()) as client:
            began = time.monotonic()
            result = await client.call_tool("llm_chat", CHAT | {"max_seconds": 2})
            assert time.monotonic() - began < 2 + SLACK_SECONDS * 2
        assert server.hung_up.wait(1)
    assert result.structured_content["truncated"] is True
    assert result.structured_content["done"] is False
    assert "2 s" in words(result)


async def test_stopping_a_call_frees_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTA_BACKEND", "ollama")
    endless = lines({"model": "m", "message": {"role": "assistant", "content": "Hello"}, "done": False}, then="hang")
    with WireServer(ollama(chat=endless)) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        heard = Heard()
        async with client_of(offer()) as client:
            async with anyio.create_task_group() as group:
                group.start_soon(lambda: client.call_tool("llm_chat", CHAT, progress_callback=heard))
                await heard.until("Hello")
                stopped = time.monotonic()
                group.cancel_scope.cancel()
            assert await anyio.to_thread.run_sync(server.hung_up.wait, 2)
        assert server.hung_up_at is not None
        assert server.hung_up_at - stopped < 0.1 + SLACK_SECONDS / 4
