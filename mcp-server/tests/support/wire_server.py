"""A server that plays bytes: recordings of a real Ollama with their pauses and cuts, or one of its misbehaviours.

    with WireServer(ollama(chat=recorded("chat_stream_cold", pace=1.0))) as server:
        os.environ["OLLAMA_HOST"] = server.url
        ...
        server.requests[-1].json["truncate"]

It listens on a loopback port from a thread of its own, so that plain functions can be tested as well as async ones.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Literal, Self, cast

RECORDINGS = Path(__file__).parent.parent / "data" / "ollama-wire"
_MEBIBYTE = 1 << 20

Json = dict[str, object]


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The body, which must be a JSON object."""
        return cast("Json", json.loads(self.body))


@dataclass(frozen=True)
class Play:
    """Bytes to send, each piece at its second after the request, and what comes after the last one."""

    pieces: tuple[tuple[float, bytes], ...] = ()
    then: Literal["close", "hang", "reset"] = "close"


Route = Play | Sequence[Play] | Callable[[Request], Play]
"""One answer to every request, one to each in turn (the last for all that follow), or one made from the request."""


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """Give the head of a response."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


def chunk(piece: bytes) -> bytes:
    """Frame a piece for chunked transfer; the empty one ends the body."""
    return b"%x\r\n%s\r\n" % (len(piece), piece)


def reply(body: bytes | str | object, status: int = 200, content_type: str = "application/json") -> Play:
    """Answer at once with a whole body; what is neither bytes nor text goes out as JSON."""
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    data = text.encode() if isinstance(text, str) else text
    return Play(((0.0, head(status, {"Content-Type": content_type, "Content-Length": str(len(data))}) + data),))


def lines(*values: object, gap_s: float = 0.0, then: Literal["close", "hang", "reset"] = "close") -> Play:
    """Stream values as lines of JSON, in chunked transfer, a gap before each; `then` other than close never ends it."""
    stream = [(0.0, head(200, {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}))]
    stream += [(gap_s * n, chunk(json.dumps(value).encode() + b"\n")) for n, value in enumerate(values, start=1)]
    end = [(gap_s * len(values), chunk(b""))] if then == "close" else []
    return Play((*stream, *end), then)


def recording(name: str) -> Json:
    """Load a recorded exchange: request, response with its chunks and their times."""
    return cast("Json", json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8")))


def recorded_body(name: str) -> bytes:
    """Give the whole body of a recorded response."""
    response = cast("Json", recording(name)["response"])
    return "".join(text for _, text in cast("list[tuple[float, str]]", response["chunks"])).encode()


def recorded(
    name: str, *, pace: float = 0.0, piece_bytes: int | None = None, cut_after_bytes: int | None = None
) -> Play:
    """Play a recording: its pauses times `pace`, its body in pieces of a size, or broken off after some bytes."""
    response = cast("Json", recording(name)["response"])
    headers = {k: v for k, v in cast("dict[str, str]", response["headers"]).items() if k != "content-length"}
    chunked = "transfer-encoding" in headers
    body = _pieces(cast("list[tuple[float, str]]", response["chunks"]), pace, piece_bytes)
    if cut_after_bytes is not None:
        body = _cut(body, cut_after_bytes)
    elif not chunked:
        headers["content-length"] = str(sum(len(piece) for _, piece in body))
    if chunked:
        end = [] if cut_after_bytes is not None or response["ended"] != "eof" else [(body[-1][0], b"")]
        body = [(at, chunk(piece)) for at, piece in [*body, *end]]
    first = (cast("float", response["headers_at_ms"]) / 1000 * pace, head(cast("int", response["status"]), headers))
    return Play((first, *body), "close" if response["ended"] == "eof" else "hang")


def _pieces(chunks: list[tuple[float, str]], pace: float, size: int | None) -> list[tuple[float, bytes]]:
    timed = [(ms / 1000 * pace, text.encode()) for ms, text in chunks]
    if size is None:
        return timed
    return [(at, data[start : start + size]) for at, data in timed for start in range(0, len(data), size)]


def _cut(pieces: list[tuple[float, bytes]], limit: int) -> list[tuple[float, bytes]]:
    kept: list[tuple[float, bytes]] = []
    for at, piece in pieces:
        room = limit - sum(len(one) for _, one in kept)
        if room > 0:
            kept.append((at, piece[:room]))
    return kept


def slowed(play: Play, seconds_per_byte: float = 1.0) -> Play:
    """Send the same bytes one at a time."""
    every = b"".join(piece for _, piece in play.pieces)
    return replace(play, pieces=tuple((n * seconds_per_byte, every[n : n + 1]) for n in range(len(every))))


def _token(text: str, *, done: bool = False) -> Json:
    return {"model": "smol", "message": {"role": "assistant", "content": text}, "done": done}


def _long_line() -> Play:
    start = head(200, {"Content-Type": "application/x-ndjson"}) + b'{"message":{"role":"assistant","content":"'
    return Play(((0.0, start), *((0.0, b"x" * _MEBIBYTE) for _ in range(50)), (0.0, b'"},"done":true}\n')))


_CUT_LINE = b'{"model":"smol","message":{"role":"assistant","content":"Hel'
MISBEHAVIOURS: Mapping[str, Play] = {
    "silent": Play(then="hang"),
    "byte_a_second": slowed(reply({"version": "0.32.15", "models": []})),
    "http_500": reply({"error": "something broke inside"}, 500),
    "html": reply("<!doctype html><title>Welcome</title><h1>It works</h1>", 200, "text/html"),
    "invalid_utf8": reply(b'{"version":"\xff\xfe","models":[{"name":"\xc3\x28"}]}\n'),
    "line_of_50_mb": _long_line(),
    "cut_mid_line": Play(((0.0, head(200, {"Content-Type": "application/x-ndjson"}) + _CUT_LINE),)),
    "error_after_200": lines(_token("Hel"), {"error": "an error was encountered while running the model: boom"}),
    "never_done": lines(_token("Hel"), _token("lo")),
}
"""How a server can misbehave, on any path; a refused connection is `refused_port()`."""


def _events(*values: object, then: Literal["close", "hang", "reset"] = "close") -> Play:
    data = b"".join(b"data: " + json.dumps(value).encode() + b"\n\n" for value in values)
    return Play(((0.0, head(200, {"Content-Type": "text/event-stream"}) + data),), then)


def _delta(text: str) -> Json:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}


BAD_STREAMS: Mapping[str, Play] = {
    **MISBEHAVIOURS,
    "cut_mid_line": Play(((0.0, head(200, {"Content-Type": "text/event-stream"}) + b'data: {"choices": [{"delta"'),)),
    "error_after_200": _events(_delta("Hel"), {"error": {"message": "boom", "type": "server_error"}}),
    "never_done": _events(_delta("Hel"), _delta("lo")),
}
"""The same of a server that speaks OpenAI's protocol, which lists its models and then answers a chat so."""


