"""Questions about an answer that was given: which one, is it safe, what to do, how sure; and a wish to look again.

They are answered from the same findings, in the rules' words, since "it" is what was found then. Only a new look finds
anything new, and only where one is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from opta_mcp.advise.compose import remedy
from opta_mcp.wire.answer import Part, Timings

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Answer, Culprit, Diagnosis, Finding

GONE, STILL = "No longer so:", "Still so:"
"""What a new look says first, of each fault that was told before."""

Kind = Literal["again", "which", "safe", "remedy", "reason"]

IT = r"(?:it|that|this|them|those|these|one|him)"
STOPPING = r"(?:close|kill|stop|end|quit|remove|delete|restart|do|continue|shut)"

ITS_USE = rf"\b(?:does|do|is) {IT}\b.*\b(?:us(?:e|ing)|hold|holding|take|taking|eat|eating|need|writ(?:e|ing)|send)\b"
"""A question of what something uses that is called no more than "it"."""

PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("again", r"(?:and |so |how about |what about |is it (?:\w+ )?|how is it )*(?:right )?now\b"),
    ("again", rf"(?:please )?(?:can you )?(?:look|check|measure|try|test)(?: {IT})? (?:once more|again|anew)\b"),
    ("again", r"is (?:it|that|this) (?:still|better|gone|fixed|over)\b"),
    ("which", r"(?:and )?(?:which|who|what)(?: one| program| process| app| disk)? (?:is|was|were) (?:it|that|this)\b"),
    ("which", r"(?:and )?(?:which|what)(?: one)?(?: again)?$|what(?: is|'s| was) (?:it|its (?:name|pid)|the name)\b"),
    ("which", rf"(?:which|what) (?:one|program|process|app) (?:do|did) you mean\b|who (?:is|was) {IT}\b"),
    ("safe", rf"(?:and )?(?:is|would) {IT} (?:be )?(?:safe|ok|okay|dangerous|risky|bad)(?: to\b|$)"),
    ("safe", rf"(?:and )?(?:can|may|should|could) i (?:just |safely )?{STOPPING}\b.*\b{IT}\b"),
    ("safe", rf"(?:and )?what (?:happens|if|would happen)\b.*\b{IT}\b|(?:what is |what's )?the risk\b|can i undo\b"),
    ("remedy", r"(?:and )?(?:so )?what (?:should|can|do|must) i do\b|what to do\b"),
    ("remedy", r"(?:and )?how (?:do|can|should) i (?:fix|stop|solve|end|close)\b"),
    ("remedy", r"(?:please )?(?:can you )?(?:fix|solve|help)(?: me)?(?: with)?(?: it| that| this)?$"),
    ("reason", r"(?:and |but )?(?:why|how come|how so)(?: is (?:it|that|this)(?: so)?)?$"),
    ("reason", r"(?:and |but )?(?:how do you know|are you sure|really|how sure|says who|prove it)\b"),
)  # fmt: skip
"""What a follow-up begins with, in lower case without its punctuation; the first that fits says what it is."""


def follow_up(question: str) -> Kind | None:
    """Say what a message asks of the answer before it; None where it stands for itself."""
    plain = re.sub(r"[^\w' ]+", " ", question.casefold())
    plain = " ".join(plain.split())
    return next((kind for kind, pattern in PATTERNS if re.match(pattern, plain)), None)


def program_meant(question: str, earlier: Answer) -> Culprit | None:
    """Return the process that "it" stands for in a question of what it uses; None where it stands for none."""
    culprit = _meant("which", earlier).culprit
    return culprit if culprit.pid is not None and re.search(ITS_USE, question.casefold()) else None


def retold(kind: Kind, earlier: Answer) -> Answer:
    """Answer a follow-up from the findings that are there; nothing is measured."""
    text = _TELL[kind](_meant(kind, earlier))
    return earlier.model_copy(
        update={
            "answer": text,
            "lead": "",
            "parts": (Part(by="rules", text=text),),
            "cards": (),
            "model": None,
            "dropped_sentences": 0,
            "notices": ('This is as it was measured then; "and now?" looks again.',),
            "timings_ms": Timings(),
        }
    )


def since(earlier: Answer | None, now: Diagnosis) -> str:
    """Say what has become of the faults that an earlier answer told of; empty where there were none."""
    before = [each for each in earlier.findings[: earlier.told] if each.severity != "info"] if earlier else []
    there = {(each.id, each.culprit.name) for each in now.findings if each.severity != "info"}
    still = [each for each in before if (each.id, each.culprit.name) in there]
    gone = [each for each in before if each not in still]
    told = ((GONE, gone), (STILL, still))
    return " ".join(f"{word} {each.title.rstrip('.')}." for word, faults in told for each in faults)


def _meant(kind: Kind, earlier: Answer) -> Finding:
    """Return what "it" is: what the answer began with, or where that blames nobody its first fault.

    What to do, and whether it is safe, is told of a fault of the same culprit where there is one: who holds the most
    memory may be who keeps the processor busy.
    """
    first = earlier.findings[0]
    faults = [each for each in earlier.findings if each.severity != "info"]
    if first.culprit.kind == "none":
        return next(iter(faults), first)
    own = (each for each in faults if each.culprit.name == first.culprit.name)
    return next(own, first) if kind in ("safe", "remedy") else first


def _who(culprit: Culprit) -> str:
    if culprit.kind == "none" or not culprit.name:
        return "No program is to blame."
    number = f" (process {culprit.pid})" if culprit.pid is not None else ""
    return f"It is {culprit.name}{number}."


def _which(finding: Finding) -> str:
    return f"{_who(finding.culprit)} {finding.title.rstrip('.')}."


def _safe(finding: Finding) -> str:
    told = dict(remedy(finding))
    if not told or finding.severity == "info":
        return f"Nothing needs to be closed or changed for this: {finding.title.rstrip('.')}."
    risk = told.get("Risk", "The rule that found this knows of no risk.")
    undo = told.get("Undo", "There is no way back.")
    return f"{_which(finding)}\nWhat to do: {told['What to do']}\nRisk: {risk}\nUndo: {undo}"


def _remedy(finding: Finding) -> str:
    lines = [f"{label}: {words}" for label, words in remedy(finding)]
    return "\n".join([f"{finding.title.rstrip('.')}.", *lines]) if lines else f"Nothing needs to be done. {finding.why}"


def _reason(finding: Finding) -> str:
    sources = f"\nKnown from: {', '.join(finding.sources)}" if finding.sources else ""
    return f"It was measured. {finding.why}{sources}"


_TELL = {"which": _which, "safe": _safe, "remedy": _remedy, "reason": _reason, "again": _which}
