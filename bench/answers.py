"""Real faults, look-alikes and questions that people asked: Opta's answers, beside a snapshot pasted as JSON.

`python answers.py [MODEL ...] [--situations N] [--pasted N]` as root, MODEL being `none`, `embedded`,
`scripted:faithful`, `scripted:babble`, a GGUF file, or the name of a model that Ollama has; `none` and `embedded` where
none is given. Each fault is made once and recorded while it is there; every model answers from that recording, so that
all see the same machine. The questions share one look at this one, save those about something that can be made. Opta
answers every question and situation; the naive way, ten seconds or more each, a sample drawn at random.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import naive
import questions
import surroundings
from opta_mcp.errors import OptaError
from opta_mcp.findings.registry import RULES
from opta_mcp.llm.choice import open_backend
from pairs import machine
from situations import Score, backend_of, judge, recordings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from questions import Grade
    from situations import Recorded

sys.path.insert(0, str(Path(__file__).parents[1] / "mcp-server"))
from tests.faults.catalogue import FAULTS, HEALTHY, LOOK_ALIKES

Row = TypeVar("Row")
OURS = "Opta, rules and cards"


def real(models: Sequence[str]) -> list[str]:
    """Return the models that can be asked anything: no script, and not none."""
    return [model for model in models if model != "none" and not model.startswith("scripted:")]


def graded(models: Sequence[str], folder: Path, sample: int) -> dict[str, Sequence[Grade]]:
    """Have the questions answered: by rules and cards, and a sample by each model from the same look, pasted."""
    looks = asyncio.run(surroundings.looks(folder))
    rows: dict[str, Sequence[Grade]] = {OURS: asyncio.run(questions.measured(looks))}
    asked = naive.drawn(questions.questions(), sample)
    for model in real(models):
        rows |= asyncio.run(_pasted(model, lambda each: naive.grades(each, looks, asked)))
    return rows


def judged(models: Sequence[str], made: Sequence[Recorded], alike: Sequence[Recorded], sample: int) -> dict[str, Score]:
    """Have every situation answered by Opta with each model, and a sample by each model from the same look, pasted.

    Each row is told as soon as it is known. The sample is half faults, half look-alikes.
    """
    rows = {}
    for model in models:
        rows[f"Opta, {model}"] = judge(made, alike, model)
        _tell_lines(f"Opta, {model}", rows[f"Opta, {model}"])
    some = naive.drawn(made, sample - sample // 2), naive.drawn(alike, sample // 2)
    for model in real(models):
        row = asyncio.run(_pasted(model, lambda each: naive.judge(each, *some)))
        for name, score in row.items():
            _tell_lines(name, score)
        rows |= row
    return rows


async def _pasted(model: str, answer: Callable[[naive.Pasted], Awaitable[Row]]) -> dict[str, Row]:
    """Return one row; none, and why, where the model cannot answer."""
    try:
        async with open_backend(*backend_of(model)) as chosen:
            pasted = naive.Pasted(chosen)
            return {f"JSON, {chosen.model}": await answer(pasted)}
    except OptaError as error:
        print(f"  {model} cannot be asked: {error}")
        return {}


def tell_rules(provoked: Collection[str]) -> None:
    """Print which rules were provoked, and of every other rule of a fault why it was not."""
    print(f"\n{len(provoked)} rules provoked: {', '.join(sorted(provoked))}")
    for rule in RULES:
        if rule.risk and rule.id not in provoked:
            print(f"  not provoked here: {rule.id:<16} its test uses {rule.provoked}")


def tell(rows: dict[str, Score]) -> None:
    """Print what the answers came to, side by side."""
    print(f"\n{'':<24}{''.join(f'{name:<34}' for name in rows)}")
    _tell_row("culprit first", [_of(each.first, each.faults, each) for each in rows.values()])
    _tell_row("culprit in the answer", [f"{each.named} of {each.nameable}" for each in rows.values()])
    _tell_row("false alarms", [f"{len(each.alarms)} of {each.look_alikes}" for each in rows.values()])
    _tell_row("unsupported numbers", [str(len(each.unsupported)) for each in rows.values()])
    _tell_row("sentences kept", [_of(len(each.kept), each.dropped + len(each.kept), each) for each in rows.values()])


def _tell_lines(name: str, score: Score) -> None:
    """Print what went wrong, and each sentence of a model's own."""
    print(f"\n{name}")
    for line in (*score.missed, *score.unnamed, *score.alarms, *score.unsupported):
        print(f"    ! {line}")
    for line in score.kept:
        print(f"    {'said' if score.pasted else 'kept'}: {line}")


def _tell_row(what: str, cells: Sequence[str]) -> None:
    print(f"{what:<24}{''.join(f'{cell:<34}' for cell in cells)}")


def _of(some: int, every: int, score: Score) -> str:
    """Say how many of all; nothing is first, or kept by a gate, in a model's prose."""
    return "-" if score.pasted else f"{some} of {every}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("models", nargs="*", metavar="MODEL")
    parser.add_argument("--situations", type=int, metavar="N", help="so many faults and look-alikes, instead of all")
    parser.add_argument(
        "--pasted",
        type=int,
        default=naive.SAMPLE,
        metavar="N",
        help="the naive way answers so many situations and questions, drawn at random (default %(default)s)",
    )
    return parser.parse_args()


def main() -> int:
    """Make, record, ask, tell; 1 where Opta missed a culprit, alarmed, made a number up or gave advice it must not."""
    options = _options()
    models = options.models or ["none", "embedded"]
    print(machine())
    with tempfile.TemporaryDirectory(prefix="opta-answers-") as folder:
        grades = graded(models, Path(folder), options.pasted)
        questions.tell(grades)
        made = recordings(FAULTS[: options.situations], Path(folder))
        alike = recordings((*LOOK_ALIKES[: options.situations], *HEALTHY), Path(folder))
        tell_rules({each.fault.kind for each in made})
        scores = judged(models, made, alike, options.pasted)
    tell(scores)
    ours = [score for score in scores.values() if not score.pasted]
    wrong = any(score.missed or score.unnamed or score.alarms or score.unsupported for score in ours)
    return int(wrong or any(each.broken for each in grades[OURS]))


if __name__ == "__main__":
    raise SystemExit(main())
