"""Takes snapshots and light looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Sample, Snapshot


class Snapshotter:
    """Runs every probe, each with its deadline, and puts a snapshot together."""

    def __init__(self, *, own_children: bool = True) -> None:
        """Children of this process are Opta's own, unless told otherwise."""
        self._own_children = own_children

    def snapshot(self) -> Snapshot:
        """Read everything."""
        raise NotImplementedError

    def sample(self) -> Sample:
        """Look lightly."""
        raise NotImplementedError
