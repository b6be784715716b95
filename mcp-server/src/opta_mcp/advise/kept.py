"""A conversation that is kept: each piece of an answer is written down as it comes, and how it ended.

A history that cannot be used costs a notice, never the answer.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from opta_mcp.advise.chat import chat
from opta_mcp.conversations import Conversations, HistoryError
from opta_mcp.settings import data_path
from opta_mcp.wire.chat import ChatMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from opta_mcp.advise.options import ChatOptions, Emit
    from opta_mcp.wire.answer import Answer, Author, Event
    from opta_mcp.wire.chat import ChatResult
    from opta_mcp.wire.history import Conversation, MessageState

P = ParamSpec("P")

FILE_NAME = "history.sqlite3"
PART = "\n\n"
"""Between the words of one author and those of the next, as a whole answer has it."""
SOME_MODEL = "a model"
NEW = "new"
"""Asks for a conversation of its own; the result says its id."""


def history_path() -> Path:
    """Return where conversations are kept."""
    return data_path() / FILE_NAME


def last_measured(conversation: Conversation) -> Answer | None:
    """Return the last answer that was measured, which "it" of the next question refers to."""
    answers = [message.grounded for message in conversation.messages if message.grounded]
    return answers[-1] if answers else None


def spoken(conversation: Conversation) -> tuple[ChatMessage, ...]:
    """Return what was said, for a model to go on from: each question with its answer, as far as that came.

    A question without an answer is left out: many models take no two questions in a row.
    """
    return tuple(
        ChatMessage(role=each.role, content=each.content)
        for asked, answer in pairwise(conversation.messages)
        if asked.role == "user" and answer.role == "assistant" and answer.content
        for each in (asked, answer)
    )


async def chat_kept(
    messages: Sequence[ChatMessage], options: ChatOptions, emit: Emit, conversation_id: str | None
) -> ChatResult:
    """Answer as `chat` does; keep the exchange where a conversation is named.

    Raises `UnknownConversation` for an id that is not there, and whatever `chat` raises.
    """
    if conversation_id is None:
        return await chat(messages, options, emit)
    with ExitStack() as held:
        try:
            kept = held.enter_context(Conversations(history_path()))
            exchange = _Exchange(kept, conversation_id, messages)
        except HistoryError as error:
            lost = error
        else:
            return await exchange.run(messages, options, emit)
    return _noticed(await chat(messages, options, emit), lost)


def _noticed(result: ChatResult, error: HistoryError) -> ChatResult:
    return result.model_copy(update={"notices": (*result.notices, str(error))})


class _Exchange:
    """A question and its answer in the history."""

    def __init__(self, kept: Conversations, conversation_id: str, messages: Sequence[ChatMessage]) -> None:
        question = messages[-1].content if messages else ""
        self._kept = kept
        self.id = kept.start(question) if conversation_id == NEW else conversation_id
        self._earlier = last_measured(kept.read(self.id))
        kept.add(self.id, "user", question)
        self._answer = kept.begin(self.id)
        self._speaker: Author | None = None
        self._lost: HistoryError | None = None

    async def run(self, messages: Sequence[ChatMessage], options: ChatOptions, emit: Emit) -> ChatResult:
        """Answer, writing down what is said; what is stopped stays as far as it came."""

        async def heard(event: Event) -> None:
            if event.kind == "delta":
                self._hear(event)
            await emit(event.model_copy(update={"conversation_id": self.id}))

        options = replace(options, earlier=options.earlier or self._earlier)
        state: MessageState = "stopped"
        result: ChatResult | None = None
        try:
            result = await chat(messages, options, heard)
            state = "whole" if result.done else "failed"
        finally:
            grounded, model = (result.grounded, result.model) if result else (None, None)
            self._keep(self._kept.finish, state, grounded, model)
        result = result.model_copy(update={"conversation_id": self.id})
        return _noticed(result, self._lost) if self._lost else result

    def _hear(self, event: Event) -> None:
        """Write a piece down, with what it rests on or who speaks where that is new."""
        if event.answer:
            self._keep(self._kept.rest, event.answer)
        elif event.by == "model" and self._speaker is None:
            self._keep(self._kept.rest, model=SOME_MODEL)  # its name comes with the end, which may never come
        apart = PART if self._speaker not in (None, event.by) else ""
        self._speaker = event.by
        self._keep(self._kept.extend, apart + event.text)

    def _keep(self, write: Callable[Concatenate[int, P], None], *given: P.args, **named: P.kwargs) -> None:
        """Write, until that fails for the first time: that an answer is heard counts more than that it is kept."""
        if self._lost is None:
            try:
                write(self._answer, *given, **named)
            except HistoryError as error:
                self._lost = error
