"""The parent's side of the pipe: one llama.cpp child at a time, used from any event loop, killed where it must be."""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypedDict

from opta_mcp.backends.embedded.lines import LOG_VARIABLE, encoded, from_child
from opta_mcp.program import child_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.backends.embedded.lines import Ask, FromChild, Order, Ready, ToChild

    Listener = Callable[[FromChild], None]
    """Called on the reading thread, with every line about one ask and about loading."""

CHILD_MODULE: Final = "opta_mcp.backends.embedded.child"
STOP_GRACE_SECONDS: Final = 0.4
"""A child that has not stopped by then is in the middle of a long batch or of loading: it is killed."""
_KILL_WAIT_SECONDS: Final = 5


class Child:
    """A running child with one model."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.ready: Ready | None = None
        self.retired = False
        self._process = _started()
        self.quiet = threading.Event()
        """Set while no answer is being given and none waits."""
        self.quiet.set()
        self._listeners: dict[int, Listener] = {}
        self._lock = threading.Lock()
        self._gone: int | None = None
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._outbox.put(encoded(order))
        for work in (self._send, self._receive):
            threading.Thread(target=work, name="llama.cpp", daemon=True).start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it takes asks; one that has just ended by itself may still say so, and then tells `gone`."""
        return self._gone is None and not self.retired

    def ask(self, number: int, ask: Ask, listener: Listener) -> None:
        """Put an ask into the child's queue; the listener hears `ready`, the lines of this ask, or `gone`."""
        with self._lock:
            gone, ready = self._gone, self.ready
            if gone is None:
                self._listeners[number] = listener
                self.quiet.clear()
        if gone is not None:
            listener({"gone": gone})
            return
        if ready is not None:
            listener({"ready": ready})
        self._put({"id": number, "ask": ask})

    def leave(self, number: int) -> None:
        """Hear no more of an ask. One that has not ended is stopped; a child that does not stop is killed."""
        with self._lock:
            unfinished = self._gone is None and number in self._listeners
            if unfinished:
                self._listeners[number] = _deaf
        if unfinished:
            self._put({"id": number, "stop": True})
            timer = threading.Timer(STOP_GRACE_SECONDS, self._kill_if_unfinished, [number])
            timer.daemon = True
            timer.start()

    def retire(self) -> None:
        """Let it end after the asks that it has."""
        self.retired = True
        self._put({"retire": True})

    def kill(self) -> None:
        """End it at once: there is nothing in it to save."""
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_KILL_WAIT_SECONDS)

    def _kill_if_unfinished(self, number: int) -> None:
        with self._lock:
            unfinished = number in self._listeners
        if unfinished:
            self.kill()

    def _put(self, line: ToChild) -> None:
        self._outbox.put(encoded(line))

    def _send(self) -> None:
        """Write on a thread of its own: a child that is loading does not read, and a pipe holds 64 KiB."""
        with contextlib.suppress(OSError), _pipe(self._process.stdin) as pipe:
            while (line := self._outbox.get()) is not None:
                pipe.write(line)
                pipe.flush()

    def _receive(self) -> None:
        try:
            with _pipe(self._process.stdout) as pipe:
                for line in pipe:
                    if line.endswith(b"\n"):  # one without its end was cut off by the child's
                        self._deliver(from_child(line))
        finally:
            self._bury(self._process.wait())

    def _bury(self, status: int) -> None:
        """Tell all who still listen that it is gone."""
        self._outbox.put(None)
        with self._lock:
            self._gone = status
            listeners = list(self._listeners.values())
            self._listeners.clear()
            self.quiet.set()
        for listener in listeners:
            listener({"gone": status})

    def _deliver(self, line: FromChild) -> None:
        with self._lock:
            if "ready" in line:
                self.ready = line["ready"]
            number = line.get("id")
            about = list(self._listeners.values()) if number is None else [self._listeners.get(number, _deaf)]
            if number is not None and ("end" in line or "error" in line):
                self._listeners.pop(number, None)
                if not self._listeners:
                    self.quiet.set()
        for listener in about:
            listener(line)


class Engine:
    """Keeps the child between answers; another model retires it."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._numbers = itertools.count(1)

    @property
    def child(self) -> Child | None:
        """The child that is alive, if any."""
        return self._child if self._child is not None and self._child.alive else None

    def number(self) -> int:
        """Return a number for a new ask."""
        return next(self._numbers)

    def child_for(self, order: Order) -> Child:
        """Return the child that has this model, started where there is none; raise OSError where none can be."""
        child = self.child
        if child is not None and child.order != order:
            child.retire()
            child = None
        if child is None:
            child = self._child = Child(order)
        return child

    def close(self) -> None:
        """Kill the child."""
        if self._child is not None:
            self._child.kill()
            self._child = None


def _deaf(_line: FromChild) -> None:
    """Hear nothing."""


def _started() -> subprocess.Popen[bytes]:
    """Start the child in a group of its own, so that Ctrl-C in the terminal reaches the parent alone."""
    log = os.environ.get(LOG_VARIABLE)
    with Path(log or os.devnull).open("ab") as errors:
        return subprocess.Popen(
            child_command(CHILD_MODULE), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, **_own_group()
        )


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # it was asked for
        raise BrokenPipeError
    return pipe


class _Group(TypedDict, total=False):
    creationflags: int
    process_group: int


def _own_group() -> _Group:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}
