"""Lines of JSON out of bytes that come in pieces of any size, from a server that may send anything at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from opta_mcp.errors import BackendCut, BackendGarbled

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable

LONGEST_LINE_BYTES = 1 << 20
"""A line of an answer is a few hundred bytes; the limit keeps a server that never breaks one from filling memory."""

GARBLED_HINT = "See what listens there: opta doctor"

Line = dict[str, object]


async def json_lines(pieces: AsyncIterable[bytes]) -> AsyncGenerator[Line, None]:
    """Yield each line's object; the last may lack its line break.

    Raises `BackendGarbled` where a line is no JSON object, no UTF-8 or too long, `BackendCut` where the last is broken.
    """
    rest = bytearray()
    async for piece in pieces:
        start = len(rest)
        rest += piece
        if (last := rest.rfind(b"\n", start)) >= 0:
            whole, rest = rest[:last], rest[last + 1 :]
            for line in whole.split(b"\n"):
                if line.strip():
                    yield parse_line(line)
        if len(rest) > LONGEST_LINE_BYTES:
            raise BackendGarbled("What answers sent a line that does not end.", hint=GARBLED_HINT)
    if rest.strip():
        yield _last(bytes(rest))


def parse_line(line: bytes | bytearray) -> Line:
    """Read one line's object, or raise `BackendGarbled`."""
    if len(line) > LONGEST_LINE_BYTES:
        raise BackendGarbled("What answers sent a line that does not end.", hint=GARBLED_HINT)
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise BackendGarbled("What answers sent something that is not JSON.", hint=GARBLED_HINT) from error
    if not isinstance(value, dict):
        raise BackendGarbled("What answers sent JSON of another shape.", hint=GARBLED_HINT)
    return value


def _last(rest: bytes) -> Line:
    try:
        return parse_line(rest)
    except BackendGarbled as error:
        if rest.lstrip().startswith(b"{"):
            raise BackendCut("The answer broke off in the middle of a line.", hint="Try it again.") from error
        raise
