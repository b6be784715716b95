"""The protocol's own Inspector, on its command line, lists and calls every tool of the installed command."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, cast

import pytest

from tests.server.test_tools import ARGUMENTS, NAMES, OPTA_MCP
from tests.support.node import INSPECTOR, node, script
from tests.support.wire_server import refused_port

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, object]
FAILED = 5
"""What the Inspector's exit status is where a tool's result is one of failure."""


def inspected(home: Path, *options: str, status: int = 0) -> Json:
    """Run the Inspector on `opta-mcp` and return the result that it prints."""
    command = [node(), script(INSPECTOR), "--cli", OPTA_MCP, "--format", "json", *options]
    nothing = {"OLLAMA_HOST": f"http://127.0.0.1:{refused_port()}", "OPTA_BACKEND": "scripted:echo"}
    environment = os.environ | nothing | {"HOME": str(home)}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)
    assert ran.returncode == status, ran.stderr
    return cast("Json", json.loads(ran.stdout)["result"])


def test_the_inspector_lists_every_tool_document_and_question(tmp_path: Path) -> None:
    tools = cast("list[Json]", inspected(tmp_path, "--method", "tools/list")["tools"])
    assert {tool["name"] for tool in tools} == set(NAMES)
    documents = cast("list[Json]", inspected(tmp_path, "--method", "resources/list")["resources"])
    assert {document["uri"] for document in documents} == {"opta://snapshot", "opta://rules"}
    assert inspected(tmp_path, "--method", "prompts/list")["prompts"]


@pytest.mark.parametrize("name", NAMES)
def test_the_inspector_calls_the_tool(name: str, tmp_path: Path) -> None:
    arguments = [
        part
        for key, value in ARGUMENTS.get(name, {}).items()
        for part in ("--tool-arg", f"{key}={value if isinstance(value, str) else json.dumps(value)}")
    ]
    fails = name == "llm_pull"  # nothing is there to pull with
    call = ("--method", "tools/call", "--tool-name", name, *arguments)
    result = inspected(tmp_path, *call, status=FAILED if fails else 0)
    assert result.get("isError", False) is fails
    assert result["structuredContent"]
    assert cast("list[Json]", result["content"])[0]["text"]
