"""A stream that is never silent for long: between its items it says for how long there has been none."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing came for so many seconds, counted from the last item."""

    seconds: float


async def with_silences(items: AsyncGenerator[T, None], every_seconds: float) -> AsyncGenerator[T | Silence, None]:
    """Yield the items as they come and, where none comes, a `Silence` every so many seconds."""
    last = time.monotonic()
    coming: asyncio.Task[T] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(items))
            await asyncio.wait({coming}, timeout=every_seconds)
            if not coming.done():
                yield Silence(time.monotonic() - last)
                continue
            try:
                item = coming.result()
            except StopAsyncIteration:
                return
            coming, last = None, time.monotonic()
            yield item
    finally:
        if coming is not None and not coming.done():
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
        await items.aclose()
