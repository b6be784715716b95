"""What folders take: counted only for a question that asks for it, since it takes seconds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from opta_mcp.telemetry.folders.count import Count
from opta_mcp.telemetry.folders.tree import HANGS_S
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from opta_mcp.wire.folders import Folders

COUNT_S = 8.0
"""147,000 entries took 6.5 s from a cold disk, 1.5 s the second time; nobody waits much longer for an answer."""

_NO_HOME = Absent(unknown="this user has no home folder")


class FolderProbe:
    """The home folder and known places, for so many seconds at most."""

    id = "folders"

    def __init__(self, seconds: float = COUNT_S) -> None:
        """Nothing is counted yet; the home folder is the one of this moment."""
        self.deadline_s = seconds + 2 * HANGS_S + 1
        self._seconds = seconds
        self._count: Count | None = None
        self._wanted = True

    def read(self) -> Folders | Absent:
        """Count now; raise OSError where the home folder cannot be read."""
        home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
        if not home.is_dir() or home.resolve() == Path(home.anchor):
            return _NO_HOME
        self._count = Count(home.resolve(), self._seconds if self._wanted else 0.0)
        return self._count.run(os.environ)

    @property
    def so_far_bytes(self) -> int:
        """Counted until now."""
        return self._count.tree.so_far_bytes if self._count else 0

    def stop(self) -> None:
        """End a count that nobody waits for any more, or that has not begun."""
        self._wanted = False
        if self._count:
            self._count.tree.stop()
