"""Fetching a model on the terminal: how far it is, and that what arrived is kept when a person stops it."""

from __future__ import annotations

from opta_mcp.wire.chat import PullJob
from tests.cli.running import SECONDS, opta
from tests.cli.terminal import at_a_terminal
from tests.support.wire_server import WireServer, lines, ollama

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
