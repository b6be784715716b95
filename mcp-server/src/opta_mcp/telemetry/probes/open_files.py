"""Files without a name that still hold their blocks, and whose each connection is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_open_files

if TYPE_CHECKING:
    from opta_mcp.telemetry.os.this import OpenFiles


class OpenFilesProbe:
    """What processes have open."""

    id = "open_files"
    deadline_s = 3.0

    def read(self) -> OpenFiles:
        """Read it now; raise OSError."""
        return read_open_files()
