"""Fetching a model on the terminal: how far it is, and that what arrived is kept when a person stops it."""

from __future__ import annotations

from typing import Literal

from opta_mcp.wire.chat import PullJob
from tests.cli.running import SECONDS, opta
from tests.cli.terminal import at_a_terminal
from tests.support.wire_server import Play, WireServer, lines, ollama

MB = 10**6
LAYER = {"status": "pulling 6a0746a1ec1a", "digest": "sha256:6a0746a1ec1a", "total": 100_000_000}
BEGIN = ({"status": "pulling manifest"}, {**LAYER, "completed": 40_000_000})
END = ({**LAYER, "completed": 100_000_000}, {"status": "verifying sha256 digest"}, {"status": "success"})


def test_a_model_that_came_whole_is_told_with_its_size() -> None:
    with WireServer(ollama(pull=lines(*BEGIN, *END))) as server:
        run = opta("pull", "smol", OLLAMA_HOST=server.url, OPTA_BACKEND="")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("smol")
    assert "100 MB" in run.stdout


def test_the_end_of_a_pull_is_one_object_for_programs() -> None:
    with WireServer(ollama(pull=lines(*BEGIN, *END))) as server:
        run = opta("pull", "--json", "smol", OLLAMA_HOST=server.url, OPTA_BACKEND="")
    job = PullJob.model_validate_json(run.stdout)
    assert (job.state, job.completed_bytes) == ("done", 100_000_000)


def test_ctrl_c_stops_a_pull_keeps_what_arrived_and_says_so() -> None:
    with (
        WireServer(ollama(pull=lines(*BEGIN, then="hang"))) as server,
        at_a_terminal("pull", "smol", OLLAMA_HOST=server.url, OPTA_BACKEND="", COLUMNS="100") as terminal,
    ):
        terminal.wait_for("40 MB of 100 MB")
        terminal.press_ctrl_c()
        terminal.wait_for("stopped at 40 MB")
        terminal.wait_for("goes on from there")
        assert terminal.process.wait(SECONDS) == 130


def arriving(first: int, last: int, then: Literal["close", "hang"] = "close") -> Play:
    """Play a pull of which some MB are here already, as Ollama tells it: a line every 60 ms."""
    layer = [{**LAYER, "completed": at * MB} for at in range(first, last + 1)]
    return lines({"status": "pulling manifest"}, *layer, *(END[1:] if then == "close" else ()), gap_s=0.06, then=then)


def test_a_pull_that_was_interrupted_goes_on_where_it_was_and_says_so() -> None:
    with WireServer(ollama(pull=[arriving(0, 40, "hang"), arriving(40, 60)])) as server:
        with at_a_terminal("pull", "smol", OLLAMA_HOST=server.url, OPTA_BACKEND="", COLUMNS="100") as terminal:
            terminal.wait_for("smol: from the beginning")
            terminal.wait_for("40 MB of 100 MB")
            terminal.press_ctrl_c()
            terminal.wait_for("stopped at 40 MB")
            assert terminal.process.wait(SECONDS) == 130
        with at_a_terminal("pull", "smol", OLLAMA_HOST=server.url, OPTA_BACKEND="", COLUMNS="100") as terminal:
            terminal.wait_for("smol: going on from 40 MB")
            terminal.wait_for("smol is here: 100 MB, 40 MB of it from before.")
            assert terminal.process.wait(SECONDS) == 0


def test_a_pull_whose_parts_are_gone_says_that_it_begins_again() -> None:
    with WireServer(ollama(pull=arriving(0, 20, "hang"))) as server:
        for _ in range(2):  # Ollama was restarted between them
            with at_a_terminal("pull", "smol", OLLAMA_HOST=server.url, OPTA_BACKEND="", COLUMNS="100") as terminal:
                terminal.wait_for("smol: from the beginning")
                terminal.wait_for("20 MB of 100 MB")
                terminal.press_ctrl_c()
                assert terminal.process.wait(SECONDS) == 130


def test_what_comes_after_the_last_byte_is_said_beside_the_bar() -> None:
    checking = lines(*BEGIN, END[0], {"status": "verifying sha256 digest"}, gap_s=0.3, then="hang")
    with (
        WireServer(ollama(pull=checking)) as server,
        at_a_terminal("pull", "smol", OLLAMA_HOST=server.url, OPTA_BACKEND="", COLUMNS="100") as terminal,
    ):
        terminal.wait_for("100 MB of 100 MB, checking what arrived")
