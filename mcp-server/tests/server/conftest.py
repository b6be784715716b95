"""Clients of the official SDK, in each era, over pipes to a real process and over queues to the same code."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.message import SessionMessage
from mcp.types import TextContent

from opta_mcp.server.eras import serve_both_eras
from opta_mcp.server.mapping import Mapping, sdk_server
from tests.server.toy import OFFER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from mcp.client._transport import TransportStreams
    from mcp.types import CallToolResult

    from opta_mcp.tools.table import Offer

    Connect = Callable[..., AbstractAsyncContextManager[Client]]

Era = Literal["auto", "legacy"]
VERSIONS: dict[str, str] = {"auto": "2026-07-28", "legacy": "2025-11-25"}
TOY = Path(__file__).with_name("toy.py")


class Heard:
    """Keeps the progress that a client hears of, in the order of its counts."""

    def __init__(self) -> None:
        self.notes: list[tuple[float, float | None, str]] = []
        self.something = anyio.Event()

    async def __call__(self, progress: float, total: float | None, message: str | None) -> None:
        """Hear one; the client runs each in a task of its own."""
        self.notes.append((progress, total, message or ""))
        self.notes.sort()
        self.something.set()

    async def until(self, part: str) -> None:
        """Wait until something was heard that holds these words."""
        while not any(part in text for _, _, text in self.notes):
            self.something = anyio.Event()
            await self.something.wait()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["auto", "legacy"])
def era(request: pytest.FixtureRequest) -> Era:
    """Each test that names it runs in both."""
    return "auto" if request.param == "auto" else "legacy"


@asynccontextmanager
async def queues(mapping: Mapping) -> AsyncIterator[TransportStreams]:
    """Connect a client to our server by queues, through the same router of eras as over pipes."""
    to_server, from_client = anyio.create_memory_object_stream[SessionMessage | Exception](16)
    to_client, from_server = anyio.create_memory_object_stream[SessionMessage | Exception](16)
    async with anyio.create_task_group() as group:
        group.start_soon(serve_both_eras, sdk_server(mapping), from_client, to_client)
        yield from_server, to_server
        await to_server.aclose()
    await from_server.aclose()


def client_of(offer: Offer, era: Era = "auto") -> Client:
    """Return a client of an offer, in memory."""
    return Client(queues(Mapping(offer)), mode=era)


def words(result: CallToolResult) -> str:
    """Return the one text of a result."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture
def connect(era: Era) -> Connect:
    """Connect to the toy offer in memory."""
    return lambda: client_of(OFFER, era)


@pytest.fixture
def connect_process(era: Era) -> Connect:
    """Connect to a process that serves the toy offer over its pipes."""
    toy = StdioServerParameters(command=sys.executable, args=[str(TOY)], cwd=TOY.parents[2])
    return partial(Client, toy, mode=era)
