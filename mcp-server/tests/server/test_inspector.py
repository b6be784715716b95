"""The protocol's own Inspector, on its command line, lists and calls every tool of the installed command, in both eras.

Its 2.12.0 speaks the era of handshakes unless told otherwise, and with `--protocol-era modern` 2026-07-28 alone, with
no way back: a server that did not speak it would fail.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest

from tests.server.test_tools import ARGUMENTS, NAMES, OPTA_MCP
from tests.support.node import INSPECTOR, node, script
from tests.support.wire_server import refused_port

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, object]
Inspect = Callable[..., Json]
FAILED = 5
"""What the Inspector's exit status is where a tool's result is one of failure."""
VERSIONS = {"legacy": "2025-11-25", "modern": "2026-07-28"}


@pytest.fixture(params=VERSIONS)
def era(request: pytest.FixtureRequest) -> str:
    """Each test runs in both."""
    return str(request.param)


@pytest.fixture
def inspected(era: str, tmp_path: Path) -> Inspect:
    """Run the Inspector on `opta-mcp` in an era, with nothing there but a script for a model."""
    # A server of its own gets the variables that it is given here, and few others.
    given = {"OLLAMA_HOST": f"http://127.0.0.1:{refused_port()}", "OPTA_BACKEND": "scripted:echo"}
    variables = [part for name, value in given.items() for part in ("-e", f"{name}={value}")]
    command = [node(), script(INSPECTOR), "--cli", OPTA_MCP, *variables, "--protocol-era", era, "--format", "json"]
    environment = {**os.environ, "HOME": str(tmp_path), "MCP_INSPECTOR_SECRET_STORE": "memory"}

    def run(*options: str, status: int = 0) -> Json:
        ran = subprocess.run(
            [*command, *options], capture_output=True, text=True, check=False, env=environment, timeout=60
        )
        assert ran.returncode == status, ran.stderr
        return cast("Json", json.loads(ran.stdout)["result"])

    return run


def test_the_inspector_is_answered_in_the_era_that_it_speaks(inspected: Inspect, era: str) -> None:
    assert inspected("--method", "initialize")["protocolVersion"] == VERSIONS[era]


def test_the_inspector_lists_every_tool_document_and_question(inspected: Inspect) -> None:
    tools = cast("list[Json]", inspected("--method", "tools/list")["tools"])
    assert {tool["name"] for tool in tools} == set(NAMES)
    documents = cast("list[Json]", inspected("--method", "resources/list")["resources"])
    assert {document["uri"] for document in documents} == {"opta://snapshot", "opta://rules"}
    assert inspected("--method", "prompts/list")["prompts"]


@pytest.mark.parametrize("name", NAMES)
def test_the_inspector_calls_the_tool(name: str, inspected: Inspect) -> None:
    arguments = [
        part
        for key, value in ARGUMENTS.get(name, {}).items()
        for part in ("--tool-arg", f"{key}={value if isinstance(value, str) else json.dumps(value)}")
    ]
    fails = name == "llm_pull"  # nothing is there to pull with
    call = ("--method", "tools/call", "--tool-name", name, *arguments)
    result = inspected(*call, status=FAILED if fails else 0)
    assert result.get("isError", False) is fails
    structured = cast("Json", result["structuredContent"])
    assert structured
    if name == "llm_chat":
        assert structured["backend"] == "scripted:echo"
    assert cast("list[Json]", result["content"])[0]["text"]
