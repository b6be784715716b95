"""A question about this computer, answered: measured, found, and told in the rules' words, first and complete."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from opta_mcp.advise.compose import card_text, compose, lead, told_in_full
from opta_mcp.advise.followups import since
from opta_mcp.advise.look import look
from opta_mcp.advise.meaning import ANYTHING
from opta_mcp.advise.replies import answering_first
from opta_mcp.advise.stage import Stage
from opta_mcp.advise.topics import read
from opta_mcp.findings.asked import Asked
from opta_mcp.findings.engine import diagnose
from opta_mcp.knowledge.search import find
from opta_mcp.wire.answer import Answer, Part, Timings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opta_mcp.advise.options import AskOptions, Emit
    from opta_mcp.advise.topics import Topic
    from opta_mcp.findings.rule import Symptom
    from opta_mcp.knowledge.card import Card
    from opta_mcp.wire.answer import Culprit, Diagnosis

MOST = 3
"""Findings told in full: a person reads no more at once; the rest are named, and `diagnose` tells them."""
BESIDE_A_CARD = 1
"""Where a card answers, measurements only stand beside it."""


async def ask(
    question: str, options: AskOptions, emit: Emit, before: Answer | None = None, *, it: Culprit | None = None
) -> Answer:
    """Answer; the measured part is emitted whole as soon as it is known, with the evidence beside it.

    before: an earlier answer to the same question, whose faults are told to be still there or gone.
    it: the process that "it" stands for, in a conversation.

    Raises `UsageError` for a question that is empty or far too long, `RecordingError` where a recording cannot be
    read or written. Cancelling the task stops it.
    """
    topic = read(question)
    if it:
        topic = replace(topic, names=topic.names | {it.name.casefold()})
    stage = Stage(emit)
    window = await look(options, topic.seconds, stage, folders=topic.counts_folders)
    measured_ms = stage.elapsed_ms()
    cards = find(topic.question)
    wanted = replace(_asked(topic, cards), pid=it.pid if it else None)
    found = _as_wanted(await asyncio.to_thread(diagnose, window, wanted), wanted, cards)
    timings = Timings(first_text=stage.elapsed_ms(), snapshot=measured_ms)
    answer = _measured(topic, answering_first(topic, found), cards, timings, since(before, found))
    for part in answer.parts:
        await stage.delta(part.by, part.text, answer if part.by == "rules" else None)
    if options.use_model:
        from opta_mcp.advise.rewording import add_words  # noqa: PLC0415  # a model's libraries, after the rules have spoken

        answer = await add_words(answer, cards, options, stage)
    await stage.done()
    return answer.model_copy(update={"timings_ms": answer.timings_ms.model_copy(update={"total": stage.elapsed_ms()})})


def _asked(topic: Topic, cards: Sequence[Card]) -> Asked:
    """Return what to look for: what was asked about, else what a card wants to see beside it."""
    shows: frozenset[Symptom] = frozenset(symptom for card in cards for symptom in card.shows)
    if shows and topic.symptoms == ANYTHING:
        return Asked(shows, names=topic.names, products=topic.products)
    return topic.wants


def _as_wanted(found: Diagnosis, wanted: Asked, cards: Sequence[Card]) -> Diagnosis:
    """Leave out what could not be read of a state that only stands beside a card: nobody asked about it."""
    beside = cards and wanted.symptoms == ANYTHING and found.verdict != "unknown"
    return found.model_copy(update={"unknown": ()}) if beside else found


def _measured(topic: Topic, diagnosis: Diagnosis, cards: Sequence[Card], timings: Timings, changed: str) -> Answer:
    """Return the answer as far as measuring and cards go, which is all of it that can be relied upon."""
    before = " ".join(filter(None, (lead(topic, diagnosis, known=bool(cards)), changed)))
    told = told_in_full(topic, diagnosis, BESIDE_A_CARD if cards and not topic.counts_folders else MOST)
    parts = (
        Part(by="rules", text=compose(diagnosis, before, told)),
        *(Part(by="card", text=card_text(card)) for card in cards),
    )
    return Answer(
        question=topic.question,
        verdict="unknown" if topic.unmeasured and diagnosis.verdict == "healthy" else diagnosis.verdict,
        answer="\n\n".join(part.text for part in parts),
        lead=before,
        parts=parts,
        findings=diagnosis.findings,
        told=told,
        cards=tuple(card.ref() for card in cards),
        unknown=diagnosis.unknown,
        timings_ms=timings,
    )
