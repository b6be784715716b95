"""A graphics card of which nothing is told: what each reader of cards begins with, or ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.wire.snapshot import Gpu

if TYPE_CHECKING:
    from opta_mcp.wire.base import Absent


def untold(name: str, vendor: str, reason: Absent) -> Gpu:
    """Return a card with one reason in place of every value."""
    return Gpu(
        name=name,
        vendor=vendor,
        busy_ratio=reason,
        memory_total_bytes=reason,
        memory_used_bytes=reason,
        temperature_celsius=reason,
        power_watts=reason,
        power_limit_watts=reason,
        clock_hertz=reason,
        clock_max_hertz=reason,
        throttle_reasons=reason,
        processes=reason,
    )
