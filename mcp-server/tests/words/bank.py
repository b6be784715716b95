"""The labelled sentences, and facts and gates made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from opta_mcp.words.gate import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opta_mcp.findings.rule import Rule

DATA: Final = Path(__file__).parent.parent / "data" / "gate"
REAL: Final = DATA / "sentences.jsonl"
"""What three small models wrote from nine situations, each sentence read and labelled."""
HELD_OUT: Final = DATA / "held_out.jsonl"
"""Other situations, each written and labelled before the gate had seen them.

Looked at while the gate was built: "tune". Only counted: "report" and "fresh". On what Opta's own rules say, the last
made hard on purpose: "rules 1", "rules 2" and "rules 3", each counted at first sight and then used to mend the gate.
"""
SMOLLM2: Final = DATA / "smollm2.jsonl"
"""What SmolLM2-135M wrote about those sixteen, at temperatures 0 and 0.8, with two prompts; not labelled."""


def situations(path: Path) -> list[str]:
    """Return the situations of a bank, a JSON object a line."""
    return path.read_text(encoding="utf-8").splitlines()


def decided(lines: list[str], rules: Mapping[str, Rule] | None = None) -> list[tuple[str, str, bool]]:
    """Return label, text and decision of every sentence, in order."""
    answers = [json.loads(line) for line in run(lines, rules)]
    return [(each["label"], each["text"], each["kept"]) for answer in answers for each in answer["sentences"]]


def counted(lines: list[str], label: str, rules: Mapping[str, Rule] | None = None) -> tuple[int, int]:
    """Return how many sentences of a label were kept, and how many there are."""
    kept = [keep for its, _, keep in decided(lines, rules) if its == label]
    return sum(kept), len(kept)


def situation(line: str, sentences: list[str]) -> str:
    """Return a situation with other sentences."""
    return json.dumps(json.loads(line) | {"sentences": [{"text": text, "label": ""} for text in sentences]})


def kept(line: str, *sentences: str) -> list[bool]:
    """Say what the gate keeps, each sentence being the first of an answer."""
    return [decided([situation(line, [sentence])])[0][2] for sentence in sentences]


def named(name: str) -> str:
    """Return the situation with this id, of either bank."""
    lines = [*situations(REAL), *situations(HELD_OUT)]
    return next(line for line in lines if json.loads(line)["id"] == name)


def written(path: Path) -> list[str]:
    """Return the situations of the held-out bank with what a model really wrote about each."""
    return [
        situation(named(read["id"]), read["sentences"])
        for read in (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    ]
