"""Against a real Ollama: whatever answers at OLLAMA_HOST. Where none does, or it has no model, each test says so.

OPTA_LIVE_PULL names a model that may be pulled, such as http://127.0.0.1:5055/library/x:latest from a registry on
loopback; without it nothing is downloaded.
"""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from opta_mcp.backends.protocol import ChatRequest, Delta, Finished, Phase, StreamItem
from opta_mcp.errors import BackendError, ContextFull, ModelMissing
from opta_mcp.llm import chat_completion, check_ollama_status, get_available_models, open_backend, pull_model, status
from opta_mcp.llm.pulls import Pulls
from opta_mcp.wire.chat import ChatMessage
from tests.support.asking import text_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from opta_mcp.llm import Chosen

SIGHT = check_ollama_status()
pytestmark = [
    pytest.mark.skipif(not SIGHT["running"], reason=f"no Ollama to try it on: {SIGHT.get('error')}"),
    pytest.mark.timeout(600),  # a large model on a small machine takes its time
]
PULL = os.environ.get("OPTA_LIVE_PULL", "")
needs_a_registry = pytest.mark.skipif(not PULL, reason="OPTA_LIVE_PULL names no model that may be pulled")


def with_model(work: Callable[[Chosen], Awaitable[None]]) -> None:
    """Do some work with the model that would answer."""

    async def main() -> None:
        try:
            async with open_backend("ollama") as chosen:
                await work(chosen)
        except ModelMissing as error:
            if "No model" in error.message:
                pytest.skip(str(error))
            raise

    asyncio.run(main())


def asked(chosen: Chosen, text: str, *, max_tokens: int = 8, choices: tuple[str, ...] = ()) -> ChatRequest:
    return ChatRequest((ChatMessage(role="user", content=text),), chosen.model, max_tokens, choices=choices)


async def heard(chosen: Chosen, request: ChatRequest) -> list[StreamItem]:
    async with aclosing(chosen.backend.stream(request)) as items:
        return [item async for item in items]


def test_the_status_and_the_names_agree() -> None:
    told = asyncio.run(status("ollama"))
    assert told.running
    assert list(told.models) == get_available_models()
    assert told.layer in ("ok", "cold", "on_cpu", "no_model")


def test_the_models_are_described() -> None:
    async def work(chosen: Chosen) -> None:
        infos = await chosen.backend.models()
        local = [info for info in infos if not info.cloud]
        assert all(isinstance(info.size_bytes, int) for info in local)
        assert any(isinstance(info.needs_bytes, int) for info in local)

    with_model(work)


def test_an_answer_streams_and_ends_with_its_counts() -> None:
    async def work(chosen: Chosen) -> None:
        items = await heard(chosen, asked(chosen, "Say hello."))
        assert isinstance(items[0], Phase)
        assert text_of(items)
        assert isinstance(items[-1], Finished)
        assert items[-1].prompt_tokens
        assert 0 < (items[-1].answer_tokens or 0) <= 8

    with_model(work)


def test_a_second_question_loads_nothing_again() -> None:
    async def work(chosen: Chosen) -> None:
        await heard(chosen, asked(chosen, "Say hello."))
        end = (await heard(chosen, asked(chosen, "Say goodbye.", max_tokens=12)))[-1]
        assert isinstance(end, Finished)
        assert end.load_seconds is not None
        assert end.load_seconds < 0.5  # to load 100 MB takes 0.5 s; to find a model loaded takes milliseconds

    with_model(work)


def test_a_text_that_is_too_long_is_refused_and_never_cut() -> None:
    async def work(chosen: Chosen) -> None:
        with pytest.raises(ContextFull) as raised:
            await heard(chosen, asked(chosen, "The quick brown fox jumps over the lazy dog. " * 30_000))
        assert raised.value.hint

    with_model(work)


def test_a_choice_is_one_of_those_given() -> None:
    async def work(chosen: Chosen) -> None:
        request = asked(chosen, "Is the sky blue? Answer yes or no.", max_tokens=16, choices=("yes", "no"))
        assert text_of(await heard(chosen, request)) in ("yes", "no")

    with_model(work)


def test_a_stopped_answer_frees_the_model_for_the_next() -> None:
    async def work(chosen: Chosen) -> None:
        async with aclosing(chosen.backend.stream(asked(chosen, "Tell a long story.", max_tokens=4000))) as items:
            async for item in items:
                if isinstance(item, Delta):
                    break
        start = time.monotonic()
        assert text_of(await heard(chosen, asked(chosen, "Say hello.", max_tokens=2)))
        assert time.monotonic() - start < 30  # 4,000 tokens take minutes

    with_model(work)


def test_a_model_that_is_not_there_says_which_command_fetches_it() -> None:
    async def work(chosen: Chosen) -> None:
        request = ChatRequest((ChatMessage(role="user", content="x"),), "opta-no-such-model", 2)
        with pytest.raises(ModelMissing, match="opta pull opta-no-such-model"):
            await heard(chosen, request)

    with_model(work)


def test_a_plain_chat_is_answered_whole() -> None:
    try:
        answer = chat_completion([{"role": "user", "content": "Name one colour."}])
    except BackendError as error:  # pragma: no cover  # it must never raise
        pytest.fail(str(error))
    assert answer["done"] is True
    assert answer["content"]


def test_a_registry_that_cannot_be_reached_is_a_failed_pull() -> None:
    pulled = pull_model("http://127.0.0.1:9/library/x:latest")
    assert pulled["done"] is False
    assert "registry" in pulled["error"]


@needs_a_registry
def test_a_pull_that_is_stopped_goes_on_where_it_was() -> None:
    async def work() -> None:
        pulls = Pulls()
        pulls.start(PULL)
        async with aclosing(pulls.watch(PULL)) as jobs:
            async for job in jobs:
                if job.total_bytes and job.completed_bytes > job.total_bytes / 3:
                    break
        stopped = await pulls.stop(PULL)
        if stopped.state == "done":
            pytest.skip(f"{PULL} is here already, or comes too fast to be stopped")
        pulls.start(PULL)
        last = await pulls.wait(PULL, 500)
        assert last.state == "done"
        assert last.resumed_bytes >= stopped.completed_bytes * 0.9

    asyncio.run(work())
    assert PULL in get_available_models() or pull_model(PULL) == {"model": PULL, "done": True}
