"""Questions that people really asked, graded by what an answer must say and must not say.

`questions.toml` holds the patterns. A pattern shows that something was said, not that it was said well: the lines that
are printed are there to be read.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from opta_mcp.advise.ask import ask
from opta_mcp.advise.options import AskOptions, unheard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ASKED = Path(__file__).parents[1] / "mcp-server" / "tests" / "knowledge" / "questions.jsonl"
PATTERNS = Path(__file__).with_name("questions.toml")
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")
DENIAL = re.compile(r"\b(not|never|no|none|nothing|cannot|avoid|instead of|rather than)\b|n['’]t\b", re.IGNORECASE)  # noqa: RUF001  # phones write this apostrophe


class _Entry(TypedDict, total=False):
    says: str
    shows: list[str]
    needs: str
    example: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that an answer must or must not say, and the patterns that show it."""

    says: str
    shows: tuple[re.Pattern[str], ...]
    needs: str = ""
    example: str = ""

    @classmethod
    def of(cls, entry: _Entry) -> Mark:
        """Read one; raise KeyError or re.error where it is not well formed."""
        shows = tuple(re.compile(pattern, re.IGNORECASE) for pattern in entry["shows"])
        return cls(entry["says"], shows, entry.get("needs", ""), entry.get("example", ""))

    def shown_in(self, text: str) -> bool:
        """Say whether every pattern is found."""
        return all(pattern.search(text) for pattern in self.shows)

    def advised_in(self, text: str) -> bool:
        """Say whether a sentence that denies nothing says it."""
        return any(self.shown_in(said) for said in SENTENCE_END.split(text) if not DENIAL.search(said))


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and how an answer to it is graded."""

    id: str
    text: str
    must: tuple[Mark, ...]
    must_not: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer missed, and what it should not have said."""

    question: Question
    answer: str
    missed: tuple[Mark, ...]
    broken: tuple[Mark, ...]

    @property
    def met(self) -> int:
        """How many musts it keeps to."""
        return len(self.question.must) - len(self.missed)


@cache
def questions() -> tuple[Question, ...]:
    """Read every question with its patterns, in the order in which they stand."""
    patterns = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in ASKED.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Question(
            line["id"],
            line["question"],
            tuple(Mark.of(entry) for entry in patterns[line["id"]]["must"]),
            tuple(Mark.of(entry) for entry in patterns[line["id"]]["must_not"]),
        )
        for line in lines
    )


def grade(question: Question, answer: str) -> Grade:
    """Hold an answer against the musts and the must-nots of its question."""
    plain = re.sub(r"[ \t]+", " ", answer.replace("`", "").replace("*", ""))
    missed = tuple(mark for mark in question.must if not mark.shown_in(plain))
    return Grade(question, plain, missed, tuple(mark for mark in question.must_not if mark.advised_in(plain)))


async def measured(recording: Path) -> list[Grade]:
    """Ask each of rules and cards, no model involved, all from one recording."""
    options = AskOptions(use_model=False, replay=recording)
    return [grade(each, (await ask(each.text, options, unheard)).answer) for each in questions()]


async def look(path: Path) -> None:
    """Keep one look at this computer, folders included, for every question and every model."""
    await ask("What can I delete?", AskOptions(use_model=False, record=path), unheard)


def tell(rows: dict[str, Sequence[Grade]]) -> None:
    """Print every question with what each row made of it, and the sums."""
    print(f"\n{len(questions())} questions: musts met of all, must-nots broken")
    for each in zip(*rows.values(), strict=True):
        question = each[0].question
        cells = "  ".join(f"{_cell(grade):<10}" for grade in each)
        print(f"  {question.id}  {cells}  {question.text}")
        for name, grade in zip(rows, each, strict=True):
            _tell_marks(name, grade, missed=grade is each[0])
    for name, grades in rows.items():
        print(f"  {name:<36} {total(grades)}")


def total(grades: Sequence[Grade]) -> str:
    """Sum up one row."""
    musts, must_nots = (
        _sum(grades, lambda each: len(each.question.must)),
        _sum(grades, lambda each: len(each.question.must_not)),
    )
    lacking = sum(bool(mark.needs) for each in grades for mark in each.missed)
    return (
        f"{_sum(grades, lambda each: each.met)} of {musts} musts met ({lacking} of the missed need what is not here), "
        f"{_sum(grades, lambda each: len(each.broken))} of {must_nots} must-nots broken, "
        f"{sum(not each.missed and not each.broken for each in grades)} of {len(grades)} questions whole"
    )


def _sum(grades: Sequence[Grade], count: Callable[[Grade], int]) -> int:
    return sum(map(count, grades))


def _cell(each: Grade) -> str:
    return f"{each.met} of {len(each.question.must)}" + (f", {len(each.broken)} !" if each.broken else "")


def _tell_marks(name: str, each: Grade, *, missed: bool) -> None:
    for mark in each.missed if missed else ():
        print(f"        {name} missed: {mark.says}" + (f" (needs {mark.needs})" if mark.needs else ""))
    for mark in each.broken:
        print(f"        {name} broke: {mark.says}")
