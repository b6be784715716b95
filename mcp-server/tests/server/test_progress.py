"""Events on their way to a slow listener."""

from __future__ import annotations

import anyio
import pytest

from opta_mcp.server.progress import throttled
from opta_mcp.wire.answer import Answer, Event, Part

pytestmark = pytest.mark.anyio
ANSWER = Answer(question="?", verdict="healthy", answer="Fine.", parts=(Part(by="rules", text="Fine."),))


def word(seq: int, text: str, answer: Answer | None = None) -> Event:
    return Event(kind="delta", by="rules" if answer else "model", text=text, seq=seq, answer=answer)


async def sent(*events: Event, slow: bool = False) -> list[Event]:
    came: list[Event] = []

    async def send(event: Event) -> None:
        if slow:
            await anyio.sleep(0.05)
        came.append(event)

    async with throttled(send) as emit:
        for event in events:
            await emit(event)
    return came


async def test_words_that_come_too_fast_are_joined_and_leave_no_gap_in_the_numbers() -> None:
    done = Event(kind="done", seq=4)
    assert await sent(word(1, "a"), word(2, "b"), word(3, "c"), done) == [word(1, "abc"), Event(kind="done", seq=2)]


async def test_a_phase_takes_the_place_of_the_one_before_and_never_of_words() -> None:
    loading, reading = Event(kind="phase", text="loading", seq=1), Event(kind="phase", text="reading", seq=2)
    done = Event(kind="done", seq=4)
    came = await sent(loading, reading, word(3, "a"), done)
    assert [(event.seq, event.kind, event.text) for event in came] == [
        (1, "phase", "reading"),
        (2, "delta", "a"),
        (3, "done", ""),
    ]


async def test_the_measured_answer_is_never_joined_with_other_words() -> None:
    told = word(1, "Fine.", ANSWER)
    again = word(2, "Fine.", ANSWER)
    assert await sent(told, again, word(3, "a")) == [told, again, word(3, "a")]


async def test_a_slow_listener_hears_all_in_the_end() -> None:
    numbers = [word(number, f"{number} ") for number in range(50)]
    came = await sent(*numbers, slow=True)
    assert "".join(event.text for event in came) == "".join(f"{number} " for number in range(50))
    assert [event.seq for event in came] == list(range(1, len(came) + 1))


async def test_what_the_block_raises_comes_out_as_it_is_after_the_rest_was_sent() -> None:
    came: list[Event] = []

    async def send(event: Event) -> None:
        came.append(event)

    async def work() -> None:
        async with throttled(send) as emit:
            await emit(word(1, "a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()
    assert came == [word(1, "a")]
