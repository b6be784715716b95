"""What a chat costs over the same model called directly, what a second question finds cached, and how fast it stops.

The model is SmolLM2-135M on this machine's processor: embedded against xllamacpp called in this process, and over HTTP
against the bare bytes of the same llama.cpp server, over one connection. Both sides of a pair read the same prompt out
of their caches and write the same tokens; each comes first in every second pair.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, cast

from opta_mcp.backends.embedded.backend import EmbeddedBackend
from opta_mcp.backends.openai_compatible.backend import OpenAICompatibleBackend
from opta_mcp.backends.protocol import ChatRequest, Delta, Finished, Phase
from opta_mcp.wire.chat import ChatMessage
from pairs import Spread, machine, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.backends.embedded.lines import Order
    from opta_mcp.backends.embedded.llamacpp import Chunk, LlamaCpp
    from opta_mcp.backends.protocol import Backend

sys.path.insert(0, str(Path(__file__).parents[1] / "mcp-server"))
from tests.support import llama_server  # the same real server that the tests ask

RUNS = 32
"""Pairs, an even number of them: in half of them ours comes first."""
WORDS = 192
"""Tokens that are written: half a second of them or more, so that a moment of something else weighs less."""
QUESTION = "Write a long story about a lighthouse keeper and the sea."
"""One that is not answered in fewer tokens: the last token of an ended answer is none of its text."""
LONG_QUESTION = "Tell me what a computer's processor does. " * 150
FIRST_TOKEN_BOUND_MS = 5
RATE_BOUND = 0.98
STOP_WRITING_BOUND_MS = 100
STOP_READING_BOUND_MS = 500

Measured = tuple[float, float]
"""Seconds to the first text, and tokens per second after it."""


def request(text: str = QUESTION, *before: ChatMessage, max_tokens: int = WORDS) -> ChatRequest:
    """Ask one thing."""
    return ChatRequest((*before, ChatMessage(role="user", content=text)), "", max_tokens)


def body() -> dict[str, object]:
    """Give the same request as bare JSON."""
    messages = [{"role": "user", "content": QUESTION}]
    return {"messages": messages, "max_tokens": WORDS, "temperature": 0.0, "stream": True, "return_progress": True}


async def through(backend: Backend) -> Measured:
    """Time an answer through the seam."""
    began, times, reason = time.perf_counter(), list[float](), ""
    async with aclosing(backend.stream(request())) as items:
        async for item in items:
            if isinstance(item, Delta):
                times.append(time.perf_counter())
            reason = item.reason if isinstance(item, Finished) else reason
    return _measured(began, times, reason)


def _measured(began: float, times: list[float], reason: str | None) -> Measured:
    if reason != "length":
        raise SystemExit(f"The model wrote fewer than {WORDS} tokens ({reason}): nothing can be compared.")
    return times[0] - began, (WORDS - 1) / (times[-1] - times[0])


class _Heard:
    """What the reference said: when each piece of text came, and why it ended."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.reason: str | None = None

    def chunk(self, chunk: Chunk) -> bool:
        """Note a chunk; False, so that llama.cpp goes on."""
        for choice in chunk.get("choices", ()):
            if (choice.get("delta") or {}).get("content"):
                self.times.append(time.perf_counter())
            self.reason = choice.get("finish_reason") or self.reason
        return False


def direct(threads: int, context_tokens: int) -> Callable[[], Measured]:
    """Load the same model with the same options into this process, and return what times an answer of it."""
    import xllamacpp  # noqa: PLC0415  # the reference alone needs it here

    from opta_mcp.backends.embedded.child import hidden_listener, parameters_for  # noqa: PLC0415

    llamacpp = cast("LlamaCpp", xllamacpp)
    order: Order = {"model": str(llama_server.smollm2()), "context_tokens": context_tokens, "idle_seconds": 0.0}
    with hidden_listener() as hostname:
        server = llamacpp.Server(parameters_for(llamacpp.CommonParams(), order, threads, hostname))

    def answer() -> Measured:
        began, heard = time.perf_counter(), _Heard()
        server.handle_chat_completions(body(), heard.chunk)
        return _measured(began, heard.times, heard.reason)

    return answer


