"""What Opta adds to a model server, and how soon it knows that there is none.

A server of ours plays an answer at 100 words a second, byte for byte as Ollama sends it: against a real model the
differences that are measured here would drown in its own. The reference reads the same lines with httpx alone.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from opta_mcp.backends.address import Address
from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import OllamaBackend
from opta_mcp.backends.ollama.look import look
from opta_mcp.backends.protocol import ChatRequest, Delta
from opta_mcp.wire.chat import ChatMessage
from pairs import Spread, machine, row

sys.path.insert(0, str(Path(__file__).parents[1] / "mcp-server"))
from tests.support.wire_server import WireServer, lines, ollama, refused_port

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

RUNS = 12
WORDS = 50
WORD_SECONDS = 0.01
FIRST_WORD_BOUND_MS = 5
RATE_BOUND = 0.98
STOP_BOUND_MS = 100
REFUSED_BOUND_MS = 100
SILENT_BOUND_S = 2
QUESTION = "Say hello."

Measured = tuple[float, float]
"""Seconds to the first word, and words per second after it."""


def word(text: str, *, done: bool = False) -> dict[str, object]:
    """Give a line of an answer."""
    return {"model": "smol", "message": {"role": "assistant", "content": text}, "done": done, "done_reason": "stop"}


ANSWER = lines(*(word("word ") for _ in range(WORDS)), word("", done=True), gap_s=WORD_SECONDS)


async def timed(wait_for_words: Callable[[list[float]], Awaitable[None]]) -> Measured:
    """Time an answer by when its words came."""
    began, times = time.perf_counter(), list[float]()
    await wait_for_words(times)
    return times[0] - began, (len(times) - 1) / (times[-1] - times[0])


async def through(backend: OllamaBackend) -> Measured:
    """Time an answer through the seam."""
    request = ChatRequest((ChatMessage(role="user", content=QUESTION),), "smol")

    async def listen(times: list[float]) -> None:
        async with aclosing(backend.stream(request)) as items:
            async for item in items:
                if isinstance(item, Delta):
                    times.append(time.perf_counter())  # noqa: PERF401  # a comprehension would take the time at the end

    return await timed(listen)


async def bare(client: httpx.AsyncClient) -> Measured:
    """Time the same answer with httpx alone."""
    body = {"model": "smol", "messages": [{"role": "user", "content": QUESTION}]}

    async def listen(times: list[float]) -> None:
        async with client.stream("POST", "/api/chat", json=body) as response:
            async for line in response.aiter_lines():
                if '"word' in line:
                    times.append(time.perf_counter())  # noqa: PERF401  # as above

    return await timed(listen)


async def pair(backend: OllamaBackend, client: httpx.AsyncClient, *, ours_first: bool) -> tuple[Measured, Measured]:
    """Time both, one first or the other."""
    if ours_first:
        return await through(backend), await bare(client)
    theirs = await bare(client)
    return await through(backend), theirs


async def overhead() -> None:
    """Compare both, pair by pair."""
    with WireServer(ollama(chat=ANSWER)) as server:
        backend = OllamaBackend(parse_address(server.url), silence_seconds=60)
        async with httpx.AsyncClient(base_url=server.url, timeout=None, trust_env=False) as client:  # noqa: S113  # a reference
            both = [await pair(backend, client, ours_first=n % 2 == 0) for n in range(-1, RUNS)][1:]
        await backend.aclose()
    more = Spread.of([(ours[0] - theirs[0]) * 1e3 for ours, theirs in both])
    rate = Spread.of([ours[1] / theirs[1] for ours, theirs in both])
    within = more.median <= FIRST_WORD_BOUND_MS
    row("ollama: first word later than bare httpx by, ms", f"{more:.1f}", f"<= {FIRST_WORD_BOUND_MS}", within=within)
    row("ollama: words per second / bare httpx", f"{rate:.3f}", f">= {RATE_BOUND}", within=rate.median >= RATE_BOUND)


async def stop_seconds() -> float:
    """Return how long after the stop the server saw the connection closed, which is when Ollama stops."""
    with WireServer(ollama(chat=ANSWER)) as server:
        backend = OllamaBackend(parse_address(server.url), silence_seconds=60)
        request = ChatRequest((ChatMessage(role="user", content=QUESTION),), "smol")
        async with aclosing(backend.stream(request)) as items:
            async for item in items:
                if isinstance(item, Delta):
                    break
            began = time.monotonic()
        await asyncio.to_thread(server.hung_up.wait, 10)
        await backend.aclose()
        if server.hung_up_at is None:
            raise SystemExit("The server never saw the stop.")
        return server.hung_up_at - began


def status_seconds(address: Address) -> float:
    """Return how long a look at a server takes."""
    began = time.perf_counter()
    look(address)
    return time.perf_counter() - began


def main() -> None:
    """Print every figure beside its bound."""
    sys.stdout.write(f"a model server, on {machine()}\n")
    asyncio.run(overhead())
    stop = Spread.of([asyncio.run(stop_seconds()) * 1e3 for _ in range(RUNS)])
    row(
        "ollama: stop to closed connection, ms", f"{stop:.1f}", f"<= {STOP_BOUND_MS}", within=stop.high <= STOP_BOUND_MS
    )
    nobody = Address(port=refused_port())
    refused = Spread.of([status_seconds(nobody) * 1e3 for _ in range(RUNS)])
    row(
        "status, nothing there, ms", f"{refused:.1f}", f"<= {REFUSED_BOUND_MS}", within=refused.high <= REFUSED_BOUND_MS
    )
    with WireServer.misbehaving("silent") as server:
        silent = Spread.of([status_seconds(parse_address(server.url)) for _ in range(3)])
    row("status, a silent server, s", f"{silent:.2f}", f"<= {SILENT_BOUND_S}", within=silent.high <= SILENT_BOUND_S)


if __name__ == "__main__":
    main()
