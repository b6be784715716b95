"""Conversations that are kept while they are spoken."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.kept import NEW, chat_kept, history_path, spoken
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


def test_what_a_measured_answer_rests_on_is_kept_before_its_end_and_survives_a_stop() -> None:
    async def stop_once_measured(event: Event) -> None:
        if event.answer:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(chat_kept(say("Is anything wrong?"), ECHO, stop_once_measured, NEW))
    with Conversations(history_path()) as kept:
        (info,) = kept.list()
    answer = stored(info.id)[1]
    assert answer.state == "stopped"
    assert answer.grounded is not None
    assert answer.content == answer.grounded.answer


def test_whose_words_they_were_is_kept() -> None:
    spoken_by_nobody = asyncio.run(chat_kept(say("Is anything wrong?"), ChatOptions(use_model=False), unheard, NEW))
    talked = asyncio.run(chat_kept(say("Tell me a story."), ECHO, unheard, NEW))
    assert stored(spoken_by_nobody.conversation_id)[1].model == ""
    assert stored(talked.conversation_id)[1].model == "echo"


def test_a_model_that_is_stopped_is_not_taken_for_the_rules() -> None:
    async def stop(event: Event) -> None:
        if event.kind == "delta":
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(chat_kept(say("Tell me a story."), ECHO, stop, NEW))
    with Conversations(history_path()) as kept:
        (info,) = kept.list()
    assert stored(info.id)[1].model


def test_words_of_the_rules_and_of_a_model_are_kept_as_the_whole_answer_has_them() -> None:
    faithful = ChatOptions(backend="scripted:faithful")
    result = asyncio.run(chat_kept(say("Is anything wrong?"), faithful, unheard, NEW))
    assert result.model == "faithful"
    assert stored(result.conversation_id)[1].content == result.content


def test_a_question_without_an_answer_is_not_put_to_a_model_again() -> None:
    first = asyncio.run(chat_kept(say("Tell me a story."), ECHO, unheard, NEW))
    asyncio.run(chat_kept(say("Go on."), ChatOptions(backend="scripted:down"), unheard, first.conversation_id))
    asyncio.run(chat_kept(say("And now?"), ECHO, unheard, first.conversation_id))
    assert first.conversation_id
    with Conversations(history_path()) as kept:
        said = spoken(kept.read(first.conversation_id))
    assert [(one.role, one.content) for one in said] == [
        ("user", "Tell me a story."),
        ("assistant", "Tell me a story."),
        ("user", "And now?"),
        ("assistant", "And now?"),
    ]


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


def test_a_history_that_fails_in_the_middle_costs_a_notice_and_not_the_answer() -> None:
    others: list[sqlite3.Connection] = []

    async def hold_the_file(event: Event) -> None:
        if event.kind == "delta" and not others:
            others.append(sqlite3.connect(history_path()))
            others[0].execute("BEGIN IMMEDIATE")

    result = asyncio.run(chat_kept(say("one two three"), ECHO, hold_the_file, NEW))
    others[0].close()
    assert (result.content, result.done) == ("one two three", True)
    assert "cannot be used" in result.notices[-1]
    answer = stored(result.conversation_id)[1]
    assert (answer.state, answer.content) == ("partial", "one ")


def test_a_history_that_is_held_from_the_beginning_costs_a_notice_and_not_the_answer() -> None:
    Conversations(history_path()).close()
    other = sqlite3.connect(history_path())
    other.execute("BEGIN IMMEDIATE")
    result = asyncio.run(chat_kept(say("one two three"), ECHO, unheard, NEW))
    other.close()
    assert (result.content, result.done, result.conversation_id) == ("one two three", True, None)
    assert "cannot be used" in result.notices[-1]
