"""Both eras of the protocol on one connection, in any order.

The SDK settles a connection's era by its first request and refuses the other from then on, while clients are about
that probe in one era and go on in the other. So one connection of ours is two of the SDK's, one an era, and each
request goes to the one that speaks it. Only the SDK's public `Server.run` is used.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import anyio
from mcp.shared.message import SessionMessage
from mcp.types import (
    PARSE_ERROR,
    PROTOCOL_VERSION_META_KEY,
    ErrorData,
    JSONRPCError,
    JSONRPCNotification,
    JSONRPCRequest,
)

if TYPE_CHECKING:
    from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
    from mcp.server.lowlevel import Server
    from mcp.types import JSONRPCMessage

Incoming = SessionMessage | Exception
"""A message, or what was wrong with a line that is none."""
UNREADABLE = SessionMessage(
    JSONRPCError(jsonrpc="2.0", id=None, error=ErrorData(code=PARSE_ERROR, message="That line is no JSON-RPC message."))
)


async def serve_both_eras(
    server: Server[dict[str, object]],
    incoming: MemoryObjectReceiveStream[Incoming],
    outgoing: MemoryObjectSendStream[SessionMessage],
) -> None:
    """Serve until `incoming` ends; then both streams are closed."""
    handshake, modern = Era(server), Era(server)
    async with incoming, outgoing, anyio.create_task_group() as group:
        group.start_soon(handshake.run, outgoing.clone())
        group.start_soon(modern.run, outgoing.clone())
        async for message in incoming:
            if isinstance(message, Exception):
                await outgoing.send(UNREADABLE)
                continue
            for era in _speakers(message.message, handshake, modern):
                era.take(message)
        handshake.close()
        modern.close()


class Era:
    """One of the SDK's connections and the queue that feeds it."""

    def __init__(self, server: Server[dict[str, object]]) -> None:
        self._server = server
        self._queue, self._arriving = anyio.create_memory_object_stream[Incoming](inf)

    def take(self, message: SessionMessage) -> None:
        """Hand a message over; never waits."""
        self._queue.send_nowait(message)

    def close(self) -> None:
        """Nothing comes any more: what is being worked on is cancelled."""
        self._queue.close()

    async def run(self, outgoing: MemoryObjectSendStream[SessionMessage]) -> None:
        """Serve until closed."""
        await self._server.run(self._arriving, outgoing, self._server.create_initialization_options())


def _speakers(message: JSONRPCMessage, handshake: Era, modern: Era) -> tuple[Era, ...]:
    """Return who is meant: a notification both (each knows its own requests), a request whoever speaks its era."""
    if isinstance(message, JSONRPCNotification):
        return (handshake, modern)
    return (modern,) if isinstance(message, JSONRPCRequest) and _is_modern(message) else (handshake,)


def _is_modern(request: JSONRPCRequest) -> bool:
    """Only a modern request carries its protocol's version; `initialize` is of the other era whatever it carries."""
    meta = (request.params or {}).get("_meta")
    return request.method != "initialize" and isinstance(meta, dict) and PROTOCOL_VERSION_META_KEY in meta
