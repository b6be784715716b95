"""What a model adds to a measured answer: "in other words", sentence by sentence, each past the gate; never more.

It comes after the rules' words and changes nothing about them. A model that is not there, fails or may not speak leaves
a notice at most.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opta_mcp.advise.licence import refusal
from opta_mcp.advise.replies import NO, YES
from opta_mcp.backends.protocol import Phase
from opta_mcp.errors import OptaError
from opta_mcp.findings.registry import BY_ID
from opta_mcp.llm.choice import open_backend
from opta_mcp.wire.answer import ModelRef, Part
from opta_mcp.words.facts import facts_of
from opta_mcp.words.gate import Kept
from opta_mcp.words.prompt import card_sentences, grounded
from opta_mcp.words.wording import reword

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opta_mcp.advise.options import AskOptions
    from opta_mcp.advise.stage import Stage
    from opta_mcp.knowledge.card import Card
    from opta_mcp.llm.choice import Chosen
    from opta_mcp.wire.answer import Answer
    from opta_mcp.words.facts import Facts

NOBODY = frozenset({"backend.unavailable", "embedded.not_installed", "model.missing"})
"""That no model is there is no news to a person who asked about the computer and for no model by name."""


@dataclass(slots=True)
class _Worded:
    """What came of a model's words so far."""

    kept: list[str] = field(default_factory=list)
    dropped: int = 0
    first_ms: float | None = None
    model: ModelRef | None = None
    notices: list[str] = field(default_factory=list)

    def added_to(self, answer: Answer) -> Answer:
        """Return the answer with these words as its last part."""
        said = " ".join(self.kept)
        parts = (*answer.parts, Part(by="model", text=said)) if said else answer.parts
        return answer.model_copy(
            update={
                "parts": parts,
                "answer": "\n\n".join(part.text for part in parts),
                "model": self.model,
                "dropped_sentences": self.dropped,
                "notices": (*answer.notices, *self.notices),
                "timings_ms": answer.timings_ms.model_copy(update={"model_first_token": self.first_ms}),
            }
        )


async def add_words(answer: Answer, cards: Sequence[Card], options: AskOptions, stage: Stage) -> Answer:
    """Let the model say it in other words, as far as it may; only now is one loaded."""
    worded = _Worded()
    try:
        async with open_backend(options.backend, options.model) as chosen:
            if why := await refusal(chosen, stage):
                worded.notices.append(why)
            else:
                worded.notices += chosen.notices
                await _speak(chosen, answer, cards, stage, worded)
    except OptaError as error:  # whatever is wrong with a model or its settings: what was measured stands
        if options.backend or options.model or error.code not in NOBODY:
            worded.notices.append(str(error))
    return worded.added_to(answer)


async def _speak(chosen: Chosen, answer: Answer, cards: Sequence[Card], stage: Stage, worded: _Worded) -> None:
    worded.model = ModelRef(backend=chosen.backend.name, name=chosen.model)
    told = _public(answer)
    prompt = grounded(told.question, told.findings, cards=cards, unknown=told.unknown)
    async with aclosing(reword(chosen.backend, chosen.model, prompt, _facts(told, cards))) as items:
        async for item in items:
            if isinstance(item, Kept):
                worded.first_ms = worded.first_ms or stage.elapsed_ms()
                await _tell(item, stage, worded)
            elif isinstance(item, Phase):
                await stage.phase(item.text)


def _public(answer: Answer) -> Answer:
    """Return it without what names the user's own folders."""
    findings = (each for each in answer.findings if each.id not in BY_ID or not BY_ID[each.id].private)
    return answer.model_copy(update={"findings": tuple(findings)})


def _facts(answer: Answer, cards: Sequence[Card]) -> Facts:
    """Return what the sentences are held against: no more than the answer says by itself."""
    return facts_of(
        answer.question,
        answer.verdict,
        answer.findings,
        known=(*card_sentences(cards), *(missed.reason for missed in answer.unknown)),
        reply={YES: True, NO: False}.get(answer.lead.split(" ")[0]),
        rules=BY_ID,
    )


async def _tell(sentence: Kept, stage: Stage, worded: _Worded) -> None:
    """Say a sentence that is kept, as it is; count one that is not."""
    if not sentence.kept:
        worded.dropped += 1
        return
    await stage.delta("model", f" {sentence.text}" if worded.kept else sentence.text)
    worded.kept.append(sentence.text)
