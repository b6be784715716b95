"""How a foreign outcome becomes an error of ours: rows of a table, and what a body tells. Standard library only."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opta_mcp.errors import ContextFull

if TYPE_CHECKING:
    from opta_mcp.errors import BackendError

Again = Literal["never", "once", "later"]
"""Whether the same request may be sent again: once, after a crash; later, when there is room."""

IN_STREAM = 0
"""The status of an error line inside a 200: by then there is no other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row: which statuses and texts it fits, the error it becomes, its words, and whether to try again."""

    name: str
    statuses: range | tuple[int, ...]
    text: str
    error: type[BackendError]
    message: str
    hint: str
    again: Again = "never"

    def fits(self, status: int, text: str) -> bool:
        """Say whether this row is the one for an answer."""
        return status in self.statuses and re.search(self.text, text, re.IGNORECASE) is not None


class Failure(Exception):
    """A foreign outcome: the typed error it becomes, its row's name, and whether the request may be sent again."""

    def __init__(self, error: BackendError, name: str, again: Again = "never") -> None:
        super().__init__(name)
        self.error = error
        self.name = name
        self.again: Again = again


class Lost(Failure):
    """The way to the server failed, or the server went away: nothing was answered."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The error that a body tells, out of all the JSON it may be wrapped in."""

    text: str
    numbers: dict[str, int]


def explain(body: object) -> Explained:
    """Unwrap an error: JSON may hold JSON in a string, and whoever sends it may send anything."""
    value: object = body.decode(errors="replace") if isinstance(body, bytes | bytearray) else body
    numbers: dict[str, int] = {}
    for _ in range(6):  # nobody wraps deeper in earnest
        value = _loads(value) if isinstance(value, str) else value
        if not isinstance(value, dict):
            break
        numbers |= {k: v for k, v in value.items() if isinstance(v, int) and not isinstance(v, bool)}
        kind = value.get("type")
        value = value.get("error") or value.get("message") or ""
        if isinstance(kind, str) and isinstance(value, str) and value:
            value = f"{value} ({kind})"
    return Explained(value if isinstance(value, str) else "", numbers)


def _loads(text: str) -> object:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, dict) else text


def overflow(model: str, told: Explained, hint: str) -> ContextFull:
    """Return the error for a text that is too long, with both counts where the server tells them."""
    prompt, context = told.numbers.get("n_prompt_tokens"), told.numbers.get("n_ctx")
    if prompt is None or context is None:
        return ContextFull(f"The text is longer than {model} can read.", hint=hint)
    words = f"The text is {prompt} tokens long, and {model} reads {context} at most."
    return ContextFull(words, hint=hint, prompt_tokens=prompt, context_tokens=context)
