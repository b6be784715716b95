"""Downloads that go on while anybody wants them: one a model; asking again attaches; stopping keeps what arrived.

Of this process alone. Where another one pulls the same model Ollama joins both, and goes on until the last has left.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import OllamaBackend
from opta_mcp.backends.ollama.names import checked_name, same_model
from opta_mcp.errors import UsageError
from opta_mcp.settings import load_settings
from opta_mcp.wire.chat import PullJob

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

REMEMBERED = 8
"""Ended jobs that a status still shows."""


@dataclass
class _Running:
    """A job's last state, its task, how many hold it, and an event that is set when the state changes."""

    latest: PullJob
    holders: int = 0
    task: asyncio.Task[None] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, job: PullJob) -> None:
        self.latest = job
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    @property
    def ended(self) -> bool:
        return self.latest.state in ("done", "failed", "stopped")


async def pull_from_ollama(model: str) -> AsyncGenerator[PullJob, None]:
    """Pull from the Ollama of the settings, closing it at the end."""
    settings = load_settings()
    backend = OllamaBackend(parse_address(settings.ollama_host), silence_seconds=settings.silence_seconds)
    try:
        async with aclosing(backend.pull(model)) as jobs:
            async for job in jobs:
                yield job
    finally:
        await backend.aclose()


class Pulls:
    """The downloads of this process; all calls on one event loop."""

    def __init__(self, pull: Callable[[str], AsyncGenerator[PullJob, None]] = pull_from_ollama) -> None:
        self._pull = pull
        self._jobs: list[_Running] = []

    def start(self, model: str) -> PullJob:
        """Begin a download, or attach to the one that runs; raise `UsageError` where the name is none."""
        name = checked_name(model)
        known = self._find(name)
        if known is not None and not known.ended:
            return known.latest
        parse_address(load_settings().ollama_host)  # what is set wrong is said to the caller, not to a task alone
        running = _Running(PullJob(model=name, state="running", message="asking the registry"))
        running.task = asyncio.create_task(self._run(running), name=f"pull {name}")
        self._jobs = [*(job for job in self._remembered() if job is not known), running]
        return running.latest

    @asynccontextmanager
    async def held(self, model: str) -> AsyncIterator[PullJob]:
        """Begin a download, or attach to the one that runs, for a block; raise `UsageError` where the name is none.

        Whoever is interrupted in the block, or fails, wants it no more: the last of all who hold it stops it then. Who
        comes to the block's end leaves it going.
        """
        running = self._known(self.start(model).model)
        running.holders += 1
        interrupted = True
        try:
            yield running.latest
            interrupted = False
        finally:
            running.holders -= 1
            if interrupted and running.holders == 0:
                await _stop(running)

    async def watch(self, model: str) -> AsyncGenerator[PullJob, None]:
        """Yield a job's states from now on, the last one terminal; whoever leaves does not stop it."""
        running = self._known(model)
        while True:
            job, changed = running.latest, running.changed
            yield job
            if running.latest is job and running.ended:
                return
            if running.latest is job:
                await changed.wait()

    async def wait(self, model: str, seconds: float) -> PullJob:
        """Return a job's state after some seconds, sooner where it ends."""
        running = self._known(model)
        if running.task is not None:
            await asyncio.wait({running.task}, timeout=seconds)
        return running.latest

    async def stop(self, model: str) -> PullJob:
        """Stop a download, whoever else holds it; what arrived is kept."""
        return await _stop(self._known(model))

    def jobs(self) -> tuple[PullJob, ...]:
        """Give the state of every download that runs, and of the last ones that ended."""
        return tuple(job.latest for job in self._jobs)

    async def aclose(self) -> None:
        """Stop every download."""
        for running in self._jobs:
            await _stop(running)

    async def _run(self, running: _Running) -> None:
        async with aclosing(self._pull(running.latest.model)) as jobs:
            async for job in jobs:
                running.say(job)

    def _remembered(self) -> list[_Running]:
        """Give the jobs that run, and the last of those that ended."""
        ended = [job for job in self._jobs if job.ended]
        return [*ended[-REMEMBERED:], *(job for job in self._jobs if not job.ended)]

    def _find(self, model: str) -> _Running | None:
        return next((job for job in self._jobs if same_model(job.latest.model, model)), None)

    def _known(self, model: str) -> _Running:
        running = self._find(checked_name(model))
        if running is None:
            raise UsageError(f"{model} is not being pulled.", hint=f"Begin with: opta pull {model}")
        return running


async def _stop(running: _Running) -> PullJob:
    if running.task is not None and not running.task.done():
        running.task.cancel()
        await asyncio.wait({running.task})
    if not running.ended:
        running.say(_stopped(running.latest))
    return running.latest


def _stopped(job: PullJob) -> PullJob:
    arrived = f" at {job.completed_bytes / 1e6:.0f} MB" if job.completed_bytes else ""
    message = f"stopped{arrived}; Ollama keeps what arrived until it restarts, and the same command goes on from there"
    changes = {"state": "stopped", "message": message, "rate_bytes_per_second": None, "seconds_left": None}
    return job.model_copy(update=changes)


pulls = Pulls()
"""The one set of downloads of a process, so that every face shows the same."""
