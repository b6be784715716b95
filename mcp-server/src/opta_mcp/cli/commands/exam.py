"""`opta exam`: let a model take the exam that decides whether it may word a diagnosis."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from opta_mcp.backends.fit import better_model, room_now
from opta_mcp.llm.choice import open_backend
from opta_mcp.words.exam import failed_note, keep, take

if TYPE_CHECKING:
    from argparse import Namespace

    from opta_mcp.words.exam import ExamResult


def run(arguments: Namespace) -> int:
    """Take it anew, keep the result and say it; raise a `BackendError` where no model answers."""
    result = asyncio.run(_taken(arguments))
    keep(result)
    if arguments.json:
        import json  # noqa: PLC0415  # only for programs

        sys.stdout.write(json.dumps(asdict(result) | {"passed": result.passed}) + "\n")
    else:
        sys.stdout.write(f"{_told(result)}\n")
    return 0


async def _taken(arguments: Namespace) -> ExamResult:
    async with open_backend(arguments.backend, arguments.model) as chosen:
        return await take(chosen.backend, chosen.model, None if arguments.json else _progress)


async def _progress(done: int, asked: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {asked} questions" + ("\r\x1b[K" if done == asked else ""))
        sys.stderr.flush()


def _told(result: ExamResult) -> str:
    if result.passed:
        said = f"{result.correct} of {result.asked} questions"
        return f"{result.model} passed Opta's exam: {said}, and {result.kept} of {result.written} sentences of its own."
    better = better_model(room_now())
    return failed_note(result, better.name if better else None)
