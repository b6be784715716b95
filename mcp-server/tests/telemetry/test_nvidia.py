"""NVIDIA's library is asked in a child: whatever that does, there is an answer and our output stays ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opta_mcp.telemetry.os import nvidia
from opta_mcp.telemetry.os.cards import untold
from opta_mcp.telemetry.os.nvidia import Nvidia, has_driver
from opta_mcp.telemetry.probes.gpus import GpuProbe
from opta_mcp.wire.base import Absent

CARD = {
    "name": "NVIDIA\nTest",
    "vendor": "NVIDIA",
    "busy_ratio": 0.98,
    "memory_total_bytes": 80 << 30,
    "memory_used_bytes": 21 << 30,
    "temperature_celsius": 56,
    "power_watts": 692.0,
    "power_limit_watts": 700.0,
    "clock_hertz": 1.485e9,
    "clock_max_hertz": 1.98e9,
    "throttle_reasons": ["power cap"],
    "processes": [{"pid": 7, "memory_bytes": 21 << 30, "busy_ratio": {"unknown": "no sample"}}],
}


def child_that(answers: str) -> Nvidia:
    """Make a child that reads questions and answers each so."""
    return Nvidia((sys.executable, "-c", f"import sys, time, json\nfor _ in sys.stdin:\n {answers}\n"))


def name_of(pid: int) -> str:
    return f"program {pid}"


def test_a_card_is_told_with_who_holds_its_memory() -> None:
    child = child_that(f"print({json.dumps({'cards': [CARD]})!r}, flush=True)")
    for _ in range(2):
        cards = child.read(name_of)
        assert not isinstance(cards, Absent)
        (card,) = cards
        assert card.name == "NVIDIA Test"
        assert card.busy_ratio == 0.98
        assert not isinstance(card.processes, Absent)
        (holder,) = card.processes
        assert (holder.name, holder.memory_bytes) == ("program 7", 21 << 30)
        assert holder.busy_ratio == Absent(unknown="no sample")
    child.close()


@pytest.mark.parametrize(
    "answers",
    [
        "print('hello', flush=True)",
        "print('[]', flush=True)",
        "print('{}', flush=True)",
        """print('{"cards": [{"name": 1}]}', flush=True)""",
        """print('{"cards": 5}', flush=True)""",
    ],
)
def test_an_answer_that_is_none_is_a_reason(answers: str) -> None:
    child = child_that(answers)
    assert child.read(name_of) == Absent(unknown="NVIDIA's driver answered something that is not known")
    child.close()


def test_a_driver_that_fails_says_why() -> None:
    child = child_that("""print('{"unknown": "the driver is of another version"}', flush=True)""")
    assert child.read(name_of) == Absent(unknown="the driver is of another version")
    child.close()


def test_a_child_that_ends_at_once_is_a_reason() -> None:
    child = Nvidia((sys.executable, "-c", "pass"))
    assert child.read(name_of) == Absent(unknown="NVIDIA's library could not be loaded")


def test_a_driver_that_hangs_costs_its_deadline() -> None:
    child = child_that("time.sleep(600)")
    began = time.monotonic()
    answer = child.read(name_of)
    assert time.monotonic() - began < nvidia._WITHIN_S + 5
    assert isinstance(answer, Absent)
    assert "did not answer within" in answer.unknown


@pytest.mark.skipif(has_driver(), reason="there is a driver here")
def test_the_real_library_without_a_driver_gives_a_reason_and_prints_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    child = Nvidia()
    answer = child.read(name_of)
    child.close()
    assert isinstance(answer, Absent)
    assert answer.unknown.startswith("NVIDIA's driver says: ")
    assert capfd.readouterr() == ("", "")


def library(folder: Path, *options: str) -> Nvidia:
    """Build a library of the shape of NVIDIA's, and make a child that loads it."""
    source = Path(__file__).parents[1] / "data" / "nvml" / "library.c"
    command: list[str | Path] = ["cc", "-shared", "-fPIC", "-w", *options, "-o", folder / "libnvidia-ml.so.1", source]
    subprocess.run(command, check=True)
    return Nvidia(("env", f"LD_LIBRARY_PATH={folder}", *nvidia._CHILD))


with_a_compiler = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("cc"), reason="needs Linux and a C compiler"
)


@with_a_compiler
def test_a_card_that_fell_off_its_bus_is_told_beside_the_others(tmp_path: Path) -> None:
    child = library(tmp_path, "-DLOST")
    cards = child.read(name_of)
    child.close()
    assert not isinstance(cards, Absent)
    card, lost = cards
    reason = Absent(unknown="NVIDIA's driver says: GPU is lost")
    assert (lost.busy_ratio, lost.memory_used_bytes, lost.throttle_reasons, lost.processes) == (reason,) * 4
    assert card.busy_ratio == 0.98


@with_a_compiler
def test_what_the_driver_keeps_to_itself_is_a_reason_and_not_none(tmp_path: Path) -> None:
    child = library(tmp_path, "-DLOST")
    cards = child.read(name_of)
    child.close()
    assert not isinstance(cards, Absent)
    denied = Absent(unknown="NVIDIA's driver says: Insufficient Permissions")
    assert cards[0].throttle_reasons == denied
    assert not isinstance(cards[0].processes, Absent)
    assert cards[0].processes[0].busy_ratio == denied


def test_a_card_of_nvidia_is_told_as_silent_beside_cards_of_other_makers() -> None:
    reason = Absent(unknown="the driver is of another version")
    card = untold("NVIDIA graphics", "NVIDIA", reason)
    assert (card.vendor, card.busy_ratio, card.throttle_reasons) == ("NVIDIA", reason, reason)


@with_a_compiler
def test_what_a_library_of_that_shape_says_is_read_and_what_it_prints_is_not(tmp_path: Path) -> None:
    child = library(tmp_path)
    cards = child.read(name_of)
    child.close()
    assert not isinstance(cards, Absent)
    (card,) = cards
    assert (card.name, card.busy_ratio, card.temperature_celsius) == ("NVIDIA Model X", 0.98, 56)
    assert (card.memory_total_bytes, card.memory_used_bytes) == (80 << 30, 21 << 30)
    assert (card.power_watts, card.clock_hertz, card.clock_max_hertz) == (692.0, 1.485e9, 1.98e9)
    assert card.power_limit_watts == Absent(unknown="NVIDIA's driver says: Insufficient Permissions")
    assert card.throttle_reasons == ("power cap", "heat")
    assert not isinstance(card.processes, Absent)
    (holder,) = card.processes
    assert (holder.pid, holder.name, holder.memory_bytes) == (4321, "program 4321", 21 << 30)
    assert holder.busy_ratio == 0.94


@pytest.mark.skipif(has_driver(), reason="there is a driver here")
def test_nothing_is_started_where_there_is_no_driver() -> None:
    probe = GpuProbe()
    began = os.times()
    answer = probe.read()
    ended = os.times()
    probe.close()
    assert answer or isinstance(answer, Absent)
    assert ended.children_user == began.children_user


@pytest.mark.skipif(not has_driver(), reason="there is no driver here")
def test_a_real_card_tells_its_memory_and_its_heat() -> None:
    probe = GpuProbe()
    cards = probe.read()
    probe.close()
    assert not isinstance(cards, Absent)
    card = next(each for each in cards if each.vendor == "NVIDIA")
    assert isinstance(card.memory_total_bytes, int)
    assert card.memory_total_bytes > 1 << 30
    assert isinstance(card.temperature_celsius, float)
    assert 0 < card.temperature_celsius < 120
    assert not isinstance(card.busy_ratio, Absent)
