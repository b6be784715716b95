"""Network interfaces and TCP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_network

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import NetworkTotals


class NetworkProbe:
    """Network interfaces and TCP."""

    id = "network"
    deadline_s = 1.0

    def read(self) -> NetworkTotals:
        """Read it now; raise OSError."""
        return read_network()
