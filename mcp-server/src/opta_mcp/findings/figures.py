"""Measured values as the answer writes them: the one place where numbers become words.

Each function gives a piece of evidence whose value, unit and display agree: what is shown as 2.91 GiB has the value
2.91 and the unit GiB, so that a reader of the words and a reader of the values see the same number.
"""

from __future__ import annotations

from opta_mcp.wire.answer import Evidence

KIB = 1024.0
SIZES = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")
MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86400.0
SIGNIFICANT = 3


def _scaled_piece(signal: str, value: float, unit: str, limit: float | None) -> Evidence:
    """Write an amount in its unit; there is no part of a byte."""
    return _piece(signal, round(value) if unit.startswith(SIZES[0]) else value, unit, limit)


def _rounded(value: float) -> float:
    """Round to three significant digits; whole numbers above them stay whole."""
    return round(value) if abs(value) >= 100 else float(f"{value:.{SIGNIFICANT}g}")  # noqa: PLR2004  # 3 digits


def _digits(value: float) -> str:
    return f"{value:.{SIGNIFICANT}g}" if abs(value) < 1000 else f"{value:.0f}"  # noqa: PLR2004  # no 1e+03


def _piece(signal: str, value: float, unit: str, limit: float | None, shown: str | None = None) -> Evidence:
    rounded = _rounded(value)
    return Evidence(
        signal=signal, value=rounded, unit=unit, display=shown or f"{_digits(rounded)} {unit}", threshold=limit
    )


def _scaled(value: float) -> tuple[float, int]:
    step = 0
    while abs(value) >= 1000 and step < len(SIZES) - 1:  # noqa: PLR2004  # 1,010 MiB is written 0.99 GiB
        value, step = value / KIB, step + 1
    return value, step


def size(signal: str, value_bytes: float, limit_bytes: float | None = None) -> Evidence:
    """Write bytes in the unit that leaves at most three digits before the point: 2.91 GiB."""
    value, step = _scaled(value_bytes)
    return _scaled_piece(signal, value, SIZES[step], None if limit_bytes is None else limit_bytes / KIB**step)


def rate(signal: str, bytes_per_s: float, limit_bytes_per_s: float | None = None) -> Evidence:
    """Write bytes per second: 52.1 MiB/s."""
    value, step = _scaled(bytes_per_s)
    limit = None if limit_bytes_per_s is None else limit_bytes_per_s / KIB**step
    return _scaled_piece(signal, value, f"{SIZES[step]}/s", limit)


def share(signal: str, ratio: float, limit: float | None = None) -> Evidence:
    """Write a part of a whole, 0 to 1: 97 %. Between 99.5 and 100 % one decimal stays, so that "full" means full.

    Below a tenth of a per cent two decimals do: what holds a little does not hold nothing.
    """
    percent = min(max(ratio, 0.0), 1.0) * 100
    coarse = 10 <= percent < 99.5 or percent == 100  # noqa: PLR2004  # where a decimal tells nothing
    shown = round(percent) if coarse else round(percent, 1 if percent >= 0.1 else 2)  # noqa: PLR2004  # as said above
    return Evidence(signal=signal, value=round(shown / 100, 4), unit="ratio", display=f"{shown:g} %", threshold=limit)


def cores(signal: str, used: float, limit: float | None = None) -> Evidence:
    """Write processor time per time: 98 % of one core, 1.9 cores."""
    used = round(used, 2)
    shown = f"{used * 100:.0f} % of one core" if used < 1.05 else f"{_digits(used)} cores"  # noqa: PLR2004  # to 105 %
    return Evidence(signal=signal, value=used, unit="cores", display=shown, threshold=limit)


def count(signal: str, number: float, noun: str = "", limit: float | None = None) -> Evidence:
    """Write a whole number with its noun where given: 57, 2 cores."""
    whole = round(number)
    words = noun.removesuffix("s") if whole == 1 else noun
    return Evidence(
        signal=signal, value=whole, unit=noun or "count", display=f"{whole} {words}".strip(), threshold=limit
    )


def per_second(signal: str, number: float, limit: float | None = None) -> Evidence:
    """Write how often a second: 740, or 606 thousand."""
    if number < 10_000:  # noqa: PLR2004  # five digits are hard to read
        return Evidence(signal=signal, value=round(number), unit="1/s", display=f"{round(number)}", threshold=limit)
    thousands = round(number / 1000)
    above = None if limit is None else limit / 1000
    return Evidence(signal=signal, value=thousands, unit="thousand/s", display=f"{thousands} thousand", threshold=above)


def duration(signal: str, seconds: float, limit_s: float | None = None) -> Evidence:
    """Write a time in the unit a person would choose: 1.2 s, 14 min, 3.5 h, 2.1 days."""
    for unit, length in (("days", DAY_S), ("h", HOUR_S), ("min", MINUTE_S)):
        if seconds >= 1.5 * length:
            value = round(seconds / length, 1 if seconds < 10 * length else 0)
            limit = None if limit_s is None else limit_s / length
            return Evidence(signal=signal, value=value, unit=unit, display=f"{value:g} {unit}", threshold=limit)
    value = round(seconds, 1)
    return Evidence(signal=signal, value=value, unit="s", display=f"{value:g} s", threshold=limit_s)


def celsius(signal: str, degrees: float, limit: float | None = None) -> Evidence:
    """Write a temperature: 97 °C."""
    return Evidence(signal=signal, value=round(degrees), unit="°C", display=f"{round(degrees)} °C", threshold=limit)


def frequency(signal: str, hertz: float, limit_hertz: float | None = None) -> Evidence:
    """Write a clock rate: 1.4 GHz."""
    return _piece(signal, hertz / 1e9, "GHz", None if limit_hertz is None else limit_hertz / 1e9)


def power(signal: str, watts: float, limit: float | None = None) -> Evidence:
    """Write power: 692 W."""
    return _piece(signal, watts, "W", limit)


def state(signal: str, word: str) -> Evidence:
    """Write a state in a word: stopped."""
    return Evidence(signal=signal, value=word, unit="state", display=word)


def pid(number: int) -> Evidence:
    """Write a process's number, by which one program is told from another of the same name."""
    return Evidence(signal="process.pid", value=number, unit="pid", display=str(number))


def name(given: str) -> Evidence:
    """Write a name as the system gave it: it may have digits of its own."""
    return Evidence(signal="name", value=given, unit="name", display=given)
