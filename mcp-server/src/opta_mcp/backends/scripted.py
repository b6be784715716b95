"""A backend that plays a script: no model, no clock but the event loop's, the same words every time.

It ships, so that tests and people try every transport without a model: ``--backend scripted:NAME``.

    faithful         says the facts of the prompt again in other words; answers closed questions from them
    babble           fluent falsehoods with the prompt's true numbers, until max_tokens; the wrong choice
    babble-endless   the same and never ends: only a limit or closing the stream stops it
    echo             the last message, word for word
    slow             echo, a word every 0.2 s
    silent           one phase, then nothing for ever
    cut              half of echo, then the connection is lost
    down             nothing answers
    busy             its queue is full
    full             the text is longer than the context

A fact is a line that begins with ``- ``, in any message but the model's own; the rest of a prompt is instructions and
the question. A token is a word. Closing the stream ends every script at once.
"""

from __future__ import annotations

import asyncio
import re
from itertools import count, islice
from typing import TYPE_CHECKING, Final

from opta_mcp.backends.protocol import Capabilities, Delta, Finished, Phase
from opta_mcp.errors import BackendCut, BackendUnavailable, Busy, ContextFull, UsageError
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.chat import LlmStatus, ModelInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from opta_mcp.backends.protocol import ChatRequest, Stream

VERSION: Final = 2
"""Rises when a script says something else, so that an exam that was kept is taken again."""
SLOW_WORD_SECONDS: Final = 0.2
FACT_MARK: Final = "- "

_WORD = re.compile(r"\S+\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:\s?(?:%|[KMGT]i?B(?:/s)?|ms|s|cores?|°C))?")
_CONTENT_WORD = re.compile(r"[^\W_][\w.\-/]*[^\W_]|\w")
_FUNCTION_WORDS = (
    "a an and are as at be by can did do does for from given has have how i in is it its me my now of on or over "
    "right since so that the their them there this to was what when which who why will with you your yes"
)
_DENIALS = "cannot no none not nothing never neither without"
_STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
_NEGATIONS = frozenset(_DENIALS.split())


class ScriptedBackend:
    """Plays one script; see the module for their names."""

    def __init__(self, script: str = "faithful") -> None:
        if script not in _SCRIPTS:
            raise UsageError(f"There is no script {script!r}.", hint=f"There are: {', '.join(_SCRIPTS)}.")
        self.name = f"scripted:{script}"
        self.capabilities = Capabilities(constrains=True, notes=("A script speaks, not a model.",))
        self._script = script

    async def status(self) -> LlmStatus:
        """Say that the script is ready, or what it plays at."""
        if self._script == "down":
            return LlmStatus(
                running=False, error="Nothing answers: the script plays a server that is down.", layer="not_started"
            )
        return LlmStatus(running=True, models=(self._script,), backend=ModelRef(backend=self.name, name=self._script))

    async def models(self) -> tuple[ModelInfo, ...]:
        """List the one script; raise BackendUnavailable for `down`."""
        if self._script == "down":
            raise _unavailable()
        digest = f"scripted:{self._script}:{VERSION}"
        return (
            ModelInfo(
                name=self._script, backend=self.name, size_bytes=0, needs_bytes=0, fits=True, loaded=True, digest=digest
            ),
        )

    def stream(self, request: ChatRequest) -> Stream:
        """Play the script."""
        return _SCRIPTS[self._script](request)

    async def aclose(self) -> None:
        """Nothing is held."""


async def _faithful(request: ChatRequest) -> Stream:
    text = _right_choice(request) if request.choices else _retold(request)
    async for item in _spoken(request, _words(text)):
        yield item


async def _babble(request: ChatRequest) -> Stream:
    words = _words(_wrong_choice(request)) if request.choices else _falsehoods(request)
    async for item in _spoken(request, words):
        yield item


async def _babble_endless(request: ChatRequest) -> Stream:
    yield Phase("reading the question")
    for word in _falsehoods(request):
        await asyncio.sleep(0)
        yield Delta(word)


async def _echo(request: ChatRequest) -> Stream:
    async for item in _spoken(request, _words(request.messages[-1].content)):
        yield item


async def _slow(request: ChatRequest) -> Stream:
    async for item in _spoken(request, _words(request.messages[-1].content), SLOW_WORD_SECONDS):
        yield item


async def _silent(_request: ChatRequest) -> Stream:
    yield Phase("reading the question")
    await asyncio.Event().wait()


