"""A conversation that is kept while it goes on: whatever ends the process, what had come is there at the next start."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opta_mcp.advise.chat import chat
from opta_mcp.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opta_mcp.advise.options import ChatOptions, Emit
    from opta_mcp.conversations import Conversations
    from opta_mcp.wire.answer import Event
    from opta_mcp.wire.chat import ChatMessage, ChatResult
    from opta_mcp.wire.history import MessageState

FILE_NAME = "history.sqlite3"

WRITE_SECONDS = 0.25
"""At most so much of a streaming answer is lost to a kill -9; a write for each token would cost more than the token."""


def history_path() -> Path:
    """Return where conversations are kept: the platform's folder for a user's data."""
    import platformdirs  # noqa: PLC0415  # only where a conversation is kept

    return Path(platformdirs.user_data_path("opta", appauthor=False)) / FILE_NAME


async def kept_chat(
    history: Conversations,
    conversation_id: str | None,
    messages: Sequence[ChatMessage],
    options: ChatOptions,
    emit: Emit,
) -> ChatResult:
    """Answer the last message and keep both; a new conversation is begun where none is named.

    Raises what `chat` raises, UnknownConversation and HistoryError. Cancelled, the half answer stays, marked stopped.
    """
    if not messages:
        raise UsageError("There is no message to answer.", hint="Ask something.")
    identity = conversation_id or history.start(messages[-1].content)
    history.add(identity, "user", messages[-1].content)
    page = _Page(history, history.begin(identity), emit)
    try:
        result = await chat(messages, options, page.hear)
    except BaseException:
        page.end("stopped")
        raise
    page.end("failed" if result.error else "whole", result)
    return result.model_copy(update={"conversation_id": identity})


@dataclass(slots=True)
class _Page:
    """The answer being written down."""

    history: Conversations
    message_id: int
    emit: Emit
    _waiting: list[str] = field(default_factory=list)
    _written_at: float = 0.0

    async def hear(self, event: Event) -> None:
        if event.kind == "delta":
            self._waiting.append(event.text)
            if time.monotonic() - self._written_at > WRITE_SECONDS:
                self._write()
        await self.emit(event)

    def end(self, state: MessageState, result: ChatResult | None = None) -> None:
        self._write()
        self.history.finish(self.message_id, state, result.grounded if result else None)

    def _write(self) -> None:
        if self._waiting:
            self.history.extend(self.message_id, "".join(self._waiting))
            self._waiting.clear()
        self._written_at = time.monotonic()
