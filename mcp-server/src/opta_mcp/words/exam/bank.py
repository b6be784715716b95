"""The exam's questions, read from the file that comes with Opta."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from opta_mcp.wire.answer import Finding

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Verdict


@dataclass(frozen=True, slots=True)
class Closed:
    """A question with one right answer among a few."""

    ask: str
    choices: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Situation:
    """Findings that are given, what a person asked, and closed questions about them."""

    question: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    closed: tuple[Closed, ...]


@cache
def situations() -> tuple[Situation, ...]:
    """Read the bank."""
    entries = tomllib.loads(_text())["situation"]
    return tuple(
        Situation(
            question=entry["question"],
            verdict=entry["verdict"],
            findings=tuple(Finding.model_validate(finding) for finding in entry["finding"]),
            closed=tuple(Closed(each["ask"], tuple(each["choices"]), each["answer"]) for each in entry["closed"]),
        )
        for entry in entries
    )


@cache
def questions() -> int:
    """Return how many closed questions there are."""
    return sum(len(situation.closed) for situation in situations())


@cache
def version() -> str:
    """Return a mark of the bank: a result stands for the questions that were asked."""
    return hashlib.sha256(_text().encode()).hexdigest()[:12]


def _text() -> str:
    return (files("opta_mcp.words.exam") / "bank.toml").read_text(encoding="utf-8")
