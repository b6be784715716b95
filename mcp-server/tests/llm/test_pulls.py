"""Downloads that go on whoever watches."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeVar

import pytest

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.client import Client
from opta_mcp.backends.ollama.pull import pull
from opta_mcp.errors import UsageError
from opta_mcp.llm.pulls import Pulls
from tests.support.wire_server import Play, WireServer, lines, ollama, recorded, refused_port

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from opta_mcp.wire.chat import PullJob

T = TypeVar("T")
MB = 10**6


def layer(completed: int) -> dict[str, object]:
    return {"status": "pulling a", "digest": "sha256:a", "total": 100 * MB, "completed": completed * MB}


SLOW = lines({"status": "pulling manifest"}, *(layer(n) for n in range(1, 60)), gap_s=0.1, then="hang")


def against(
    play: Play, monkeypatch: pytest.MonkeyPatch, work: Callable[[Pulls, WireServer], Coroutine[None, None, T]]
) -> T:
    """Do some work with downloads from a server that plays a pull."""

    async def main() -> T:
        pulls = Pulls()
        try:
            return await work(pulls, server)
        finally:
            await pulls.aclose()

    with WireServer(ollama(pull=play)) as server:
        monkeypatch.setenv("OPTA_SETTINGS", "/nonexistent/settings.toml")
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        return asyncio.run(main())


async def moving(pulls: Pulls, model: str) -> PullJob:
    """Watch until some bytes have arrived."""
    async with aclosing(pulls.watch(model)) as jobs:
        async for job in jobs:
            if job.completed_bytes:
                return job
    raise AssertionError("nothing ever arrived")


def test_a_download_is_watched_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, _: WireServer) -> list[PullJob]:
        pulls.start("smol")
        async with aclosing(pulls.watch("smol")) as jobs:
            return [job async for job in jobs]

    jobs = against(recorded("pull_ok", pace=0.5), monkeypatch, work)
    assert [job.state for job in jobs[:-1]] == ["running"] * (len(jobs) - 1)
    assert (jobs[-1].state, jobs[-1].completed_bytes) == ("done", jobs[-1].total_bytes)
    assert len(jobs) > 4
    rates = [job.rate_bytes_per_second for job in jobs if job.rate_bytes_per_second]
    assert rates[-1] == pytest.approx(60 * MB, rel=0.3)  # recorded at 30 MB/s, played twice as fast
    assert any(job.seconds_left for job in jobs)


def test_a_pull_says_something_at_least_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, _: WireServer) -> list[float]:
        pulls.start("smol")
        times = []
        async with aclosing(pulls.watch("smol")) as jobs:
            async for _job in jobs:
                times.append(time.monotonic())
                if len(times) == 5:
                    break
        return times

    silent = lines({"status": "pulling manifest"}, then="hang")
    times = against(silent, monkeypatch, work)
    assert max(later - earlier for earlier, later in pairwise(times)) < 2.5  # the design says 1 s


def test_asking_again_attaches_and_leaving_does_not_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, server: WireServer) -> tuple[int, int, int]:
        pulls.start("smol")
        first = await moving(pulls, "smol")
        pulls.start("smol:latest")
        second = await moving(pulls, "Smol")
        third = await pulls.wait("smol", 0.5)
        assert third.state == "running"
        assert len(server.asked("/api/pull")) == 1
        assert len(pulls.jobs()) == 1
        return first.completed_bytes, second.completed_bytes, third.completed_bytes

    first, second, third = against(SLOW, monkeypatch, work)
    assert 0 < first <= second < third


async def holding(pulls: Pulls, model: str) -> None:
    async with pulls.held(model):
        await asyncio.Event().wait()


def test_a_download_goes_on_until_the_last_who_holds_it_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, server: WireServer) -> list[str]:
        pulls.start("smol")
        holders = [asyncio.create_task(holding(pulls, name)) for name in ("smol", "smol:latest", "Smol")]
        await moving(pulls, "smol")
        states: list[str] = []
        for holder in holders:
            holder.cancel()
            await asyncio.wait({holder})
            states.append((await pulls.wait("smol", 0.3)).state)
        assert len(server.asked("/api/pull")) == 1
        return states

    assert against(SLOW, monkeypatch, work) == ["running", "running", "stopped"]


def test_who_comes_to_an_end_leaves_a_download_going_and_who_stops_it_stops_it_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work(pulls: Pulls, _: WireServer) -> tuple[str, str, bool]:
        async with pulls.held("smol"):
            pass
        left = await pulls.wait("smol", 0.3)
        holder = asyncio.create_task(holding(pulls, "smol"))
        await moving(pulls, "smol")
        stopped = await pulls.stop("smol")
        pulls.start("smol")  # whoever held the one that was stopped does not stop the next
        holder.cancel()
        await asyncio.wait({holder})
        again = await pulls.wait("smol", 0)
        return left.state, stopped.state, again.state == "running"

    assert against(SLOW, monkeypatch, work) == ("running", "stopped", True)


def test_stopping_is_quick_frees_the_server_and_keeps_what_arrived(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work(pulls: Pulls, server: WireServer) -> tuple[PullJob, float]:
        pulls.start("smol")
        before = await moving(pulls, "smol")
        start = time.monotonic()
        job = await pulls.stop("smol")
        seconds = time.monotonic() - start
        assert await asyncio.to_thread(server.hung_up.wait, 5)
        assert job.completed_bytes >= before.completed_bytes
        assert pulls.jobs() == (job,)
        return job, seconds

    job, seconds = against(SLOW, monkeypatch, work)
    assert seconds < 0.5  # the design says 0.2 s
    assert job.state == "stopped"
    assert "goes on from there" in job.message


def test_a_download_can_be_stopped_before_it_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, server: WireServer) -> str:
        pulls.start("smol")
        job = await pulls.stop("smol")
        assert server.asked("/api/pull") == []
        assert (await pulls.wait("smol", 0)) == job
        return job.state

    assert against(SLOW, monkeypatch, work) == "stopped"


def test_an_address_that_is_none_is_said_to_whoever_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, _: WireServer) -> None:
        monkeypatch.setenv("OLLAMA_HOST", "ftp://nowhere")
        with pytest.raises(UsageError, match="OLLAMA_HOST"):
            pulls.start("smol")
        assert pulls.jobs() == ()

    against(SLOW, monkeypatch, work)


def test_of_many_downloads_the_running_ones_are_never_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, _: WireServer) -> list[str]:
        pulls.start("running")
        for n in range(12):
            pulls.start(f"ended:{n}")
            await pulls.stop(f"ended:{n}")
        return [job.model for job in pulls.jobs()]

    names = against(SLOW, monkeypatch, work)
    assert "running" in names
    assert "ended:11" in names
    assert len(names) <= 10


def test_a_stopped_download_can_be_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, server: WireServer) -> list[str]:
        states: list[str] = []
        for _ in range(2):
            pulls.start("smol")
            await moving(pulls, "smol")
            states.append((await pulls.stop("smol")).state)
        assert len(server.asked("/api/pull")) == 2
        return states

    assert against(SLOW, monkeypatch, work) == ["stopped", "stopped"]


def test_a_failed_download_is_a_state_with_its_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, _: WireServer) -> PullJob:
        pulls.start("smol")
        return await pulls.wait("smol", 10)

    job = against(recorded("pull_unknown"), monkeypatch, work)
    assert (job.state, job.error) == ("failed", "No registry has a model named smol.")
    assert job.hint


def test_a_download_that_breaks_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, _: WireServer) -> PullJob:
        pulls.start("smol")
        return await pulls.wait("smol", 10)

    job = against(recorded("pull_ok", cut_after_bytes=900), monkeypatch, work)
    assert job.state == "failed"
    assert "went away" in (job.error or "")


@pytest.mark.parametrize("then", ["close", "reset"])
def test_a_download_that_loses_ollama_says_so_in_our_words_alone(
    then: Literal["close", "reset"], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lines({"status": "pulling manifest"}, layer(40), layer(41))
    gone = Play((*whole.pieces[:-1], (0.2, b"")), then)  # the end of the body never comes

    async def work(pulls: Pulls, _: WireServer) -> PullJob:
        pulls.start("smol")
        return await pulls.wait("smol", 10)

    job = against(gone, monkeypatch, work)
    assert (job.state, job.completed_bytes) == ("failed", 41 * MB)
    assert job.error == job.message == "Ollama went away in the middle of the download."
    assert (job.hint or "").startswith("See that it runs: opta status. Then run the same command again")


def test_a_server_that_is_down_is_a_failed_download(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pulls: Pulls, _: WireServer) -> PullJob:
        monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{refused_port()}")
        pulls.start("smol")
        return await pulls.wait("smol", 10)

    job = against(Play(), monkeypatch, work)
    assert job.state == "failed"
    assert "Nothing listens" in (job.error or "")


def pulled_from(*plays: Play, restart_seconds: float) -> tuple[list[PullJob], int]:
    """Pull from a server that plays these in turn; give every state, and how often it was asked."""

    async def work(server: WireServer) -> list[PullJob]:
        address = parse_address(server.url)
        client = Client(address)
        try:
            async with aclosing(pull(client, address, "smol", restart_seconds=restart_seconds)) as jobs:
                return [job async for job in jobs]
        finally:
            await client.aclose()

    with WireServer(ollama(pull=plays)) as server:
        return asyncio.run(work(server)), len(server.asked("/api/pull"))


def test_a_download_in_which_nothing_arrives_is_asked_for_anew_and_goes_on() -> None:
    stuck = lines({"status": "pulling manifest"}, layer(40), then="hang")
    rest = lines({"status": "pulling manifest"}, layer(41), layer(100), {"status": "success"})
    jobs, asked = pulled_from(stuck, rest, restart_seconds=0.5)
    assert (jobs[-1].state, jobs[-1].completed_bytes) == ("done", 100 * MB)
    assert asked == 2


def test_a_download_in_which_nothing_ever_arrives_is_given_up_after_some_tries() -> None:
    jobs, asked = pulled_from(Play(then="hang"), restart_seconds=0.5)
    assert jobs[-1].state == "failed"
    assert "Nothing has arrived" in (jobs[-1].error or "")
    assert jobs[-1].hint
    assert asked == 4


def test_checking_what_arrived_is_never_begun_anew() -> None:
    whole = lines(layer(100), {"status": "verifying sha256 digest"}, {"status": "success"})
    late = tuple((2.0, piece) for _, piece in whole.pieces[-2:])
    jobs, asked = pulled_from(replace(whole, pieces=(*whole.pieces[:-2], *late)), restart_seconds=0.5)
    assert (jobs[-1].state, asked) == ("done", 1)
    assert any(job.message == "checking what arrived" for job in jobs)


@pytest.mark.parametrize("name", ["", "two words"])
def test_what_is_no_name_is_refused_at_once(name: str) -> None:
    with pytest.raises(UsageError):
        Pulls().start(name)


def test_a_download_that_was_never_begun_cannot_be_stopped() -> None:
    with pytest.raises(UsageError, match="not being pulled"):
        asyncio.run(Pulls().stop("smol"))
