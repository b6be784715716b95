"""The table of processes, with the control groups that they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import ProcessReader

if TYPE_CHECKING:
    from opta_mcp.telemetry.os.this import Table


class ProcessProbe:
    """All processes."""

    id = "processes"
    deadline_s = 5.0
    """A machine in trouble is slow here, and this is what the answer rests on."""

    def __init__(self) -> None:
        """Keep names from one look to the next."""
        self._reader = ProcessReader()

    def read(self) -> Table:
        """Read it now; raise OSError."""
        return self._reader.read()
