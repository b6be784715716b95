"""What our own shell and page read beside the results of the tools: failures, streams."""

from __future__ import annotations

from opta_mcp.wire.answer import Event
from opta_mcp.wire.base import Wire
from opta_mcp.wire.chat import ChatResult, PullJob


class Failure(Wire):
    """An error as a person can act on it; code is stable, for programs."""

    code: str
    message: str
    hint: str = ""


class StreamLine(Wire):
    """One line of a stream; exactly one field is filled. A result or a failure is the last line."""

    event: Event | None = None
    job: PullJob | None = None
    result: ChatResult | None = None
    failure: Failure | None = None
