"""What our own window is offered beside the rest, and that nobody else sees it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

from opta_mcp.tools import offer
from opta_mcp.tools.app import APP_TOOLS
from opta_mcp.wire.page import Frame
from tests.server.conftest import client_of, words
from tests.support.wire_server import refused_port

if TYPE_CHECKING:
    from tests.server.conftest import Era

pytestmark = pytest.mark.anyio
OWN = {tool.name for tool in APP_TOOLS}


def said(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def kept_files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep history and settings in a folder of the test's own; a script is the model."""
    monkeypatch.setenv("OPTA_DATA", str(tmp_path))
    monkeypatch.setenv("OPTA_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("OLLAMA_HOST", f"http://127.0.0.1:{refused_port()}")
    monkeypatch.setenv("OPTA_BACKEND", "scripted:echo")
    return tmp_path


@pytest.mark.parametrize(("arguments", "seen"), [([], set()), (["--app"], OWN)])
async def test_only_our_own_window_sees_its_tools(arguments: list[str], seen: set[str]) -> None:
    command = str(Path(sys.executable).with_name("opta-mcp"))
    async with Client(StdioServerParameters(command=command, args=arguments)) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
    assert names & OWN == seen


async def test_a_conversation_that_is_named_is_kept_read_and_forgotten(era: Era) -> None:
    async with client_of(offer(app=True), era) as client:
        await client.list_tools()
        first = await client.call_tool("llm_chat", {"messages": [said("Good morning.")], "conversation_id": "new"})
        identity = first.structured_content["conversation_id"]
        messages = [said("Good morning."), {"role": "assistant", "content": "Good morning."}, said("And now?")]
        await client.call_tool("llm_chat", {"messages": messages, "conversation_id": identity})
        listed = await client.call_tool("conversation_list", {})
        read = await client.call_tool("conversation_read", {"id": identity})
        left = await client.call_tool("conversation_forget", {"id": identity})
        gone = await client.call_tool("conversation_read", {"id": identity})
    assert [each["id"] for each in listed.structured_content["conversations"]] == [identity]
    assert [each["content"] for each in read.structured_content["messages"] if each["role"] == "user"] == [
        "Good morning.",
        "And now?",
    ]
    assert left.structured_content["conversations"] == []
    assert gone.is_error
    assert "There is no conversation" in words(gone)


@pytest.mark.parametrize(
    ("script", "question", "grounded", "state"),
    [
        ("slow", "alpha beta gamma " * 20, False, "failed"),
        ("silent", "Is my memory full?", True, "stopped"),
    ],
)
async def test_a_turn_that_runs_out_of_time_says_by_which_id_the_half_answer_is_found(
    script: str, question: str, *, grounded: bool, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTA_BACKEND", f"scripted:{script}")
    arguments = {"messages": [said(question)], "conversation_id": "new", "max_seconds": 1, "grounded": grounded}
    async with client_of(offer(app=True)) as client:
        result = await client.call_tool("llm_chat", arguments)
        told = result.structured_content
        read = await client.call_tool("conversation_read", {"id": told["conversation_id"]})
    assert told["truncated"]
    (_, answer) = read.structured_content["messages"]
    assert answer["state"] == state
    assert answer["content"]
    assert answer["content"] == told["content"]


async def test_a_conversation_that_is_not_named_is_not_kept(data: Path) -> None:
    async with client_of(offer()) as client:
        result = await client.call_tool("llm_chat", {"messages": [said("Good morning.")]})
    assert result.structured_content["conversation_id"] is None
    assert kept_files(data) == []


async def test_an_unknown_conversation_is_an_error_that_a_client_can_read() -> None:
    async with client_of(offer()) as client:
        result = await client.call_tool("llm_chat", {"messages": [said("Hello.")], "conversation_id": "no such"})
    assert result.is_error
    assert "[history.unknown]" in words(result)


async def test_a_frame_for_the_meters_fits_its_type() -> None:
    async with client_of(offer(app=True)) as client:
        await client.list_tools()
        result = await client.call_tool("telemetry_frame", {})
    assert not result.is_error, words(result)
    Frame.model_validate(result.structured_content)


async def test_a_model_that_is_chosen_is_kept_in_the_settings(data: Path) -> None:
    async with client_of(offer(app=True)) as client:
        await client.list_tools()
        result = await client.call_tool("model_choose", {"name": "echo"})
    assert not result.is_error, words(result)
    assert 'model = "echo"' in (data / "settings.toml").read_text(encoding="utf-8")


async def test_all_four_annotations_are_said_of_our_own_tools_too() -> None:
    for each in APP_TOOLS:
        assert each.annotations.destructive is (each.name == "conversation_forget")
