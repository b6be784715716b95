"""`opta pull`: fetch a model, with a bar; Ctrl-C keeps what arrived, and the same command goes on from there."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing
from typing import TYPE_CHECKING

from opta_mcp.backends.ollama.layers import DEFAULT_MODEL
from opta_mcp.cli.output import file_size, print_json
from opta_mcp.errors import BackendError, Interrupted
from opta_mcp.llm.pulls import pulls
from opta_mcp.settings import load_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from opta_mcp.wire.chat import PullJob


def run(arguments: Namespace) -> int:
    """Fetch the model named, or the default; raise a `BackendError` where it cannot be had."""
    model = (load_settings().model or DEFAULT_MODEL) if arguments.model is None else arguments.model
    quiet = arguments.json or not sys.stderr.isatty()
    job = asyncio.run(_pull(model, _quiet if quiet else None))
    if arguments.json:
        print_json(job)
    else:
        sys.stdout.write(f"{job.model} is here{_how_much(job)}.\n")
    return 0


async def _pull(model: str, show: Callable[[PullJob], None] | None) -> PullJob:
    job = pulls.start(model)
    try:
        job = await (_follow(job, show) if show else _follow_with_bar(job))
    except asyncio.CancelledError:
        stopped = await pulls.stop(job.model)
        raise Interrupted(_sentence(f"{stopped.model}: {stopped.message}")) from None
    if job.state != "done":
        raise BackendError(
            _sentence(job.error or job.message or f"{job.model} could not be fetched"), hint=job.hint or ""
        )
    return job


async def _follow(job: PullJob, show: Callable[[PullJob], None]) -> PullJob:
    async with aclosing(pulls.watch(job.model)) as states:
        async for state in states:
            show(state)
            job = state
    return job


async def _follow_with_bar(job: PullJob) -> PullJob:
    from opta_mcp.cli.bar import PullBar  # noqa: PLC0415  # rich: only where somebody watches

    with PullBar(job.model) as bar:
        return await _follow(job, bar.show)


def _quiet(_job: PullJob) -> None:
    """Show nothing: programs and log files want the end of it."""


def _how_much(job: PullJob) -> str:
    if not job.total_bytes:
        return ""
    resumed = f", {file_size(job.resumed_bytes)} of it from before" if job.resumed_bytes else ""
    return f": {file_size(job.total_bytes)}{resumed}"


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
