"""A pull: the state of a download as it changes, at least once a second, the last state terminal."""

from __future__ import annotations

import time
from contextlib import aclosing
from typing import TYPE_CHECKING

from opta_mcp.backends.aside import aside
from opta_mcp.backends.ollama.look import knock
from opta_mcp.backends.ollama.progress import Progress
from opta_mcp.backends.outcome import Failure, Lost
from opta_mcp.backends.pulse import Silence, with_silences
from opta_mcp.errors import BackendCut, BackendError, BackendSilent

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from opta_mcp.backends.address import Address
    from opta_mcp.backends.ollama.client import Client
    from opta_mcp.wire.chat import PullJob

TICK_SECONDS = 0.9
"""Progress must be said once a second at least."""
SAY_SECONDS = 0.2
"""Ollama sends a line every 60 ms; nobody reads that fast."""
RESTART_SECONDS = 60.0
"""Ollama tries a part again by itself; where nothing came for so long, the pull is begun anew, from where it was."""
RESTARTS = 3
AGAIN = "Run the same command again; what has arrived is kept until Ollama restarts."

AFTER_RESTART = (
    "See that it runs: opta status. Then run the same command again; it goes on where it was, or says that it begins "
    "anew."
)


async def pull(
    client: Client, address: Address, model: str, *, restart_seconds: float = RESTART_SECONDS
) -> AsyncGenerator[PullJob, None]:
    """Stream a download's state; what goes wrong is its last one, never an exception. Closing it stops the download."""
    progress = Progress(model, time.monotonic())
    yield progress.job(time.monotonic())
    try:
        await aside(knock, address)
        async with aclosing(_attempts(client, model, progress, restart_seconds)) as jobs:
            async for job in jobs:
                yield job
    except BackendError as error:
        yield failed(progress.job(time.monotonic(), "failed"), error)
    else:
        yield progress.job(time.monotonic(), "done")


def failed(job: PullJob, error: BackendError) -> PullJob:
    """Say what went wrong in a job's own fields."""
    changes = {"message": error.message, "error": error.message, "hint": error.hint or None}
    return job.model_copy(update=changes)


async def _attempts(
    client: Client, model: str, progress: Progress, restart_seconds: float
) -> AsyncGenerator[PullJob, None]:
    for _ in range(RESTARTS + 1):
        async with aclosing(_attempt(client, model, progress, restart_seconds)) as jobs:
            async for job in jobs:
                yield job
        if progress.succeeded:
            return
        progress.moved_at = time.monotonic()
    raise BackendSilent(
        "Nothing has arrived for minutes, whatever Ollama tried.",
        hint=f"See to the network. {AGAIN}",
    )


async def _attempt(
    client: Client, model: str, progress: Progress, restart_seconds: float
) -> AsyncGenerator[PullJob, None]:
    """Stream one request's states until it succeeds or stalls; raise a `BackendError` where it ends otherwise."""
    said_at = 0.0
    try:
        async with aclosing(with_silences(client.pull_lines(model), TICK_SECONDS)) as lines:
            async for line in lines:
                now = time.monotonic()
                if not isinstance(line, Silence):
                    progress.feed(line, now)
                if now - progress.moved_at >= restart_seconds and progress.loading:
                    return
                if now - said_at >= SAY_SECONDS:
                    said_at = now
                    yield progress.job(now)
    except Lost as failure:
        raise type(failure.error)("Ollama went away in the middle of the download.", hint=AFTER_RESTART) from failure
    except Failure as failure:
        raise failure.error from failure
    if not progress.succeeded:
        raise BackendCut("The download broke off before its end.", hint=AGAIN)
