"""System-wide limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_limits

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Limits


class LimitsProbe:
    """System-wide limits."""

    id = "limits"
    deadline_s = 1.0

    def read(self) -> Limits:
        """Read it now; raise OSError."""
        return read_limits()
