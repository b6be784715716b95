"""What is said of folders that were counted: what could go, what takes the room, and never that this is a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opta_mcp.findings.asked import Asked
from opta_mcp.findings.engine import diagnose
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import Absent, UnknownSignal
from opta_mcp.wire.folders import Folders, FolderSize, PlaceSize
from tests.findings import recordings
from tests.findings.prose import assert_numbers_are_evidence, prose

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Diagnosis, Finding

GIB = 1 << 30
ROOM = Asked(frozenset({"space_use", "full_disk"}))


def counted(places: dict[str, float], home: dict[str, float] | None = None, **changed: object) -> Folders:
    """Return what was counted, in GiB."""
    values = {
        "seconds": 1.0,
        "entries": 1000,
        "whole": True,
        "places": [PlaceSize(id=name, freed_bytes=int(size * GIB), whole=True) for name, size in places.items()],
        "home": [
            FolderSize(name=name, allocated_bytes=int(size * GIB), whole=True) for name, size in (home or {}).items()
        ],
        "home_bytes": int(sum((home or {}).values()) * GIB),
        "disk_used_bytes": 200 * GIB,
        "disk_available_bytes": 200 * GIB,
    }
    return Folders.model_validate({**values, **changed})


def found(folders: Folders | Absent, asked: Asked = ROOM) -> Diagnosis:
    calm = recordings.calm()
    return diagnose(Window(calm.first, calm.last, (), folders), asked)


def told(diagnosis: Diagnosis, rule: str) -> Finding:
    return next(finding for finding in diagnosis.findings if finding.id == rule)


def ids(diagnosis: Diagnosis) -> list[str]:
    return [finding.id for finding in diagnosis.findings]


def test_caches_are_told_by_size_with_their_sum_and_their_own_commands() -> None:
    finding = told(found(counted({"pip": 3, "bin": 2, "npm": 1.5, "uv": 0.2})), "space.caches")
    assert finding.title == "6.5 GiB could be freed from caches that are made again and the bin"
    assert (
        finding.why
        == "The largest part is in pip's cache: 3 GiB. Next come the bin with 2 GiB and npm's cache with 1.5 GiB."
    )
    assert finding.advice.startswith("For pip's cache: `pip cache purge`; for the bin: empty it in the file manager; ")
    assert "`npm cache clean --force`" in finding.advice
    assert "uv" not in prose(finding)
    assert finding.culprit.name == "pip's cache"
    assert finding.risk.count("What is needed again is downloaded again.") == 1
    assert "gone for good" in finding.risk
    assert "https://pip.pypa.io/en/stable/cli/pip_cache/" in finding.sources


def test_one_cache_alone_is_told_alone() -> None:
    finding = told(found(counted({"pip": 3})), "space.caches")
    assert (finding.title, finding.why) == (
        "3 GiB could be freed from caches that are made again",
        "All of it is in pip's cache.",
    )


def test_what_can_go_comes_first_and_is_no_fault() -> None:
    diagnosis = found(counted({"pip": 30, "ollama": 20}, {"~/Videos": 90}))
    assert diagnosis.verdict == "healthy"
    assert ids(diagnosis)[:3] == ["space.caches", "space.largest", "space.kept"]
    assert {finding.severity for finding in diagnosis.findings} == {"info"}


def test_whoever_asks_why_a_disk_is_full_is_told_first_whether_one_is() -> None:
    why_full = Asked(frozenset({"full_disk", "space_use"}), primary=frozenset({"full_disk"}))
    diagnosis = found(counted({"pip": 30}, {"~/Videos": 90}), why_full)
    assert ids(diagnosis)[:3] == ["disk.fine", "space.caches", "space.largest"]


def test_on_a_disk_that_is_nearly_full_what_can_go_is_a_remedy() -> None:
    folders = counted({"pip": 3}, disk_used_bytes=96 * GIB, disk_available_bytes=4 * GIB)
    finding = told(found(folders), "space.caches")
    assert finding.severity == "warning"
    assert finding.risk == "What is needed again is downloaded again."
    assert finding.risk not in finding.advice, "a warning tells its risk by itself"


def test_a_tenth_of_a_very_large_disk_is_no_urgency() -> None:
    folders = counted({"pip": 3}, disk_used_bytes=9500 * GIB, disk_available_bytes=500 * GIB)
    assert told(found(folders), "space.caches").severity == "info"


def test_models_are_told_and_not_called_something_to_be_freed() -> None:
    diagnosis = found(counted({"ollama": 12, "hugging_face": 3, "pip": 0.6}))
    assert told(diagnosis, "space.caches").title.startswith("614 MiB")
    kept = told(diagnosis, "space.kept")
    assert kept.title == "15 GiB is in what was fetched or kept on purpose"
    assert "`ollama rm NAME`" in kept.advice
    assert "Only you know" in kept.why


def test_large_files_and_small_caches_are_no_reason_to_clear_caches() -> None:
    diagnosis = found(counted({"pip": 0.1, "npm": 0.2}, {"~/Videos": 90}))
    assert "space.caches" not in ids(diagnosis)
    assert told(diagnosis, "space.little").why == "All those that Opta knows of take 307 MiB together."


def test_what_takes_the_most_is_told_with_those_that_come_next() -> None:
    home = {"~/Videos": 9.0, "~/src": 4.0, "~/.cache": 2.0, "~/Music": 1.0}
    finding = told(found(counted({}, home)), "space.largest")
    assert finding.title == "~/Videos takes the most room in the home folder"
    assert finding.why == "It takes 9 GiB of 16 GiB. Next come ~/src with 4 GiB and ~/.cache with 2 GiB."
    assert (finding.culprit.kind, finding.culprit.path) == ("folder", "~/Videos")


def test_nobody_is_told_to_delete_in_a_folder_of_programs() -> None:
    finding = told(found(counted({}, {"~/.local": 9.0, "~/src": 4.0})), "space.largest")
    assert "clear them with that program" in finding.advice
    assert "bin" not in finding.advice


def test_a_home_folder_with_hardly_anything_in_it_has_no_largest() -> None:
    assert "space.largest" not in ids(found(counted({}, {"~/notes": 0.01})))


def test_what_was_not_counted_to_its_end_is_never_told_as_all() -> None:
    all_of_it = counted({"pip": 3}, {"~/src": 4.0}, seconds=8.04)
    cut = {
        "whole": False,
        "places": tuple(each.model_copy(update={"whole": False}) for each in all_of_it.places),
        "home": tuple(each.model_copy(update={"whole": False}) for each in all_of_it.home),
    }
    diagnosis = found(all_of_it.model_copy(update=cut))
    assert told(diagnosis, "space.caches").title.startswith("At least 3 GiB")
    assert told(diagnosis, "space.largest").why.startswith("It takes at least 4 GiB")
    for rule in ("space.caches", "space.largest"):
        assert told(diagnosis, rule).why.endswith("Counted for 8 s; larger folders may be left.")
        assert_numbers_are_evidence(told(diagnosis, rule))


@pytest.mark.parametrize(
    "folders",
    [
        counted({"pip": 3, "bin": 2, "npm": 1.5, "docker": 9, "cargo": 1, "go_build": 1, "uv": 1}, {"~/a 12": 3.0}),
        counted({"pip": 0.1}, {"~/src": 0.3}),
    ],
)
def test_every_number_in_the_prose_is_in_the_evidence(folders: Folders) -> None:
    for finding in found(folders).findings:
        assert_numbers_are_evidence(finding)


def test_to_any_other_question_folders_are_no_answer() -> None:
    folders = counted({"pip": 30}, {"~/Videos": 90}, missed=(UnknownSignal(signal="folders", reason="denied"),))
    for symptom in ("slow", "anything", "memory_use"):
        diagnosis = found(folders, Asked(frozenset({symptom})))
        assert not [each for each in ids(diagnosis) if each.startswith("space.")]
        assert symptom == "anything" or "denied" not in [each.reason for each in diagnosis.unknown]
    assert "denied" in [each.reason for each in found(folders).unknown]


def test_a_recording_without_folders_says_nothing_of_them() -> None:
    calm = recordings.calm()
    for asked in (None, ROOM):
        diagnosis = diagnose(calm, asked)
        assert "folders" not in [each.signal for each in diagnosis.unknown]
        assert diagnosis.verdict == "healthy"


def test_where_folders_could_not_be_counted_it_cannot_be_told_what_takes_the_room() -> None:
    diagnosis = found(Absent(unknown="this user has no home folder"), Asked(frozenset({"space_use"})))
    assert diagnosis.verdict == "unknown"
    assert [(each.signal, each.reason) for each in diagnosis.unknown] == [("folders", "this user has no home folder")]


def test_a_place_that_this_version_does_not_know_is_passed_over() -> None:
    assert told(found(counted({"from_the_future": 9, "pip": 3})), "space.caches").title.startswith("3 GiB")
