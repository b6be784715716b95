"""What tools are asked."""

from __future__ import annotations

from pydantic import Field

from opta_mcp.wire.base import Wire
from opta_mcp.wire.chat import ChatMessage
from opta_mcp.wire.symptom import Symptom

CALL_SECONDS = 50.0
"""How long a call over MCP runs at most unless told otherwise: hosts give up at about 60 s."""


class NoArguments(Wire):
    """A tool that is asked nothing."""


class ChatArguments(Wire):
    """What `llm_chat` is asked."""

    messages: tuple[ChatMessage, ...] = Field(
        min_length=1, description="The conversation so far, oldest first; the last message is the one answered."
    )
    model: str | None = Field(
        default=None, description="A model's name as llm_models gives it. Left out: the configured one."
    )
    grounded: bool = Field(
        default=False,
        description="Answer the last message from measurements of this computer, as the tool ask does.",
    )
    conversation_id: str | None = Field(
        default=None, description="Keep this exchange in the conversation of that id, or in one of its own: new."
    )
    max_seconds: float | None = Field(
        default=CALL_SECONDS,
        ge=1,
        description="The answer is cut off after this time; what came by then is returned, marked truncated. "
        "null: no limit, for a client that never gives up.",
    )


class PullArguments(Wire):
    """What `llm_pull` is asked."""

    model: str = Field(min_length=1, description="Name and tag, such as llama3:8b.")
    wait_seconds: float | None = Field(
        default=CALL_SECONDS,
        ge=0,
        description="The call returns after this time at the latest; the download goes on without it. "
        "null: at its end.",
    )
    stop: bool = Field(default=False, description="Stop this model's download; what has arrived is kept.")


class ConversationArguments(Wire):
    """Which conversation is meant."""

    id: str = Field(min_length=1, max_length=64)


class ModelArguments(Wire):
    """Which model is meant."""

    name: str = Field(min_length=1, max_length=200, description="As llm_models gives it.")


class DiagnoseArguments(Wire):
    """What `diagnose` is asked."""

    topic: Symptom | None = Field(
        default=None, description="The complaint to explain first. Left out: everything is looked at alike."
    )


class AskArguments(Wire):
    """What `ask` is asked."""

    question: str = Field(
        min_length=1, max_length=4000, description="One question about this computer, in plain words."
    )
