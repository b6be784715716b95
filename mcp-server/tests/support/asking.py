"""Asking an Ollama over a real socket, for tests: what came, in a few words."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import OllamaBackend
from opta_mcp.backends.protocol import ChatRequest, Delta, Finished, Phase, StreamItem
from opta_mcp.wire.chat import ChatMessage, PullJob

if TYPE_CHECKING:
    from tests.support.wire_server import WireServer


def request(text: str = "Say hello.", *, model: str = "smol", max_tokens: int = 512) -> ChatRequest:
    """Ask one thing."""
    return ChatRequest((ChatMessage(role="user", content=text),), model, max_tokens)


async def heard(
    server: WireServer, asked: ChatRequest | None = None, *, silence_seconds: float = 30
) -> list[StreamItem]:
    """Give all items of an answer; raise what the stream raises."""
    backend = OllamaBackend(parse_address(server.url), silence_seconds=silence_seconds)
    try:
        async with aclosing(backend.stream(asked or request())) as items:
            return [item async for item in items]
    finally:
        await backend.aclose()


async def pulled(server: WireServer, model: str = "smol") -> list[PullJob]:
    """Give all states of a pull."""
    backend = OllamaBackend(parse_address(server.url), silence_seconds=30)
    try:
        async with aclosing(backend.pull(model)) as jobs:
            return [job async for job in jobs]
    finally:
        await backend.aclose()


def hear(server: WireServer, asked: ChatRequest | None = None, *, silence_seconds: float = 30) -> list[StreamItem]:
    """Give all items of an answer, from a plain test."""
    return asyncio.run(heard(server, asked, silence_seconds=silence_seconds))


def text_of(items: list[StreamItem]) -> str:
    """Join the answer's text."""
    return "".join(item.text for item in items if isinstance(item, Delta))


def phases_of(items: list[StreamItem]) -> list[str]:
    """Give the phases, in their order."""
    return [item.text for item in items if isinstance(item, Phase)]


def end_of(items: list[StreamItem]) -> Finished:
    """Give how the answer ended."""
    assert isinstance(items[-1], Finished)
    return items[-1]
