"""Block devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_disks

if TYPE_CHECKING:
    from opta_mcp.wire.base import Absent
    from opta_mcp.wire.snapshot import DiskTotals


class DiskProbe:
    """Block devices."""

    id = "disks"
    deadline_s = 1.0

    def read(self) -> tuple[DiskTotals, ...] | Absent:
        """Read it now; raise OSError."""
        return read_disks()
