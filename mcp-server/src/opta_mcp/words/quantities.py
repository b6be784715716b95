"""Numbers with their units, and when a sentence's number says a fact's number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NUMBER: Final = r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?"
_BYTES: Final = {"": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_PLAIN: Final = {
    "%": ("ratio", 0.01), "percent": ("ratio", 0.01), "ratio": ("ratio", 1.0),
    "°c": ("°C", 1.0), "degrees": ("°C", 1.0), "degrees celsius": ("°C", 1.0), "°f": ("°F", 1.0),
    "hz": ("Hz", 1.0), "khz": ("Hz", 1e3), "mhz": ("Hz", 1e6), "ghz": ("Hz", 1e9),
    "ms": ("s", 1e-3), "s": ("s", 1.0), "sec": ("s", 1.0), "second": ("s", 1.0), "min": ("s", 60.0),
    "minute": ("s", 60.0), "h": ("s", 3600.0), "hour": ("s", 3600.0), "day": ("s", 86400.0),
    "w": ("W", 1.0), "watt": ("W", 1.0), "mw": ("W", 1e-3), "v": ("V", 1.0), "fps": ("fps", 1.0), "rpm": ("rpm", 1.0),
    "/s": ("/s", 1.0), "/min": ("/s", 1 / 60),
}  # fmt: skip
UNIT: Final = (
    r"(?:[KkMGT]i?)?(?:B|bytes?|bits?|bit|b)(?:/s|/min)?|[KkMG]Hz|Hz|%|percent|°[CF]|degrees(?: [Cc]elsius)?"
    r"|ms|mW|W|V|fps|rpm|s|secs?|seconds?|min|minutes?|h|hours?|days?|watts?|/s|/min"
)
QUANTITY: Final = re.compile(rf"(?P<number>{NUMBER})(?:\s?(?P<unit>{UNIT}))?(?!\w)")

ROUNDING_LIMIT: Final = 0.1
"""A rounded number is no further from the measured one than this share of it: 1.4 is not told as 1."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is written: value in base units, the unit's dimension, and how far its last digit reaches."""

    value: float
    dimension: str
    half_digit: float

    def says(self, fact: Quantity, *, hedged: bool = False) -> bool:
        """Whether this is the fact's number, rounded as it is written here; "about" allows two digits."""
        if self.dimension != fact.dimension:
            return False
        off = abs(self.value - fact.value)
        if off <= 1e-9 * max(abs(fact.value), 1e-9):
            return True
        if self.value == 0 or (self.dimension == "ratio" and self.value == 1):
            return False
        reach = max(self.half_digit, abs(fact.value) * 0.05) if hedged else self.half_digit
        return off <= reach * (1 + 1e-9) and off <= ROUNDING_LIMIT * abs(fact.value)


def quantity(number: str, unit: str = "") -> Quantity | None:
    """Read a number as text with its unit; None where the unit is not known here."""
    known = _dimension(unit)
    if known is None:
        return None
    dimension, factor = known
    digits = number.replace(",", "")
    decimals = len(digits.partition(".")[2])
    return Quantity(float(digits) * factor, dimension, 0.5 * 10**-decimals * factor)


def measured(value: float, unit: str) -> Quantity | None:
    """Read a measured value with its unit; it is exact."""
    known = _dimension(unit)
    if known is None:
        return None
    dimension, factor = known
    return Quantity(value * factor, dimension, 0.0)


def _dimension(unit: str) -> tuple[str, float] | None:
    """Return the dimension and the factor to its base unit; things that are counted have no unit but their name."""
    if (size := _size(unit)) is not None:
        return size
    lowered = unit.lower().removeprefix("1")
    known = _PLAIN.get(lowered) or _PLAIN.get(lowered.removesuffix("s"))
    return known or (("", 1.0) if unit.isalpha() or not unit else None)


def _size(unit: str) -> tuple[str, float] | None:
    found = re.fullmatch(r"([KkMGT]i?)?(B|bytes?|bits?|bit|b)(/s|/min)?", unit)
    if found is None:
        return None
    prefix, kind, per = (found.group(1) or "").lower(), found.group(2), found.group(3) or ""
    base = "bit" if kind in ("bit", "bits", "b") else "byte"
    return (base + ("/s" if per else ""), _BYTES[prefix] / (60 if per == "/min" else 1))
