"""Main memory and swap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_memory

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import MemoryTotals


class MemoryProbe:
    """Main memory and swap."""

    id = "memory"
    deadline_s = 1.0

    def read(self) -> MemoryTotals:
        """Read it now; raise OSError."""
        return read_memory()
