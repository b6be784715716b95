"""What is said of models and servers on the terminal, whatever they do."""

from __future__ import annotations

import json
import time

from opta_mcp.wire.chat import LlmStatus, ModelList
from opta_mcp.wire.doctor import DoctorReport
from tests.cli.running import assert_told, opta, silent_server

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


def test_a_silent_server_of_another_kind_is_named_with_what_to_do_about_it() -> None:
    with silent_server() as address:
        begun = time.monotonic()
        run = opta("status", OPTA_BASE_URL=f"http://{address}/v1", OPTA_BACKEND="")
        assert time.monotonic() - begun < WITHIN_S
    told = " ".join(run.stdout.split())
    assert f"{address} does not answer in time. Restart the server, or set OPTA_BASE_URL anew." in told


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
