"""One answer of a server: phases while it is silent, text as it comes, and one end, or a typed error."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from opta_mcp.backends.grammar import grammar_of
from opta_mcp.backends.openai_compatible.events import ENDED
from opta_mcp.backends.openai_compatible.outcomes import FORMAT, LOADING
from opta_mcp.backends.outcome import Failure
from opta_mcp.backends.protocol import Delta, Finished, Phase
from opta_mcp.backends.pulse import Silence, with_silences
from opta_mcp.backends.thinking import ThoughtFilter
from opta_mcp.errors import BackendCut, BackendGarbled, BackendSilent, ContextFull

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.backends.lines import Line
    from opta_mcp.backends.openai_compatible.catalogue import Kind, Served
    from opta_mcp.backends.openai_compatible.client import Client
    from opta_mcp.backends.protocol import ChatRequest, Stream, StreamItem

PHASE_SECONDS: Final = 4.0
"""A phase must come every 5 s at most."""
QUEUE_PAUSES_SECONDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
LOADING_PAUSE_SECONDS: Final = 1.0
_THINKING: Final = "thinking"
MOST_EVENTS_A_TOKEN: Final = 8
"""Servers send an event a token; one that sends many times more than it was asked for would never end."""
MOST_PROSE_CHARACTERS_A_TOKEN: Final = 8
"""Prose has 3 to 5; a prompt that would have more was cut by the server."""
SHORT_PROMPT_CHARACTERS: Final = 2000
"""So short a text fits into any context, however a server counts it."""
MOST_CHARACTERS_A_TOKEN: Final = 200
"""The longest tokens, of spaces or dashes, have about a hundred."""


async def converse(client: Client, model: Served, request: ChatRequest, silence_seconds: float) -> Stream:
    """Stream an answer; raise a BackendError for every other outcome.

    A server that is loading its model is waited for, a full queue is tried again some times, and one that refuses what
    only some servers know is asked without it.
    """
    began, pauses, plain = time.monotonic(), iter(QUEUE_PAUSES_SECONDS), False
    while True:
        turn = _Turn(client, model, request, silence_seconds, plain)
        try:
            async with aclosing(turn.stream()) as items:
                async for item in items:
                    yield item
        except Failure as failure:
            if failure.name == FORMAT and not plain:
                plain = True
                continue
            waited = time.monotonic() - began
            pause = _pause(failure, waited, silence_seconds, pauses)
            if pause is None:
                raise failure.error from None
            words = "the server is loading its model" if failure.name == LOADING else "the server's queue is full"
            yield Phase(f"{words} ({waited:.0f} s)")
            await asyncio.sleep(pause)
        else:
            return


def _pause(failure: Failure, waited: float, silence_seconds: float, pauses: Iterator[float]) -> float | None:
    """Return how long to wait before the next try; None where there shall be none."""
    if failure.name == LOADING:
        return LOADING_PAUSE_SECONDS if waited < silence_seconds else None
    return next(pauses, None) if failure.again == "later" else None


@dataclass
class _Turn:
    """One request and its answer."""

    client: Client
    model: Served
    request: ChatRequest
    silence_seconds: float
    plain: bool
    phase: str = "waiting for the server"
    reason: str | None = None
    events: int = 0
    characters: int = 0
    usage: Line = field(default_factory=dict)
    timings: Line = field(default_factory=dict)
    filter: ThoughtFilter = field(default_factory=ThoughtFilter)
    choice: str = ""

    async def stream(self) -> Stream:
        """Stream this turn's items; raise `Failure` or a `BackendError`."""
        yield Phase(self.phase)
        lines = self.client.chat(_body(self.request, self.model, plain=self.plain), self.model.name)
        async with aclosing(with_silences(lines, min(PHASE_SECONDS, self.silence_seconds))) as events:
            async for event in events:
                if isinstance(event, Silence):
                    if self.reason is not None:
                        break  # it has ended, without the mark that says so
                    yield self._silent(event.seconds)
                    continue
                if event is ENDED:
                    break
                for item in self._items(event):
                    yield item
        for item in self._last():
            yield item

    def _silent(self, seconds: float) -> Phase:
        if seconds >= self.silence_seconds:
            raise BackendSilent(
                f"{self.client.server} has not said a word for {seconds:.0f} s.",
                hint="Restart the server, or set OPTA_SILENCE_SECONDS to wait longer.",
            )
        return Phase(f"{self.phase} ({seconds:.0f} s)")

    def _items(self, event: Line) -> Iterator[StreamItem]:
        self.usage = _object(event, "usage") or self.usage
        self.timings = _object(event, "timings") or self.timings
        if progress := _object(event, "prompt_progress"):
            yield from self._read(progress)
            return
        self.events += 1
        tokens = self.request.max_tokens + MOST_EVENTS_A_TOKEN
        if self.events > MOST_EVENTS_A_TOKEN * tokens or self.characters > MOST_CHARACTERS_A_TOKEN * tokens:
            raise BackendGarbled("The server writes on beyond the length it was given.", hint="Restart the server.")
        choices = event.get("choices")
        for choice in choices[:1] if isinstance(choices, list) else ():
            if isinstance(choice, dict):
                yield from self._choice(choice)

    def _read(self, progress: Line) -> Iterator[Phase]:
        done, total = _count(progress, "processed"), _count(progress, "total")
        if done is not None and total is not None:
            self.phase = f"reading {done} of {total} tokens"
            yield Phase(self.phase)

    def _choice(self, choice: Line) -> Iterator[StreamItem]:
        part = _object(choice, "delta") or _object(choice, "message")
        if self.phase != _THINKING and (_text(part, "reasoning_content") or _text(part, "reasoning")):
            self.phase = _THINKING
            yield Phase(_THINKING)
        yield from self._said(self.filter.feed(_text(part, "content")))
        if reason := _text(choice, "finish_reason"):
            self.reason = reason

    def _said(self, text: str) -> Iterator[Delta]:
        if not text:
            return
        self.characters += len(text)
        self.phase = "waiting for the next word"
        if self.request.choices:
            self.choice += text
            return
        yield Delta(text)

    def _last(self) -> Iterator[StreamItem]:
        """Give what was held back, and the end; an answer without a reason for its end was cut."""
        yield from self._said(self.filter.end())
        if self.reason is None:
            raise BackendCut("The answer broke off before its end.", hint="Ask again.")
        if self.request.choices:
            yield Delta(_chosen(self.choice))
        yield self._finished(self.reason)

    def _check_whole(self, read: int | None) -> None:
        """Raise where the server cut the prompt without a word, as Ollama does when it is asked in this protocol."""
        length = sum(len(message.content) for message in self.request.messages)
        if read is not None and length > read * MOST_PROSE_CHARACTERS_A_TOKEN + SHORT_PROMPT_CHARACTERS:
            raise ContextFull(
                f"The server read only {read} tokens of a longer text, without saying so.",
                hint="Begin a new conversation, or give the server a longer context.",
            )

    def _finished(self, reason: str) -> Finished:
        read = _count(self.usage, "prompt_tokens")
        self._check_whole(read)
        return Finished(
            "length" if reason == "length" else "stop",
            prompt_tokens=read,
            cached_tokens=_cached(self.usage, self.timings),
            answer_tokens=_count(self.usage, "completion_tokens"),
            prompt_seconds=_seconds(self.timings, "prompt_ms"),
            answer_seconds=_seconds(self.timings, "predicted_ms"),
        )


