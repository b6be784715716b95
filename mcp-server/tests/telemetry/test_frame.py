"""The live meters, from a real second."""

from __future__ import annotations

import asyncio

from opta_mcp.telemetry.frame import MOST, frame
from opta_mcp.telemetry.sources import LiveSource
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import Absent
from tests.support.snapshots import recording


def test_a_frame_shows_this_computer_and_says_why_where_it_cannot() -> None:
    shown = frame(Window.of(asyncio.run(LiveSource().record(0.3))))
    assert isinstance(shown.cpu_busy_ratio, float)
    assert 0 <= shown.cpu_busy_ratio <= 1
    assert isinstance(shown.memory_total_bytes, int)
    assert shown.disk_path
    assert not isinstance(shown.programs, Absent)
    assert len(shown.programs) <= MOST
    if isinstance(shown.gpu_busy_ratio, Absent):
        assert shown.gpu_busy_ratio.unknown


def test_where_no_disk_is_told_none_is_idle() -> None:
    assert isinstance(frame(Window.of(recording())).disk_busy_ratio, Absent)
