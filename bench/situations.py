"""Real faults and look-alikes, each made once and recorded while it is there, and what Opta answers from that."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import track

from opta_mcp.wire.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from opta_mcp.wire.answer import Finding

sys.path.insert(0, str(Path(__file__).parents[1] / "mcp-server"))
from tests.faults.catalogue import HEALTHY, SETTLE_S, Case
from tests.faults.ground import Fault, NotPossible

T = TypeVar("T")
OPTA = (sys.executable, "-m", "opta_mcp")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SENTENCE_END = re.compile(r"(?<=[.;:])\s+")
ANSWER_TIMEOUT_S = 300


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case, what was true while it was recorded, and the recording."""

    case: Case
    fault: Fault
    members: frozenset[int]
    path: Path

    @property
    def culprit(self) -> str:
        """What an answer should name, or of a look-alike should not blame; empty where nobody is to blame."""
        return self.fault.name if self.fault.pid is not None else self.fault.mount or self.fault.name


@dataclass(slots=True)
class Score:
    """What one model's answers come to."""

    faults: int
    nameable: int
    """Faults that somebody is to blame for."""
    look_alikes: int
    """Situations that only look like a fault, those among them in which nothing at all is wrong."""
    pasted: bool = False
    """Whether these are a model's words about a pasted snapshot, which no rule found and no gate read."""
    unnamed: list[str] = field(default_factory=list)
    """Faults whose culprit the whole answer does not name."""
    alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)
    dropped: int = 0
    kept: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Faults whose culprit is in the first finding."""
        return self.faults - len(self.missed)

    @property
    def named(self) -> int:
        """Faults whose culprit is anywhere in the answer."""
        return self.nameable - len(self.unnamed)

    @classmethod
    def of(cls, made: Sequence[Recorded], alike: Sequence[Recorded]) -> Score:
        """Begin with nothing."""
        return cls(len(made), sum(bool(each.culprit) for each in made), len(alike))


def steps(cases: Collection[T], what: str) -> Iterable[T]:
    """Give one case after another, with a bar on standard error for whoever waits."""
    return track(cases, f"  {what}", console=Console(stderr=True), transient=True)


def ask(question: str, *options: str) -> Answer:
    """Ask as anybody would, for the JSON object."""
    command = [*OPTA, "ask", "--json", *options, question]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=ANSWER_TIMEOUT_S)
    return Answer.model_validate(json.loads(done.stdout))


def record(case: Case, folder: Path) -> Recorded:
    """Make the fault, look while it is there, end it; raises NotPossible where this machine cannot."""
    path = folder / f"{case.name}.json"
    with case.make() as fault:
        time.sleep(SETTLE_S)
        ask(case.question, "--no-llm", "--record", str(path))
        return Recorded(case, fault, fault.members, path)


def recordings(cases: Collection[Case], folder: Path) -> list[Recorded]:
    """Record what can be made here, and say of the rest why not."""
    made = []
    for case in steps(cases, "made and recorded"):
        try:
            made.append(record(case, folder))
        except NotPossible as reason:
            print(f"  {case.name:<22} skipped: {reason}")
    return made


def backend_of(model: str) -> tuple[str, str | None]:
    """Return the backend and its model, for a model as it is named here."""
    if model == "embedded" or model.startswith("scripted:"):
        return model, None
    return ("embedded" if model.endswith(".gguf") else "ollama"), model


def options_of(model: str) -> tuple[str, ...]:
    """Return what `opta ask` is told for a model as it is named here."""
    if model == "none":
        return ("--no-llm",)
    backend, name = backend_of(model)
    return ("--backend", backend, *(("--model", name) if name else ()))


def is_culprit(finding: Finding, made: Recorded) -> bool:
    """Say whether a finding blames what is at fault: by mount, or by name and, where it still runs, by pid."""
    fault, culprit = made.fault, finding.culprit
    if fault.mount is not None and fault.pid is None:
        return culprit.path == fault.mount
    return culprit.name == fault.name and (fault.pid is None or culprit.pid in made.members)


def unsupported(answer: Answer) -> list[str]:
    """Return the numbers of the answer that no evidence shows; names, questions and cards may have their own."""
    text = " ".join(part.text for part in answer.parts if part.by != "card")
    shown = [piece.display for finding in answer.findings for piece in finding.evidence]
    names = [name for each in answer.findings for name in (each.culprit.name, each.culprit.path) if name]
    for known in sorted((*shown, *names, *(each.reason for each in answer.unknown)), key=len, reverse=True):
        text = text.replace(known, " ")
    numbers = {number for display in shown for number in NUMBER.findall(display)}
    return [number for number in NUMBER.findall(text) if number not in numbers]


def judge(made: Sequence[Recorded], alike: Sequence[Recorded], model: str) -> Score:
    """Have one model answer every recording."""
    score = Score.of(made, alike)
    for each in steps((*made, *alike), f"Opta, {model}"):
        answer = ask(each.case.question, "--replay", str(each.path), *options_of(model))
        score.unsupported += [f"{each.case.name}: {number}" for number in unsupported(answer)]
        score.dropped += answer.dropped_sentences
        words = " ".join(part.text for part in answer.parts if part.by == "model")
        score.kept += [f"{each.case.name}: {text}" for text in SENTENCE_END.split(words) if text]
        (_fault if each in made else _look_alike)(score, each, answer)
    return score


def _fault(score: Score, made: Recorded, answer: Answer) -> None:
    if made.culprit not in answer.answer:
        score.unnamed.append(f"{made.case.name}: {made.culprit} is not in the answer")
    if not answer.findings or not is_culprit(answer.findings[0], made):
        score.missed.append(f"{made.case.name}: {[(each.id, each.culprit.name) for each in answer.findings[:3]]}")


def _look_alike(score: Score, made: Recorded, answer: Answer) -> None:
    told = [each for each in answer.findings if each.severity != "info"]
    if made.case in HEALTHY:
        alarm = answer.verdict != "healthy"
    else:
        alarm = any(each.id == made.fault.kind and is_culprit(each, made) for each in told)
    if alarm:
        score.alarms.append(f"{made.case.name}: {answer.verdict}, {[(each.id, each.culprit.name) for each in told]}")
