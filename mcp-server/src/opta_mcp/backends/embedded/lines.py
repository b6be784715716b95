"""What goes over the pipe between Opta and its llama.cpp child: a line of JSON each. Standard library only."""

from __future__ import annotations

import json
from typing import Final, Literal, TypedDict, cast

LOG_VARIABLE: Final = "OPTA_EMBEDDED_LOG"
"""Names a file for llama.cpp's own log, for development; else it goes nowhere."""


class Order(TypedDict):
    """The first line to the child: what to load, and how long to stay without use."""

    model: str
    context_tokens: int
    idle_seconds: float


class Ask(TypedDict):
    """A conversation to answer."""

    messages: list[dict[str, str]]
    max_tokens: int
    temperature: float
    choices: list[str]
    stops: list[str]
    """Texts that end the answer and are no part of it."""


class ToChild(TypedDict, total=False):
    """A later line to the child: an ask with its number, a stop of one, or the wish that it ends when done."""

    id: int
    ask: Ask
    stop: bool
    retire: bool


class Ready(TypedDict):
    """What loading came to."""

    load_seconds: float
    threads: int
    context_tokens: int


class End(TypedDict):
    """How an answer ended."""

    reason: Literal["stop", "length", "stopped"]
    prompt_tokens: int
    cached_tokens: int
    answer_tokens: int
    prompt_seconds: float
    answer_seconds: float


class Failure(TypedDict):
    """llama.cpp's own error; the counts where the text was too long for the context."""

    message: str
    kind: str
    prompt_tokens: int
    context_tokens: int


class FromChild(TypedDict, total=False):
    """A line from the child: about loading, or about the ask of that number; `gone` is the parent's own last line.

    `failed`: llama.cpp does not load the model; `broken`: llama.cpp itself cannot be loaded, and why.
    """

    ready: Ready
    failed: bool
    broken: str
    gone: int
    id: int
    begun: bool
    read: tuple[int, int]
    thinking: bool
    text: str
    end: End
    error: Failure


def encoded(line: Order | ToChild | FromChild) -> bytes:
    """Return a line's bytes: JSON in ASCII, so that a newline can only be its end."""
    return json.dumps(line).encode() + b"\n"


def order_of(line: bytes) -> Order:
    """Read the first line to the child."""
    return cast("Order", json.loads(line))


def to_child(line: bytes) -> ToChild:
    """Read a later line to the child."""
    return cast("ToChild", json.loads(line))


def from_child(line: bytes) -> FromChild:
    """Read a line from the child."""
    return cast("FromChild", json.loads(line))
