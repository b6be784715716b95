"""Mains, battery, and what the system was told to save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_power

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Power


class PowerProbe:
    """Mains, battery, and what the system was told to save."""

    id = "power"
    deadline_s = 1.0

    def read(self) -> Power:
        """Read it now; raise OSError."""
        return read_power()
