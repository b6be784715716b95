"""NDJSON streams: a line for each thing that happens, and the work ends the moment its reader leaves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Protocol

from opta_mcp.errors import OptaError
from opta_mcp.wire.page import Failure

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from opta_mcp.wire.base import Wire


class Say(Protocol):
    """Sends one line, named after the field of StreamLine that it fills."""

    async def __call__(self, field: str, value: Wire, /) -> None:
        """Return when it is on its way."""
        ...


class Work(Protocol):
    """What says the lines of a stream."""

    async def __call__(self, say: Say, /) -> None:
        """Return when there is nothing more to say."""
        ...


END: Message = {"type": "http.response.body", "body": b""}
"""Ends the response; the server drops it where the reader has gone."""


class Lines:
    """A response that streams what the work says; a failure is its last line."""

    running: ClassVar[set[asyncio.Task[None]]] = set()

    def __init__(self, work: Work) -> None:
        """Nothing runs before the response is sent."""
        self._work = work

    @classmethod
    def end_all(cls) -> None:
        """End every stream: the server stops."""
        for task in cls.running:
            task.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # ASGI's signature
        """Work until it is done or the reader is gone, whichever is first."""
        headers = [(b"content-type", b"application/x-ndjson"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        work = asyncio.create_task(self._run(send), name="stream")
        self.running.add(work)
        work.add_done_callback(self.running.discard)
        gone = asyncio.create_task(_gone(receive), name="reader")
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (work, gone):
                task.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)
        await send(END)

    async def _run(self, send: Send) -> None:
        async def say(field: str, value: Wire) -> None:
            line = f'{{"{field}":{value.model_dump_json(by_alias=True)}}}\n'
            await send({"type": "http.response.body", "body": line.encode(), "more_body": True})

        try:
            await self._work(say)
        except Exception as error:  # noqa: BLE001  # the page's entry: whatever went wrong is its last line
            await say("failure", failure_of(error))


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def failure_of(error: Exception) -> Failure:
    """Say an error as the page shows it."""
    if isinstance(error, OptaError):
        return Failure(code=error.code, message=error.message, hint=error.hint)
    said = (str(error).splitlines() or [""])[0]
    return Failure(code="error", message=f"Opta made a mistake of its own: {type(error).__name__}: {said}")
