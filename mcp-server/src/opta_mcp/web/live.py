"""This computer while somebody watches it: a frame a second for the meters, from one look to the next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.telemetry.frame import frame
from opta_mcp.telemetry.snapshot import Snapshotter
from opta_mcp.telemetry.window import Window

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from opta_mcp.wire.page import Frame

FRAME_SECONDS = 1.0
"""As often as a line on a screen is worth drawing; a snapshot costs about 15 ms of processor."""


async def frames(seconds: float = FRAME_SECONDS) -> AsyncGenerator[Frame, None]:
    """Look again and again, and give what happened in between, until whoever watches leaves."""
    snapshotter = Snapshotter()
    try:
        before = await asyncio.to_thread(snapshotter.snapshot)
        while True:
            await asyncio.sleep(seconds)
            now = await asyncio.to_thread(snapshotter.snapshot)
            yield await asyncio.to_thread(frame, Window(first=before, last=now))
            before = now
    finally:
        snapshotter.close()
