"""What is said of models and servers on the terminal, whatever they do."""

from __future__ import annotations

import json
import time

from opta_mcp.wire.chat import LlmStatus, ModelList, ServerStatus
from opta_mcp.wire.doctor import DoctorReport
from tests.cli.running import assert_told, opta, silent_server
from tests.support.wire_server import WireServer, ollama, reply

WITHIN_S = 4.0
"""The design says 2 s; twice that on a machine with other work to do."""


def test_a_silent_server_is_told_in_time_with_the_fix() -> None:
    with silent_server() as address:
        begun = time.monotonic()
        run = opta("status", OLLAMA_HOST=address, OPTA_BACKEND="")
        took = time.monotonic() - begun
    assert run.returncode == 0
    assert f"Something listens at {address} and does not answer" in " ".join(run.stdout.split())
    assert "What to do" in run.stdout
    assert took < WITHIN_S


def test_the_status_as_json_names_the_layer_and_its_one_fix() -> None:
    with silent_server() as address:
        found = LlmStatus.model_validate_json(opta("status", "--json", OLLAMA_HOST=address).stdout)
    assert (found.running, found.layer) == (False, "silent")
    assert found.fix


def test_a_silent_server_of_another_kind_is_named_with_what_to_do_about_it_and_who_answers_instead() -> None:
    with silent_server() as address, WireServer(ollama()) as server:
        begun = time.monotonic()
        run = opta("status", OPTA_BASE_URL=f"http://{address}/v1", OPTA_BACKEND="", OLLAMA_HOST=server.url)
        assert time.monotonic() - begun < WITHIN_S
    told = " ".join(run.stdout.split())
    assert f"✗ {address} does not answer. What to do Restart the server, or set OPTA_BASE_URL anew." in told
    assert "✓ smol:latest would answer (ollama)" in told


def test_two_silent_servers_are_told_in_time_and_that_the_built_in_engine_would_answer() -> None:
    with silent_server() as address, silent_server() as other:
        begun = time.monotonic()
        run = opta("status", "--json", OPTA_BASE_URL=f"http://{address}/v1", OPTA_BACKEND="", OLLAMA_HOST=other)
        assert time.monotonic() - begun < WITHIN_S
    found = LlmStatus.model_validate_json(run.stdout)
    assert found.server == ServerStatus(
        address=address,
        layer="silent",
        error=f"{address} does not answer.",
        fix="Restart the server, or set OPTA_BASE_URL anew.",
    )
    assert found.layer == "silent"
    assert found.backend is not None
    assert found.backend.backend == "embedded"


def test_who_has_a_server_that_answers_is_not_told_to_install_another() -> None:
    with WireServer({"/v1/models": reply({"data": [{"id": "served"}]})}) as server:
        run = opta("status", OPTA_BASE_URL=f"{server.url}/v1", OPTA_BACKEND="")
    assert "served would answer (openai)" in run.stdout
    assert "Ollama" not in run.stdout


def test_the_doctor_looks_at_the_server_that_was_named() -> None:
    with silent_server() as address:
        run = opta("doctor", "--json", OPTA_BASE_URL=f"http://{address}/v1", OPTA_BACKEND="")
    (check,) = [check for check in DoctorReport.model_validate_json(run.stdout).checks if "BASE_URL" in check.layer]
    assert (check.state, check.told) == ("failed", f"{address} does not answer.")
    assert check.fix


def test_an_address_that_is_none_is_told_as_such() -> None:
    run = opta("status", OLLAMA_HOST="http://[bad")
    assert run.returncode == 0
    assert "✗" in run.stdout


def test_the_models_are_listed_with_whether_they_fit() -> None:
    found = ModelList.model_validate_json(opta("models", "--json", OPTA_BACKEND="scripted:echo").stdout)
    assert [model.name for model in found.models] == ["echo"]
    assert "echo" in opta("models", OPTA_BACKEND="scripted:echo").stdout


def test_where_nothing_can_tell_the_models_that_is_an_error() -> None:
    assert_told(opta("models", OPTA_BACKEND="scripted:down"), 1)


def test_a_pull_without_ollama_is_told_with_the_fix() -> None:
    assert_told(opta("pull", "llama3:8b", OPTA_BACKEND=""), 1, "Ollama")
    assert_told(opta("pull", "no such name"), 2, "no name of a model")


def test_the_doctor_looks_at_every_layer_and_says_what_to_do() -> None:
    report = DoctorReport.model_validate(json.loads(opta("doctor", "--json").stdout))
    found = {check.layer: check for check in report.checks}
    assert {"Program", "Settings", "Measuring", "Ollama", "Built-in engine", "Talk", "Disk", "MCP server"} <= set(found)
    assert found["Ollama"].state == "absent"
    assert found["Ollama"].fix
    assert found["Measuring"].state == "ok"


def test_the_doctor_goes_on_where_a_layer_is_broken() -> None:
    report = DoctorReport.model_validate(json.loads(opta("doctor", "--json", OPTA_SETTINGS="/dev").stdout))
    found = {check.layer: check for check in report.checks}
    assert found["Settings"].state == "failed"
    assert "cannot be read" in found["Settings"].told
    assert "MCP server" in found
