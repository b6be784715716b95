"""Conversations as they are kept on this computer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opta_mcp.wire.answer import Answer
from opta_mcp.wire.base import Wire
from opta_mcp.wire.chat import Role

MessageState = Literal["whole", "partial", "stopped", "failed"]


class StoredMessage(Wire):
    """One message of a kept conversation; a partial one is an answer whose end never came."""

    id: int
    role: Role
    content: str
    state: MessageState = "whole"
    model: str = Field(default="", description="Who spoke; empty for the user and for the rules.")
    grounded: Answer | None = Field(default=None, description="The findings that the answer rests on.")
    at: str = Field(description="ISO 8601, UTC.")


class ConversationInfo(Wire):
    """A conversation in the list, the newest first."""

    id: str
    title: str
    updated_at: str = Field(description="ISO 8601, UTC.")
    messages: int


class Conversation(Wire):
    """A conversation, whole."""

    id: str
    title: str
    messages: tuple[StoredMessage, ...]


class ConversationList(Wire):
    """All conversations that are kept."""

    conversations: tuple[ConversationInfo, ...]
