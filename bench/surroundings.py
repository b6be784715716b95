"""What some questions are about, made for real while they are asked: a browser, a program that grows, short memory.

Every other question shares one look at this computer as it is.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from opta_mcp.advise.ask import ask
from opta_mcp.advise.options import AskOptions, unheard
from questions import Look, questions
from situations import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

sys.path.insert(0, str(Path(__file__).parents[1] / "mcp-server"))
from tests.faults import memory
from tests.faults.ground import NotPossible, drawn_size
from tests.faults.processes import program

GROWTH_BYTES_PER_S = 17 << 20
"""1 GB a minute, as the question has it."""


@contextmanager
def _family(name: str) -> Iterator[None]:
    """Run a program of several processes under a name that the question knows."""
    with program("family", 5, drawn_size(150, 250), name=name):
        yield


MADE: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "q001": memory.thrash,
    "q007": partial(_family, "firefox"),
    "q013": partial(_family, "Discord"),
    "q016": partial(memory.leak, GROWTH_BYTES_PER_S),
}


async def looks(folder: Path) -> dict[str, Look]:
    """Record what every question is answered from, by the question's id."""
    common = Look(folder / "questions.json")
    await _record("What can I delete?", common)
    kept = dict.fromkeys((each.id for each in questions()), common)
    for question in steps([each for each in questions() if each.id in MADE], "made for a question"):
        look = Look(folder / f"{question.id}.json", made=True)
        try:
            with MADE[question.id]():
                await _record(question.text, look)
        except NotPossible as reason:
            print(f"  {question.id} is asked without what it is about: {reason}")
        else:
            kept[question.id] = look
    return kept


async def _record(question: str, look: Look) -> None:
    await ask(question, AskOptions(use_model=False, record=look.path), unheard)
