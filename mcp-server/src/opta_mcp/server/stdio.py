"""The protocol over standard input and output, one JSON text a line, and not a byte else.

A thread of its own reads, so that the end of input is seen, and acted on, whatever the event loop is busy with;
asyncio cannot read an ordinary pipe on every system anyway.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, BinaryIO

import anyio
import anyio.to_thread
from mcp.shared.message import SessionMessage
from mcp.types import jsonrpc_message_adapter

from opta_mcp.server.eras import Incoming, serve_both_eras

if TYPE_CHECKING:
    from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
    from mcp.server.lowlevel import Server

    from opta_mcp.server.claim import Wire

LINE_LIMIT_BYTES = 16 * 2**20
"""A longer line is no request of ours; it is dropped as it comes, not kept."""
EXIT_SECONDS = 0.06
"""How long after the end of input the process is gone at the latest: under 100 ms, whatever it was doing."""

IN_A_TERMINAL = "Waiting for an MCP client, which starts this by itself. In a terminal, use `opta`. Ctrl-D ends.\n"


async def serve(server: Server[dict[str, object]], wire: Wire) -> None:
    """Serve until the input ends or the client is gone."""
    if wire.incoming.isatty():
        sys.stderr.write(IN_A_TERMINAL)
    deliver, incoming = anyio.create_memory_object_stream[Incoming](inf)
    outgoing, to_write = anyio.create_memory_object_stream[SessionMessage](0)
    threading.Thread(target=_read, args=(wire.incoming, asyncio.get_running_loop(), deliver), daemon=True).start()
    async with anyio.create_task_group() as group:
        group.start_soon(_write, to_write, wire.outgoing, group.cancel_scope)
        await serve_both_eras(server, incoming, outgoing)


def _read(pipe: BinaryIO, loop: asyncio.AbstractEventLoop, deliver: MemoryObjectSendStream[Incoming]) -> None:
    """Deliver each line until there is none; then see to it that the process ends."""
    with suppress(RuntimeError):  # the loop has ended before the input
        while line := _line(pipe):
            loop.call_soon_threadsafe(_deliver, deliver, _parsed(line))
        loop.call_soon_threadsafe(deliver.close)
    time.sleep(EXIT_SECONDS)
    os._exit(0)


def _deliver(deliver: MemoryObjectSendStream[Incoming], message: Incoming) -> None:
    with suppress(anyio.BrokenResourceError):  # it came while the server was ending
        deliver.send_nowait(message)


def _line(pipe: BinaryIO) -> bytes:
    """Return the next line, or a space for one that is too long, or nothing at the end of input."""
    try:
        line = pipe.readline(LINE_LIMIT_BYTES)
        if len(line) < LINE_LIMIT_BYTES or line.endswith(b"\n"):
            return line
        while (rest := pipe.readline(LINE_LIMIT_BYTES)) and not rest.endswith(b"\n"):
            continue  # what does not end belongs to the line that was too long
    except OSError:  # a terminal that went away
        return b""
    return b" "


def _parsed(line: bytes) -> Incoming:
    try:
        return SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False))
    except ValueError as error:
        return error


async def _write(
    messages: MemoryObjectReceiveStream[SessionMessage], pipe: BinaryIO, everything: anyio.CancelScope
) -> None:
    """Write each message as a line; stop everything where nobody reads them any more."""
    async with messages:
        async for message in messages:
            line = message.message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"
            try:
                await anyio.to_thread.run_sync(_write_all, pipe, line, abandon_on_cancel=True)
            except OSError:
                everything.cancel()
                return


def _write_all(pipe: BinaryIO, line: bytes) -> None:
    """Write to a pipe that may take less than it is given."""
    left = memoryview(line)
    while left:
        left = left[pipe.write(left) :]
