"""Conversations that are kept while they are spoken."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.kept import NEW, chat_kept, history_path
from opta_mcp.advise.options import ChatOptions, unheard
from opta_mcp.conversations import Conversations, UnknownConversation
from opta_mcp.wire.chat import ChatMessage

if TYPE_CHECKING:
    from pathlib import Path

    from opta_mcp.wire.answer import Event
    from opta_mcp.wire.history import StoredMessage

ECHO = ChatOptions(backend="scripted:echo")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTA_DATA", str(tmp_path))


def say(text: str) -> tuple[ChatMessage, ...]:
    return (ChatMessage(role="user", content=text),)


def stored(identity: str | None) -> tuple[StoredMessage, ...]:
    assert identity
    with Conversations(history_path()) as kept:
        return kept.read(identity).messages


def test_a_question_and_its_answer_are_kept_with_what_was_measured() -> None:
    result = asyncio.run(chat_kept(say("Is anything wrong?"), ChatOptions(use_model=False), unheard, NEW))
    question, answer = stored(result.conversation_id)
    assert (question.role, question.content) == ("user", "Is anything wrong?")
    assert (answer.state, answer.content) == ("whole", result.content)
    assert answer.grounded == result.grounded is not None


def test_a_second_message_goes_into_the_same_conversation() -> None:
    first = asyncio.run(chat_kept(say("Tell me a story."), ECHO, unheard, NEW))
    asyncio.run(chat_kept(say("Go on."), ECHO, unheard, first.conversation_id))
    assert [message.role for message in stored(first.conversation_id)] == ["user", "assistant"] * 2


def test_an_answer_that_is_stopped_stays_as_far_as_it_came() -> None:
    heard: list[str] = []

    async def stop_at_the_first_word(event: Event) -> None:
        if event.kind == "delta":
            heard.append(event.text)
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(chat_kept(say("Tell me a long story."), ECHO, stop_at_the_first_word, NEW))
    with Conversations(history_path()) as kept:
        (info,) = kept.list()
    answer = stored(info.id)[1]
    assert (answer.state, answer.content) == ("stopped", heard[0])


def test_without_a_conversation_nothing_is_kept() -> None:
    asyncio.run(chat_kept(say("Hello."), ECHO, unheard, None))
    assert not history_path().exists()


def test_an_unknown_conversation_is_told_before_anything_is_asked() -> None:
    with pytest.raises(UnknownConversation):
        asyncio.run(chat_kept(say("Hello."), ECHO, unheard, "no-such-id"))


def test_a_history_that_cannot_be_used_costs_a_notice_and_not_the_answer() -> None:
    history_path().write_text("not a database, and long enough to be told from one " * 50)
    result = asyncio.run(chat_kept(say("Hello."), ECHO, unheard, NEW))
    assert result.done
    assert "cannot be used" in result.notices[-1]
