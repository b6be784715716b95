"""The machine itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_host

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Host


class HostProbe:
    """The machine itself."""

    id = "host"
    deadline_s = 1.0

    def read(self) -> Host:
        """Read it now; raise OSError."""
        return read_host()
