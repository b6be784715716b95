"""The order of findings, the verdict, and what is said of what could not be read."""

from __future__ import annotations

import pytest

from opta_mcp.findings.asked import Asked
from opta_mcp.findings.engine import FAULTS, diagnose
from opta_mcp.findings.registry import RULES, SUMMARIES, rule_of
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import UnknownSignal
from tests.findings import recordings


def test_what_explains_the_symptom_comes_before_what_is_worse() -> None:
    window = recordings.disks(("/", 0.999, False))
    findings = diagnose(window, Asked(frozenset({"memory_use"}))).findings
    assert findings[0].id == "memory.top"
    assert "disk.full" in [finding.id for finding in findings]


def test_a_worse_finding_comes_before_a_lesser_one_where_both_explain_it() -> None:
    severities = [finding.severity for finding in diagnose(recordings.memory_short()).findings]
    assert severities == sorted(severities, key=("critical", "warning", "info").index)


def test_what_makes_it_so_comes_before_what_is_worse_and_only_may() -> None:
    window = recordings.two_hogs_and_a_full_stick()
    slow = diagnose(window, Asked(frozenset({"slow"}))).findings
    assert slow[0].id == "cpu.hog"
    assert slow[0].severity == "warning"
    assert "critical" in [finding.severity for finding in slow]
    assert diagnose(window, Asked(frozenset({"full_disk"}))).findings[0].id == "disk.full"
    assert diagnose(window).findings[0].id == "disk.full"


def test_a_folder_that_is_named_is_told_of_by_the_disk_that_holds_it() -> None:
    window = recordings.disks(("/", 0.5, False), ("/home", 0.8, False), ("/home/me/stick", 0.3, False))
    for path, mount in (("/home/me", "/home"), ("/homestead", "/"), ("/home/me/stick/a", "/home/me/stick"), ("/", "/")):
        first = diagnose(window, Asked(frozenset({"full_disk"}), paths=(path,))).findings[0]
        assert (first.id, first.culprit.name) == ("disk.holding", mount)
        assert first.title.startswith(f"{path} is {'' if path == mount else 'on a disk that is '}")


def test_a_full_disk_comes_before_the_folder_that_it_holds() -> None:
    window = recordings.disks(("/", 0.999, False), ("/data", 0.2, False))
    for path in ("/home/me", "/data/a"):
        assert diagnose(window, Asked(frozenset({"full_disk"}), paths=(path,))).findings[0].id == "disk.full"


def test_notes_that_have_nothing_to_do_with_the_question_are_left_out() -> None:
    told = [finding.id for finding in diagnose(recordings.calm(), Asked(frozenset({"memory_use"}))).findings]
    assert "memory.top" in told
    assert not [rule_id for rule_id in told if rule_id.startswith(("disk.", "network.", "cpu."))]


def test_healthy_says_what_was_looked_at() -> None:
    first = diagnose(recordings.calm(), Asked(frozenset({"anything"}))).findings[0]
    assert first.id == "healthy"
    assert {piece.signal for piece in first.evidence} >= {"cpu.busy", "memory.available", "disk.used", "pressure.io"}
    assert all(piece.measured_at for piece in first.evidence)


def test_healthy_leaves_out_what_could_not_be_read() -> None:
    first = diagnose(recordings.without("pressure", "mounts"), Asked(frozenset({"slow"}))).findings[0]
    assert first.id == "healthy"
    assert "disk" not in first.why


@pytest.mark.parametrize(
    ("part", "symptom"),
    [("mounts", "full_disk"), ("memory", "full_memory"), ("gpus", "graphics"), ("network", "network")],
)
def test_the_verdict_is_unknown_where_what_was_asked_about_could_not_be_read(part: str, symptom: str) -> None:
    diagnosis = diagnose(recordings.without(part), Asked(frozenset({symptom})))  # type: ignore[arg-type]  # pytest widens it
    assert diagnosis.verdict == "unknown"
    assert diagnosis.findings[0].id == "unknown"
    assert diagnosis.unknown


def test_of_a_graphics_card_that_tells_nothing_nothing_is_said() -> None:
    diagnosis = diagnose(recordings.card_silent(), Asked(frozenset({"graphics"})))
    assert diagnosis.verdict == "unknown"
    assert ("gpu.busy", recordings.ABSENT["unknown"]) in {(each.signal, each.reason) for each in diagnosis.unknown}


def test_a_system_that_tells_no_pressure_can_still_say_that_memory_is_not_full() -> None:
    diagnosis = diagnose(recordings.without("pressure"), Asked(frozenset({"full_memory"})))
    assert diagnosis.verdict == "healthy"
    assert diagnosis.findings[0].id == "memory.fine"


def test_what_a_rule_cannot_know_is_unknown_and_not_healthy() -> None:
    assert diagnose(recordings.calm(), Asked(frozenset({"hot"}))).verdict == "unknown"
    assert diagnose(recordings.calm(), Asked(frozenset({"boot"}))).verdict == "unknown"


def test_a_fault_is_a_fault_though_something_else_could_not_be_read() -> None:
    assert diagnose(recordings.memory_short(), Asked(frozenset({"hot"}))).verdict == "fault"


def test_each_unreadable_signal_is_told_once_with_its_reason() -> None:
    unknown = diagnose(recordings.without("cpu", "memory", "pressure", "processes", "mounts")).unknown
    signals = [each.signal for each in unknown]
    assert sorted(signals) == sorted(set(signals))
    assert all(each.reason for each in unknown)


def test_nothing_readable_at_all_is_no_health() -> None:
    diagnosis = diagnose(recordings.without("cpu", "memory", "pressure", "mounts"))
    assert diagnosis.verdict == "unknown"


def test_ids_are_unique_and_every_rule_is_found_by_its_id() -> None:
    ids = [rule.id for rule in (*RULES, *SUMMARIES)]
    assert len(ids) == len(set(ids))
    assert all(rule_of(rule_id).id == rule_id for rule_id in ids)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_has_all_that_the_house_wants_of_one(rule: object) -> None:
    from opta_mcp.findings.rule import Rule  # noqa: PLC0415  # only to narrow the parameter

    assert isinstance(rule, Rule)
    assert rule.title
    assert rule.why
    assert rule.explains
    assert rule.synonyms
    assert rule.provoked
    assert rule.quiet
    assert all(threshold.source for threshold in rule.thresholds.values())
    assert bool(rule.advice) >= bool(rule.risk)


def test_a_fault_says_what_to_do_and_where_it_is_known_from() -> None:
    for made in recordings.MADE:
        for finding in diagnose(made()).findings:
            if finding.severity in FAULTS:
                assert finding.advice
                assert finding.risk
                assert finding.sources


def test_a_share_that_does_not_answer_is_told_where_it_may_matter() -> None:
    calm = recordings.calm()
    missed = UnknownSignal(signal="mounts", reason="/mnt/nas did not answer within 0.5 s")
    window = Window(calm.first, calm.last.model_copy(update={"missed": (missed,)}))
    told = missed.model_copy(update={"label": "Disk space"})
    assert told in diagnose(window, Asked(frozenset({"full_disk"}))).unknown
    assert told in diagnose(window).unknown
    assert "mounts" not in [each.signal for each in diagnose(window, Asked(frozenset({"memory_use"}))).unknown]


def test_each_value_and_each_gap_is_called_by_a_label() -> None:
    for recording in (recordings.memory_short(), recordings.without("cpu", "pressure")):
        found = diagnose(recording)
        assert all(piece.label for finding in found.findings for piece in finding.evidence)
        assert all(each.label for each in found.unknown)
