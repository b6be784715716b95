"""The real tools, called by the SDK's client: they give what they promise, with no model and no Ollama there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp.types import TextContent, TextResourceContents

from opta_mcp.findings.registry import RULES
from opta_mcp.tools import offer
from opta_mcp.wire.reading import SystemReading
from opta_mcp.wire.symptom import Symptom
from tests.server.conftest import Heard, client_of, words
from tests.support.wire_server import WireServer, lines, ollama, refused_port

if TYPE_CHECKING:
    from tests.server.conftest import Era

pytestmark = pytest.mark.anyio

NAMES = (
    "diagnose",
    "ask",
    "llm_chat",
    "llm_status",
    "llm_models",
    "llm_pull",
    "get_cpu",
    "get_memory",
    "get_disk",
    "get_gpu",
    "get_network",
    "get_processes",
    "get_system_snapshot",
)
ARGUMENTS: dict[str, dict[str, object]] = {
    "diagnose": {"topic": "slow"},
    "ask": {"question": "Is my memory full?"},
    "llm_chat": {"messages": [{"role": "user", "content": "Good morning."}]},
    "llm_pull": {"model": "smol"},
}
OPTA_MCP = str(Path(sys.executable).with_name("opta-mcp"))


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens where Ollama would, and a script is the model."""
    monkeypatch.setenv("OLLAMA_HOST", f"http://127.0.0.1:{refused_port()}")
    monkeypatch.setenv("OPTA_BACKEND", "scripted:echo")


async def test_the_tools_are_those_of_the_table_each_with_schemas_and_all_four_annotations() -> None:
    async with client_of(offer()) as client:
        tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == set(NAMES)
    for tool in tools:
        says = tool.annotations
        assert says is not None
        hints = (says.read_only_hint, says.destructive_hint, says.idempotent_hint, says.open_world_hint)
        assert None not in hints, tool.name
        assert tool.title
        assert tool.description
        assert len(tool.description) > 80, f"{tool.name} does not say when to use it"
        assert tool.output_schema is not None
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        assert tool.input_schema["type"] == tool.output_schema["type"] == "object"


def test_the_page_for_users_names_every_tool() -> None:
    page = (Path(__file__).parents[3] / "docs" / "mcp.md").read_text(encoding="utf-8")
    assert set(NAMES) <= set(re.findall(r"`(\w+)`", page))


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"llm_pull"}))
async def test_what_a_tool_gives_fits_the_schema_that_it_declares(name: str, era: Era) -> None:
    async with client_of(offer(), era) as client:
        schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        result = await client.call_tool(name, ARGUMENTS.get(name, {}))
    assert not result.is_error, words(result)
    assert words(result)
    schema = schemas[name]
    assert schema is not None
    Draft202012Validator(schema).validate(result.structured_content)


async def test_a_busy_program_is_named_by_its_pid() -> None:
    async with await anyio.open_process([sys.executable, "-c", "while True: pass"]) as busy:
        try:
            async with Client(StdioServerParameters(command=OPTA_MCP)) as client:
                result = await client.call_tool("get_cpu", {})
        finally:
            busy.kill()
    processes = {process["pid"]: process for process in result.structured_content["processes"]}
    assert processes[busy.pid]["cpu_cores"] > 0.1


async def test_a_look_reports_what_it_does() -> None:
    heard = Heard()
    async with client_of(offer()) as client:
        await client.call_tool("get_memory", {}, progress_callback=heard)
        await client.call_tool("llm_status", {})
    assert heard.notes[0] == (1, None, "looking at this computer")


async def test_a_download_that_fails_is_an_error_with_the_next_step() -> None:
    async with client_of(offer()) as client:
        result = await client.call_tool("llm_pull", {"model": "smol"})
    assert result.is_error
    assert "Ollama" in words(result)
    assert result.structured_content["state"] == "failed"


def downloading() -> WireServer:
    """Play an Ollama whose download is at a third and goes on."""
    layer = {"status": "pulling aabbcc", "digest": "sha256:aabbcc", "total": 300_000_000, "completed": 100_000_000}
    return WireServer(ollama(pull=lines({"status": "pulling manifest"}, layer, then="hang")))


