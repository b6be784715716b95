"""A question about this computer, answered: measured, found, and told in the rules' words, first and complete."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.advise.compose import compose, lead
from opta_mcp.advise.look import look
from opta_mcp.advise.replies import answering_first
from opta_mcp.advise.stage import Stage
from opta_mcp.advise.topics import read
from opta_mcp.findings.engine import diagnose
from opta_mcp.wire.answer import Answer, Part, Timings

if TYPE_CHECKING:
    from opta_mcp.advise.options import AskOptions, Emit
    from opta_mcp.advise.topics import Topic
    from opta_mcp.wire.answer import Diagnosis


async def ask(question: str, options: AskOptions, emit: Emit) -> Answer:
    """Answer; the rules' part is emitted whole as soon as it is known, with the evidence beside it.

    Raises `UsageError` for a question that is empty or far too long, `RecordingError` where a recording cannot be
    read or written. Cancelling the task stops it.
    """
    topic = read(question)
    stage = Stage(emit)
    window = await look(options, topic.seconds, stage)
    measured_ms = stage.elapsed_ms()
    diagnosis = answering_first(topic, await asyncio.to_thread(diagnose, window, topic.symptoms))
    first = _measured(topic, diagnosis, Timings(first_text=stage.elapsed_ms(), snapshot=measured_ms))
    await stage.delta("rules", first.answer, first)
    await stage.done()
    return first.model_copy(update={"timings_ms": first.timings_ms.model_copy(update={"total": stage.elapsed_ms()})})


def _measured(topic: Topic, diagnosis: Diagnosis, timings: Timings) -> Answer:
    """Return the answer as far as measuring goes: all of it where no card and no model has anything to add."""
    before = lead(topic, diagnosis)
    text = compose(diagnosis, before)
    return Answer(
        question=topic.question,
        verdict="unknown" if topic.unmeasured and diagnosis.verdict == "healthy" else diagnosis.verdict,
        answer=text,
        lead=before,
        parts=(Part(by="rules", text=text),),
        findings=diagnosis.findings,
        unknown=diagnosis.unknown,
        timings_ms=timings,
    )
