"""Every way in which a model server can misbehave, through MCP: an answer or a clear error within its bound."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import anyio
import pytest

from opta_mcp.tools import offer
from tests.server.conftest import client_of, words
from tests.support.wire_server import MISBEHAVIOURS, WireServer, refused_port

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
SLACK_SECONDS = 1.0
"""Tests run beside others."""
ARGUMENTS: dict[str, dict[str, object]] = {"llm_models": {}, "llm_pull": {"model": "smol", "wait_seconds": 20}}


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
    if misbehaving not in ("error_after_200", "never_done"):
        assert status["running"] is False
        assert status["error"]
        assert status["fix"]


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
    assert slowest[0] < 0.2
