"""Recordings as files: what comes back is what went in, and what is none is refused with the next step."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from opta_mcp.errors import RecordingError
from opta_mcp.findings.engine import diagnose
from opta_mcp.telemetry.names import TEXT_LENGTH
from opta_mcp.telemetry.readings import system_reading
from opta_mcp.telemetry.recording import load, save
from opta_mcp.telemetry.sources import LiveSource, ReplaySource
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import Sample
from tests.support.snapshots import NOT_READ, process, recording, snapshot

if TYPE_CHECKING:
    from pathlib import Path


def sample(clock_s: float) -> Sample:
    return Sample(
        clock_s=clock_s,
        cores=NOT_READ,
        pressure=NOT_READ,
        memory_available_bytes=1,
        processes=NOT_READ,
        mounts=NOT_READ,
    )


def test_a_live_recording_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    made = asyncio.run(LiveSource().record(0.2))
    save(made, tmp_path / "it.json")
    assert load(tmp_path / "it.json") == made
    assert asyncio.run(ReplaySource(tmp_path / "it.json").record(1.0)) == made


def test_a_recording_cannot_be_written_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"cannot be written .* no such file") as raised:
        save(recording(), tmp_path / "nowhere" / "it.json")
    assert raised.value.hint


WHOLE = json.loads(recording().model_dump_json(by_alias=True))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "not JSON"),
        ("hello", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"schema": ' + "1" * 5000 + "}", "not JSON"),
        (json.dumps(WHOLE)[:-40], "breaks off before its end"),
        ("[]", "JSON, but not a recording"),
        ('{"schema": 1}', "JSON, but not a recording"),
        ('{"snapshots": []}', "names no schema; this Opta reads schema 1"),
        (json.dumps({**WHOLE, "snapshots": [WHOLE["snapshots"][0] | {"clock_s": float("nan")}]}), "holds 1 snapshot"),
        (json.dumps({**WHOLE, "loss": float("nan")}), "number that cannot have been measured"),
        (json.dumps({**WHOLE, "loss": 10**30}), "number that cannot have been measured"),
        (json.dumps(WHOLE).replace("4294967296", "-1e999"), "number that cannot have been measured"),
        (json.dumps({**WHOLE, "schema": 2}), "schema 2; this Opta reads schema 1"),
        (json.dumps({**WHOLE, "snapshots": WHOLE["snapshots"][:1]}), "holds 1 snapshot"),
        (json.dumps({**WHOLE, "snapshots": WHOLE["snapshots"][::-1]}), "not in the order"),
        (json.dumps({**WHOLE, "snapshots": "two"}), "not a whole recording: snapshots"),
        (json.dumps({**WHOLE, "snapshots": [{**each, "clock_s": "soon"} for each in WHOLE["snapshots"]]}), "clock_s"),
        (recording(None, None, sample(200.0)).model_dump_json(by_alias=True), "not between"),
        (recording(None, None, sample(100.7), sample(100.3)).model_dump_json(by_alias=True), "not between"),
    ],
)
def test_what_is_no_recording_is_refused_with_what_is_wrong(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "it.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError, match=what) as raised:
        load(file)
    assert raised.value.code == "recording"
    assert raised.value.hint


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no such file"):
        load(tmp_path / "it.json")
    with pytest.raises(RecordingError, match="directory"):
        load(tmp_path)
    (tmp_path / "it.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordingError, match="not text"):
        load(tmp_path / "it.json")


@pytest.mark.skipif(sys.platform == "win32", reason="makes a pipe with a name")
def test_a_pipe_that_nobody_writes_to_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "it.json")
    for path in (tmp_path / "it.json", "/dev/zero"):
        with pytest.raises(RecordingError, match="is no file") as raised:
            load(path)
        assert raised.value.hint
    with pytest.raises(RecordingError, match="is a pipe"):
        save(recording(), tmp_path / "it.json")


LINK = {"name": "eth0", "up": True, "received_bytes": 0, "sent_bytes": 0, "received_packets": 0, "sent_packets": 0,
        "drops": 0, "errors": 0, "speed_bits_per_s": 0}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "altered"),
    [
        ("cpu", {**WHOLE["snapshots"][0]["cpu"], "cores": []}),
        ("memory", {**WHOLE["snapshots"][0]["memory"], "total_bytes": 0}),
        ("network", {"interfaces": [LINK], "tcp_segments_sent": 0, "tcp_segments_resent": 0}),
        ("processes", []),
    ],
)
def test_what_was_altered_to_what_no_machine_has_is_still_answered(tmp_path: Path, part: str, altered: object) -> None:
    """What a rule divides by or takes the largest of, made nothing: found by altering every value of a recording."""
    file = tmp_path / "it.json"
    looks = [{**each, part: altered} for each in WHOLE["snapshots"]]
    file.write_text(json.dumps({**WHOLE, "snapshots": looks}), encoding="utf-8")
    window = Window.of(load(file))
    assert diagnose(window).findings
    assert system_reading(window).model_dump_json()


def test_names_in_a_recording_are_cleaned_as_those_of_this_computer_are(tmp_path: Path) -> None:
    file = tmp_path / "it.json"
    evil = process(7, "plain").model_copy(update={"name": "\x1b[2Jevil\nname\u202e", "program": "x" * 10_000})
    save(recording(None, snapshot(101.0, processes=(process(1), evil))), file)
    processes = load(file).snapshots[-1].processes
    assert not isinstance(processes, Absent)
    assert processes[1].name == "[2Jevil name"
    assert len(processes[1].program) <= TEXT_LENGTH


def test_a_recording_from_a_later_version_is_read_without_what_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "it.json"
    file.write_text(json.dumps({**WHOLE, "mood": "good"}), encoding="utf-8")
    assert load(file) == recording()


def test_a_recording_of_ten_seconds_has_light_looks_between_and_says_how_it_goes_on() -> None:
    said: list[str] = []

    async def on_phase(text: str) -> None:
        said.append(text)

    made = asyncio.run(LiveSource().record(3.0, on_phase))
    assert len(made.snapshots) == 2
    assert len(made.samples) == 2
    assert len(said) == 3
    assert "2 s left" in said[1]


def test_a_snapshot_in_which_nothing_could_be_read_is_still_one(tmp_path: Path) -> None:
    parts = ("cpu", "memory", "pressure", "mounts", "disks", "network", "processes", "cgroups", "limits")
    first, last = (snapshot(clock, **dict.fromkeys(parts, NOT_READ)) for clock in (1.0, 2.0))
    blind = recording(first, last)
    save(blind, tmp_path / "it.json")
    assert load(tmp_path / "it.json") == blind