async def test_a_download_goes_on_when_its_call_returns_and_ends_when_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with downloading() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        heard = Heard()
        async with client_of(offer()) as client:
            first = await client.call_tool("llm_pull", {"model": "big", "wait_seconds": 4}, progress_callback=heard)
            status = await client.call_tool("llm_status", {})
            again = await client.call_tool("llm_pull", {"model": "big", "wait_seconds": 0})
            assert not server.hung_up.is_set()
            stopped = await client.call_tool("llm_pull", {"model": "big", "stop": True})
            assert await anyio.to_thread.run_sync(server.hung_up.wait, 1)
    assert first.structured_content["state"] == "running"
    assert "It goes on" in words(first)
    assert any("33 % of 286 MiB" in text for _, _, text in heard.notes)
    assert [job["model"] for job in status.structured_content["jobs"] if job["state"] == "running"] == ["big"]
    assert again.structured_content["completed_bytes"] == 100_000_000
    assert stopped.structured_content["state"] == "stopped"


async def test_cancelling_the_call_stops_the_download(monkeypatch: pytest.MonkeyPatch) -> None:
    with downloading() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        heard = Heard()
        async with client_of(offer()) as client:
            async with anyio.create_task_group() as group:
                arguments = {"model": "cancelled", "wait_seconds": 30}
                group.start_soon(lambda: client.call_tool("llm_pull", arguments, progress_callback=heard))
                await heard.until("33 %")
                group.cancel_scope.cancel()
            assert await anyio.to_thread.run_sync(server.hung_up.wait, 1)


async def test_a_download_that_two_calls_watch_ends_with_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments: dict[str, object] = {"model": "shared", "wait_seconds": 30}
    first, second = Heard(), Heard()
    with downloading() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        async with client_of(offer()) as client, anyio.create_task_group() as group:
            async with anyio.create_task_group() as other:
                group.start_soon(lambda: client.call_tool("llm_pull", arguments, progress_callback=first))
                other.start_soon(lambda: client.call_tool("llm_pull", arguments, progress_callback=second))
                await first.until("33 %")
                await second.until("33 %")
                other.cancel_scope.cancel()
            for _ in range(2):
                first.something = anyio.Event()
                await first.something.wait()
            assert not server.hung_up.is_set()
            group.cancel_scope.cancel()
        assert await anyio.to_thread.run_sync(server.hung_up.wait, 2)


async def test_the_command_lists_its_tools_where_nothing_is_installed() -> None:
    environment = {"PATH": "", "OLLAMA_HOST": os.environ["OLLAMA_HOST"]}
    async with Client(StdioServerParameters(command=OPTA_MCP, env=environment)) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == set(NAMES)


@pytest.mark.parametrize(("argument", "status"), [("--version", 0), ("--help", 0), ("--nonsense", 2)])
def test_the_command_says_what_it_is(argument: str, status: int) -> None:
    ran = subprocess.run([OPTA_MCP, argument], capture_output=True, text=True, check=False)
    assert ran.returncode == status
    assert "opta-mcp" in (ran.stdout or ran.stderr)


async def test_the_last_look_can_be_read_again(era: Era) -> None:
    async with client_of(offer(), era) as client:
        await client.call_tool("get_gpu", {})
        (look,) = (await client.read_resource("opta://snapshot")).contents
    assert isinstance(look, TextResourceContents)
    SystemReading.model_validate_json(look.text)


async def test_every_rule_can_be_read_by_the_id_that_the_list_gives() -> None:
    async with client_of(offer()) as client:
        (listed,) = (await client.read_resource("opta://rules")).contents
        assert isinstance(listed, TextResourceContents)
        ids = re.findall(r"^- ([\w.]+):", listed.text, re.MULTILINE)
        (one,) = (await client.read_resource(f"opta://rules/{ids[0]}")).contents
        with pytest.raises(MCPError, match=r"There is no rule cpu\.nothing"):
            await client.read_resource("opta://rules/cpu.nothing")
    assert ids == [rule.id for rule in RULES]
    assert isinstance(one, TextResourceContents)
    assert "Threshold" in one.text


async def test_each_prepared_question_names_tools_that_are_there() -> None:
    async with client_of(offer()) as client:
        prompts = (await client.list_prompts()).prompts
        for prompt in prompts:
            filled = {blank.name: "firefox" for blank in prompt.arguments or ()}
            said = (await client.get_prompt(prompt.name, filled)).messages[0].content
            assert isinstance(said, TextContent)
            assert "{" not in said.text
            called = set(re.findall(r"\b(?:get|llm)_\w+|\bdiagnose\b|\bask\b", said.text))
            assert called
            assert called <= set(NAMES)
            topics = re.findall(r"with topic (\w+)", said.text)
            assert set(topics) <= set(get_args(Symptom))
    assert len(prompts) >= 6
