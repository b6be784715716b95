"""How a model did in its exam."""

from __future__ import annotations

from opta_mcp.wire.base import Wire


class ExamReport(Wire):
    """What `opta exam --json` prints: forty closed questions, then free answers that the gate judges."""

    model: str
    backend: str
    passed: bool
    correct: int
    asked: int
    kept_sentences: int
    written_sentences: int
    seconds: float