def _body(request: ChatRequest, model: Served, *, plain: bool) -> dict[str, object]:
    body: dict[str, object] = {
        "model": model.id,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stream": True,
    }
    if plain:
        return body
    body["stream_options"] = {"include_usage": True}
    if model.kind != "other":
        body["chat_template_kwargs"] = {"enable_thinking": False}
    if model.kind == "llama.cpp":
        body["return_progress"] = True
    return body | (_constraint(request.choices, model.kind) if request.choices else {})


def _constraint(choices: tuple[str, ...], kind: Kind) -> dict[str, object]:
    """Ask for one of the choices in the way that this kind of server knows."""
    if kind == "llama.cpp":
        return {"grammar": grammar_of(choices)}
    if kind == "vllm":
        return {"structured_outputs": {"choice": list(choices)}}
    schema = {
        "type": "object",
        "properties": {"answer": {"type": "string", "enum": list(choices)}},
        "required": ["answer"],
        "additionalProperties": False,
    }
    return {
        "response_format": {"type": "json_schema", "json_schema": {"name": "choice", "strict": True, "schema": schema}}
    }


def _chosen(text: str) -> str:
    """Take a choice out of its JSON; a model that does not keep to the schema is quoted as it is."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text.strip()
    answer = value.get("answer") if isinstance(value, dict) else None
    return answer if isinstance(answer, str) else text.strip()


def _cached(usage: Line, timings: Line) -> int | None:
    details = _count(_object(usage, "prompt_tokens_details"), "cached_tokens")
    return _count(timings, "cache_n") if details is None else details


def _object(line: Line, name: str) -> Line:
    value = line.get(name)
    return value if isinstance(value, dict) else {}


def _text(line: Line, name: str) -> str:
    value = line.get(name)
    return value if isinstance(value, str) else ""


def _count(line: Line, name: str) -> int | None:
    value = line.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _seconds(line: Line, name: str) -> float | None:
    value = line.get(name)
    return value / 1000 if isinstance(value, int | float) and not isinstance(value, bool) else None
