"""A chat with Ollama: phases while it is silent, text as it comes, and one end, or a typed error."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import ollama

from opta_mcp.backends.aside import aside
from opta_mcp.backends.lines import GARBLED_HINT
from opta_mcp.backends.ollama.look import knock, loaded_now
from opta_mcp.backends.ollama.models import CONTEXT_TOKENS
from opta_mcp.backends.ollama.names import same_model
from opta_mcp.backends.outcome import Again, Failure
from opta_mcp.backends.protocol import Delta, Finished, Phase
from opta_mcp.backends.pulse import Silence, with_silences
from opta_mcp.backends.text import one_line
from opta_mcp.backends.thinking import ThoughtFilter
from opta_mcp.errors import BackendCut, BackendGarbled, BackendSilent, ContextFull, ModelUnfit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from opta_mcp.backends.address import Address
    from opta_mcp.backends.lines import Line
    from opta_mcp.backends.ollama.client import Client
    from opta_mcp.backends.ollama.look import Entry
    from opta_mcp.backends.protocol import ChatRequest, Stream

PHASE_SECONDS = 4.0
"""A phase must come every 5 s at most."""
LOADED_SECONDS = 0.5
"""For asking what is in memory, between two phases."""
QUEUE_PAUSES_SECONDS = (0.5, 1.0, 2.0)
CRASH_PAUSE_SECONDS = 0.5
_MOST_CHARACTERS_A_TOKEN = 8
"""Prose has 3 to 5; a prompt that would have more was cut by the server."""
MOST_LINES_A_TOKEN = 8
"""Ollama sends a line a token; a server that sends many times more than it was asked for would never end."""
_NANOSECONDS = 1e9


async def converse(client: Client, address: Address, request: ChatRequest, silence_seconds: float) -> Stream:
    """Stream an answer; raise a `BackendError` for every other outcome.

    A crash before the first word is tried again once, a full queue some times.
    """
    yield Phase("connecting to Ollama")
    loaded = await aside(_arrive, address)
    pauses: dict[Again, Iterator[float]] = {
        "never": iter(()),
        "once": iter((CRASH_PAUSE_SECONDS,)),
        "later": iter(QUEUE_PAUSES_SECONDS),
    }
    while True:
        turn = _Turn(client, address, request, silence_seconds, loaded)
        try:
            async with aclosing(turn.stream()) as items:
                async for item in items:
                    yield item
        except Failure as failure:
            pause = None if turn.spoken else next(pauses[failure.again], None)
            if pause is None:
                raise failure.error from failure
            words = "Ollama's queue is full" if failure.again == "later" else "the model's process ended"
            yield Phase(f"{words}: trying again in {pause:g} s")
            await asyncio.sleep(pause)
        else:
            return


def _arrive(address: Address) -> tuple[Entry, ...] | None:
    """Make sure that somebody is there, and see what is in memory: 1 ms each on this computer."""
    knock(address)
    return loaded_now(address, LOADED_SECONDS)


@dataclass
class _Turn:
    """One request and its answer."""

    client: Client
    address: Address
    request: ChatRequest
    silence_seconds: float
    loaded: tuple[Entry, ...] | None
    spoken: bool = False
    thought: bool = False
    ended: bool = False
    lines: int = 0
    filter: ThoughtFilter = field(default_factory=ThoughtFilter)
    choice: str = ""

    async def stream(self) -> Stream:
        """Stream this turn's items; raise `Failure` or a `BackendError`."""
        yield Phase(self._waiting())
        async with aclosing(with_silences(self._lines(), min(PHASE_SECONDS, self.silence_seconds))) as lines:
            async for line in lines:
                if isinstance(line, Silence):
                    yield await self._silent(line.seconds)
                    continue
                for item in self._items(line):
                    yield item
        if not self.ended:
            raise BackendCut("The answer broke off before its end.", hint="Ask again.")

    def _lines(self) -> AsyncGenerator[Line, None]:
        messages = [{"role": message.role, "content": message.content} for message in self.request.messages]
        schema = {"type": "string", "enum": list(self.request.choices)} if self.request.choices else None
        return self.client.chat_lines(self.request.model, messages, self._options(), schema)

    def _options(self) -> ollama.Options:
        return ollama.Options(
            num_ctx=max(CONTEXT_TOKENS, self._loaded_tokens()),
            num_predict=self.request.max_tokens,
            temperature=self.request.temperature,
        )

    def _loaded_tokens(self) -> int:
        """Give the context that the model is loaded with, or 0: a larger one than ours costs no loading."""
        here = next((one for one in self.loaded or () if same_model(one.name, self.request.model)), None)
        return (here.context_tokens if here else None) or 0

    def _items(self, line: Line) -> Iterator[Delta | Phase | Finished]:
        self.lines += 1
        if self.lines > MOST_LINES_A_TOKEN * self.request.max_tokens + MOST_LINES_A_TOKEN:
            raise BackendGarbled("Ollama writes on beyond the length that it was given.", hint="Restart Ollama.")
        part = _part(line)
        if part.message.thinking and not self.thought:
            self.thought = True
            yield Phase("thinking")
        yield from self._said(self.filter.feed(part.message.content or ""))
        if part.done and not self.ended:
            yield from self._said(self.filter.end())
            yield from self._chosen()
            self.ended = True
            yield self._finished(part)

    def _said(self, text: str) -> Iterator[Delta]:
        if not text:
            return
        if self.request.choices:
            self.choice += text
            return
        self.spoken = True
        yield Delta(text)

    def _chosen(self) -> Iterator[Delta]:
        """Take a choice out of its JSON; a model that does not keep to the schema is quoted as it is."""
        if not self.choice:
            return
        self.spoken = True
        try:
            value = json.loads(self.choice)
        except (ValueError, RecursionError):
            value = None
        yield Delta(value if isinstance(value, str) else self.choice.strip())

    def _finished(self, part: ollama.ChatResponse) -> Finished:
        self._check_whole(part)
        return Finished(
            reason="length" if part.done_reason == "length" else "stop",
            prompt_tokens=part.prompt_eval_count,
            answer_tokens=part.eval_count,
            load_seconds=_seconds(part.load_duration),
            prompt_seconds=_seconds(part.prompt_eval_duration),
            answer_seconds=_seconds(part.eval_duration),
        )

    def _check_whole(self, part: ollama.ChatResponse) -> None:
        """Raise where an old server cut the prompt without a word, or thinking left no room for an answer."""
        read, context = part.prompt_eval_count or 0, self._loaded_tokens() or CONTEXT_TOKENS
        length = sum(len(message.content) for message in self.request.messages)
        if read >= context // 2 and length > read * _MOST_CHARACTERS_A_TOKEN:  # Ollama keeps half a window at least
            raise ContextFull(
                f"Ollama read only {read} tokens of a longer text, without saying so.",
                hint="Begin a new conversation, or update Ollama: https://ollama.com/download",
                context_tokens=context,
            )
        if self.thought and not self.spoken and part.done_reason == "length":
            raise ModelUnfit(
                f"{one_line(self.request.model)} thought until it might say no more.",
                hint="Take a model that does not think aloud: opta models",
            )

    async def _silent(self, seconds: float) -> Phase:
        """Say what is waited for, or raise `BackendSilent` where it has been too long."""
        if seconds >= self.silence_seconds:
            raise BackendSilent(
                f"Ollama has not said a word for {seconds:.0f} s.",
                hint="Restart Ollama, or set OPTA_SILENCE_SECONDS to wait longer.",
            )
        if not self.spoken:
            self.loaded = await aside(loaded_now, self.address, LOADED_SECONDS)
        return Phase(f"{self._waiting()} ({seconds:.0f} s)")

    def _waiting(self) -> str:
        """Say what is most likely going on: Ollama itself says nothing before the first word."""
        model = one_line(self.request.model, 80)
        if self.spoken:
            return "waiting for the next word"
        if self.loaded is None:
            return f"waiting for {model}"
        if any(same_model(one.name, self.request.model) for one in self.loaded):
            return "reading the question, or waiting for its turn"
        return f"waiting for another model, then loading {model}" if self.loaded else f"loading {model}"


def _part(line: Line) -> ollama.ChatResponse:
    try:
        return ollama.ChatResponse.model_validate(line)
    except ValueError as error:
        raise BackendGarbled("What answers sent a line that is no part of an answer.", hint=GARBLED_HINT) from error


def _seconds(nanoseconds: int | None) -> float | None:
    return None if nanoseconds is None else nanoseconds / _NANOSECONDS
