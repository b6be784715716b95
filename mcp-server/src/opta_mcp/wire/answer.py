"""An answer to a question about this computer, with the evidence for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opta_mcp.wire.base import UnknownSignal, Wire, left_out

Severity = Literal["critical", "warning", "info"]
Verdict = Literal["fault", "healthy", "unknown"]
Author = Literal["rules", "card", "model"]
CulpritKind = Literal["process", "application", "mount", "folder", "device", "service", "none"]
EventKind = Literal["phase", "delta", "done", "error"]


class Culprit(Wire):
    """What a finding points at; kind "none" where nothing is to blame."""

    kind: CulpritKind = "none"
    name: str = ""
    pid: int | None = None
    path: str | None = Field(default=None, description="A mount point or device; the home folder is ~.")


class Evidence(Wire):
    """One measured value that a finding rests on."""

    signal: str = Field(description="Dotted name, noun first: process.cpu, memory.available.")
    value: float | str
    unit: str = Field(description="ratio, cores, bytes, GiB, s, count, state, ...")
    label: str | None = Field(
        default=None, exclude_if=left_out, description="The signal in a person's words: Processor, render-fzr."
    )
    display: str = Field(default="", description="The value as the answer writes it: 97 %, 2.9 GiB.")
    threshold: float | None = None
    measured_at: str = Field(default="", description="ISO 8601, UTC.")


class Finding(Wire):
    """What a rule found, in the rule's own words."""

    id: str
    severity: Severity
    title: str
    why: str
    culprit: Culprit = Culprit()
    evidence: tuple[Evidence, ...] = ()
    advice: str = ""
    risk: str = ""
    undo: str = ""
    sources: tuple[str, ...] = ()


class CardRef(Wire):
    """A card that the answer used: known, not measured."""

    id: str
    title: str
    sources: tuple[str, ...] = ()


class Part(Wire):
    """A piece of the answer and whose words it is."""

    by: Author
    text: str


class ModelRef(Wire):
    """Which model spoke."""

    backend: str
    name: str


class Timings(Wire):
    """Milliseconds from the question on."""

    first_text: float = 0
    snapshot: float = 0
    model_first_token: float | None = None
    total: float = 0


class Answer(Wire):
    """What `opta ask --json` prints and the MCP tool `ask` returns."""

    schema_version: Literal[1] = Field(default=1, alias="schema", serialization_alias="schema")
    question: str
    verdict: Verdict
    answer: str = Field(description="All that the user is shown, parts joined in their order.")
    lead: str = Field(
        default="",
        description="What stands before the first finding: Yes., No., I cannot tell., or how the question was taken.",
    )
    parts: tuple[Part, ...]
    dropped_sentences: int = 0
    findings: tuple[Finding, ...] = ()
    told: int | None = Field(
        default=None, description="So many findings, the first, are told in full, of the others the title; null: all."
    )
    cards: tuple[CardRef, ...] = ()
    unknown: tuple[UnknownSignal, ...] = ()
    model: ModelRef | None = None
    notices: tuple[str, ...] = Field(
        default=(), description="One line each on what answered and why: a fallback, a failed exam."
    )
    timings_ms: Timings = Timings()


class Diagnosis(Wire):
    """Findings alone, no model involved: what a client with a strong model of its own wants."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    unknown: tuple[UnknownSignal, ...] = ()
    seconds: float = Field(description="How long the two snapshots were apart.")


class Event(Wire):
    """One event of a running answer, the same on every transport; seq rises by one.

    A phase ("loading the model") says what goes on and is never part of the answer's text.
    """

    kind: EventKind
    by: Author | None = None
    text: str = ""
    seq: int
    answer: Answer | None = Field(
        default=None,
        exclude_if=left_out,
        description="The measured part, whole, beside the first words of rules or a card: drawn once, and for good.",
    )
    conversation_id: str | None = Field(
        default=None,
        exclude_if=left_out,
        description="Where it is kept, from its beginning on: an answer that is stopped has no result to say so.",
    )