def bare(url: str) -> Callable[[], Measured]:
    """Return what times an answer of the server by the standard library's HTTP and a look at each line."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    headers = {"Authorization": f"Bearer {llama_server.KEY}", "Content-Type": "application/json"}

    def ask() -> http.client.HTTPResponse:
        connection.request("POST", "/v1/chat/completions", json.dumps(body()), headers)
        return connection.getresponse()

    def answer() -> Measured:
        began = time.perf_counter()
        try:
            lines = ask()
        except ConnectionError:  # the server closes what has rested for some seconds
            connection.close()
            lines = ask()
        heard = _Heard()
        for line in lines:
            if line.startswith(b"data: {"):
                heard.chunk(json.loads(line[6:]))
        return _measured(began, heard.times, heard.reason)

    return answer


async def compare(name: str, ours: Backend, theirs: Callable[[], Measured]) -> None:
    """Print first token and rate beside those of the reference.

    What is judged is the median of the pairs: whatever else runs here slows both sides of a pair alike in the end.
    """
    both = [await _pair(ours, theirs, ours_first=n % 2 == 0) for n in range(-1, RUNS)][1:]
    later = Spread.of([1000 * (mine[0] - other[0]) for mine, other in both])
    rate = Spread.of([mine[1] / other[1] for mine, other in both])
    row(
        f"{name}: first token, later by, ms",
        f"{later:.1f}",
        f"<= {FIRST_TOKEN_BOUND_MS}",
        within=later.median <= FIRST_TOKEN_BOUND_MS,
    )
    row(f"{name}: tokens per second, ratio", f"{rate:.3f}", f">= {RATE_BOUND}", within=rate.median >= RATE_BOUND)
    speeds = [Spread.of([side[1] for side in sides]) for sides in zip(*both, strict=True)]
    sys.stdout.write(f"  {speeds[0].median:.0f} tokens per second, the reference {speeds[1].median:.0f}\n")


async def _pair(ours: Backend, theirs: Callable[[], Measured], *, ours_first: bool) -> tuple[Measured, Measured]:
    if ours_first:
        return await through(ours), await asyncio.to_thread(theirs)
    other = await asyncio.to_thread(theirs)
    return await through(ours), other


async def second_question(name: str, backend: Backend) -> None:
    """Print how much of the earlier turns the second question found in the cache."""
    text, end = "", Finished("stop")
    async for item in backend.stream(request()):
        text += item.text if isinstance(item, Delta) else ""
        end = item if isinstance(item, Finished) else end
    before = (ChatMessage(role="user", content=QUESTION), ChatMessage(role="assistant", content=text))
    earlier = (end.prompt_tokens or 0) + (end.answer_tokens or 0) - 1
    async for item in backend.stream(request("And its memory?", *before, max_tokens=1)):
        end = item if isinstance(item, Finished) else end
    found = (end.cached_tokens or 0) / earlier
    row(f"{name}: earlier turns found in the cache", f"{found:.0%} of {earlier} tokens", "100 %", within=found >= 1)


async def stops(backend: EmbeddedBackend) -> None:
    """Print how long the model goes on after a stop, while it writes and while it reads."""
    for what, kind, text, bound in (
        ("writing", Delta, QUESTION, STOP_WRITING_BOUND_MS),
        ("reading", Phase, LONG_QUESTION, STOP_READING_BOUND_MS),
    ):
        taken = Spread.of([1000 * await _stop_seconds(backend, kind, f"{n} {text}") for n in range(5)])
        row(f"embedded: stopped while {what}", f"{taken:.0f} ms", f"<= {bound} ms", within=taken.high <= bound)


async def _stop_seconds(backend: EmbeddedBackend, kind: type[Delta | Phase], text: str) -> float:
    stream = backend.stream(request(text, max_tokens=1000))
    async for item in stream:
        if isinstance(item, kind) and (kind is Delta or item.text.startswith("reading ")):
            break
    child = backend._engine.child  # noqa: SLF001  # what the seam does not tell
    began = time.perf_counter()
    await stream.aclose()
    if child is not None:
        await asyncio.to_thread(child.quiet.wait)
    return time.perf_counter() - began


async def embedded() -> None:
    """Measure the embedded engine."""
    backend = EmbeddedBackend()
    began = time.perf_counter()
    await through(backend)
    row("embedded: first text of a cold start", f"{time.perf_counter() - began:.2f} s", "", within=True)
    sys.stdout.write(f"  {(await backend.status()).notices[0]}\n")
    child = backend._engine.child  # noqa: SLF001  # what the seam does not tell
    if child is None or child.ready is None:
        raise SystemExit("The model did not stay loaded.")
    await compare("embedded", backend, direct(child.ready["threads"], child.ready["context_tokens"]))
    await second_question("embedded", backend)
    await stops(backend)
    await backend.aclose()


async def over_http(url: str) -> None:
    """Measure an OpenAI-compatible server."""
    backend = OpenAICompatibleBackend(url, llama_server.KEY)
    await compare("openai", backend, bare(url))
    await second_question("openai", backend)
    await backend.aclose()


def main() -> None:
    """Print every figure beside its bound."""
    sys.stdout.write(f"{machine()}\n")
    asyncio.run(embedded())
    command = [sys.executable, llama_server.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        if server.stdout is not None and server.stdin is not None:
            asyncio.run(over_http(server.stdout.readline().decode().strip()))
            server.stdin.close()


if __name__ == "__main__":
    main()
