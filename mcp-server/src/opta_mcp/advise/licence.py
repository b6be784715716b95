"""Whether a model may word a diagnosis: its exam, recalled by its digest or taken now, in a bounded time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from opta_mcp.backends.fit import better_model, room_now
from opta_mcp.words.exam import failed_note, recall, take
from opta_mcp.words.exam.record import keep
from opta_mcp.words.exam.sitting import digest_of

if TYPE_CHECKING:
    from opta_mcp.advise.stage import Stage
    from opta_mcp.llm.choice import Chosen
    from opta_mcp.words.exam import ExamResult

EXAM_SECONDS = 45.0
"""As long as a question that was answered already may be kept from its end, once for each model."""

SURE_AFTER = 4
"""Questions after which the whole length is guessed: the first one loads the model."""


class TooLong(Exception):
    """The exam would take longer than a question should wait."""


async def refusal(chosen: Chosen, stage: Stage) -> str:
    """Return why this model may not word a diagnosis, in a line for the user; empty where it may.

    Raises `BackendError` where the exam breaks off because the backend fails.
    """
    result = recall(await digest_of(chosen.backend, chosen.model))
    if result is None:
        try:
            result = await _examine(chosen, stage)
        except TooLong:
            return f"{chosen.model} has not taken Opta's exam, so it adds no words to a diagnosis: opta exam lets it."
    return "" if result.passed else failed_note(result, await _better(chosen))


async def _examine(chosen: Chosen, stage: Stage) -> ExamResult:
    begun = time.monotonic()

    async def watch(done: int, asked: int) -> None:
        spent = time.monotonic() - begun
        if done >= SURE_AFTER and spent / done * asked > EXAM_SECONDS:
            raise TooLong
        await stage.phase(f"{chosen.model} takes its exam, once: question {done} of {asked}")

    result = await take(chosen.backend, chosen.model, watch, whole=False)
    remember(result)
    return result


def remember(result: ExamResult) -> None:
    """Keep a result; where that cannot be done, the exam is taken again another time."""
    try:
        keep(result)
    except OSError:
        return


async def _better(chosen: Chosen) -> str | None:
    """Return a larger model that fits this computer, where there is one."""
    sizes = [info.size_bytes for info in await chosen.backend.models() if info.name == chosen.model]
    size = sizes[0] if sizes and isinstance(sizes[0], int) else 0
    suggestion = better_model(room_now(), size)
    return suggestion.name if suggestion else None
