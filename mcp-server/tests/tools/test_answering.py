"""What is kept of an answer whose model takes too long."""

from __future__ import annotations

import asyncio

import pytest

from opta_mcp.errors import OptaError
from opta_mcp.tools.answering import OVERTIME, Measured
from opta_mcp.wire.answer import Answer, Event, Part
from opta_mcp.wire.chat import ChatResult

ANSWER = Answer(question="?", verdict="healthy", answer="Fine.", parts=(Part(by="rules", text="Fine."),))


def heard(*events: Event) -> tuple[Measured, list[Event]]:
    passed_on: list[Event] = []

    async def emit(event: Event) -> None:
        passed_on.append(event)

    measured = Measured(emit)
    for event in events:
        asyncio.run(measured.hear(event))
    return measured, passed_on


def test_the_measured_part_stands_when_a_model_takes_too_long_and_it_is_said() -> None:
    told = Event(kind="delta", by="rules", text="Fine.", seq=1, answer=ANSWER)
    words = Event(kind="delta", by="model", text="In other w", seq=2)
    measured, passed_on = heard(told, words)
    assert measured.answer() == ANSWER.model_copy(update={"notices": (OVERTIME,)})
    assert passed_on == [told, words]


KEPT = "0123abcd"


def test_a_turn_that_took_too_long_says_by_which_id_the_history_has_it() -> None:
    looking = Event(kind="phase", text="looking", seq=1, conversation_id=KEPT)
    told = Event(kind="delta", by="rules", text="Fine.", seq=2, answer=ANSWER, conversation_id=KEPT)
    nothing, _ = heard(looking)
    assert nothing.result() == ChatResult(
        content="",
        model="",
        done=False,
        error="Nothing could be measured in time. Try again when less is going on.",
        conversation_id=KEPT,
    )
    something, _ = heard(looking, told)
    result = something.result()
    assert (result.content, result.done, result.truncated, result.conversation_id) == ("Fine.", True, True, KEPT)
    assert result.notices == (OVERTIME,)


def test_where_nothing_was_measured_in_time_that_is_the_error() -> None:
    measured, _ = heard(Event(kind="phase", text="looking", seq=1))
    with pytest.raises(OptaError, match="Nothing could be measured in time"):
        measured.answer()
