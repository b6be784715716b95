"""The processor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_cpu

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import CpuTotals


class CpuProbe:
    """The processor."""

    id = "cpu"
    deadline_s = 2.0

    def read(self) -> CpuTotals:
        """Read it now; raise OSError."""
        return read_cpu()
