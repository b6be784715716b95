"""Measuring for an answer: this computer or a recording, and what the rules find in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.advise.stage import Stage
from opta_mcp.advise.topics import SECONDS_SHORT, read
from opta_mcp.errors import UsageError
from opta_mcp.findings.engine import diagnose as diagnose_window
from opta_mcp.telemetry.probes.folders import FolderProbe
from opta_mcp.telemetry.recording import save, shareable
from opta_mcp.telemetry.sources import LiveSource, ReplaySource
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.base import Absent
from opta_mcp.wire.folders import NOT_LOOKED_FOR

if TYPE_CHECKING:
    from opta_mcp.advise.options import Emit, LookOptions
    from opta_mcp.telemetry.sources import Source
    from opta_mcp.wire.answer import Diagnosis

_NOT_COUNTED = Absent(unknown="they were not looked for when this recording was made")


async def diagnose(topic: str, options: LookOptions, emit: Emit) -> Diagnosis:
    """Say what is wrong with what the topic names, or at all where it is empty; no model is involved.

    Raises `RecordingError` and `UsageError` where the options cannot be followed.
    """
    about = read(topic) if topic.strip() else None
    stage, folders = Stage(emit), about is not None and about.counts_folders
    window = await look(options, about.seconds if about else SECONDS_SHORT, stage, folders=folders)
    return await asyncio.to_thread(diagnose_window, window, about.wants if about else None)


async def look(options: LookOptions, seconds: float, stage: Stage, *, folders: bool = False) -> Window:
    """Measure for so many seconds, or as long as the options say, and keep it where they ask for that.

    folders: count what they take as well, for some seconds more.
    """
    if options.replay and options.record:
        raise UsageError("--record and --replay exclude each other.", hint="A recording need not be recorded again.")
    live = LiveSource(folders=FolderProbe() if folders else None)
    source: Source = ReplaySource(options.replay) if options.replay else live
    recording = await source.record(options.seconds or seconds, stage.phase)
    if options.record:
        await asyncio.to_thread(save, recording, options.record)
    if folders and recording.folders == NOT_LOOKED_FOR:
        recording = recording.model_copy(update={"folders": _NOT_COUNTED})
    return Window.of(recording if options.names_folders else shareable(recording))
