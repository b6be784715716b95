"""What values and signals are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.labels import label, limit
from opta_mcp.findings import figures

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Evidence


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
        (figures.size("memory.available", 1 << 28, 1 << 30), True, "under 1,024 MiB"),
        (figures.share("cpu.busy", 0.97), True, ""),
        (figures.state("process.state", "stopped"), True, ""),
    ],
)
def test_a_limit_is_said_where_it_decides(piece: Evidence, fault: bool, says: str) -> None:  # noqa: FBT001  # a column of the table
    assert limit(piece, fault=fault) == says
