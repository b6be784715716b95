"""Plain talk: the model's own words, streamed, marked as such, and never about this machine's state."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opta_mcp.backends.protocol import ChatRequest, Delta, Finished
from opta_mcp.errors import ContextFull, OptaError
from opta_mcp.llm.choice import open_backend
from opta_mcp.settings import load_settings
from opta_mcp.wire.chat import ChatMessage, ChatResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opta_mcp.advise.options import ChatOptions
    from opta_mcp.advise.stage import Stage
    from opta_mcp.llm.choice import Chosen

INSTRUCTIONS = ChatMessage(
    role="system",
    content=(
        "You are the conversational voice of Opta, a program on the user's own computer. Answer briefly and plainly. "
        "You cannot see this computer: never say anything about its state, its programs or its measurements; "
        "for that the user asks Opta a question about the computer, which Opta answers by measuring."
    ),
)
"""The same for every conversation and first, so that a backend finds it in its cache."""

OWN = "~/"
"""What every folder or file of the user's own begins with, wherever an answer names one."""
LEFT_OUT = "(What folders take was told here.)"


@dataclass(slots=True)
class _Spoken:
    """What has come of an answer so far."""

    text: list[str] = field(default_factory=list)
    ended: Finished | None = None
    model: str = ""
    backend: str | None = None
    notices: list[str] = field(default_factory=list)

    def result(self, error: str | None = None, *, truncated: bool = False) -> ChatResult:
        cut_short = self.ended is not None and self.ended.reason == "length"
        return ChatResult(
            content="".join(self.text),
            model=self.model,
            backend=self.backend,
            done=self.ended is not None,
            error=error,
            plain_talk=True,
            truncated=truncated or cut_short,
            notices=tuple(self.notices),
        )


async def talk(messages: Sequence[ChatMessage], options: ChatOptions, stage: Stage) -> ChatResult:
    """Let the model go on with a conversation; what goes wrong is in the result, with the words that had come."""
    spoken = _Spoken()
    try:
        async with asyncio.timeout(options.max_seconds):
            await _speak(messages, options, stage, spoken)
    except TimeoutError:
        result = spoken.result(f"The answer was ended after {options.max_seconds or 0:g} s.", truncated=True)
    except OptaError as error:
        result = spoken.result(str(error))
    else:
        await stage.done()
        return spoken.result()
    await stage.failed(result.error or "")
    return result


async def _speak(messages: Sequence[ChatMessage], options: ChatOptions, stage: Stage, spoken: _Spoken) -> None:
    async with open_backend(options.backend, options.model) as chosen:
        spoken.model, spoken.backend = chosen.model, chosen.backend.name
        spoken.notices += chosen.notices
        kept = [_without_own_folders(message) for message in messages]
        while True:
            try:
                await _stream(chosen, kept, stage, spoken)
            except ContextFull:
                if len(kept) == 1:
                    raise
                kept = _shorter(kept)
            else:
                break
        if left_out := len(messages) - len(kept):
            spoken.notices.append(f"The first {left_out} messages did not fit into {chosen.model} and were left out.")


def _without_own_folders(message: ChatMessage) -> ChatMessage:
    """Leave out what an earlier answer said of the home folder: what the user calls a folder goes to no model.

    Such a name has ~/ before it, always, and ends who knows where: the whole paragraph goes.
    """
    if message.role != "assistant" or OWN not in message.content:
        return message
    told = (text for text in message.content.split("\n\n") if OWN not in text)
    return message.model_copy(update={"content": "\n\n".join(told) or LEFT_OUT})


def _shorter(messages: list[ChatMessage]) -> list[ChatMessage]:
    """Leave out the older half, and what the model said to a question that is left out."""
    kept = messages[len(messages) // 2 :]
    while len(kept) > 1 and kept[0].role != "user":
        kept = kept[1:]
    return kept


async def _stream(chosen: Chosen, messages: Sequence[ChatMessage], stage: Stage, spoken: _Spoken) -> None:
    request = ChatRequest((INSTRUCTIONS, *messages), chosen.model, max_tokens=load_settings().answer_tokens)
    async with aclosing(chosen.backend.stream(request)) as items:
        async for item in items:
            if isinstance(item, Delta):
                spoken.text.append(item.text)
                await stage.delta("model", item.text)
            elif isinstance(item, Finished):
                spoken.ended = item
            else:
                await stage.phase(item.text)
