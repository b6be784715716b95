"""Disks as a person sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.this import MountReader

if TYPE_CHECKING:
    from opta_mcp.wire.base import UnknownSignal
    from opta_mcp.wire.snapshot import MountSample, MountUse


class MountProbe:
    """Room of every disk; a share that does not answer is told as missed."""

    id = "mounts"
    deadline_s = 2.0

    def __init__(self) -> None:
        """Keep who hangs from one look to the next."""
        self._reader = MountReader()

    def read(self) -> tuple[tuple[MountUse, ...], tuple[UnknownSignal, ...]]:
        """Read it now; raise OSError."""
        return self._reader.read()

    def sample(self) -> tuple[MountSample, ...]:
        """Look lightly: at what answers at once."""
        return self._reader.sample()
