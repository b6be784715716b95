"""Where a recording comes from: this computer, or a file."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

from opta_mcp import __version__
from opta_mcp.telemetry.probes.protocol import Runner
from opta_mcp.telemetry.recording import load
from opta_mcp.telemetry.snapshot import Snapshotter
from opta_mcp.wire.folders import NOT_LOOKED_FOR
from opta_mcp.wire.snapshot import Recording

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from opta_mcp.telemetry.probes.folders import FolderProbe
    from opta_mcp.wire.base import Absent
    from opta_mcp.wire.folders import Folders
    from opta_mcp.wire.snapshot import Sample

    OnPhase = Callable[[str], Awaitable[None]]
    """Told what goes on, in words for the user, at least once a second."""

SHORTEST_S = 0.2
"""Ticks of the kernel's clocks are 10 ms: a shorter window would be mostly rounding."""

_GIB = 1 << 30

_STEP_S = 1.0
"""Between two words on how far a count is."""

_WORTH_COUNTING_S = 2.0
"""A shorter window is over before its countdown is read."""


class Source(Protocol):
    """Gives a recording; live and replayed ones are read alike."""

    async def record(self, seconds: float, on_phase: OnPhase | None = None) -> Recording:
        """Return two snapshots `seconds` apart, with light looks between; raise RecordingError where it cannot."""
        ...


class LiveSource:
    """This computer. Its probes run in a thread, so that nothing blocks the caller's loop."""

    def __init__(self, *, own_children: bool = True, folders: FolderProbe | None = None) -> None:
        """Children of this process are Opta's own, unless a caller whose children are strangers says otherwise.

        folders: counts what folders take, too.
        """
        self._snapshotter = Snapshotter(own_children=own_children)
        self._folders = folders

    async def record(self, seconds: float = 1.0, on_phase: OnPhase | None = None) -> Recording:
        """Look, look lightly every second (once, in the middle, in a window of less than two), and look again."""
        try:
            return await self._record(max(seconds, SHORTEST_S), on_phase)
        finally:
            self._snapshotter.close()

    async def _record(self, seconds: float, on_phase: OnPhase | None) -> Recording:
        await _say(on_phase, "looking at this computer")
        first = await asyncio.to_thread(self._snapshotter.snapshot)
        samples: list[Sample] = []
        end = time.monotonic() + seconds
        step = seconds / max(round(seconds), 2)
        while end - time.monotonic() > step * 1.5:
            await asyncio.sleep(step)
            samples.append(await asyncio.to_thread(self._snapshotter.sample))
            if seconds >= _WORTH_COUNTING_S:
                await _say(on_phase, f"looking at this computer, {max(end - time.monotonic(), 0):.0f} s left")
        await asyncio.sleep(max(end - time.monotonic(), 0.0))
        last = await asyncio.to_thread(self._snapshotter.snapshot)
        folders = await _counted(self._folders, on_phase) if self._folders else NOT_LOOKED_FOR
        return Recording(opta_version=__version__, snapshots=(first, last), samples=tuple(samples), folders=folders)


class ReplaySource:
    """A recording in a file."""

    def __init__(self, path: Path | str) -> None:
        """Nothing is read yet."""
        self._path = path

    async def record(self, seconds: float = 1.0, on_phase: OnPhase | None = None) -> Recording:  # noqa: ARG002 - a recording has its own length
        """Return what the file holds; raise RecordingError where it holds none."""
        await _say(on_phase, "reading the recording")
        return await asyncio.to_thread(load, self._path)


async def _counted(probe: FolderProbe, on_phase: OnPhase | None) -> Folders | Absent:
    """Count what folders take, and say every second how far that is.

    After the window, never in it: reading a hundred thousand folders makes programs wait for the disk, and the rules
    would find that.
    """
    with Runner() as runner:
        count = asyncio.create_task(asyncio.to_thread(runner.run, probe))
        try:
            while not count.done():
                await _say(on_phase, f"adding up what folders take, {probe.so_far_bytes / _GIB:.1f} GiB so far")
                await asyncio.wait((count,), timeout=_STEP_S)
        finally:
            probe.stop()
        return await count


async def _say(on_phase: OnPhase | None, text: str) -> None:
    if on_phase is not None:
        await on_phase(text)
