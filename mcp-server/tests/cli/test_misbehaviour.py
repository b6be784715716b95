"""Whatever a model server does, each command that asks it ends in time, with an answer or a clear error."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from opta_mcp.wire.chat import LlmStatus
from tests.cli.running import SECONDS, assert_told, opta
from tests.cli.terminal import at_a_terminal
from tests.support.wire_server import BAD_STREAMS, MISBEHAVIOURS, WireServer, ollama, openai, refused_port

if TYPE_CHECKING:
    from collections.abc import Iterator

WITHIN_S = 8.0
"""The design says 2 s for a status and 5 s for a chat; the rest is for starting Python on a busy machine."""
KINDS = [*MISBEHAVIOURS, "refused"]
INTERRUPTED = 130


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a server that misbehaves in one way, whatever it is asked."""
    if request.param == "refused":
        yield f"127.0.0.1:{refused_port()}"
        return
    with WireServer.misbehaving(request.param) as server:
        yield server.url


def test_the_status_names_the_layer_and_its_fix(address: str) -> None:
    begun = time.monotonic()
    run = opta("status", "--json", OLLAMA_HOST=address)
    assert time.monotonic() - begun < WITHIN_S
    assert run.returncode == 0
    assert run.stderr == ""
    found = LlmStatus.model_validate_json(run.stdout)
    assert not found.running
    assert found.error
    assert found.fix


@pytest.mark.parametrize("words", [("models",), ("pull", "llama3:8b")])
def test_what_cannot_be_had_is_an_error_with_the_next_step(address: str, words: tuple[str, ...]) -> None:
    begun = time.monotonic()
    run = opta(*words, OLLAMA_HOST=address, OPTA_BACKEND="ollama")
    assert time.monotonic() - begun < WITHIN_S
    assert_told(run, 1)


def test_a_chat_goes_on_after_its_answer_failed(address: str) -> None:
    begun = time.monotonic()
    run = opta("chat", "--backend", "ollama", typed=TWICE, OLLAMA_HOST=address)
    assert time.monotonic() - begun < WITHIN_S
    assert run.stdout.count("✗") == 2
    assert (run.returncode, run.stderr) == (0, "")


TWICE = "Tell me a joke.\nAnd another one.\n"
WORDS_THAT_CAME = {"error_after_200": "Hel", "never_done": "Hello"}


@pytest.mark.parametrize("kind", MISBEHAVIOURS)
def test_where_the_chat_alone_goes_wrong_nothing_that_came_is_lost(kind: str) -> None:
    with WireServer(ollama(chat=MISBEHAVIOURS[kind])) as server:
        begun = time.monotonic()
        run = opta("chat", "--backend", "ollama", typed=TWICE, OLLAMA_HOST=server.url, OPTA_SILENCE_SECONDS="1")
        assert time.monotonic() - begun < WITHIN_S
    assert run.stdout.count("✗") == 2
    assert run.stdout.count(f"{WORDS_THAT_CAME.get(kind, '')}\n") >= 2
    assert (run.returncode, run.stderr) == (0, "")


def test_a_chat_with_another_server_goes_on_after_its_answer_failed(address: str) -> None:
    begun = time.monotonic()
    run = opta("chat", "--backend", "openai", typed="Tell me a joke.\n", OPTA_BASE_URL=address)
    assert time.monotonic() - begun < WITHIN_S
    assert run.stdout.count("✗") == 1
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("kind", BAD_STREAMS)
def test_where_another_servers_chat_alone_goes_wrong_nothing_that_came_is_lost(kind: str) -> None:
    with WireServer(openai(BAD_STREAMS[kind])) as server:
        begun = time.monotonic()
        url = f"{server.url}/v1"
        run = opta("chat", "--backend", "openai", typed=TWICE, OPTA_BASE_URL=url, OPTA_SILENCE_SECONDS="1")
        assert time.monotonic() - begun < WITHIN_S
    assert run.stdout.count("✗") == 2
    assert run.stdout.count(f"{WORDS_THAT_CAME.get(kind, '')}\n") >= 2
    assert (run.returncode, run.stderr) == (0, "")


def test_a_question_about_this_computer_is_answered_whatever_a_model_server_does(address: str) -> None:
    begun = time.monotonic()
    run = opta("ask", "--backend", "ollama", "Is my memory full?", OLLAMA_HOST=address)
    assert time.monotonic() - begun < WITHIN_S
    assert "rules only" in run.stdout
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("kind", sorted(set(MISBEHAVIOURS) - {"silent", "byte_a_second"}))
def test_where_the_pull_alone_goes_wrong_that_is_an_error_with_the_next_step(kind: str) -> None:
    with WireServer(ollama(pull=MISBEHAVIOURS[kind])) as server:
        begun = time.monotonic()
        run = opta("pull", "llama3:8b", OLLAMA_HOST=server.url, OPTA_BACKEND="")
        assert time.monotonic() - begun < WITHIN_S
    assert_told(run, 1)


@pytest.mark.parametrize("kind", ["silent", "byte_a_second"])
def test_a_pull_in_which_nothing_comes_says_so_and_can_be_stopped(kind: str) -> None:
    with (
        WireServer(ollama(pull=MISBEHAVIOURS[kind])) as server,
        at_a_terminal("pull", "llama3:8b", OLLAMA_HOST=server.url, OPTA_BACKEND="", COLUMNS="100") as terminal,
    ):
        terminal.wait_for("nothing has arrived for")
        terminal.press_ctrl_c()
        terminal.wait_for("stopped")
        assert terminal.process.wait(SECONDS) == INTERRUPTED
        assert server.hung_up.wait(5)
