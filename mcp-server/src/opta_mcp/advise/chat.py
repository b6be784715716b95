"""A conversation: what is about this computer is measured and told by the rules, the rest is the model's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.advise.ask import ask
from opta_mcp.advise.followups import follow_up, program_meant, retold
from opta_mcp.advise.stage import Stage
from opta_mcp.advise.talk import talk
from opta_mcp.advise.topics import LONGEST_QUESTION, read
from opta_mcp.errors import UsageError
from opta_mcp.wire.chat import ChatResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opta_mcp.advise.options import ChatOptions, Emit
    from opta_mcp.wire.answer import Answer
    from opta_mcp.wire.chat import ChatMessage

NO_MODEL = "No model may speak here, and this does not read like a question about this computer. Ask about that."


async def chat(messages: Sequence[ChatMessage], options: ChatOptions, emit: Emit) -> ChatResult:
    """Answer the last message. Raises `UsageError` where there is none, or it is not the user's.

    What goes wrong with a model is in the result. Cancelling the task stops the model.
    """
    question = _last(messages)
    if options.grounded and len(question) <= LONGEST_QUESTION:
        topic = read(question)
        if options.earlier and (kind := follow_up(topic.question)):
            if kind == "again":
                return _measured(await ask(options.earlier.question, options, emit, before=options.earlier))
            return await _told_again(retold(kind, options.earlier), Stage(emit))
        if topic.about_computer:
            it = program_meant(question, options.earlier) if options.earlier else None
            return _measured(await ask(question, options, emit, it=it))
    stage = Stage(emit)
    if options.use_model:
        return await talk(messages, options, stage)
    await stage.failed(NO_MODEL)
    return ChatResult(content="", model="", done=False, error=NO_MODEL, plain_talk=True)


async def _told_again(answer: Answer, stage: Stage) -> ChatResult:
    await stage.delta("rules", answer.answer)
    await stage.done()
    return _measured(answer)


def _last(messages: Sequence[ChatMessage]) -> str:
    if not messages or messages[-1].role != "user" or not messages[-1].content.strip():
        raise UsageError("The conversation does not end with a message of the user's.", hint="Ask something.")
    return messages[-1].content


def _measured(answer: Answer) -> ChatResult:
    """Return an answer that was measured, as a turn of a conversation."""
    model = answer.model
    return ChatResult(
        content=answer.answer,
        model=model.name if model else "",
        backend=model.backend if model else None,
        done=True,
        grounded=answer,
        notices=answer.notices,
    )
