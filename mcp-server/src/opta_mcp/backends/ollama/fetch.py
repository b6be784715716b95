"""One bounded HTTP request by a plain socket, before any library is imported. Standard library only.

It answers "who is there?" within its deadline whatever the other side does: refuses, accepts and says nothing, sends
a byte a second, never ends, or speaks another protocol.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opta_mcp.errors import BackendGarbled, BackendSilent, BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opta_mcp.backends.address import Address

KEY_VARIABLE = "OLLAMA_API_KEY"
"""Sent only where the way there keeps it secret: see `Address.keeps_secrets`."""
NOT_HTTP = "backend.not_http"
"""The code of a `BackendGarbled` whose sender does not even speak HTTP."""
LONGEST_BODY_BYTES = 16 << 20
"""Far above any list of models or description of one; a server that sends more is not answering the question."""
_RECEIVE_BYTES = 1 << 16
_LONGEST_HEAD_BYTES = 1 << 16
_LONGEST_NUMBER = 19
_END_OF_HEAD = b"\r\n\r\n"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    content_type: str
    body: bytes

    def json(self) -> dict[str, object]:
        """Return the body's JSON object; raise `BackendGarbled` where it is none."""
        try:
            value = json.loads(self.body.decode())
        except (ValueError, RecursionError) as error:
            raise BackendGarbled("The answer is not JSON.") from error
        if not isinstance(value, dict):
            raise BackendGarbled("The answer is JSON of another shape.")
        return value


def fetch(address: Address, path: str, *, until: float, body: dict[str, object] | None = None) -> Reply:
    """GET a path, or POST a body to it, before the monotonic second `until`.

    Raises `BackendUnavailable` (nothing listens), `BackendSilent` (no whole answer in time) or `BackendGarbled` (what
    came is not HTTP).
    """
    if address.literal and address.scheme == "http":
        return _fetch(address, path, until, body)
    # Looking up a name and shaking hands have no deadline of their own: a thread is left behind with them.
    return _within(until, lambda: _fetch(address, path, until, body), address)


def _fetch(address: Address, path: str, until: float, body: dict[str, object] | None) -> Reply:
    try:
        with _connected(address, until) as connection:
            connection.sendall(_request(address, path, body))
            return _parsed(_received(connection, until, address), address)
    except TimeoutError as error:
        raise _silent(address) from error
    except ConnectionRefusedError as error:
        raise BackendUnavailable(f"Nothing listens at {address.netloc}.") from error
    except (ConnectionResetError, BrokenPipeError) as error:
        raise _not_http(address, "hung up without an answer") from error
    except (OSError, UnicodeError) as error:  # a name that cannot be looked up may not even be encoded
        raise BackendUnavailable(f"{address.netloc} cannot be reached: {_reason(error)}.") from error


@contextlib.contextmanager
def _connected(address: Address, until: float) -> Iterator[socket.socket]:
    with socket.create_connection((address.host, address.port), timeout=_left(until)) as plain:
        if address.scheme == "http":
            yield plain
            return
        import ssl  # noqa: PLC0415  # only https needs it

        with ssl.create_default_context().wrap_socket(plain, server_hostname=address.host) as secure:
            yield secure


def _request(address: Address, path: str, body: dict[str, object] | None) -> bytes:
    # HTTP/1.0: the answer ends where the connection does, and no server frames it in chunks.
    data = b"" if body is None else json.dumps(body).encode()
    head = [
        f"{'GET' if body is None else 'POST'} {address.path}{path} HTTP/1.0",
        f"Host: {address.netloc}",
        "Accept: application/json",
        "User-Agent: opta",
    ]
    if address.keeps_secrets and (key := os.environ.get(KEY_VARIABLE, "").strip()).isprintable() and key:
        head.append(f"Authorization: Bearer {key}")
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
    return "\r\n".join([*head, "", ""]).encode() + data


def _received(connection: socket.socket, until: float, address: Address) -> bytes:
    data = bytearray()
    while not _whole(data):
        connection.settimeout(_left(until))
        piece = connection.recv(_RECEIVE_BYTES)
        if not piece:
            break
        data += piece
        if len(data) > LONGEST_BODY_BYTES:
            raise BackendGarbled(f"What listens at {address.netloc} sends an answer that does not end.")
    return bytes(data)


def _whole(data: bytearray) -> bool:
    """Say whether the length that the head promised is there, so that a connection left open costs no time."""
    end = data.find(_END_OF_HEAD, 0, _LONGEST_HEAD_BYTES)
    if end < 0:
        return len(data) > _LONGEST_HEAD_BYTES
    length = _fields(bytes(data[:end])).get("content-length", "")
    plain = length.isascii() and length.isdigit() and len(length) < _LONGEST_NUMBER
    return plain and len(data) - end - len(_END_OF_HEAD) >= int(length)


def _parsed(data: bytes, address: Address) -> Reply:
    head, _, body = data.partition(_END_OF_HEAD)
    protocol, _, rest = head.split(b"\r\n")[0].partition(b" ")
    status = rest[:3]
    if not protocol.startswith(b"HTTP/1.") or not status.isdigit():
        raise _not_http(address, "speaks another protocol than HTTP" if data else "hung up without an answer")
    fields = _fields(head)
    if fields.get("transfer-encoding", "").lower() == "chunked":
        body = _unframed(body)
    return Reply(int(status), fields.get("content-type", ""), body)


def _fields(head: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _unframed(body: bytes) -> bytes:
    """Take the chunks out of their frames; what is no frame ends the body."""
    data = bytearray()
    while True:
        size, _, body = body.partition(b"\r\n")
        try:
            length = int(size.split(b";")[0], 16)
        except ValueError:
            return bytes(data)
        if length <= 0:
            return bytes(data)
        data += body[:length]
        body = body[length + 2 :]


def _within(until: float, work: Callable[[], T], address: Address) -> T:
    results: list[T | Exception] = []

    def worker() -> None:
        try:
            results.append(work())
        except (BackendUnavailable, BackendSilent, BackendGarbled) as error:
            results.append(error)

    thread = threading.Thread(target=worker, name="opta: looking for Ollama", daemon=True)
    thread.start()
    thread.join(max(0.0, until - time.monotonic()))
    if not results:
        raise _silent(address)
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]


def _left(until: float) -> float:
    """Seconds until the deadline, never none: a timeout of 0 would mean not to wait at all."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _silent(address: Address) -> BackendSilent:
    return BackendSilent(f"Something listens at {address.netloc} and does not answer.")


def _not_http(address: Address, what: str) -> BackendGarbled:
    return BackendGarbled(f"What listens at {address.netloc} {what}.", code=NOT_HTTP)


def _reason(error: OSError | UnicodeError) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
