"""Measuring for an answer: this computer or a recording, and what the rules find in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.advise.stage import Stage
from opta_mcp.advise.topics import SECONDS_SHORT, read
from opta_mcp.errors import UsageError
from opta_mcp.findings.engine import diagnose as diagnose_window
from opta_mcp.telemetry.recording import save
from opta_mcp.telemetry.sources import LiveSource, ReplaySource
from opta_mcp.telemetry.window import Window

if TYPE_CHECKING:
    from opta_mcp.advise.options import Emit, LookOptions
    from opta_mcp.telemetry.sources import Source
    from opta_mcp.wire.answer import Diagnosis


async def diagnose(topic: str, options: LookOptions, emit: Emit) -> Diagnosis:
    """Say what is wrong with what the topic names, or at all where it is empty; no model is involved.

    Raises `RecordingError` and `UsageError` where the options cannot be followed.
    """
    about = read(topic) if topic.strip() else None
    window = await look(options, about.seconds if about else SECONDS_SHORT, Stage(emit))
    return await asyncio.to_thread(diagnose_window, window, about.wants if about else None)


async def look(options: LookOptions, seconds: float, stage: Stage) -> Window:
    """Measure for so many seconds, or as long as the options say, and keep it where they ask for that."""
    if options.replay and options.record:
        raise UsageError("--record and --replay exclude each other.", hint="A recording need not be recorded again.")
    source: Source = ReplaySource(options.replay) if options.replay else LiveSource()
    recording = await source.record(options.seconds or seconds, stage.phase)
    if options.record:
        await asyncio.to_thread(save, recording, options.record)
    return Window.of(recording)
