"""The tools that answer: what the rules find, a question about this computer, a conversation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.errors import OptaError
from opta_mcp.tools.measuring import LOOK_SECONDS, READ_ONLY, look
from opta_mcp.tools.table import Annotations, Context, tool
from opta_mcp.wire.answer import Answer, Diagnosis
from opta_mcp.wire.arguments import CALL_SECONDS, AskArguments, ChatArguments, DiagnoseArguments
from opta_mcp.wire.chat import ChatResult

if TYPE_CHECKING:
    from opta_mcp.tools.table import Emit
    from opta_mcp.wire.answer import Event
    from opta_mcp.wire.symptom import Symptom

LEAST_SECONDS = 15.0
"""A look for growth takes ten; what was measured is never cut off, only a model's words beside it."""
OVERTIME = "A model's words beside the measured part did not come in time and were left out."


async def diagnose(arguments: DiagnoseArguments, context: Context) -> Diagnosis:
    """Look, and say what the rules find."""
    from opta_mcp.advise.topics import SECONDS_FOR_GROWTH  # noqa: PLC0415  # rules, when they are first asked
    from opta_mcp.findings import engine  # noqa: PLC0415
    from opta_mcp.findings.asked import Asked  # noqa: PLC0415

    seconds = SECONDS_FOR_GROWTH if arguments.topic == "growing" else LOOK_SECONDS
    window = await look(context, seconds, folders=arguments.topic == "space_use")
    symptoms: frozenset[Symptom] = frozenset({arguments.topic}) if arguments.topic else frozenset()
    return await asyncio.to_thread(engine.diagnose, window, Asked(symptoms))


def diagnosis_text(diagnosis: Diagnosis) -> str:
    """Return the rules' words, as an answer has them."""
    from opta_mcp.advise.compose import compose  # noqa: PLC0415  # with the first diagnosis

    return compose(diagnosis)


async def ask(arguments: AskArguments, context: Context) -> Answer:
    """Answer a question about this computer; the measured part counts, whatever becomes of a model's words."""
    from opta_mcp.advise.ask import ask as answer  # noqa: PLC0415  # rules and words, when they are first asked
    from opta_mcp.advise.options import AskOptions  # noqa: PLC0415

    await context.session.keep_backends()
    measured = Measured(context.emit)
    try:
        async with asyncio.timeout(CALL_SECONDS):
            return await answer(arguments.question, AskOptions(names_folders=context.session.own_face), measured.hear)
    except TimeoutError:
        return measured.answer()


class Measured:
    """Passes events on, and keeps what rides on them: the measured answer, and where the exchange is kept."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._answer: Answer | None = None
        self._conversation_id: str | None = None

    async def hear(self, event: Event) -> None:
        """Take an event."""
        self._answer = event.answer or self._answer
        self._conversation_id = event.conversation_id or self._conversation_id
        await self._emit(event)

    def answer(self) -> Answer:
        """Return what was measured before time ran out; raise an OptaError where that is nothing."""
        if self._answer is None:
            raise _late()
        return self._answer.model_copy(update={"notices": (*self._answer.notices, OVERTIME)})

    def result(self) -> ChatResult:
        """Return the same as a turn of a conversation, by whose id the history has what came; it never raises."""
        kept = self._conversation_id
        if self._answer is None:
            return ChatResult(content="", model="", done=False, error=str(_late()), conversation_id=kept)
        told = self.answer()
        return ChatResult(
            content=told.answer,
            model="",
            done=True,
            grounded=told,
            truncated=True,
            conversation_id=kept,
            notices=told.notices,
        )


def _late() -> OptaError:
    return OptaError("Nothing could be measured in time.", hint="Try again when less is going on.", code="late")


async def llm_chat(arguments: ChatArguments, context: Context) -> ChatResult:
    """Go on with a conversation; what goes wrong with a model is in the result, with the words that had come."""
    from opta_mcp.advise.kept import chat_kept  # noqa: PLC0415  # backends, when they are first asked for
    from opta_mcp.advise.options import ChatOptions  # noqa: PLC0415

    await context.session.keep_backends()
    options = ChatOptions(
        model=arguments.model,
        grounded=arguments.grounded,
        max_seconds=arguments.max_seconds,
        names_folders=context.session.own_face,
    )
    measured = Measured(context.emit)
    limit = None if arguments.max_seconds is None else max(arguments.max_seconds, LEAST_SECONDS) + 1
    try:
        async with asyncio.timeout(limit):
            return await chat_kept(arguments.messages, options, measured.hear, arguments.conversation_id)
    except TimeoutError:
        return measured.result()


def chat_text(result: ChatResult) -> str:
    """Return the answer's words, and what went wrong."""
    return "\n\n".join(part for part in (result.content, result.error, *result.notices) if part)


ANSWER_TOOLS = (
    tool(
        diagnose,
        name="diagnose",
        title="Find what is wrong with this computer",
        description=(
            "Look at every part of this computer for a second (ten for topic growing; up to ten for space_use, which "
            "adds up what folders take) and compare it with known limits: what is wrong, the culprit by name and pid, "
            "the evidence with its thresholds, what to do, its risk and how to undo it. No model is involved and "
            "nothing is changed. Prefer this to reading parts with get_ tools when asked why a computer is slow, full, "
            "hot or misbehaving. `healthy` is an answer: do not look for a fault beyond it; `unknown` says what could "
            "not be read. Suggest no cleaner, killer or setting that a finding does not."
        ),
        input=DiagnoseArguments,
        output=Diagnosis,
        annotations=READ_ONLY,
        text=diagnosis_text,
    ),
    tool(
        ask,
        name="ask",
        title="Ask about this computer",
        description=(
            "Answer one question about this computer in plain words, yes or no first where that was asked, in any "
            'wording a person would use ("is my RAM full?", "do I need a RAM cleaner?"). Rules answer from what '
            "is measured now, and curated cards, each with its source, where no measurement settles it; a local model "
            "may add words, marked as its own and checked against the findings. Use it to pass a person's question on; "
            "to reason about the findings yourself, use diagnose."
        ),
        input=AskArguments,
        output=Answer,
        annotations=READ_ONLY,
        text=lambda answer: "\n\n".join((answer.answer, *answer.notices)),
    ),
    tool(
        llm_chat,
        name="llm_chat",
        title="Talk with the local model",
        description=(
            "Send a conversation to the language model on this computer and get its next message: free of charge, and "
            "nothing leaves the computer. Text streams as progress; after max_seconds (50 unless given) what came is "
            "returned, marked truncated. With grounded, a last message about this computer is answered from "
            "measurements, as ask does. What it says otherwise is the model's own, unchecked, and small models are "
            "often wrong: use it for drafts and private text, never as a source on this computer's state. Nothing is "
            "kept unless conversation_id is given."
        ),
        input=ChatArguments,
        output=ChatResult,
        annotations=Annotations(read_only=False, destructive=False, idempotent=False, open_world=False),
        text=chat_text,
        failed=lambda result: result.error is not None and not result.truncated,
    ),
)
