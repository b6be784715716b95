"""Who waited for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_pressure

if TYPE_CHECKING:
    from opta_mcp.wire.base import Absent
    from opta_mcp.wire.snapshot import PressureTotals


class PressureProbe:
    """Who waited for what."""

    id = "pressure"
    deadline_s = 1.0

    def read(self) -> PressureTotals | Absent:
        """Read it now; raise OSError."""
        return read_pressure()
