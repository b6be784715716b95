"""Rules for what no test may do to a machine: on recordings made by hand from a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opta_mcp.findings.engine import diagnose
from opta_mcp.findings.rules.graphics import HOT_REASONS
from tests.findings import recordings
from tests.findings.prose import assert_numbers_are_evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.telemetry.window import Window

    Made = Callable[[], Window]

FAULTS: list[tuple[Made, str, str]] = [
    (recordings.memory_short, "memory.short", "browser"),
    (recordings.memory_short_without_pressure, "memory.short", "browser"),
    (recordings.memory_short_elsewhere, "memory.short", "browser"),
    (recordings.swap_full, "memory.swap_full", "browser"),
    (recordings.swap_full_and_memory_low, "memory.swap_full", "browser"),
    (recordings.thrashing_without_pressure, "memory.thrash", "browser"),
    (recordings.thrashing, "memory.thrash", "browser"),
    (recordings.stalled_without_pressure, "disk.stall", "editor"),
    (recordings.disk_held_up, "disk.stall", "editor"),
    (recordings.disk_in_the_way, "disk.stall", "editor"),
    (recordings.reclaiming, "cpu.kernel", "kswapd0"),
    (recordings.stolen, "cpu.steal", ""),
    (recordings.hog_in_the_way, "cpu.hog", "browser"),
    (recordings.busy_and_nobody, "cpu.full", ""),
    (recordings.overheated, "cpu.throttle", "the processor"),
    (recordings.clock_limited, "cpu.clock_limit", "the processor"),
    (recordings.card_full, "gpu.memory_full", "browser"),
    (recordings.card_hot, "gpu.throttle", "GeForce RTX 4070"),
    (recordings.link_full, "network.full", "editor"),
    (recordings.link_lossy, "network.loss", "eth0"),
    (recordings.files_denied, "process.files", "editor"),
]
LOOK_ALIKES: list[tuple[Made, str]] = [
    (recordings.memory_tight_and_unhurried, "memory.short"),
    (recordings.mostly_cache, "memory.short"),
    (recordings.swap_full_and_idle, "memory.swap_full"),
    (recordings.swap_full_and_looked_at, "memory.swap_full"),
    (recordings.swap_full_and_memory_low, "memory.swap_idle"),
    (recordings.stolen_for_a_moment, "cpu.steal"),
    (recordings.calm, "cpu.kernel"),
    (recordings.calm, "memory.short"),
    (recordings.batch_job, "cpu.hog"),
    (recordings.batch_job, "cpu.full"),
    (recordings.warm_at_full_clock, "cpu.throttle"),
    (recordings.clock_limited_at_rest, "cpu.clock_limit"),
    (recordings.card_at_work, "gpu.memory_full"),
    (recordings.card_at_work, "gpu.throttle"),
    (recordings.link_with_one_drop, "network.loss"),
    (recordings.link_of_an_unknown_kind, "network.loss"),
    (recordings.disk_at_full_speed, "disk.stall"),
]
NOTES: list[tuple[Made, str]] = [
    (recordings.mostly_cache, "memory.cache"),
    (recordings.swap_full_and_idle, "memory.swap_idle"),
    (recordings.batch_job, "cpu.background"),
    (recordings.warm_at_full_clock, "cpu.temperature"),
    (recordings.saving_on_mains, "power.saving"),
    (recordings.saving_on_mains, "power.battery"),
    (recordings.card_at_work, "gpu.top"),
    (recordings.disk_at_full_speed, "disk.busy"),
]
HEALTHY: list[Made] = [
    recordings.calm,
    recordings.mostly_cache,
    recordings.batch_job,
    recordings.swap_full_and_idle,
    recordings.card_at_work,
    recordings.memory_tight_and_unhurried,
    recordings.disk_at_full_speed,
]


def ids(window: Window) -> list[str]:
    return [finding.id for finding in diagnose(window).findings]


@pytest.mark.parametrize(("made", "rule", "name"), FAULTS)
def test_a_recorded_fault_is_found_first_with_its_culprit(made: Made, rule: str, name: str) -> None:
    diagnosis = diagnose(made())
    assert diagnosis.verdict == "fault"
    told = next(finding for finding in diagnosis.findings if finding.id == rule)
    assert told.severity in {"warning", "critical"}
    assert told.culprit.name == name


@pytest.mark.parametrize(("made", "rule"), LOOK_ALIKES)
def test_a_recorded_look_alike_is_not_called_a_fault(made: Made, rule: str) -> None:
    assert rule not in ids(made())


@pytest.mark.parametrize(("made", "rule"), NOTES)
def test_what_is_no_fault_and_worth_knowing_is_a_note(made: Made, rule: str) -> None:
    told = next(finding for finding in diagnose(made()).findings if finding.id == rule)
    assert told.severity == "info"


@pytest.mark.parametrize("made", HEALTHY)
def test_a_machine_without_a_fault_is_called_healthy(made: Made) -> None:
    diagnosis = diagnose(made())
    assert diagnosis.verdict == "healthy"
    assert [finding.id for finding in diagnosis.findings].count("healthy") == 1


@pytest.mark.parametrize("made", recordings.MADE)
def test_every_number_in_the_prose_is_in_the_evidence(made: Made) -> None:
    for finding in diagnose(made()).findings:
        assert_numbers_are_evidence(finding)


def test_every_recording_says_how_it_was_made() -> None:
    assert "by hand" in recordings.Draft("as a test").recording().note


def test_a_program_that_makes_others_wait_is_worse_than_one_that_only_works() -> None:
    told = next(finding for finding in diagnose(recordings.hog_in_the_way()).findings if finding.id == "cpu.hog")
    assert told.severity == "critical"
    assert "had to wait" in told.why


def test_a_program_that_may_not_have_the_memory_there_is_does_not_make_the_computer_short_of_it() -> None:
    told = {each.id: each for each in diagnose(recordings.thrashing_without_pressure()).findings}
    assert told["memory.thrash"].title == "browser has too little memory, so it keeps fetching it from disk"
    assert "22.4 GiB of memory available" in told["memory.thrash"].why
    assert "memory.fine" in told


def test_a_computer_that_lives_from_swap_is_short_of_memory() -> None:
    told = {each.id: each for each in diagnose(recordings.thrashing()).findings}
    assert told["memory.thrash"].title == "Memory is short, so the computer keeps fetching it from disk"
    assert "memory.fine" not in told


def test_nobody_is_blamed_for_what_somebody_did_who_has_ended() -> None:
    told = next(each for each in diagnose(recordings.busy_and_nobody()).findings if each.id == "cpu.full")
    assert told.why.endswith("No program that still runs took much of it.")


def test_a_card_says_heat_in_the_words_that_the_rule_knows() -> None:
    pytest.importorskip("pynvml")
    from opta_mcp.telemetry.os.nvidia_child import _REASONS  # noqa: PLC0415  # only where the library is

    assert set(_REASONS.values()) >= HOT_REASONS


def test_a_full_disk_is_told_and_a_read_only_image_is_not() -> None:
    window = recordings.disks(("/", 0.4, False), ("/mnt/photos", 0.995, False), ("/snap/core", 1.0, True))
    full = [finding for finding in diagnose(window).findings if finding.id == "disk.full"]
    assert [(finding.culprit.path, finding.severity) for finding in full] == [("/mnt/photos", "critical")]


def test_the_fullest_disk_is_named_where_none_is_full() -> None:
    window = recordings.disks(("/", 0.4, False), ("/home", 0.7, False), ("/snap/core", 1.0, True))
    told = next(finding for finding in diagnose(window).findings if finding.id == "disk.fine")
    assert told.culprit.path == "/home"
    assert "/ with 40 %" in told.why


def test_what_could_be_seen_is_told_beside_what_was_denied() -> None:
    diagnosis = diagnose(recordings.files_denied())
    assert "process.files" in [finding.id for finding in diagnosis.findings]
    assert [each.signal for each in diagnosis.unknown].count("process.open_files") == 1
