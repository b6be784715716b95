"""`opta exam`: whether a model may word a diagnosis; the result is kept by the model's digest."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from opta_mcp.advise.licence import remember
from opta_mcp.cli.output import print_json
from opta_mcp.cli.progress import PhaseLine
from opta_mcp.cli.screen import HEALTHY, OFF, Page
from opta_mcp.llm.choice import open_backend
from opta_mcp.wire.exam import ExamReport
from opta_mcp.words.exam import take

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Let it take the exam, and return 0 whether it passes or not."""
    report = asyncio.run(_examine(arguments.backend, arguments.model))
    if arguments.json:
        print_json(report)
    else:
        _draw(report)
    return 0


async def _examine(backend: str | None, model: str | None) -> ExamReport:
    begun = time.monotonic()
    with PhaseLine() as line:

        async def watch(done: int, asked: int, correct: int) -> None:
            line.show(f"question {done} of {asked}, {correct} right")

        async with open_backend(backend, model) as chosen:
            line.show(f"{chosen.model} takes its exam")
            result = await take(chosen.backend, chosen.model, watch)
            name = chosen.backend.name
    remember(result)
    return ExamReport(
        model=result.model,
        backend=name,
        passed=result.passed,
        correct=result.correct,
        asked=result.asked,
        kept_sentences=result.kept,
        written_sentences=result.written,
        seconds=round(time.monotonic() - begun, 1),
    )


def _draw(report: ExamReport) -> None:
    page = Page()
    page.gap()
    page.headline(HEALTHY if report.passed else OFF, f"{report.model} {'passed' if report.passed else 'did not pass'}")
    if report.passed:
        page.paragraph("It may add words to a diagnosis; each sentence is still checked.")
    else:
        page.paragraph("It adds no words to a diagnosis. Talking and translating are as before.")
    page.gap()
    page.rows(_rows(report))
    page.footer(f"{report.backend}", f"took {report.seconds:g} s")


def _rows(report: ExamReport) -> list[tuple[str, str, str]]:
    rows = [("Closed questions", f"{report.correct} of {report.asked} right", "needs 38 of 40")]
    if report.written_sentences:
        kept = f"{report.kept_sentences} of {report.written_sentences} sentences kept"
        rows.append(("Free answers", kept, "needs half"))
    return rows
