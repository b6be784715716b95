"""The naive way: a reading of the whole computer pasted into the prompt as JSON, and the same model asked.

What it says is judged by plain rules that lean its way: a culprit counts wherever it is named, a number wherever any
value of the snapshot, scaled and rounded, could be meant.
"""

from __future__ import annotations

import json
import random
import re
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opta_mcp.backends.protocol import ChatRequest, Delta
from opta_mcp.errors import ContextFull
from opta_mcp.telemetry.readings import system_reading
from opta_mcp.telemetry.sources import ReplaySource
from opta_mcp.telemetry.window import Window
from opta_mcp.wire.chat import ChatMessage
from questions import grade
from situations import Score, steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pydantic import JsonValue

    from opta_mcp.llm.choice import Chosen
    from questions import Grade, Look, Question
    from situations import Recorded

T = TypeVar("T")
SAMPLE = 12
"""How many situations, and how many questions, are drawn where nobody says: a small model reads a snapshot for ten
seconds or more on two cores, and all of them would take half an hour."""
MOST_TOKENS = 160
SHOWN = 200
"""Characters of what was said that are printed, to be read."""
LISTS = (4, 3, 2, 1, 0)
"""How many entries of each list are pasted: the first of these that fits the model's context."""
SCALES = (1, 100, 1e-3, 1e-6, 1e-9, 1 / 1024, 1 / 1024**2, 1 / 1024**3, 1 / 60, 1 / 3600)
"""What a number may have been turned into: per cent, decimal and binary bytes, minutes, hours."""
REPEATED = frozenset({"measured_at", "seconds", "unknown"})
"""What a nested part says again, or that nothing is known: left out, so that more of the rest fits."""

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
COUNTED = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
BLAME = re.compile(
    r"\b(because|caus\w+|due to|problem\w*|issue\w*|culprit|responsible|blame|leak\w*|slow\w*|full|too (?:much|many)|"
    r"high|stuck|frozen|hang\w*|most|fault\w*|wrong)\b",
    re.IGNORECASE,
)
DENIAL = re.compile(r"\b(not|no|never|nothing|fine|normal|healthy)\b|n't\b", re.IGNORECASE)
PROMPT = "This is a snapshot of my computer, as JSON:\n{snapshot}\n\n{question} Answer in a few sentences."


def drawn(some: Sequence[T], count: int) -> list[T]:
    """Return so many of them at random, in their own order; all where there are no more."""
    kept = set(random.sample(range(len(some)), min(count, len(some))))
    return [each for place, each in enumerate(some) if place in kept]


@dataclass(slots=True)
class Pasted:
    """One model, and what is pasted into its prompts."""

    chosen: Chosen

    async def ask(self, question: str, window: Window) -> tuple[str, str]:
        """Return what the model says, and the snapshot that it was given; raise ContextFull where none fits."""
        for length in LISTS:
            snapshot = pasted(window, length)
            try:
                said = await self._said(PROMPT.format(snapshot=snapshot, question=question))
            except ContextFull:
                if length == LISTS[-1]:
                    raise
            else:
                return said, snapshot
        raise AssertionError  # LISTS is not empty

    async def _said(self, prompt: str) -> str:
        request = ChatRequest((ChatMessage(role="user", content=prompt),), self.chosen.model, MOST_TOKENS)
        async with aclosing(self.chosen.backend.stream(request)) as items:
            return "".join([item.text async for item in items if isinstance(item, Delta)])


async def judge(model: Pasted, made: Sequence[Recorded], alike: Sequence[Recorded]) -> Score:
    """Have a model answer every situation from what is pasted."""
    score = Score.of(made, alike)
    score.pasted = True
    for each in steps((*made, *alike), f"pasted, {model.chosen.model}"):
        said, snapshot = await model.ask(each.case.question, await window_of(each.path))
        score.kept.append(f"{each.case.name}: {' '.join(said.split())[:SHOWN]}")
        score.unsupported += [
            f"{each.case.name}: {number}" for number in unsupported(said, snapshot, each.case.question)
        ]
        if each in made:
            if each.culprit and not named(each.culprit, said):
                score.unnamed.append(f"{each.case.name}: {each.culprit} is not in what it said")
        elif each.culprit and blamed(each.culprit, said):
            score.alarms.append(f"{each.case.name}: {each.culprit}")
    return score


async def grades(model: Pasted, looks: Mapping[str, Look], asked: Sequence[Question]) -> list[Grade]:
    """Have a model answer questions, each from what was recorded for it, pasted."""
    row = []
    for each in steps(asked, f"questions, {model.chosen.model}"):
        look = looks[each.id]
        said, _ = await model.ask(each.text, await window_of(look.path))
        row.append(grade(each, said, made=look.made))
    return row


async def window_of(recording: Path) -> Window:
    """Read what a recording shows."""
    return Window.of(await ReplaySource(recording).record())


def pasted(window: Window, most: int) -> str:
    """Return the whole reading as compact JSON, without what is not known, lists cut to `most` entries."""
    reading = json.loads(system_reading(window).model_dump_json(exclude_none=True))
    return json.dumps(_cut(reading, most), separators=(",", ":"))


def _cut(value: JsonValue, most: int) -> JsonValue:
    if isinstance(value, dict):
        cut = {name: _cut(each, most) for name, each in value.items() if name not in REPEATED}
        return {name: each for name, each in cut.items() if each not in ({}, [])}
    return [_cut(each, most) for each in value[:most]] if isinstance(value, list) else value


def named(culprit: str, said: str) -> bool:
    """Say whether a text names it, as a word of its own."""
    return re.search(rf"(?<![\w/]){re.escape(culprit)}(?!\w)", said) is not None


def blamed(innocent: str, said: str) -> bool:
    """Say whether a sentence names it beside a word of blame and denies nothing."""
    return any(
        named(innocent, sentence) and BLAME.search(sentence) and not DENIAL.search(sentence)
        for sentence in SENTENCE_END.split(said)
    )


def unsupported(said: str, *known: str) -> list[str]:
    """Return the numbers of a text that no number of what is known could be meant by, however scaled."""
    values = [float(number) for text in known for number in NUMBER.findall(text)]
    return [
        number for number in NUMBER.findall(COUNTED.sub(" ", THOUSANDS.sub("", said))) if not _meant(number, values)
    ]


def _meant(number: str, values: Sequence[float]) -> bool:
    digits = len(number.partition(".")[2])
    return any(f"{scaled:.{digits}f}" == number for scaled in _scaled(values))


def _scaled(values: Sequence[float]) -> Iterator[float]:
    return (value * scale for value in values for scale in SCALES)
