"""What holds for the words of every finding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Finding

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def prose(finding: Finding) -> str:
    """Return all that a finding says."""
    return f"{finding.title} {finding.why} {finding.advice} {finding.risk} {finding.undo}"


def assert_numbers_are_evidence(finding: Finding) -> None:
    """Every number that a finding says is one that its evidence shows; names may have digits of their own."""
    text = prose(finding)
    assert "{" not in text, finding
    shown = sorted((piece.display for piece in finding.evidence), key=len, reverse=True)
    for display in (*shown, finding.culprit.name, finding.culprit.path or ""):
        text = text.replace(display, " ") if display else text
    known = {number for display in shown for number in NUMBER.findall(display)}
    assert set(NUMBER.findall(text)) <= known, (finding.id, text)
