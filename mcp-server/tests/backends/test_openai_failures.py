"""What a server that claims to speak OpenAI's protocol can do, each way with its error, within its bound."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opta_mcp.backends.openai_compatible.address import checked_key, notes, parse_base_url
from opta_mcp.backends.openai_compatible.backend import OpenAICompatibleBackend
from opta_mcp.backends.openai_compatible.events import ENDED, events
from opta_mcp.backends.openai_compatible.outcomes import OUTCOMES, answered, lost
from opta_mcp.backends.outcome import IN_STREAM
from opta_mcp.backends.protocol import ChatRequest, Finished, StreamItem
from opta_mcp.errors import (
    BackendCut,
    BackendError,
    BackendGarbled,
    BackendRefused,
    BackendSilent,
    BackendUnavailable,
    Busy,
    ContextFull,
    ModelMissing,
    ModelUnfit,
    UsageError,
)
from opta_mcp.wire.chat import ChatMessage, LlmStatus
from tests.support.asking import end_of, phases_of, text_of
from tests.support.wire_server import (
    MISBEHAVIOURS,
    Play,
    Route,
    WireServer,
    chunk,
    head,
    recorded,
    recorded_body,
    refused_port,
    reply,
    slowed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from opta_mcp.backends.lines import Line

KEY = "sk-very-secret"
MODELS = reply({"object": "list", "data": [{"id": "smol", "owned_by": "somebody"}]})
HELLO = ChatRequest((ChatMessage(role="user", content="Say hello."),), "smol")


def event(**fields: object) -> bytes:
    return b"data: " + json.dumps(fields).encode() + b"\n\n"


def token(text: str, finish: str | None = None, **more: object) -> bytes:
    return event(choices=[{"index": 0, "delta": {"content": text}, "finish_reason": finish}], **more)


DONE = b"data: [DONE]\n\n"
USAGE = event(
    choices=[], usage={"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 4}}
)


def sse(*pieces: bytes, then: str = "close") -> Play:
    start = head(200, {"Content-Type": "text/event-stream; charset=utf-8", "Transfer-Encoding": "chunked"})
    end = [chunk(b"")] if then == "close" else []
    return Play(
        tuple((0.0, piece) for piece in [start, *map(chunk, pieces), *end]), "close" if then == "close" else "hang"
    )


def server(chat: Route, models: Route = MODELS) -> WireServer:
    return WireServer({"/v1/models": models, "/v1/chat/completions": chat})


def hear(one: WireServer, request: ChatRequest = HELLO, *, silence_seconds: float = 30) -> list[StreamItem]:
    async def run() -> list[StreamItem]:
        backend = OpenAICompatibleBackend(one.url, KEY, silence_seconds=silence_seconds)
        try:
            async with aclosing(backend.stream(request)) as items:
                return [item async for item in items]
        finally:
            await backend.aclose()

    return asyncio.run(run())


def raised_by(chat: Play, silence_seconds: float = 30) -> BackendError:
    with server(chat) as one, pytest.raises(BackendError) as raised:
        hear(one, silence_seconds=silence_seconds)
    assert raised.value.hint
    assert KEY not in str(raised.value)
    return raised.value


# What a server may do to a chat, once it has said what it serves.


def test_an_answer_comes_with_its_counts() -> None:
    with server(sse(token("Hel"), token("lo"), token("", "stop"), USAGE, DONE)) as one:
        items = hear(one)
        sent = one.asked("/v1/chat/completions")[0]
    assert text_of(items) == "Hello"
    assert end_of(items) == Finished("stop", prompt_tokens=9, cached_tokens=4, answer_tokens=2)
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.json["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize(
    ("misbehaviour", "error"),
    [
        ("http_500", BackendRefused),
        ("html", BackendGarbled),
        ("invalid_utf8", BackendGarbled),
        ("line_of_50_mb", BackendGarbled),
        ("cut_mid_line", BackendGarbled),
        ("error_after_200", BackendGarbled),
        ("never_done", BackendGarbled),
    ],
)
def test_a_stranger_is_told_from_a_server_in_every_call(misbehaviour: str, error: type[BackendError]) -> None:
    async def every_call(backend: OpenAICompatibleBackend) -> LlmStatus:
        with pytest.raises(error):
            await backend.models()
        with pytest.raises(error):
            async for _ in backend.stream(HELLO):
                pass
        return await backend.status()

    start = time.monotonic()
    with WireServer.misbehaving(misbehaviour) as one:
        told = asyncio.run(every_call(OpenAICompatibleBackend(one.url, KEY)))
    assert (told.running, told.layer) == (False, "http_error")
    assert told.fix
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("misbehaviour", ["silent", "byte_a_second"])
def test_a_server_that_does_not_say_what_it_serves_is_an_error_in_time(misbehaviour: str) -> None:
    async def timed() -> tuple[float, float]:
        status, chat = await asyncio.gather(_status_seconds(one.url), _chat_seconds(one.url))
        return status, chat

    with WireServer.misbehaving(misbehaviour) as one:
        status_seconds, chat_seconds = asyncio.run(timed())
    assert status_seconds < 2.5
    assert chat_seconds < 5.5


async def _status_seconds(url: str) -> float:
    start = time.monotonic()
    assert (await OpenAICompatibleBackend(url).status()).layer == "silent"
    return time.monotonic() - start


async def _chat_seconds(url: str) -> float:
    start = time.monotonic()
    with pytest.raises(BackendSilent):
        async for _ in OpenAICompatibleBackend(url).stream(HELLO):
            pass
    return time.monotonic() - start


def test_nobody_there_is_said_at_once() -> None:
    backend = OpenAICompatibleBackend(f"127.0.0.1:{refused_port()}")
    start = time.monotonic()
    told = asyncio.run(backend.status())
    assert (told.running, told.layer) == (False, "not_started")
    assert time.monotonic() - start < 1
    with pytest.raises(BackendUnavailable, match="Nothing listens"):
        asyncio.run(backend.models())


def test_a_server_that_accepts_a_chat_and_says_nothing_gives_phases_and_then_an_error() -> None:
    with server(Play(then="hang")) as one:
        with pytest.raises(BackendSilent, match="not said a word"):
            hear(one, silence_seconds=0.3)
        assert one.hung_up.wait(5)


def test_a_byte_a_second_is_no_word_and_ends_in_the_same_way() -> None:
    assert isinstance(raised_by(slowed(sse(token("Hello"), DONE), 0.2), silence_seconds=0.5), BackendSilent)


@pytest.mark.parametrize(
    ("chat", "error"),
    [
        (sse(token("Hel"), b'data: {"choices": [{"del'), BackendCut),
        (sse(token("Hel")), BackendCut),
        (sse(token("Hel"), DONE), BackendCut),
        (sse(token("Hel"), b"data: \xff\xfe\n\n"), BackendGarbled),
        (sse(token("Hel"), b"data: nonsense\n\n"), BackendGarbled),
        (sse(token("Hel"), b"data: [1, 2]\n\n"), BackendGarbled),
        (sse(token("Hel"), b"<html>\n"), BackendGarbled),
        (sse(token("Hel"), b"data: " + b"[" * 100_000 + b"\n\n"), BackendGarbled),
        (sse(b"data: " + b"x" * (3 << 20)), BackendGarbled),
        (sse(token("Hel"), event(error={"message": "engine died", "type": "server_error"})), BackendRefused),
        (sse(event(object="error", message="engine died")), BackendRefused),
        (sse(b'{"error": {"message": "engine died"}}\n'), BackendRefused),
        (MISBEHAVIOURS["html"], BackendGarbled),
        (MISBEHAVIOURS["http_500"], BackendRefused),
        (reply({"error": {"message": f"Incorrect API key provided: {KEY}"}}, 401), BackendRefused),
        (reply("", 302), BackendRefused),
        (sse(*[token("x")] * 5000), BackendGarbled),
        (sse(*[token("x" * 10_000)] * 20), BackendGarbled),
    ],
)  # fmt: skip
def test_an_answer_that_goes_wrong_is_a_typed_error(chat: Play, error: type[BackendError]) -> None:
    assert type(raised_by(chat)) is error


def test_a_lost_connection_is_a_cut_answer() -> None:
    lost_in_the_middle = Play(
        ((0.0, head(200, {"Content-Type": "text/event-stream", "Content-Length": "999"})),), "reset"
    )
    assert isinstance(raised_by(lost_in_the_middle), BackendCut)


def test_an_end_without_its_mark_is_an_end() -> None:
    with server(sse(token("Hello", "stop"))) as one:
        assert text_of(hear(one)) == "Hello"


def test_a_server_that_does_not_stream_is_heard_all_the_same() -> None:
    whole = reply(
        {"choices": [{"message": {"content": "Hello"}, "finish_reason": "length"}], "usage": {"prompt_tokens": 3}}
    )
    with server(whole) as one:
        items = hear(one)
    assert (text_of(items), end_of(items).reason, end_of(items).prompt_tokens) == ("Hello", "length", 3)


def test_comments_and_other_fields_are_passed_over() -> None:
    with server(sse(b": ping\r\n", b"event: message\r\n", token("Hello", "stop"), b"id: 3\n\n", DONE)) as one:
        assert text_of(hear(one)) == "Hello"


def test_what_a_model_thinks_aloud_is_a_phase_and_no_answer() -> None:
    thought = event(choices=[{"delta": {"reasoning_content": "Let me see"}}])
    with server(sse(thought, token("<think>so</think>Hello", "stop"), DONE)) as one:
        items = hear(one)
    assert "thinking" in phases_of(items)
    assert text_of(items) == "Hello"


def test_wrong_types_everywhere_are_no_crash() -> None:
    odd = [
        event(choices="none"), event(choices=[7]), event(choices=[{"delta": [], "finish_reason": 3}]),
        event(choices=[{"delta": {"content": {"text": "no"}}}]),
        event(usage=[1], timings="fast", prompt_progress={"total": "x"}),
    ]  # fmt: skip
    with server(
        sse(*odd, token("Hello", "stop", usage={"prompt_tokens": "many", "completion_tokens": -1}), DONE)
    ) as one:
        assert end_of(hear(one)) == Finished("stop")


def test_a_choice_comes_out_of_the_json_that_asked_for_it() -> None:
    request = ChatRequest(HELLO.messages, "smol", choices=("yes", "no"))
    with server(sse(token('{"answer":'), token(' "no"}', "stop"), DONE)) as one:
        assert text_of(hear(one, request)) == "no"
        assert "json_schema" in json.dumps(one.asked("/v1/chat/completions")[0].json["response_format"])


def test_a_server_that_refuses_a_format_is_asked_without_it() -> None:
    refusal = reply({"error": {"message": "response_format is not supported"}}, 400)
    with server([refusal, sse(token("no", "stop"), DONE)]) as one:
        assert text_of(hear(one, ChatRequest(HELLO.messages, "smol", choices=("yes", "no")))) == "no"
        assert "response_format" not in one.asked("/v1/chat/completions")[1].json


def test_vllm_is_asked_for_a_choice_in_its_own_words() -> None:
    models = reply({"data": [{"id": "smol", "owned_by": "vllm", "max_model_len": 4096}]})
    with server(sse(token("no", "stop"), DONE), models) as one:
        hear(one, ChatRequest(HELLO.messages, "smol", choices=("yes", "no")))
        assert one.asked("/v1/chat/completions")[0].json["structured_outputs"] == {"choice": ["yes", "no"]}


def test_a_server_that_is_loading_its_model_is_waited_for() -> None:
    loading = reply({"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}, 503)
    with server([loading, sse(token("Hello", "stop"), DONE)], loading) as one:
        items = hear(one)
    assert text_of(items) == "Hello"
    assert any("loading its model" in phase for phase in phases_of(items))


def test_a_full_queue_is_tried_again_and_then_said() -> None:
    full = reply({"error": "too many requests"}, 429)
    with server([full, sse(token("Hello", "stop"), DONE)]) as one:
        items = hear(one)
    assert text_of(items) == "Hello"
    assert any("queue is full" in phase for phase in phases_of(items))


def test_a_prompt_that_a_server_cut_without_a_word_is_a_full_context() -> None:
    request = ChatRequest((ChatMessage(role="user", content="hello " * 9000),), "smol")
    with server(sse(token("Hi", "stop"), USAGE, DONE)) as one, pytest.raises(ContextFull, match="without saying so"):
        hear(one, request)


def test_vllms_words_for_a_full_context_give_both_counts() -> None:
    words = (
        "This model's maximum context length is 6048 tokens. However, you requested 6616 tokens "
        "(568 in the messages, 6048 in the completion). Please reduce the length of the messages or completion."
    )
    error = raised_by(reply({"object": "error", "message": words, "type": "BadRequestError", "code": 400}, 400))
    assert isinstance(error, ContextFull)
    assert (error.prompt_tokens, error.context_tokens) == (6616, 6048)


def test_a_model_that_is_gone_is_missing() -> None:
    assert isinstance(raised_by(recorded("openai_model_missing")), ModelMissing)


# The table, row by row.

ROWS: dict[str, tuple[int, str, type[BackendError]]] = {
    "overflow": (400, "the request exceeds the available context size", ContextFull),
    "loading": (503, "Loading model", Busy),
    "key refused": (401, "Invalid API Key", BackendRefused),
    "model absent": (404, "The model `x` does not exist.", ModelMissing),
    "format refused": (400, "Unrecognized request argument supplied: grammar", BackendRefused),
    "memory": (500, "CUDA out of memory", ModelUnfit),
    "queue full": (503, "", Busy),
    "gateway": (502, "", BackendUnavailable),
    "call unknown": (404, "404 page not found", BackendRefused),
    "redirect": (307, "", BackendRefused),
    "request refused": (418, "", BackendRefused),
    "server failed": (500, "oops", BackendRefused),
    "error event": (IN_STREAM, "oops", BackendRefused),
    "anything else": (206, "", BackendGarbled),
}


@pytest.mark.parametrize("row", [row.name for row in OUTCOMES])
def test_each_row_of_the_table_is_reached_by_the_answer_it_is_for(row: str) -> None:
    status, text, error = ROWS[row]
    failure = answered(status, {"error": {"message": text}}, "smol", KEY)
    assert (failure.name, type(failure.error)) == (row, error)
    assert failure.error.hint


def subclasses(kind: type[Exception]) -> list[type[Exception]]:
    return [kind, *(below for one in kind.__subclasses__() for below in subclasses(one))]


@pytest.mark.parametrize("kind", subclasses(httpx.HTTPError))
def test_everything_that_httpx_raises_has_an_error(kind: type[Exception]) -> None:
    error = lost(kind.__new__(kind), "127.0.0.1:1")
    assert error.hint


# Bytes.

STREAM = recorded_body("openai_chat_stream")


async def _events(pieces: list[bytes]) -> list[Line]:
    async def come() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return [line async for line in events(come())]


def test_a_real_stream_reads_the_same_however_it_is_cut() -> None:
    whole = asyncio.run(_events([STREAM]))
    assert whole[-1] is ENDED
    assert len(whole) > 5
    for size in (1, 2, 3, 7, 100):
        assert asyncio.run(_events([STREAM[at : at + size] for at in range(0, len(STREAM), size)])) == whole
    for at in range(len(STREAM)):
        assert asyncio.run(_events([STREAM[:at], STREAM[at:]])) == whole


def test_line_ends_of_every_kind_mean_the_same() -> None:
    whole = asyncio.run(_events([STREAM]))
    for end in (b"\r\n", b"\r"):
        other = STREAM.replace(b"\n", end)
        assert asyncio.run(_events([other[at : at + 5] for at in range(0, len(other), 5)])) == whole


@settings(max_examples=300)
@given(
    st.lists(st.binary(max_size=40) | st.sampled_from([b"data: {}", b"\n", b"\r", b"data:", b": x\n", b"\xef\xbb\xbf"]))
)
def test_any_bytes_are_events_or_an_error_of_ours(pieces: list[bytes]) -> None:
    try:
        found = asyncio.run(_events(pieces))
    except (BackendGarbled, BackendCut):
        return
    assert all(isinstance(one, dict) for one in found)


# Addresses and keys.


@pytest.mark.parametrize(
    ("text", "url", "local"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1", True),
        ("localhost:1234/v1/", "http://localhost:1234/v1", True),
        ("http://0.0.0.0:8080/v1", "http://127.0.0.1:8080/v1", True),
        ("http://[::1]:8000/api", "http://[::1]:8000/api", True),
        ("https://models.example.org", "https://models.example.org:443/v1", False),
        ("http://192.168.1.9:8000/v1", "http://192.168.1.9:8000/v1", False),
    ],
)
def test_a_base_url_is_read(text: str, url: str, local: bool) -> None:  # noqa: FBT001  # a table's column
    address = parse_base_url(text)
    assert (address.url, address.local) == (url, local)
    assert bool(notes(address, keyed=True)) is not local


@pytest.mark.parametrize(
    "text", ["", "ftp://x", "http://", "http://a b", "http://host:99999", "http://me:sk-1@host/v1", "http://[::1"]
)
def test_a_base_url_that_is_none_is_an_error_that_shows_no_secret(text: str) -> None:
    with pytest.raises(UsageError, match="OPTA_BASE_URL") as raised:
        parse_base_url(text)
    assert raised.value.hint
    assert "sk-1" not in str(raised.value)


def test_a_server_elsewhere_is_announced_and_an_open_way_for_the_key_too() -> None:
    backend = OpenAICompatibleBackend("http://192.168.1.9:8000/v1", KEY)
    assert not backend.capabilities.local
    assert "not on this computer" in backend.capabilities.notes[0]
    assert "not encrypted" in backend.capabilities.notes[1]
    assert len(OpenAICompatibleBackend("https://models.example.org", KEY).capabilities.notes) == 1


def test_a_key_that_no_header_can_carry_is_an_error_that_does_not_show_it() -> None:
    assert checked_key("  sk-1 \n") == "sk-1"
    assert checked_key("  ") is None
    for key in ("sk-1\r\nX: y", "sk-ü", "k" * 5000):
        with pytest.raises(UsageError, match="OPTA_API_KEY") as raised:
            checked_key(key)
        assert key not in str(raised.value)


def test_a_list_of_models_may_hold_anything() -> None:
    listing = {
        "data": [None, 3, {}, {"id": ""}, {"id": "a\nb"}, {"id": 7}, {"id": "text-embed"}, {"id": "ok", "meta": [1]}]
    }
    with server(sse(token("Hello", "stop"), DONE), reply(listing)) as one:
        backend = OpenAICompatibleBackend(one.url)
        assert [model.name for model in asyncio.run(backend.models())] == ["text-embed", "ok"]
        hear(one, ChatRequest(HELLO.messages, ""))
        assert one.asked("/v1/chat/completions")[0].json["model"] == "ok"
