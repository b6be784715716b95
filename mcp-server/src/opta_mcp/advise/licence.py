"""Whether a model may word a diagnosis: its exam, recalled by its digest or taken now, in a bounded time."""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING

from opta_mcp.backends.fit import better_model, room_now
from opta_mcp.settings import data_path
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

WAITING_NAME = "exams_waiting.json"
"""Models whose exam is too long for a question to wait for, with its guessed seconds; `opta exam` lets them take it."""


class TooLong(Exception):
    """The exam would take longer than a question should wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


async def refusal(chosen: Chosen, stage: Stage, exam_seconds: float = EXAM_SECONDS) -> str:
    """Return why this model may not word a diagnosis, in a line for the user; empty where it may.

    Raises `BackendError` where the exam breaks off because the backend fails.
    """
    digest = await digest_of(chosen.backend, chosen.model)
    result = recall(digest)
    if result is None:
        try:
            result = await _examine(chosen, digest, stage, exam_seconds)
        except TooLong as wait:
            minutes = max(round(wait.seconds / 60), 1)
            return (
                f"{chosen.model} has not taken Opta's exam, so it adds no words to a diagnosis; it takes about "
                f"{minutes} min, once: opta exam"
            )
    return "" if result.passed else failed_note(result, await _better(chosen), ollama=chosen.backend.name == "ollama")


async def _examine(chosen: Chosen, digest: str, stage: Stage, exam_seconds: float) -> ExamResult:
    """Let it take the exam to the slip that decides it; raise `TooLong` where that is not to be waited for."""
    waiting = _waiting()
    if digest in waiting:
        raise TooLong(waiting[digest])
    begun = time.monotonic()

    async def watch(done: int, asked: int, correct: int) -> None:
        spent = time.monotonic() - begun
        whole = spent / done * asked
        fails_soon = correct < done and spent < exam_seconds
        if done >= SURE_AFTER and whole > exam_seconds and not fails_soon:
            _wait(waiting | {digest: whole})
            raise TooLong(whole)
        await stage.phase(f"{chosen.model} takes its exam, once: question {done} of {asked}")

    result = await take(chosen.backend, chosen.model, watch, whole=False)
    remember(result)
    return result


def _waiting() -> dict[str, float]:
    try:
        read = json.loads((data_path() / WAITING_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: float(seconds) for name, seconds in read.items()} if isinstance(read, dict) else {}


def _wait(waiting: dict[str, float]) -> None:
    with contextlib.suppress(OSError):
        data_path().mkdir(parents=True, exist_ok=True)
        (data_path() / WAITING_NAME).write_text(json.dumps(waiting), encoding="utf-8")


def remember(result: ExamResult) -> None:
    """Keep a result; where that cannot be done, the exam is taken again another time."""
    with contextlib.suppress(OSError):
        keep(result)


async def _better(chosen: Chosen) -> str | None:
    """Return a larger model that fits this computer, where there is one."""
    sizes = [info.size_bytes for info in await chosen.backend.models() if info.name == chosen.model]
    size = sizes[0] if sizes and isinstance(sizes[0], int) else 0
    suggestion = better_model(room_now(), size)
    return suggestion.name if suggestion else None
