"""The scripted backend: what it promises to those who test with it."""

from __future__ import annotations

import asyncio

import pytest

from opta_mcp.backends.protocol import Backend, ChatRequest, Delta, Finished, Phase, StreamItem
from opta_mcp.backends.scripted import ScriptedBackend
from opta_mcp.errors import BackendCut, BackendUnavailable, Busy, ContextFull, UsageError
from opta_mcp.wire.chat import ChatMessage

GROUNDED = """Say these facts in other words.
- render-fzr keeps a processor core busy. render-fzr used 98 % of one core over the last 3 s, out of 2 cores.
- 18.2 GiB of 23.5 GiB is page cache; 21.9 GiB is available to programs.
- Memory is not full: it is used as cache."""


def request(question: str, *, choices: tuple[str, ...] = (), max_tokens: int = 512) -> ChatRequest:
    messages = (ChatMessage(role="system", content=GROUNDED), ChatMessage(role="user", content=question))
    return ChatRequest(messages=messages, model="script", choices=choices, max_tokens=max_tokens)


async def heard(script: str, asked: ChatRequest) -> list[StreamItem]:
    backend: Backend = ScriptedBackend(script)
    return [item async for item in backend.stream(asked)]


def told(script: str, asked: ChatRequest) -> str:
    items = asyncio.run(heard(script, asked))
    assert isinstance(items[0], Phase)
    assert isinstance(items[-1], Finished)
    return "".join(item.text for item in items if isinstance(item, Delta))


def test_faithful_says_each_given_fact_and_no_instruction() -> None:
    text = told("faithful", request("Why is my computer slow?"))
    assert "Render-fzr used 98 % of one core over the last 3 s, out of 2 cores." in text
    assert "21.9 GiB is available to programs, and 18.2 GiB of 23.5 GiB is page cache." in text
    assert "other words" not in text


def test_faithful_answers_closed_questions_from_the_facts() -> None:
    assert (
        told("faithful", request("Which program keeps a core busy?", choices=("firefox", "render-fzr"))) == "render-fzr"
    )
    assert told("faithful", request("Is memory full?", choices=("yes", "no"))) == "no"
    assert told("faithful", request("Is memory used as cache, not full?", choices=("yes", "no"))) == "yes"


def test_babble_takes_the_choice_that_faithful_does_not() -> None:
    asked = request("Is memory full?", choices=("yes", "no"))
    assert {told("faithful", asked), told("babble", asked)} == {"yes", "no"}


def test_babble_says_other_things_with_numbers_that_are_true() -> None:
    text = told("babble", request("Why?", max_tokens=40))
    assert "98 %" in text
    assert "RAM is full" in text


def test_a_limit_of_tokens_is_kept_and_said() -> None:
    items = asyncio.run(heard("babble", request("Why?", max_tokens=7)))
    last = items[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.answer_tokens) == ("length", 7)


def test_babble_endless_goes_on_until_it_is_closed() -> None:
    async def listen() -> int:
        stream = ScriptedBackend("babble-endless").stream(request("Why?", max_tokens=5))
        heard_words = 0
        async for _ in stream:
            heard_words += 1
            if heard_words == 1000:
                break
        await stream.aclose()
        return heard_words

    assert asyncio.run(listen()) == 1000


def test_silent_is_ended_by_cancelling_whoever_listens() -> None:
    async def listen() -> None:
        async with asyncio.timeout(0.05):
            await heard("silent", request("Why?"))

    with pytest.raises(TimeoutError):
        asyncio.run(listen())


@pytest.mark.parametrize(
    ("script", "error"), [("cut", BackendCut), ("down", BackendUnavailable), ("busy", Busy), ("full", ContextFull)]
)
def test_a_failing_script_raises_its_typed_error(script: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        asyncio.run(heard(script, request("one two three four")))


def test_an_unknown_script_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(UsageError, match="faithful, babble"):
        ScriptedBackend("nonsense")
