"""Any measured value as lines of words, for clients that show a model nothing but text.

The units are in the names, so the names are all that is needed: `memory_available_bytes` is written
`memory available: 2.9 GiB`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import figures
from opta_mcp.wire.base import Absent, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opta_mcp.wire.answer import Evidence

    Figure = Callable[[str, float], Evidence]

FIGURES: tuple[tuple[str, Figure], ...] = (
    ("_bytes_per_s", figures.rate),
    ("_bytes", figures.size),
    ("_per_s", figures.per_second),
    ("_ratio", figures.share),
    ("_ratios", figures.share),
    ("_cores", figures.cores),
    ("_celsius", figures.celsius),
    ("_hertz", figures.frequency),
    ("_watts", figures.power),
    ("seconds", figures.duration),
    ("_s", figures.duration),
)
"""The endings of names and how their numbers are written; the first that fits counts."""
MOST = 5
"""How many of a list are told; all of them are in the structured result."""
SILENT = frozenset({"measured_at", "schema_version"})
"""Told in the structured result alone."""


def lines(value: Wire, indent: str = "") -> str:
    """Return a line for each field; what a field holds itself is set in under it."""
    return "\n".join(line for name, held in value for line in _lines(name, held, indent) if name not in SILENT)


def _lines(name: str, held: object, indent: str) -> Iterator[str]:
    label = f"{indent}{_label(name)}:"
    if isinstance(held, Absent) or not isinstance(held, Wire | tuple | dict):
        yield f"{label} {word(name, held)}"
    elif isinstance(held, Wire):
        yield from (label, lines(held, indent + "  "))
    elif isinstance(held, dict) or not held or not isinstance(held[0], Wire):
        yield f"{label} {', '.join(_each(name, held)) or 'none'}"
    else:
        yield from (label, *(f"{indent}  - {_in_one_line(one)}" for one in held[:MOST] if isinstance(one, Wire)))
        if held[MOST:]:
            yield f"{indent}  and {len(held) - MOST} more"


def _each(name: str, held: tuple[object, ...] | dict[str, object]) -> Iterator[str]:
    if isinstance(held, dict):
        return (f"{key} {word(key, value)}" for key, value in held.items())
    return (word(name, value) for value in held)


def _in_one_line(value: Wire) -> str:
    """Return one of a list, its name first; what is not told is zero, and reasons are in the structured result."""
    named = getattr(value, "name", None) or getattr(value, "path", None)
    again = {"name", "path"} if named else set()
    if getattr(value, "busiest_pid", None) == getattr(value, "pid", None):
        again.add("busiest_pid")
    told = [(name, held) for name, held in value if name not in again and _is_told(held)]
    said = [f"{_label(name)} {'unknown' if isinstance(held, Absent) else word(name, held)}" for name, held in told]
    return "; ".join([str(named), *said] if named else said)


def _is_told(held: object) -> bool:
    return isinstance(held, Absent) or (bool(held) and not isinstance(held, Wire | tuple | dict))


def word(name: str, held: object) -> str:
    """Return one value as a person writes it, by the unit that its name ends with."""
    if isinstance(held, Absent):
        return f"unknown ({held.unknown})"
    if held is None or isinstance(held, bool):
        return {None: "unknown", True: "yes", False: "no"}[held]
    if isinstance(held, int | float):
        figure = next((figure for ending, figure in FIGURES if name.endswith(ending)), None)
        return figure(name, held).display if figure else f"{held:g}"
    return str(held)


def _label(name: str) -> str:
    ending = next((ending for ending, _ in FIGURES if name.endswith(ending) and name != ending), "")
    counted = " a second" if ending == "_per_s" else ""
    return name.removesuffix(ending).replace("_", " ") + counted
