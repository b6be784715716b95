"""A probe that blocks costs its deadline, not the answer."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from opta_mcp.telemetry.probes.protocol import Runner, answers_within
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Asked:
    """A probe that does what it is told."""

    read_it: Callable[[], int | Absent]
    id: str = "asked"
    deadline_s: float = 5.0
    times: int = 0

    def read(self) -> int | Absent:
        """Count that it was asked."""
        self.times += 1
        return self.read_it()


def test_a_probe_that_answers_is_believed() -> None:
    with Runner({}) as runner:
        assert runner.run(Asked(lambda: 0)) == 0
        assert runner.run(Asked(lambda: Absent(unknown="why"))) == Absent(unknown="why")


def test_a_probe_that_blocks_is_absent_after_its_deadline_and_the_next_one_is_read() -> None:
    release = threading.Event()
    stuck = Asked(lambda: int(release.wait(60)), id="stuck", deadline_s=0.1)
    runner = Runner({})
    with runner:
        began = time.monotonic()
        assert runner.run(stuck) == Absent(unknown="it did not answer within 0.1 s")
        assert runner.run(Asked(lambda: 7)) == 7
        assert time.monotonic() - began < 10
    release.set()


def test_a_probe_that_still_blocks_is_not_asked_again_until_it_has_answered() -> None:
    release, answered = threading.Event(), threading.Event()

    def wait() -> int:
        release.wait(60)
        answered.set()
        return 1

    stuck = Asked(wait, id="stuck", deadline_s=0.1)
    runner = Runner({})
    with runner:
        runner.run(stuck)
    with runner:
        assert runner.run(stuck) == Absent(unknown="it still does not answer")
    assert stuck.times == 1
    release.set()
    assert answered.wait(5)
    stuck.deadline_s = 5.0
    while runner.run(stuck) != 1:  # its thread may need a moment to say that it is done
        time.sleep(0.01)
    assert stuck.times == 2


def test_a_thread_that_was_left_hanging_ends_when_it_has_answered() -> None:
    release, left = threading.Event(), queue.SimpleQueue[threading.Thread]()

    def hang() -> int:
        left.put(threading.current_thread())
        return int(release.wait(60))

    with Runner({}) as runner:
        runner.run(Asked(hang, id="stuck", deadline_s=0.1))
    release.set()
    thread = left.get(timeout=5)
    thread.join(10)
    assert not thread.is_alive()


def test_runners_share_what_they_know_of_who_hangs() -> None:
    release = threading.Event()
    stuck = Asked(lambda: int(release.wait(60)), id="a probe of this test alone", deadline_s=0.1)
    with Runner() as first:
        first.run(stuck)
    with Runner() as second:
        assert second.run(stuck) == Absent(unknown="it still does not answer")
    release.set()


def fail(error: Exception) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "the system says: permission denied"),
        (ValueError("nonsense"), "this system tells it in a form that is not known"),
        (KeyError("MemTotal"), "this system tells it in a form that is not known"),
    ],
)
def test_a_probe_that_fails_is_absent_with_a_reason(error: Exception, reason: str) -> None:
    with Runner({}) as runner:
        assert runner.run(Asked(lambda: fail(error))) == Absent(unknown=reason)


def test_a_mistake_of_ours_is_not_taken_for_a_system_that_tells_nothing() -> None:
    with Runner({}) as runner, pytest.raises(TypeError, match="ours"):
        runner.run(Asked(lambda: fail(TypeError("ours"))))


def test_calls_that_may_hang_are_waited_for_together() -> None:
    release = threading.Event()
    calls = {"a": release.wait, "b": release.wait, "c": lambda: True}
    began = time.monotonic()
    answers = answers_within(calls, 0.2)
    assert time.monotonic() - began < 5
    assert answers["c"] is True
    assert isinstance(answers["a"], threading.Thread)
    assert isinstance(answers["b"], threading.Thread)
    release.set()
