"""A process of ours on its pipes: not a byte but the protocol, both eras at once, and gone when the client is."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, cast

import pytest

from opta_mcp.server.stdio import LINE_LIMIT_BYTES
from tests.server.conftest import TOY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import Connect

Json = dict[str, object]
GONE_SECONDS = 0.5
"""The design says 0.1; tests run beside others."""
HANDSHAKE: Json = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
ENVELOPE: Json = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


class Talk:
    """The toy server and its pipes, byte by byte."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(TOY)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.sent = 0

    def write(self, line: bytes) -> None:
        """Send a line as it is."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def send(self, method: str, params: Json | None = None) -> int:
        """Send a request; returns its id."""
        self.sent += 1
        self.write(json.dumps({"jsonrpc": "2.0", "id": self.sent, "method": method, "params": params or {}}).encode())
        return self.sent

    def note(self, method: str, params: Json | None = None) -> None:
        """Send a notification."""
        self.write(json.dumps({"jsonrpc": "2.0", "method": method, "params": params or {}}).encode())

    def read(self) -> Json:
        """Read one line, which must be a message."""
        assert self.process.stdout is not None
        message = json.loads(self.process.stdout.readline())
        assert message["jsonrpc"] == "2.0"
        return cast("Json", message)

    def ask(self, method: str, params: Json | None = None) -> Json:
        """Send a request and return the message that answers it, which must come next."""
        number = self.send(method, params)
        message = self.read()
        assert message["id"] == number
        return message

    def modern(self, method: str, params: Json | None = None) -> Json:
        """Ask in the modern era."""
        return self.ask(method, {**(params or {}), "_meta": ENVELOPE})

    def shake_hands(self) -> None:
        """Begin in the era of handshakes."""
        assert "result" in self.ask("initialize", HANDSHAKE)
        self.note("notifications/initialized")

    def call(self, tool: str, arguments: Json | None = None, **meta: object) -> int:
        """Send a call of a tool; returns its id."""
        return self.send("tools/call", {"name": tool, "arguments": arguments or {}, "_meta": meta})

    def hang_up(self) -> float:
        """Close the server's input; return the seconds until it is gone."""
        assert self.process.stdin is not None
        began = time.monotonic()
        self.process.stdin.close()
        self.process.wait(10)
        return time.monotonic() - began

    def errors(self) -> str:
        """Read all that it said on standard error; it must have ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()


@pytest.fixture
def talk() -> Iterator[Talk]:
    talk = Talk()
    yield talk
    talk.process.kill()
    with talk.process:
        pass  # its pipes are closed


def names(answer: Json) -> list[str]:
    result = cast("dict[str, list[dict[str, str]]]", answer["result"])
    return [tool["name"] for tool in result["tools"]]


@pytest.mark.anyio
async def test_the_sdks_client_lists_and_calls_over_pipes_in_both_eras(connect_process: Connect) -> None:
    async with connect_process() as client:
        assert "echo" in {tool.name for tool in (await client.list_tools()).tools}
        result = await client.call_tool("echo", {"question": "Grüße, 你好"})
    assert result.structured_content == {"by": "rules", "text": "Grüße, 你好"}


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"])
def test_every_version_of_the_handshake_is_agreed_to(talk: Talk, version: str) -> None:
    answer = talk.ask("initialize", {**HANDSHAKE, "protocolVersion": version})
    assert cast("Json", answer["result"])["protocolVersion"] == version
    talk.note("notifications/initialized")
    assert "echo" in names(talk.ask("tools/list"))


def test_a_client_that_probes_may_shake_hands_all_the_same(talk: Talk) -> None:
    assert "supportedVersions" in cast("Json", talk.modern("server/discover")["result"])
    talk.shake_hands()
    assert "echo" in names(talk.ask("tools/list"))
    assert "echo" in names(talk.modern("tools/list"))


def test_a_client_that_shook_hands_may_go_on_in_the_modern_era(talk: Talk) -> None:
    talk.shake_hands()
    modern = talk.modern("tools/list")
    assert "echo" in names(modern)
    assert "echo" in names(talk.ask("tools/list"))
    assert cast("Json", modern["result"])["resultType"] == "complete"


def test_nothing_that_prints_reaches_the_protocol(talk: Talk) -> None:
    talk.shake_hands()
    number = talk.call("noise")
    answer = talk.read()
    assert answer["id"] == number
    result = cast("Json", answer["result"])
    assert cast("Json", result["structuredContent"])["text"] == "a child that read ended with 1"
    talk.hang_up()
    assert talk.process.stdout is not None
    assert talk.process.stdout.read() == b""
    errors = talk.errors()
    assert "printed" in errors
    assert "written to 1" in errors
    assert "a child" in errors


def test_a_line_that_is_no_message_is_answered_and_the_next_one_is_served(talk: Talk) -> None:
    for line in (b"{not json", b"[]", b"\xff\xfe", b"x" * (LINE_LIMIT_BYTES + 10)):
        talk.write(line)
        message = talk.read()
        assert cast("Json", message["error"])["code"] == -32700
    talk.shake_hands()
    assert "echo" in names(talk.ask("tools/list"))


def test_a_ping_is_answered_while_a_tool_runs(talk: Talk, tmp_path: Path) -> None:
    talk.shake_hands()
    talk.call("hang", {"question": str(tmp_path / "note")}, progressToken="t")
    assert talk.read()["method"] == "notifications/progress"
    began = time.monotonic()
    talk.ask("ping")
    assert time.monotonic() - began < GONE_SECONDS


def test_the_event_itself_rides_beside_the_progress(talk: Talk, tmp_path: Path) -> None:
    talk.shake_hands()
    talk.call("hang", {"question": str(tmp_path / "note")}, progressToken="t")
    params = cast("Json", talk.read()["params"])
    assert params["progressToken"] == "t"
    event = cast("dict[str, Json]", params["_meta"])["opta/event"]
    assert (event["kind"], event["text"], event["seq"]) == ("phase", "hanging", 1)


def test_without_a_token_nothing_is_sent_but_the_answer(talk: Talk) -> None:
    talk.shake_hands()
    number = talk.call("stream", {"question": "."})
    assert talk.read()["id"] == number


def test_it_is_gone_when_its_input_ends(talk: Talk) -> None:
    talk.shake_hands()
    assert talk.hang_up() < GONE_SECONDS
    assert talk.process.returncode == 0


def test_it_is_gone_when_its_input_ends_in_the_middle_of_work_which_is_stopped(talk: Talk, tmp_path: Path) -> None:
    talk.shake_hands()
    talk.call("hang", {"question": str(tmp_path / "note")}, progressToken="t")
    talk.read()
    assert talk.hang_up() < GONE_SECONDS
    assert (tmp_path / "note").exists()


def test_it_is_gone_when_its_input_ends_even_if_the_event_loop_is_busy(talk: Talk) -> None:
    talk.shake_hands()
    talk.call("busy")
    assert talk.process.stderr is not None
    assert talk.process.stderr.readline() == b"busy\n"
    assert talk.hang_up() < GONE_SECONDS


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to a child")
def test_an_interrupt_ends_it_without_a_traceback(talk: Talk) -> None:
    talk.shake_hands()
    began = time.monotonic()
    talk.process.send_signal(signal.SIGINT)
    assert talk.process.wait(10) == 130
    assert time.monotonic() - began < GONE_SECONDS
    assert "Traceback" not in talk.errors()


def test_a_client_that_stops_reading_does_not_keep_it(talk: Talk) -> None:
    talk.shake_hands()
    assert talk.process.stdout is not None
    talk.process.stdout.close()
    talk.send("tools/list")
    assert talk.process.wait(10) == 0
    assert "Traceback" not in talk.errors()
