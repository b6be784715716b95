"""Plain talk: the model's own words, marked, bounded, and kept as far as they came."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.chat import chat
from opta_mcp.advise.options import ChatOptions
from opta_mcp.errors import UsageError
from opta_mcp.wire.chat import ChatMessage, ChatResult
from tests.support.wire_server import WireServer, ollama, recorded

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Event
    from tests.support.wire_server import Play, Request


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


def of_turns(count: int) -> tuple[ChatMessage, ...]:
    """Give a conversation of so many questions, all but the last of them answered."""
    turns = [
        (ChatMessage(role="user", content=f"q{n}"), ChatMessage(role="assistant", content=f"a{n}"))
        for n in range(count)
    ]
    return tuple(message for turn in turns for message in turn)[:-1]


def sent(request: Request) -> list[str]:
    """Return the words of each message that a server was sent, but for our instructions."""
    messages = request.json["messages"]
    assert isinstance(messages, list)
    assert messages[0]["role"] == "system"
    return [message["content"] for message in messages[1:]]


def talk_with(server: WireServer, messages: tuple[ChatMessage, ...], monkeypatch: pytest.MonkeyPatch) -> ChatResult:
    async def hear(_event: Event) -> None:
        pass

    monkeypatch.setenv("OLLAMA_HOST", server.url)
    return asyncio.run(chat(messages, ChatOptions(backend="ollama", model="smol", grounded=False), hear))


def test_what_does_not_fit_is_left_out_from_the_oldest_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def reads_four(request: Request) -> Play:
        return recorded("chat_once" if len(sent(request)) <= 4 else "chat_overflow_refused")

    with WireServer(ollama(chat=reads_four)) as server:
        result = talk_with(server, of_turns(6), monkeypatch)
        tried = [sent(request) for request in server.asked("/api/chat")]
    assert result.done
    assert tried[-1] == ["q4", "a4", "q5"]
    assert result.notices[-1] == "The first 8 messages did not fit into smol:latest and were left out."


def test_a_question_that_does_not_fit_alone_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama(chat=recorded("chat_overflow_refused"))) as server:
        result = talk_with(server, of_turns(2), monkeypatch)
        assert sent(server.asked("/api/chat")[-1]) == ["q1"]
    assert not result.done
    assert "3610 tokens" in (result.error or "")


def test_a_second_question_repeats_the_first_request_to_its_last_byte_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with WireServer(ollama()) as server:
        first = talk_with(server, of_turns(1), monkeypatch)
        answer = ChatMessage(role="assistant", content=first.content)
        talk_with(server, (*of_turns(1), answer, ChatMessage(role="user", content="And?")), monkeypatch)
        one, two = (request.json for request in server.asked("/api/chat"))
    assert isinstance(one["messages"], list)
    assert isinstance(two["messages"], list)
    assert two["messages"][: len(one["messages"])] == one["messages"]
    assert two["messages"][-2]["content"] == first.content
    assert {**one, "messages": None} == {**two, "messages": None}


@pytest.mark.parametrize(
    "messages",
    [(), (ChatMessage(role="user", content="  "),), (ChatMessage(role="assistant", content="hello"),)],
)
def test_a_conversation_that_ends_with_no_question_is_refused(messages: tuple[ChatMessage, ...]) -> None:
    async def hear(_event: Event) -> None:
        raise AssertionError("nothing is said")

    with pytest.raises(UsageError):
        asyncio.run(chat(messages, ChatOptions(), hear))