def openai(chat: Play) -> dict[str, Route]:
    """Give the routes of a server that speaks OpenAI's protocol and has one model."""
    return {"/v1/models": reply({"data": [{"id": "served"}]}), "/v1/chat/completions": chat}


def refused_port() -> int:
    """Find a loopback port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return cast("int", probe.getsockname()[1])


def ollama(**changed: Route) -> dict[str, Route]:
    """Give the routes of an Ollama that has two models, neither of them loaded; name the ones that differ: chat=..."""
    routes: dict[str, Route] = {
        "/": recorded("root"),
        "/api/version": recorded("version"),
        "/api/tags": recorded("tags"),
        "/api/ps": reply({"models": []}),
        "/api/show": recorded("show"),
        "/api/chat": recorded("chat_stream_cold"),
        "/api/pull": recorded("pull_ok"),
    }
    return routes | {f"/api/{name}": route for name, route in changed.items()}


async def _settle() -> None:
    """Give the loop some turns: who was accepted is met in one of them, and what is closed is closed in another."""
    for _ in range(10):
        await asyncio.sleep(0)


class WireServer:
    """Plays a route's bytes to whoever asks for its path; `otherwise` to all who ask for another."""

    def __init__(self, routes: Mapping[str, Route] | None = None, *, otherwise: Route | None = None) -> None:
        self.routes = dict(routes or {})
        self.otherwise = otherwise or reply("404 page not found", 404, "text/plain")
        self.requests: list[Request] = []
        self.hung_up = threading.Event()
        """Set when a client closed before its answer had ended; `hung_up_at` is the monotonic second of it."""
        self.hung_up_at: float | None = None
        self.port = 0
        self._turns: dict[str, int] = {}
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wire server", daemon=True)

    @classmethod
    def misbehaving(cls, name: str) -> WireServer:
        """Misbehave in one way on every path."""
        return cls(otherwise=MISBEHAVIOURS[name])

    @property
    def url(self) -> str:
        """Where it listens: http://127.0.0.1:PORT."""
        return f"http://127.0.0.1:{self.port}"

    def asked(self, path: str) -> list[Request]:
        """Give the requests for a path so far."""
        return [request for request in self.requests if request.path == path]

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the wire server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        server = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = cast("int", server.sockets[0].getsockname()[1])
        self._ready.set()
        await self._stopped.wait()
        # Whom asyncio has accepted and not met when a server closes, it loses, socket and all: none more is accepted,
        # then those who were are met.
        for listening in server.sockets:
            self._loop.remove_reader(listening)
        await _settle()
        server.close()
        await self._send_off()
        await _settle()

    async def _send_off(self) -> None:
        """End every conversation and every connection, also one that still holds bytes which nobody reads."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._client(reader, writer))
        self._writers.append(writer)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except (asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            self._note_hang_up()
        finally:
            with contextlib.suppress(ConnectionError):
                writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (request := await _read_request(reader)) is None:
            return
        self.requests.append(request)
        play = self._play_for(request)
        playing = asyncio.ensure_future(_send(writer, play))
        leaving = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({playing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not playing.done():
            self._note_hang_up()
        for one in (playing, leaving):
            one.cancel()
        await asyncio.gather(playing, leaving, return_exceptions=True)

    def _play_for(self, request: Request) -> Play:
        route = self.routes.get(request.path, self.otherwise)
        if isinstance(route, Play):
            return route
        if callable(route):
            return route(request)
        turn = self._turns.get(request.path, 0)
        self._turns[request.path] = turn + 1
        return route[min(turn, len(route) - 1)]

    def _note_hang_up(self) -> None:
        if not self._stopped.is_set():
            self.hung_up_at = time.monotonic()
            self.hung_up.set()


async def _send(writer: asyncio.StreamWriter, play: Play) -> None:
    start = time.monotonic()
    for at, piece in play.pieces:
        if (pause := at - (time.monotonic() - start)) > 0:
            await asyncio.sleep(pause)
        writer.write(piece)
        await writer.drain()
    if play.then == "hang":
        await asyncio.Event().wait()
    if play.then == "reset":
        writer.transport.abort()


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    try:
        start, *fields = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
    except asyncio.IncompleteReadError:  # a client that only looked whether the port is open
        return None
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    method, path, _ = start.split(" ", 2)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, path, headers, body)
