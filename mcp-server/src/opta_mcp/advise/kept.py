"""A conversation that is kept: each piece of an answer is written down as it comes, and how it ended.

A history that cannot be used costs a notice, never the answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opta_mcp.advise.chat import chat
from opta_mcp.conversations import Conversations, HistoryError
from opta_mcp.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from opta_mcp.advise.options import ChatOptions, Emit
    from opta_mcp.wire.answer import Answer, Event
    from opta_mcp.wire.chat import ChatMessage, ChatResult
    from opta_mcp.wire.history import Conversation, MessageState

FILE_NAME = "history.sqlite3"
NEW = "new"
"""Asks for a conversation of its own; the result says its id."""


def history_path() -> Path:
    """Return where conversations are kept."""
    return data_path() / FILE_NAME


def last_measured(conversation: Conversation) -> Answer | None:
    """Return the last answer that was measured, which "it" of the next question refers to."""
    answers = [message.grounded for message in conversation.messages if message.grounded]
    return answers[-1] if answers else None


async def chat_kept(
    messages: Sequence[ChatMessage], options: ChatOptions, emit: Emit, conversation_id: str | None
) -> ChatResult:
    """Answer as `chat` does; keep the exchange where a conversation is named.

    Raises `UnknownConversation` for an id that is not there, and whatever `chat` raises.
    """
    if conversation_id is None:
        return await chat(messages, options, emit)
    try:
        kept = Conversations(history_path())
    except HistoryError as error:
        result = await chat(messages, options, emit)
        return result.model_copy(update={"notices": (*result.notices, str(error))})
    with kept:
        return await _Exchange(kept, conversation_id, messages).run(messages, options, emit)


class _Exchange:
    """A question and its answer in the history."""

    def __init__(self, kept: Conversations, conversation_id: str, messages: Sequence[ChatMessage]) -> None:
        question = messages[-1].content if messages else ""
        self._kept = kept
        self.id = kept.start(question) if conversation_id == NEW else conversation_id
        self._earlier = last_measured(kept.read(self.id))
        kept.add(self.id, "user", question)
        self._answer = kept.begin(self.id)

    async def run(self, messages: Sequence[ChatMessage], options: ChatOptions, emit: Emit) -> ChatResult:
        """Answer, writing down what is said; what is stopped stays as far as it came."""

        async def heard(event: Event) -> None:
            if event.kind == "delta":
                self._kept.extend(self._answer, event.text)
            await emit(event)

        options = replace(options, earlier=options.earlier or self._earlier)
        state: MessageState = "stopped"
        result: ChatResult | None = None
        try:
            result = await chat(messages, options, heard)
            state = "whole" if result.done else "failed"
        finally:
            self._kept.finish(self._answer, state, result.grounded if result else None)
        return result.model_copy(update={"conversation_id": self.id})
