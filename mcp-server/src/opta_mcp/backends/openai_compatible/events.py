"""Server-sent events out of bytes that come in pieces of any size, from a server that may send anything at all.

https://html.spec.whatwg.org/multipage/server-sent-events.html, but that each ``data`` line is an event of its own: all
servers write their JSON on one line, and some forget the empty line after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from opta_mcp.backends.lines import LONGEST_LINE_BYTES, Line, parse_line
from opta_mcp.errors import BackendCut, BackendGarbled

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable

DONE: Final = b"[DONE]"
ENDED: Final[Line] = {"ended": True}
"""Stands for the mark that ends a stream."""
HINT: Final = "See what listens there, or set OPTA_BASE_URL anew."
_LINE_END: Final = re.compile(rb"\r\n|\n|\r(?!\Z)")
"""A carriage return at the end of what has come may be half of a line's end."""
_FIELDS: Final = (b"event", b"id", b"retry")


async def events(pieces: AsyncIterable[bytes]) -> AsyncGenerator[Line, None]:
    """Yield each event's object, and ENDED for the mark that ends them; nothing is read after it.

    Raises BackendGarbled where a line is no event, no JSON object, no UTF-8 or too long, BackendCut where the last one
    is broken.
    """
    rest = bytearray()
    async for piece in pieces:
        ends = b"\n" in piece or b"\r" in piece or rest.endswith(b"\r")
        rest += piece
        if ends:  # else the line goes on, and is not looked through again for each of its bytes
            *lines, begun = _LINE_END.split(bytes(rest))
            rest = bytearray(begun)
            for event in filter(None, map(event_of, lines)):
                yield event
                if event is ENDED:
                    return
        if len(rest) > LONGEST_LINE_BYTES:
            raise BackendGarbled("What answers sent a line that does not end.", hint=HINT)
    if (last := _last(bytes(rest))) is not None:
        yield last


def event_of(line: bytes) -> Line | None:
    """Return a line's object; None for an empty line, a comment, or a field that is not used."""
    line = line.removeprefix(b"\xef\xbb\xbf")
    if not line.strip() or line.startswith(b":"):
        return None
    if line.startswith(b"{"):  # an error put bare into the stream
        return parse_line(line)
    field, _, value = line.partition(b":")
    if field == b"data":
        return ENDED if value.strip() == DONE else parse_line(value)
    if field in _FIELDS:
        return None
    raise BackendGarbled("What answers does not speak OpenAI's protocol.", hint=HINT)


def _last(rest: bytes) -> Line | None:
    """Read a last line that lacks its end: whole, or cut off."""
    try:
        return event_of(rest.rstrip(b"\r"))
    except BackendGarbled as error:
        if b"data:".startswith(rest[:5]) or rest.startswith((b"data:", b"{")):
            raise BackendCut("The answer broke off in the middle of a line.", hint="Ask again.") from error
        raise
