"""What an answer may use and how long it may look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from opta_mcp.wire.answer import Answer, Event

Emit = Callable[["Event"], Awaitable[None]]
"""Told each event of a running answer, in order; what it raises ends the answer."""


@dataclass(frozen=True, slots=True)
class LookOptions:
    """How to measure."""

    seconds: float | None = None
    """How long to look; None leaves it to the question."""
    replay: Path | None = None
    """A recording to answer from, instead of this computer."""
    record: Path | None = None
    """Where to keep what was measured."""
    names_folders: bool = True
    """Whether the user's own folders are named: not to somebody else's model."""


@dataclass(frozen=True, slots=True)
class AskOptions(LookOptions):
    """How to measure, and which model may add words."""

    use_model: bool = True
    backend: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class ChatOptions(AskOptions):
    """How a message of a conversation is answered."""

    grounded: bool = True
    """Whether a message about this computer is answered as `ask` answers it; else all of it is plain talk."""
    max_seconds: float | None = None
    """After so long a model's answer is ended, with what had come; None: only its own silence ends it."""
    earlier: Answer | None = None
    """The last measured answer of this conversation, which "it" of a question refers to."""


async def unheard(_event: Event) -> None:
    """Tell nobody: for callers who want the answer alone."""
