"""Plain talk: the model's own words, marked, bounded, and kept as far as they came."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.chat import chat
from opta_mcp.advise.options import ChatOptions
from opta_mcp.errors import UsageError
from opta_mcp.wire.chat import ChatMessage, ChatResult

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Event


def talked(text: str, script: str, *, seconds: float | None = None) -> tuple[ChatResult, list[Event]]:
    events: list[Event] = []

    async def hear(event: Event) -> None:
        events.append(event)

    messages = (ChatMessage(role="user", content=text),)
    options = ChatOptions(backend=f"scripted:{script}", max_seconds=seconds)
    return asyncio.run(chat(messages, options, hear)), events


def test_words_come_as_events_of_the_model_numbered_without_a_gap() -> None:
    result, events = talked("good morning to you", "echo")
    assert result.content == "good morning to you"
    assert (result.done, result.plain_talk, result.grounded) == (True, True, None)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert "".join(event.text for event in events if event.kind == "delta") == result.content
    assert events[-1].kind == "done"


def test_an_answer_that_is_cut_keeps_what_had_come_and_says_why() -> None:
    result, events = talked("one two three four", "cut")
    assert result.content.startswith("one two")
    assert not result.done
    assert result.error
    assert events[-1].kind == "error"


def test_a_model_that_is_too_slow_is_ended_with_what_had_come() -> None:
    result, _ = talked(" ".join(["word"] * 200), "slow", seconds=1.5)
    assert result.truncated
    assert result.content.startswith("word")
    assert result.error == "The answer was ended after 1.5 s."


def test_a_text_longer_than_the_context_is_told_and_not_cut() -> None:
    result, _ = talked("good morning", "full")
    assert not result.done
    assert result.error


@pytest.mark.parametrize(
    "messages",
    [(), (ChatMessage(role="user", content="  "),), (ChatMessage(role="assistant", content="hello"),)],
)
def test_a_conversation_that_ends_with_no_question_is_refused(messages: tuple[ChatMessage, ...]) -> None:
    async def hear(_event: Event) -> None:
        raise AssertionError("nothing is said")

    with pytest.raises(UsageError):
        asyncio.run(chat(messages, ChatOptions(), hear))
