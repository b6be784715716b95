"""Graphics cards that /sys tells of: AMD (Documentation/gpu/amdgpu), and Intel, whose driver tells little there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.cards import untold
from opta_mcp.telemetry.os.linux.files import entries, int_or_none, text_or_none
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Gpu

_CARDS = "/sys/class/drm"
_AMD, _INTEL = "0x1002", "0x8086"
_NOT_TOLD = Absent(unknown="its driver does not tell it")


def read_cards(cards: str = _CARDS) -> tuple[Gpu, ...]:
    """Return AMD's and Intel's cards; NVIDIA's are asked through its own library."""
    found = []
    for card in (name for name in entries(cards) if name.startswith("card") and name[4:].isdigit()):
        folder = f"{cards}/{card}/device"
        vendor = text_or_none(f"{folder}/vendor")
        if vendor == _AMD:
            found.append(_amd(folder))
        elif vendor == _INTEL:
            found.append(untold("Intel graphics", "Intel", _NOT_TOLD))
    return tuple(found)


def _amd(folder: str) -> Gpu:
    sensors = next((f"{folder}/hwmon/{each}" for each in entries(f"{folder}/hwmon")), "")
    busy = int_or_none(f"{folder}/gpu_busy_percent")
    clock, clock_max = _clocks(text_or_none(f"{folder}/pp_dpm_sclk") or "")
    return untold("AMD graphics", "AMD", _NOT_TOLD).model_copy(
        update={
            "name": clean_name(text_or_none(f"{folder}/product_name") or "AMD graphics"),
            "busy_ratio": _NOT_TOLD if busy is None else busy / 100,
            "memory_total_bytes": _told(int_or_none(f"{folder}/mem_info_vram_total")),
            "memory_used_bytes": _told(int_or_none(f"{folder}/mem_info_vram_used")),
            "temperature_celsius": _scaled(f"{sensors}/temp1_input", 1e-3),
            "power_watts": _power(sensors),
            "power_limit_watts": _scaled(f"{sensors}/power1_cap", 1e-6),
            "clock_hertz": clock,
            "clock_max_hertz": clock_max,
        }
    )


def _clocks(table: str) -> tuple[float | Absent, float | Absent]:
    """Read lines such as `1: 2100Mhz *`: the star is now, the last is the highest."""
    rows = [line.split() for line in table.splitlines()]
    clocks = [(row[1].lower().removesuffix("mhz"), row[-1] == "*") for row in rows if len(row) > 1]
    known = [(float(value) * 1e6, now) for value, now in clocks if value.isdigit()]
    if not known:
        return _NOT_TOLD, _NOT_TOLD
    return next((value for value, now in known if now), _NOT_TOLD), max(value for value, _ in known)


def _power(sensors: str) -> float | Absent:
    """Return the mean over some milliseconds; newer cards tell what they draw at this moment instead."""
    mean = _scaled(f"{sensors}/power1_average", 1e-6)
    return _scaled(f"{sensors}/power1_input", 1e-6) if isinstance(mean, Absent) else mean


def _told(value: int | None) -> int | Absent:
    return _NOT_TOLD if value is None else value


def _scaled(path: str, factor: float) -> float | Absent:
    value = int_or_none(path) if os.path.isabs(path) else None
    return _NOT_TOLD if value is None else value * factor
