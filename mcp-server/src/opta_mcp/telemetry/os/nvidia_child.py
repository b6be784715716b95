"""Asks NVIDIA's library, in a process of its own: a driver's library may print, hang or crash.

Reads a line, writes a line of JSON, until its input ends. Started as `opta_mcp.program` starts each child.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, TypeVar

import pynvml

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
Value = str | int | float | dict[str, str]

_REASONS = {
    0x4: "power cap",
    0x8: "hardware slowdown",
    0x20: "heat",
    0x40: "heat (hardware)",
    0x80: "power brake",
}
"""nvmlClocksEventReasons: the power cap is normal at load; idling (0x1) and what a user set are no throttling."""


_NO_SAMPLE = {"unknown": "the driver took no sample of it"}
_FIELDS = (
    "name", "busy_ratio", "memory_total_bytes", "memory_used_bytes", "temperature_celsius", "power_watts",
    "power_limit_watts", "clock_hertz", "clock_max_hertz", "throttle_reasons", "processes",
)  # fmt: skip


def main() -> int:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever the library prints goes where it cannot be taken for an answer
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError as error:
        failure = {"unknown": f"NVIDIA's driver says: {error}"}
        for _ in sys.stdin:
            print(json.dumps(failure), file=answers, flush=True)
        return 0
    for _ in sys.stdin:
        print(json.dumps(_answer()), file=answers, flush=True)
    return 0


def _answer() -> dict[str, object]:
    count = _ask(pynvml.nvmlDeviceGetCount)
    return {**count} if isinstance(count, dict) else {"cards": [_card_at(index) for index in range(count)]}


def _card_at(index: int) -> dict[str, object]:
    """Read one card; of one that fell off its bus the reason stands for everything, and the others are still told."""
    card = _ask(lambda: pynvml.nvmlDeviceGetHandleByIndex(index))
    return _card(card) if not isinstance(card, dict) else {**dict.fromkeys(_FIELDS, card), "vendor": "NVIDIA"}


def _ask(read: Callable[[], T]) -> T | dict[str, str]:
    try:
        return read()
    except pynvml.NVMLError as error:
        return {"unknown": f"NVIDIA's driver says: {error}"}


def _card(card: object) -> dict[str, object]:
    return {
        "name": _ask(lambda: pynvml.nvmlDeviceGetName(card)),
        "vendor": "NVIDIA",
        "busy_ratio": _ask(lambda: float(pynvml.nvmlDeviceGetUtilizationRates(card).gpu) / 100),
        "memory_total_bytes": _ask(lambda: pynvml.nvmlDeviceGetMemoryInfo(card).total),
        "memory_used_bytes": _ask(lambda: pynvml.nvmlDeviceGetMemoryInfo(card).used),
        "temperature_celsius": _ask(lambda: pynvml.nvmlDeviceGetTemperature(card, pynvml.NVML_TEMPERATURE_GPU)),
        "power_watts": _ask(lambda: pynvml.nvmlDeviceGetPowerUsage(card) / 1000),
        "power_limit_watts": _ask(lambda: pynvml.nvmlDeviceGetEnforcedPowerLimit(card) / 1000),
        "clock_hertz": _ask(lambda: pynvml.nvmlDeviceGetClockInfo(card, pynvml.NVML_CLOCK_SM) * 1e6),
        "clock_max_hertz": _ask(lambda: pynvml.nvmlDeviceGetMaxClockInfo(card, pynvml.NVML_CLOCK_SM) * 1e6),
        "throttle_reasons": _reasons(card),
        "processes": _processes(card),
    }


def _reasons(card: object) -> list[str] | dict[str, str]:
    bits = _ask(lambda: pynvml.nvmlDeviceGetCurrentClocksThrottleReasons(card))
    return bits if isinstance(bits, dict) else [text for bit, text in _REASONS.items() if bits & bit]


def _processes(card: object) -> list[dict[str, object]] | dict[str, str]:
    running = _ask(lambda: [*pynvml.nvmlDeviceGetComputeRunningProcesses(card),
                            *pynvml.nvmlDeviceGetGraphicsRunningProcesses(card)])  # fmt: skip
    if isinstance(running, dict):
        return running
    shares, unsampled = _shares(card)
    held = {each.pid: each.usedGpuMemory for each in running}
    return [
        {
            "pid": pid,
            "memory_bytes": {"unknown": "the driver does not tell it here"} if memory is None else memory,
            "busy_ratio": shares.get(pid, unsampled),
        }
        for pid, memory in held.items()
    ]


def _shares(card: object) -> tuple[dict[int, float], dict[str, str]]:
    """Share of the card's processors by pid, and why others have none; the driver says NotFound where nothing ran."""
    try:
        samples = pynvml.nvmlDeviceGetProcessUtilization(card, 0)
    except pynvml.NVMLError as error:
        nothing_ran = getattr(error, "value", None) == pynvml.NVML_ERROR_NOT_FOUND
        return {}, _NO_SAMPLE if nothing_ran else {"unknown": f"NVIDIA's driver says: {error}"}
    return {each.pid: float(each.smUtil) / 100 for each in samples}, _NO_SAMPLE


if __name__ == "__main__":
    raise SystemExit(main())
