"""Write `docs/rules.md` from the registry of rules, or check that it is what the rules say (`--check`)."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from opta_mcp.findings import figures
from opta_mcp.findings.registry import AREAS, NAMED, SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.findings.rule import Rule

DOCUMENT = Path(__file__).parents[1] / "docs" / "rules.md"
INTRODUCTION = """# What Opta can find

Written by `make rules` from the rules themselves; do not edit it here.

A rule looks at what happened between two looks at the computer, at least one second apart. What it finds is a warning
or worse (a fault), or a note: an answer that is no fault, such as who holds the most memory. In its words, names in
`this type` stand for what was measured. Where a value cannot be read, the rule says so; absent is never taken for zero.

With each threshold stands where it comes from. Measured: on one machine (2 cores, 24 GB, Linux 6.18, virtual) on which
each fault was made for real, and beside it something that looks alike and is none. Netdata: a stock alarm of it. Ours:
a starting point of our own, tried on the same faults.
"""


def plain(template: str) -> str:
    """Return a piece of prose with its places marked, on one line."""
    return re.sub(r"\{(\w+)\}", r"`{\1}`", " ".join(template.split()))


def quantity(value: float, unit: str) -> str:
    """Return a threshold as a person reads it."""
    if unit == "ratio":
        return f"{value:.0%}".replace("%", " %")
    if unit.startswith("bytes"):
        return figures.size("", value).display + unit.removeprefix("bytes")
    return f"{value:,.10g} {unit.replace('1/s', 'a second')}"


def section(rule: Rule) -> Iterator[str]:
    """Give the lines of one rule."""
    yield f"### `{rule.id}`: {plain(rule.title)}\n"
    yield f"{plain(rule.why)}\n"
    for label, text in (("What to do", rule.advice), ("Risk", rule.risk), ("Undo", rule.undo)):
        if text:
            yield f"- {label}: {plain(text)}"
    yield f"- Explains: {', '.join(sorted(rule.explains)).replace('_', ' ')}"
    for name, limit in rule.thresholds.items():
        yield f"- Threshold `{name}`: {quantity(limit.value, limit.unit)} ({limit.source})"
    yield f"- Provoked by: {rule.provoked}."
    yield f"- Silent on: {rule.quiet}."
    if rule.sources:
        yield f"- Sources: {', '.join(f'<{source}>' for source in rule.sources)}"
    yield ""


def document() -> str:
    """Return the whole page."""
    lines = [INTRODUCTION]
    for area, rules in {
        **AREAS,
        "Programs that the question names": NAMED,
        "Where no fault was found": SUMMARIES,
    }.items():
        lines.append(f"## {area}\n")
        lines += [line for rule in rules for line in section(rule)]
    return "\n".join(lines)


def main() -> int:
    """Write the page, or say that it has drifted."""
    text = document()
    if "--check" not in sys.argv:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(text, encoding="utf-8")
        return 0
    if DOCUMENT.is_file() and DOCUMENT.read_text(encoding="utf-8") == text:
        return 0
    print(f"{DOCUMENT.name} is not what the rules say; `make rules` writes it anew.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