async def _cut(request: ChatRequest) -> Stream:
    yield Phase("reading the question")
    words = list(_words(request.messages[-1].content))
    for word in words[: (len(words) + 1) // 2]:
        await asyncio.sleep(0)
        yield Delta(word)
    raise BackendCut("The answer broke off: the script plays a lost connection.", hint="Ask again.")


async def _down(_request: ChatRequest) -> Stream:
    yield Phase("connecting")
    raise _unavailable()


async def _busy(_request: ChatRequest) -> Stream:
    yield Phase("connecting")
    raise Busy("The model's queue is full: the script plays a busy server.", hint="Ask again in a minute.")


async def _full(request: ChatRequest) -> Stream:
    yield Phase("reading the question")
    raise ContextFull(
        f"The text has {_tokens(request)} tokens, more than the script says it can read.", hint="Begin a new chat."
    )


_SCRIPTS: Final[dict[str, Callable[[ChatRequest], Stream]]] = {
    "faithful": _faithful,
    "babble": _babble,
    "babble-endless": _babble_endless,
    "echo": _echo,
    "slow": _slow,
    "silent": _silent,
    "cut": _cut,
    "down": _down,
    "busy": _busy,
    "full": _full,
}


async def _spoken(request: ChatRequest, words: Iterable[str], pause_seconds: float = 0) -> Stream:
    yield Phase("reading the question")
    spoken = 0
    remaining = iter(words)
    for word in islice(remaining, request.max_tokens):
        await asyncio.sleep(pause_seconds)
        spoken += 1
        yield Delta(word)
    ended = next(remaining, None) is None
    yield Finished("stop" if ended else "length", prompt_tokens=_tokens(request), answer_tokens=spoken)


def _unavailable() -> BackendUnavailable:
    return BackendUnavailable(
        "Nothing answers: the script plays a server that is down.", hint="Choose another backend."
    )


def _words(text: str) -> Iterator[str]:
    return (match.group() for match in _WORD.finditer(text))


def _tokens(request: ChatRequest) -> int:
    return sum(len(message.content.split()) for message in request.messages)


def _facts(request: ChatRequest) -> list[str]:
    """Sentences of the lines that begin with ``- ``, in their order, each once."""
    lines = (
        line.strip()
        for message in request.messages
        if message.role != "assistant"
        for line in message.content.splitlines()
    )
    facts = (line.removeprefix(FACT_MARK).strip() for line in lines if line.startswith(FACT_MARK))
    return list(dict.fromkeys(sentence for fact in facts for sentence in _SENTENCE_END.split(fact) if sentence))


def _retold(request: ChatRequest) -> str:
    """Say the facts again: clauses turned round at a semicolon, sentences joined, nothing added but function words."""
    facts = [_turned(fact) for fact in _facts(request)]
    if not facts:
        return "I was given no facts about this computer."
    return " ".join(f"{fact}." for fact in facts)


def _turned(sentence: str) -> str:
    clauses = sentence.rstrip(".!?").split("; ")
    turned = ", and ".join(reversed(clauses)) if len(clauses) > 1 else clauses[0]
    return turned[:1].upper() + turned[1:]


_FALSEHOODS: Final = (
    "Yes, your RAM is full, and {} is far too much.",
    "The processor is working at {}, which means that it is broken.",
    "Only {} is left, so you should buy a memory cleaner today.",
    "This happens because a virus has taken {} of the disk.",
    "The graphics card has failed, since it shows {}.",
    "Nothing else is wrong, but {} will soon damage your computer.",
)


def _falsehoods(request: ChatRequest) -> Iterator[str]:
    """Endless sentences, each wrong about this computer, each with a number that the facts do hold."""
    numbers = [number for fact in _facts(request) for number in _NUMBER.findall(fact)] or ["100 %"]
    for turn in count():
        sentence = _FALSEHOODS[turn % len(_FALSEHOODS)].format(numbers[turn % len(numbers)])
        yield from _words(sentence + " ")


def _wrong_choice(request: ChatRequest) -> str:
    right = _right_choice(request)
    return next((choice for choice in request.choices if choice != right), right)


def _right_choice(request: ChatRequest) -> str:
    """Pick what the facts say: yes or no by the nearest clause, else the choice that a near clause names."""
    question = request.messages[-1].content.splitlines()[-1]
    clauses = (clause.replace('"', "") for fact in _facts(request) for clause in fact.split("; "))
    nearest = sorted(clauses, key=lambda clause: -_nearness(question, clause))
    folded = {choice.casefold(): choice for choice in request.choices}
    if {"yes", "no"} <= folded.keys():
        return folded["yes" if nearest and _agrees(question, nearest[0]) else "no"]
    named = (choice for clause in nearest for choice in request.choices if choice.casefold() in clause.casefold())
    return next(named, request.choices[0])


def _nearness(question: str, fact: str) -> float:
    asked, told = _content(question), _content(fact)
    return len(asked & told) / (len(asked) or 1)


def _agrees(question: str, fact: str) -> bool:
    """Whether the fact holds every content word of the question, denied in both or in neither."""
    asked, told = _content(question) - _NEGATIONS, _content(fact)
    return asked <= told and _denies(question) == _denies(fact)


def _denies(text: str) -> bool:
    return bool(_NEGATIONS & _content(text))


def _content(text: str) -> set[str]:
    """Return the words that say something, "keep" and "keeps" as one."""
    words = {word.casefold() for word in _CONTENT_WORD.findall(text)} - _STOP_WORDS
    return {word.removesuffix("s") for word in words}
