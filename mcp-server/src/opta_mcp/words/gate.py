"""The sentence gate: a model's sentence is shown only where the facts entail it.

Deterministic: the same sentences and facts give the same decisions. It errs towards dropping; what it drops is counted
and the rules' own words stand anyway.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from opta_mcp.errors import UsageError
from opta_mcp.wire.answer import Finding
from opta_mcp.words.carry import Carrier, Said
from opta_mcp.words.checks import form, names, numbers, polarity, vocabulary
from opta_mcp.words.facts import Facts, facts_of
from opta_mcp.words.sentence import Objection, sentence_of
from opta_mcp.words.splitter import Splitter, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from opta_mcp.findings.rule import Rule
    from opta_mcp.words.sentence import Sentence

SENTENCE_CHECKS: Final[tuple[Callable[[Sentence, Facts], Objection | None], ...]] = (
    form.is_prose,
    form.brings_nothing_in,
    form.speaks_of_the_computer,
    polarity.answers_as_the_rules,
    names.are_known,
    numbers.are_measured,
    vocabulary.is_closed,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence and what the gate decided; the reason is empty where it was kept."""

    text: str
    kept: bool
    reason: str = ""


class Gate:
    """Decides on one sentence after another of one answer."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._said = Said(facts.opening_topic)
        self._shown: set[str] = set()

    def decide(self, text: str) -> Kept:
        """Keep or drop what a model wrote; of several sentences in one text, all must stand."""
        said = self._said
        for part in sentences(text) or [text]:
            decision = self._decide(part, said)
            if isinstance(decision, Objection):
                return Kept(text, kept=False, reason=f"{decision.concern}: {decision.reason}")
            said = decision
        folded = " ".join(text.casefold().split())
        if folded in self._shown:
            return Kept(text, kept=False, reason="form: was said already")
        self._shown.add(folded)
        self._said = said
        return Kept(text, kept=True)

    def _decide(self, text: str, said: Said) -> Said | Objection:
        sentence = sentence_of(text, self._facts.names)
        for check in SENTENCE_CHECKS:
            if objection := check(sentence, self._facts):
                return objection
        if not sentence.items:
            return said if sentence.reply is not None else Objection("form", "says nothing")
        carrier = Carrier(sentence, self._facts, said)
        found = carrier.carry()
        return Said(found[-1].topic, found[-1]) if found else carrier.objection


class StreamGate:
    """The same over a stream: takes deltas, gives each sentence with its decision as soon as it is over."""

    def __init__(self, facts: Facts) -> None:
        self._gate = Gate(facts)
        self._splitter = Splitter()

    def feed(self, delta: str) -> list[Kept]:
        """Add text; return the sentences that are over, decided."""
        return [self._gate.decide(sentence) for sentence in self._splitter.feed(delta)]

    def flush(self) -> list[Kept]:
        """Decide on what is left at the end."""
        return [self._gate.decide(sentence) for sentence in self._splitter.flush()]


def check(texts: Iterable[str], facts: Facts) -> list[Kept]:
    """Decide on the sentences of one answer, in their order: "it" means what was kept before."""
    gate = Gate(facts)
    return [gate.decide(text) for text in texts]


def run(lines: Iterable[str], rules: Mapping[str, Rule] | None = None) -> Iterator[str]:
    """Read situations as JSON lines and give each back with `kept` and `reason` added to its sentences.

    Raises UsageError where a line is not a situation.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _decided(number, line, rules)


def _decided(number: int, line: str, rules: Mapping[str, Rule] | None) -> str:
    try:
        situation = json.loads(line)
        texts = [sentence["text"] for sentence in situation["sentences"]]
        facts = facts_of(
            situation["question"],
            situation["verdict"],
            tuple(_finding(raw) for raw in situation["findings"]),
            known=tuple(_known(situation)),
            reply=_reply(situation.get("answer", "")),
            rules=rules,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"Line {number} is not a situation: {error!r}.",
            hint="Each line is one JSON object with question, verdict, findings and sentences.",
        ) from error
    for sentence, decision in zip(situation["sentences"], check(texts, facts), strict=True):
        sentence.update(kept=decision.kept, reason=decision.reason)
    return json.dumps(situation, ensure_ascii=False)


def _finding(raw: object) -> Finding:
    """Read a finding that may lack fields; evidence that says nothing is left out."""
    if not isinstance(raw, dict):
        raise TypeError("a finding is an object")
    present = {name: value for name, value in raw.items() if value is not None}
    evidence = [each for each in _entries(present.get("evidence")) if each.get("value") is not None]
    return Finding.model_validate(
        {"id": "", "severity": "info", "title": "", "why": ""}
        | present
        | {"evidence": [{"signal": "", "unit": ""} | each for each in evidence]}
    )


def _entries(value: object) -> list[dict[str, object]]:
    found = value if isinstance(value, list) else []
    return [{name: part for name, part in each.items() if part is not None} for each in found if isinstance(each, dict)]


def _known(situation: Mapping[str, list[dict[str, str]]]) -> Iterator[str]:
    """Return what the cards say and what could not be read, where the situation has them."""
    for card in situation.get("cards", ()):
        yield from (card[part] for part in ("title", "claim", "advice") if card.get(part))
    for signal in situation.get("unknown", ()):
        yield signal.get("reason", "")


def _reply(answer: str) -> bool | None:
    """Read the yes or no that a whole answer of the rules begins with."""
    first = re.match(r"(yes|no)[.,:;]", answer.strip().lower())
    return first.group(1) == "yes" if first else None
