"""Whom the kernel ended for want of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import read_oom_log

if TYPE_CHECKING:
    from opta_mcp.wire.base import Absent
    from opta_mcp.wire.snapshot import OomKill


class OomLogProbe:
    """Whom the kernel ended for want of memory."""

    id = "oom_log"
    deadline_s = 1.0

    def read(self) -> tuple[OomKill, ...] | Absent:
        """Read it now; raise OSError."""
        return read_oom_log()
