"""How an answer looks on a terminal: what it is, why, the numbers, what to do; calm until something is wrong."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from opta_mcp.advise.compose import also_found, remedy, unread_sentences
from opta_mcp.advise.followups import GONE, STILL
from opta_mcp.advise.replies import NO, YES
from opta_mcp.cli.screen import CRITICAL, DIM, HEALTHY, INFORMATION, KNOWN, UNKNOWN, WARNING
from opta_mcp.cli.text import Text
from opta_mcp.findings.labels import label, limit
from opta_mcp.words.splitter import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from opta_mcp.cli.screen import Glyph, Page
    from opta_mcp.wire.answer import Answer, CardRef, Evidence, Finding
    from opta_mcp.wire.base import UnknownSignal

GLYPHS: dict[str, Glyph] = {"critical": CRITICAL, "warning": WARNING, "info": INFORMATION}
SUMMARIES: dict[str, Glyph] = {"healthy": HEALTHY, "unknown": UNKNOWN}

MOST_ROWS = 4
"""More numbers than these are read by programs: `--json` has all of them."""

NOT_AN_AMOUNT = frozenset({"name", "path", "pid"})
NOT_A_ROW = frozenset(
    {
        "window",
        "process.pid",
        "name",
        "other.cpu",
        "other.disk",
        "other.folder",
        "other.memory",
        "cpu.cores",
        "application.processes",
        "application.age",
        "application.cpu_total",
        "oom.age",
    }
)
"""Evidence that the sentence above the rows says better."""


def draw_answer(page: Page, answer: Answer) -> None:
    """Draw what is measured and what is known, and send it: it is whole, whatever a model adds."""
    draw_findings(page, answer.findings[: answer.told], answer.lead)
    if also := also_found(answer.findings, answer.told):
        page.gap()
        page.paragraph(also)
    draw_unread(page, answer.unknown)
    told = [part.text for part in answer.parts if part.by == "card"]
    for card, text in zip(answer.cards, told, strict=False):
        _draw_card(page, card, text)
    page.flush()


def draw_findings(page: Page, findings: Sequence[Finding], lead: str = "") -> None:
    """Draw each finding, the first with what stands before it."""
    reply = next((word for word in (YES, NO) if lead.startswith(word)), "")
    if how := lead.removeprefix(reply).strip():
        page.gap()
        page.headline(_glyph_of(how), how)
    for place, finding in enumerate(findings):
        page.gap()
        _draw_finding(page, finding, reply if place == 0 else "", rows=place == 0 or _is_fault(finding))


def _glyph_of(lead: str) -> Glyph:
    """Mark what stands before the findings: what is over, what is not, and what could not be told."""
    if lead.startswith(STILL):
        return GLYPHS["warning"]
    return HEALTHY if lead.startswith(GONE) else UNKNOWN


def draw_unread(page: Page, unknown: Sequence[UnknownSignal]) -> None:
    """Draw what could not be read, a sentence for each reason."""
    if unknown:
        page.gap()
    for sentence in unread_sentences(unknown):
        page.headline(UNKNOWN, sentence, DIM)


def draw_retold(page: Page, text: str) -> None:
    """Draw what is said again of findings that were drawn before."""
    page.gap()
    for line in text.splitlines():
        page.paragraph(line)
    page.flush()


def draw_footer(page: Page, answer: Answer, source: str = "", told: AbstractSet[str] = frozenset()) -> None:
    """Draw when it was measured, how long that took, and whose words the answer is made of."""
    when = measured_at(answer.findings)
    took = f" in {answer.timings_ms.first_text / 1000:.1f} s" if answer.timings_ms.first_text else ""
    measured = f"replayed from {source}, measured {when}" if source else f"measured {when}{took}"
    page.footer(measured, *_whose(answer))
    draw_notices(page, answer.notices, told)


def draw_notices(page: Page, notices: Sequence[str], told: AbstractSet[str] = frozenset()) -> None:
    """Draw what else is to be known, but for what was told before."""
    fresh = [notice for notice in notices if notice not in told]
    for notice in fresh:
        page.paragraph(notice, DIM)
    if fresh:
        page.gap()


def _whose(answer: Answer) -> tuple[str, ...]:
    """Say who spoke beside the rules, and how much of it was kept."""
    if not answer.model:
        return ("rules and a card",) if answer.cards else ("rules only",)
    kept = len(sentences(" ".join(part.text for part in answer.parts if part.by == "model")))
    return (
        f"{answer.model.name} ({answer.model.backend})",
        f"{kept} of its {kept + answer.dropped_sentences} sentences kept",
    )


def _draw_card(page: Page, card: CardRef, text: str) -> None:
    """Draw what is known, not measured, with where it is known from."""
    said, *remedies = text.split("\n")
    page.gap()
    page.headline(KNOWN, card.title)
    page.paragraph(said)
    page.gap()
    page.rows(
        [
            *((name, words) for name, _, words in (line.partition(": ") for line in remedies)),
            ("Known from", card.sources[0]),
        ]
    )


def measured_at(findings: Sequence[Finding]) -> str:
    """Return the local time of the last look."""
    stamps = [piece.measured_at for finding in findings for piece in finding.evidence if piece.measured_at]
    return datetime.fromisoformat(stamps[0]).astimezone().strftime("%H:%M:%S") if stamps else "just now"


def _is_fault(finding: Finding) -> bool:
    return finding.severity != "info"


def _draw_finding(page: Page, finding: Finding, lead: str, *, rows: bool) -> None:
    faulty = _is_fault(finding)
    page.headline(SUMMARIES.get(finding.id) or GLYPHS[finding.severity], _headline(finding, lead, faulty=faulty))
    page.paragraph(finding.why if faulty else f"{finding.why} {finding.advice}".strip())
    if rows and finding.id != "unknown" and (evidence := list(_rows(finding, faulty=faulty))):
        page.gap()
        page.rows(evidence)
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
        if piece.signal in seen | NOT_A_ROW or piece.unit in NOT_AN_AMOUNT or len(seen) == MOST_ROWS:
            continue
        seen.add(piece.signal)
        yield (
            piece.label or label(piece.signal, finding.culprit.name),
            _value(piece, finding, faulty=faulty),
            limit(piece, fault=faulty),
        )


def _value(piece: Evidence, finding: Finding, *, faulty: bool) -> Text:
    points = faulty and piece.threshold is not None
    return Text.of(piece.display, GLYPHS[finding.severity].style if points else "bold")
