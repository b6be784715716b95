"""What a probe is, and the runner that holds each to its deadline."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Probe(Protocol[T_co]):
    """Reads one metric. What it cannot read is an Absent with its reason, never zero."""

    id: str
    deadline_s: float
    """After this long the answer goes on without it."""

    def read(self) -> T_co | Absent:
        """Read it now. OSError, ValueError and LookupError become an Absent: a system that is not as known."""
        ...


@dataclass(slots=True)
class _Task(Generic[T]):
    call: Callable[[], T]
    done: threading.Event = field(default_factory=threading.Event)
    result: T | None = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.call()
        except BaseException as error:  # noqa: BLE001 - it is raised again where the result is asked for
            self.error = error
        finally:
            self.done.set()


class _Worker:
    """A thread that runs one task after another. A daemon: one that hangs in the kernel keeps nobody from leaving."""

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[_Task[object] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="opta-probes", daemon=True).start()

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            task.run()

    def submit(self, task: _Task[object]) -> None:
        self._tasks.put(task)

    def stop(self) -> None:
        self._tasks.put(None)


_HANGING: dict[str, _Task[object]] = {}
"""Of this process, by probe: a server that runs for days must not leave one thread more with every look."""


class Runner:
    """Runs probes one after another in a thread of their own; one that blocks costs its deadline, once.

    Used as a context manager around each snapshot. Who hangs is remembered until it has answered.
    """

    def __init__(self, hanging: dict[str, _Task[object]] | None = None) -> None:
        """No thread is started yet; runners share what they know of who hangs, unless given a memory of their own."""
        self._worker: _Worker | None = None
        self._hanging = _HANGING if hanging is None else hanging

    def __enter__(self) -> Self:
        """Nothing to do: the thread comes with the first probe."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the thread: at once, or when what it hangs in has answered."""
        self._leave()

    def _leave(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def run(self, probe: Probe[T]) -> T | Absent:
        """Return what the probe read, or why it could not."""
        before = self._hanging.get(probe.id)
        if before is not None and not before.done.is_set():
            return Absent(unknown="it still does not answer")
        task: _Task[T | Absent] = _Task(probe.read)
        self._started().submit(task)  # type: ignore[arg-type]  # a task's result goes to its own caller alone
        if task.done.wait(probe.deadline_s):
            return _outcome(task)
        self._hanging[probe.id] = task  # type: ignore[assignment]  # kept to see whether it ends, not for its result
        self._leave()
        return Absent(unknown=f"it did not answer within {probe.deadline_s:g} s")

    def _started(self) -> _Worker:
        if self._worker is None:
            self._worker = _Worker()
        return self._worker


def _outcome(task: _Task[T | Absent]) -> T | Absent:
    if isinstance(task.error, OSError):
        return Absent(unknown=f"the system says: {(task.error.strerror or str(task.error)).lower()}")
    if isinstance(task.error, ValueError | LookupError):
        return Absent(unknown="this system tells it in a form that is not known")
    if task.error is not None:
        raise task.error
    return task.result if task.result is not None else Absent(unknown="nothing was read")


def answers_within(calls: Mapping[str, Callable[[], T]], seconds: float) -> dict[str, T | OSError | threading.Thread]:
    """Run calls that may hang beside each other, a thread each; a thread in the result is one that still hangs."""
    results: dict[str, T | OSError] = {}

    def keep(name: str, call: Callable[[], T]) -> None:
        try:
            results[name] = call()
        except OSError as error:
            results[name] = error

    threads = {name: threading.Thread(target=keep, args=(name, call), daemon=True) for name, call in calls.items()}
    for thread in threads.values():
        thread.start()
    end = time.monotonic() + seconds
    for thread in threads.values():
        thread.join(max(end - time.monotonic(), 0))
    return {name: results.get(name, thread) for name, thread in threads.items()}
