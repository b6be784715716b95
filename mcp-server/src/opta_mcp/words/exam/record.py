"""Results of exams, kept by the model's digest in a small file in the platform's data folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from opta_mcp.settings import data_path
from opta_mcp.words.exam.bank import questions, version
from opta_mcp.words.exam.sitting import PASS_CORRECT, ExamResult, nameless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from opta_mcp.wire.chat import LlmStatus, ModelInfo

FILE_NAME: Final = "exams.json"


def record_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where results are kept; `OPTA_DATA` names another folder."""
    return data_path(environ) / FILE_NAME


def keep(result: ExamResult, path: Path | None = None) -> None:
    """Keep a result; raises OSError where the folder cannot be written, which costs no more than another exam."""
    place = path or record_path()
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps(_read(place) | {result.digest: asdict(result)}, indent=1), encoding="utf-8")
    beside.replace(place)


def recall(digest: str, path: Path | None = None) -> ExamResult | None:
    """Return the result of the exam as it is now, None where the model has not taken it."""
    entry = _read(path or record_path()).get(digest)
    try:
        result = ExamResult(**entry) if isinstance(entry, dict) else None
    except TypeError:
        return None
    return result if result and result.bank == version() else None


def noted(models: Iterable[ModelInfo]) -> tuple[ModelInfo, ...]:
    """Return models with what is known of their exams, for a list of models."""
    return tuple(
        model.model_copy(update={"exam": summary(result)}) if (result := _recalled(model)) else model
        for model in models
    )


def told(status: LlmStatus) -> LlmStatus:
    """Return a status that also says how the model that would answer did, where it has taken the exam.

    By its name: to ask a server for the digest would take time that a status has not.
    """
    name = status.backend.name if status.backend else ""
    entries = _read(record_path()).values()
    results = [recall(str(each["digest"])) for each in entries if isinstance(each, dict) and each.get("model") == name]
    notes = [failed_note(each) if not each.passed else _passed_note(each) for each in results if each]
    return status.model_copy(update={"notices": (*status.notices, *notes[-1:])}) if notes else status


def _passed_note(result: ExamResult) -> str:
    return f"{result.model} passed Opta's exam ({result.correct} of {result.asked}): it may add words to a diagnosis."


def _recalled(model: ModelInfo) -> ExamResult | None:
    return recall(model.digest or nameless(model.backend, model.name))


def summary(result: ExamResult) -> str:
    """Say it in a few words, as a list of models shows it: passed 39/40, failed 14/40, failed at question 4/40."""
    if _was_cut_short(result):
        return f"failed at question {result.asked}/{questions()}"
    return f"{'passed' if result.passed else 'failed'} {result.correct}/{result.asked}"


def failed_note(result: ExamResult, better: str | None = None, *, ollama: bool = True) -> str:
    """Say kindly that a model did not pass, with a larger one that fits this computer and how to have it.

    ollama: whether it answers here; only it pulls. That the larger one passes is hoped, and not said: its exam will.
    """
    note = f"{result.model} did not pass Opta's exam {_how(result)}, so it adds no words to a diagnosis"
    if not better:
        return f"{note}."
    how = f"`opta pull {better}`" if ollama else f"install Ollama, then `opta pull {better}`"
    return f"{note}; {better} is larger and fits this computer: {how}."


def _how(result: ExamResult) -> str:
    """Say how far it came: an exam before an answer ends with the slip that decides it, and its score is none of 40."""
    if _was_cut_short(result):
        wrong, allowed = result.asked - result.correct, questions() - PASS_CORRECT
        return (
            f"({wrong} of its first {result.asked} answers were wrong, and {allowed} of {questions()} may be: "
            "the rest was not asked)"
        )
    if result.correct >= PASS_CORRECT:
        return f"(of its {result.written} own sentences {result.kept} kept to the facts, and half must)"
    return f"({result.correct} of {result.asked} answers were right, and {PASS_CORRECT} must be)"


def _was_cut_short(result: ExamResult) -> bool:
    return result.asked < questions()


def _read(path: Path) -> dict[str, object]:
    """Read all results; a file that is missing or damaged is one without results."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
