"""What values and signals are called."""

from __future__ import annotations

import pytest

from opta_mcp.findings import figures
from opta_mcp.findings.labels import label, labelled, limit
from opta_mcp.wire.answer import Culprit, Evidence


def test_a_signal_is_called_as_a_person_calls_it() -> None:
    assert label("cpu.busy") == "Processor, all"
    assert label("process.cpu", "vim") == "Processor, vim"
    assert label("other.memory", "vim") == "Memory, another program"
    assert label("io.stalls_per_s") == "Disk stalls per s"


@pytest.mark.parametrize(
    ("piece", "fault", "says"),
    [
        (figures.share("cpu.busy", 0.97, 0.85), True, "over 85 %"),
        (figures.share("cpu.busy", 0.03, 0.85), False, "under 85 %"),
        (figures.cores("application.cpu", 0.5, 0.8), True, ""),
        (figures.cores("application.cpu", 0.97, 0.8), True, "over 80 %"),
        (figures.cores("application.cpu", 1.9, 0.8), True, "over 0.8 cores"),
        (figures.size("memory.available", 1 << 28, 1 << 30), True, "under 1,024 MiB"),
        (figures.share("cpu.busy", 0.97), True, ""),
        (figures.state("process.state", "stopped"), True, ""),
    ],
)
def test_a_limit_is_said_where_it_decides(piece: Evidence, fault: bool, says: str) -> None:  # noqa: FBT001  # a column of the table
    assert limit(piece, fault=fault) == says


def test_evidence_is_called_by_its_culprit_unless_that_is_a_place() -> None:
    piece = figures.rate("process.written", 1 << 20)
    assert labelled(piece, Culprit(kind="process", name="vim")).label == "Written, vim"
    assert labelled(piece, Culprit(kind="mount", name="/")).label == "Written"


def test_what_an_older_opta_wrote_without_labels_is_read() -> None:
    old = {"signal": "cpu.busy", "value": 0.5, "unit": "ratio"}
    assert Evidence.model_validate(old).label is None
    assert "label" not in Evidence.model_validate(old).model_dump()
