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
    from collections.abc import Callable, Mapping, Sequence

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
class Look:
    """A recording that questions are answered from, and whether what they are about was made for it."""

    path: Path
    made: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer missed, and what it should not have said."""

    question: Question
    answer: str
    missed: tuple[Mark, ...]
    broken: tuple[Mark, ...]
    made: bool = False
    """Whether what the question is about was there."""

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


def grade(question: Question, answer: str, *, made: bool = False) -> Grade:
    """Hold an answer against the musts and the must-nots of its question."""
    plain = re.sub(r"[ \t]+", " ", answer.replace("`", "").replace("*", ""))
    missed = tuple(mark for mark in question.must if not mark.shown_in(plain))
    return Grade(question, plain, missed, tuple(mark for mark in question.must_not if mark.advised_in(plain)), made)


async def measured(looks: Mapping[str, Look]) -> list[Grade]:
    """Ask each of rules and cards, no model involved, from what was recorded for it."""
    return [await _measured(each, looks[each.id]) for each in questions()]


async def _measured(question: Question, look: Look) -> Grade:
    answer = await ask(question.text, AskOptions(use_model=False, replay=look.path), unheard)
    return grade(question, answer.answer, made=look.made)


def tell(rows: dict[str, Sequence[Grade]]) -> None:
    """Print every question with what each row made of it, a dash where it was not asked, and the sums."""
    print(f"\n{len(questions())} questions: musts met of all, must-nots broken")
    for question in questions():
        grades = {name: grade for name, row in rows.items() for grade in row if grade.question == question}
        cells = "  ".join(f"{_cell(grades.get(name)):<10}" for name in rows)
        print(f"  {question.id}  {cells}  {question.text}")
        for name, grade in grades.items():
            _tell_marks(name, grade, missed=name == next(iter(rows)))
    for name, row in rows.items():
        print(f"  {name:<36} {total(row)}")


def total(grades: Sequence[Grade]) -> str:
    """Sum up one row."""
    musts, must_nots = (
        _sum(grades, lambda each: len(each.question.must)),
        _sum(grades, lambda each: len(each.question.must_not)),
    )
    lacking = sum(bool(mark.needs) for each in grades if not each.made for mark in each.missed)
    return (
        f"{_sum(grades, lambda each: each.met)} of {musts} musts met ({lacking} of the missed need what is not here), "
        f"{_sum(grades, lambda each: len(each.broken))} of {must_nots} must-nots broken, "
        f"{sum(not each.missed and not each.broken for each in grades)} of {len(grades)} questions whole"
    )


def _sum(grades: Sequence[Grade], count: Callable[[Grade], int]) -> int:
    return sum(map(count, grades))


def _cell(each: Grade | None) -> str:
    if each is None:
        return "-"
    return f"{each.met} of {len(each.question.must)}" + (f", {len(each.broken)} !" if each.broken else "")


def _tell_marks(name: str, each: Grade, *, missed: bool) -> None:
    for mark in each.missed if missed else ():
        print(f"        {name} missed: {mark.says}" + (f" (needs {mark.needs})" if mark.needs else ""))
    for mark in each.broken:
        print(f"        {name} broke: {mark.says}")
