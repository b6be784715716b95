"""The small parts of the Ollama backend: lines, thoughts, pulses, and a pull's arithmetic."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opta_mcp.backends.lines import LONGEST_LINE_BYTES, json_lines
from opta_mcp.backends.ollama.names import checked_name, same_model
from opta_mcp.backends.ollama.progress import DOWNLOADING, STALL_SECONDS, Progress
from opta_mcp.backends.pulse import Silence, with_silences
from opta_mcp.backends.text import one_line
from opta_mcp.backends.thinking import ThoughtFilter
from opta_mcp.errors import BackendCut, BackendError, BackendGarbled, UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from opta_mcp.backends.lines import Line

MB = 10**6


async def pieces_of(data: bytes, cuts: list[int]) -> AsyncGenerator[bytes, None]:
    edges = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(edges):
        yield data[start:end]


def read(data: bytes, cuts: list[int] | None = None) -> list[Line]:
    async def collect() -> list[Line]:
        return [line async for line in json_lines(pieces_of(data, cuts or []))]

    return asyncio.run(collect())


LINES: list[Line] = [{"a": "é€😀"}, {}, {"b": [1, {"c": "\n"}]}]
DATA = b"\n".join(json.dumps(line, ensure_ascii=False).encode() for line in LINES) + b"\n"


@pytest.mark.parametrize("cut", range(len(DATA) + 1))
def test_lines_are_the_same_wherever_their_bytes_are_cut(cut: int) -> None:
    assert read(DATA, [cut]) == LINES


def test_blank_lines_say_nothing_and_the_last_line_break_may_lack() -> None:
    assert read(b'\r\n{"a":1}\r\n\n{"b":2}') == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    "data",
    [b"<html>\n", b"<html>", b'{"a":"\xff"}\n', b"[1]\n", b"7", b'{"a":' + b"[" * 50000 + b"\n", b"null\n", b'"x"\n'],
)
def test_what_is_no_line_of_json_is_garbled(data: bytes) -> None:
    with pytest.raises(BackendGarbled):
        read(data)


@pytest.mark.parametrize("data", [b'{"a"', b'{"a":1}\n{', b'{"a":"\xc3'])
def test_a_last_line_that_breaks_off_is_a_cut_answer(data: bytes) -> None:
    with pytest.raises(BackendCut):
        read(data)


def test_a_line_that_does_not_end_is_given_up_before_it_fills_the_memory() -> None:
    taken = 0

    async def endless() -> AsyncGenerator[bytes, None]:
        nonlocal taken
        while True:
            taken += 1 << 16
            yield b"x" * (1 << 16)

    async def collect() -> None:
        async for _ in json_lines(endless()):
            pass

    with pytest.raises(BackendGarbled, match="does not end"):
        asyncio.run(collect())
    assert taken <= LONGEST_LINE_BYTES + (1 << 16)


@given(some.binary(max_size=300), some.lists(some.integers(0, 300), max_size=5))
def test_any_bytes_at_all_are_lines_or_a_typed_error(data: bytes, cuts: list[int]) -> None:
    try:
        lines = read(data, [min(cut, len(data)) for cut in cuts])
    except BackendError:
        return
    assert all(isinstance(line, dict) for line in lines)


THOUGHTS = "<think>Let me see <b>.</think>\n\nIt is 5 < 6 and <thin air>."


@given(some.lists(some.integers(0, len(THOUGHTS)), max_size=8))
def test_a_thought_is_taken_out_however_it_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(THOUGHTS)]
    thoughts = ThoughtFilter()
    said = "".join(thoughts.feed(THOUGHTS[start:end]) for start, end in pairwise(edges))
    assert said + thoughts.end() == "It is 5 < 6 and <thin air>."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain", "plain"),
        ("a </think> b", "a  b"),
        ("<think>never ends", ""),
        ("ends with <thi", "ends with <thi"),
        ("<think></think>", ""),
    ],
)
def test_odd_thoughts_leave_no_mark(text: str, said: str) -> None:
    thoughts = ThoughtFilter()
    assert thoughts.feed(text) + thoughts.end() == said


def test_a_silent_stream_says_so_and_loses_nothing() -> None:
    async def slow() -> AsyncGenerator[int, None]:
        yield 1
        await asyncio.sleep(0.25)
        yield 2

    async def collect() -> list[int | Silence]:
        return [item async for item in with_silences(slow(), 0.1)]

    items = asyncio.run(collect())
    assert [item for item in items if isinstance(item, int)] == [1, 2]
    silences = [item.seconds for item in items if isinstance(item, Silence)]
    assert silences == sorted(silences)
    assert silences


def layer(completed: int, total: int = 1000 * MB, digest: str = "sha256:a") -> Line:
    return {"status": "pulling a", "digest": digest, "total": total, "completed": completed}


def test_rate_and_time_left_are_those_of_the_last_seconds() -> None:
    progress = Progress("m", 0.0)
    progress.feed({"status": "pulling manifest"}, 0.1)
    for second in range(20):
        progress.feed(layer(second * (10 if second < 10 else 20) * MB), 1.0 + second)
    job = progress.job(20.0)
    assert job.rate_bytes_per_second == pytest.approx(20 * MB, rel=0.01)
    assert job.seconds_left == pytest.approx((1000 - 380) / 20, rel=0.02)
    assert (job.state, job.message) == ("running", f"{DOWNLOADING}, from the beginning")


def test_what_was_here_when_the_pull_began_is_said_and_is_no_rate() -> None:
    progress = Progress("m", 0.0)
    progress.feed({"status": "pulling manifest"}, 0.1)
    progress.feed(layer(410 * MB), 0.16)
    progress.feed(layer(411 * MB), 0.22)
    progress.feed(layer(412 * MB), 0.28)
    job = progress.job(0.3)
    assert job.resumed_bytes == 410 * MB
    assert job.message == f"{DOWNLOADING}, going on from 410 MB"
    assert job.rate_bytes_per_second == pytest.approx(1 * MB / 0.06, rel=0.05)


def test_a_fast_registry_is_not_taken_for_a_pull_that_goes_on() -> None:
    progress = Progress("m", 0.0)
    progress.feed({"status": "pulling manifest"}, 0.1)
    for n in range(1, 6):
        progress.feed(layer(60 * MB * n), 0.1 + 0.06 * n)
    assert progress.job(0.5).message == f"{DOWNLOADING}, from the beginning"


def test_a_download_in_which_nothing_arrives_is_stalled_and_has_no_rate() -> None:
    progress = Progress("m", 0.0)
    progress.feed(layer(1 * MB), 1.0)
    progress.feed(layer(9 * MB), 2.0)
    progress.feed(layer(9 * MB), 2.0 + STALL_SECONDS)
    job = progress.job(2.0 + STALL_SECONDS)
    assert (job.state, job.rate_bytes_per_second, job.seconds_left) == ("stalled", None, None)
    progress.feed(layer(10 * MB), 3.0 + STALL_SECONDS)
    assert progress.job(3.0 + STALL_SECONDS).state == "running"


def test_checking_what_arrived_may_take_long_and_is_no_stall() -> None:
    progress = Progress("m", 0.0)
    progress.feed(layer(1000 * MB), 1.0)
    progress.feed({"status": "verifying sha256 digest"}, 2.0)
    job = progress.job(500.0)
    assert (job.state, job.message) == ("running", "checking what arrived")


def test_a_registry_that_does_not_answer_is_a_stall() -> None:
    assert Progress("m", 0.0).job(STALL_SECONDS + 1).state == "stalled"


def test_a_line_that_is_none_of_a_pull_is_garbled() -> None:
    with pytest.raises(BackendGarbled):
        Progress("m", 0.0).feed({"status": 7, "total": "x"}, 1.0)


@pytest.mark.parametrize("name", ["", "  ", "two words", "a\nb", "x" * 400])
def test_what_is_no_name_is_refused_before_it_is_sent(name: str) -> None:
    with pytest.raises(UsageError):
        checked_name(name)


def test_a_name_without_a_tag_means_latest() -> None:
    assert same_model("smol", "Smol:latest")
    assert same_model("registry:5000/library/smol", "registry:5000/library/smol:latest")
    assert not same_model("smol", "smol:1b")


@given(some.text(max_size=600))
def test_a_line_to_show_is_printable_and_short(text: str) -> None:
    line = one_line(text, 50)
    assert len(line) <= 50
    assert line == " ".join(line.split())
    assert line.isprintable()
