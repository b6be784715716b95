"""How an answer looks on a terminal: what it is, why, the numbers, what to do; calm until something is wrong."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from opta_mcp.advise.compose import remedy, unread_sentences
from opta_mcp.advise.labels import label, limit
from opta_mcp.cli.screen import CRITICAL, DIM, HEALTHY, INFORMATION, UNKNOWN, WARNING
from opta_mcp.cli.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opta_mcp.cli.screen import Glyph, Page
    from opta_mcp.wire.answer import Answer, Evidence, Finding
    from opta_mcp.wire.base import UnknownSignal

GLYPHS: dict[str, Glyph] = {"critical": CRITICAL, "warning": WARNING, "info": INFORMATION}
SUMMARIES: dict[str, Glyph] = {"healthy": HEALTHY, "unknown": UNKNOWN}

MOST_ROWS = 4
"""More numbers than these are read by programs: `--json` has all of them."""

NOT_A_ROW = frozenset(
    {
        "window",
        "process.pid",
        "name",
        "other.cpu",
        "other.disk",
        "other.memory",
        "cpu.cores",
        "application.processes",
        "application.age",
        "application.cpu_total",
    }
)
"""Evidence that the sentence above the rows says better."""


def draw_findings(page: Page, findings: Sequence[Finding], lead: str = "") -> None:
    """Draw each finding, the first with what stands before it."""
    for finding in findings:
        page.gap()
        _draw_finding(page, finding, lead)
        lead = ""


def draw_unread(page: Page, unknown: Sequence[UnknownSignal]) -> None:
    """Draw what could not be read, a sentence for each reason."""
    if unknown:
        page.gap()
    for sentence in unread_sentences(unknown):
        page.headline(UNKNOWN, sentence, DIM)


def draw_footer(page: Page, answer: Answer, source: str = "") -> None:
    """Draw when it was measured, how long that took, and whose words the answer is made of."""
    took = f"{answer.timings_ms.total / 1000:.1f} s"
    when = measured_at(answer.findings)
    measured = f"replayed from {source}, measured {when}" if source else f"measured {when} in {took}"
    whose = f"{answer.model.name} ({answer.model.backend})" if answer.model else "rules only"
    page.footer(measured, whose)


def measured_at(findings: Sequence[Finding]) -> str:
    """Return the local time of the last look."""
    stamps = [piece.measured_at for finding in findings for piece in finding.evidence if piece.measured_at]
    return datetime.fromisoformat(stamps[0]).astimezone().strftime("%H:%M:%S") if stamps else "just now"


def _draw_finding(page: Page, finding: Finding, lead: str) -> None:
    faulty = finding.severity != "info"
    page.headline(SUMMARIES.get(finding.id) or GLYPHS[finding.severity], _headline(finding, lead, faulty=faulty))
    page.paragraph(finding.why if faulty else f"{finding.why} {finding.advice}".strip())
    if rows := list(_rows(finding, faulty=faulty)):
        page.gap()
        page.rows(rows)
    if faulty and (advice := list(remedy(finding))):
        page.gap()
        page.rows(advice)


def _headline(finding: Finding, lead: str, *, faulty: bool) -> Text:
    """Return the title in bold, the culprit's name in the colour of its severity."""
    title = Text.of(finding.title, "bold")
    if faulty:
        title = title.marked(finding.culprit.name, GLYPHS[finding.severity].style)
    return Text.of(f"{lead} ", "bold") + title if lead else title


def _rows(finding: Finding, *, faulty: bool) -> Iterator[tuple[str, Text, str]]:
    seen: set[str] = set()
    decisive = sorted(finding.evidence, key=lambda piece: piece.threshold is None)
    for piece in decisive:
        if piece.signal in seen or piece.signal in NOT_A_ROW or len(seen) == MOST_ROWS:
            continue
        seen.add(piece.signal)
        yield label(piece.signal, finding.culprit.name), _value(piece, finding, faulty=faulty), limit(piece)


def _value(piece: Evidence, finding: Finding, *, faulty: bool) -> Text:
    points = faulty and piece.threshold is not None
    return Text.of(piece.display, GLYPHS[finding.severity].style if points else "bold")
