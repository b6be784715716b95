"""What Ollama can do to a chat, each way with its test; the recordings and the misbehaving servers have their own."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from itertools import pairwise

import httpx
import pytest

from opta_mcp.backends.address import Address
from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import OllamaBackend
from opta_mcp.backends.ollama.client import Client
from opta_mcp.backends.ollama.outcomes import OUTCOMES, answered, lost
from opta_mcp.backends.outcome import IN_STREAM, explain
from opta_mcp.backends.protocol import ChatRequest, Delta, Phase
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
)
from opta_mcp.wire.chat import ChatMessage
from tests.support.asking import end_of, hear, phases_of, request, text_of
from tests.support.wire_server import (
    Play,
    WireServer,
    lines,
    ollama,
    recorded,
    refused_port,
    reply,
    slowed,
)

CRASH = reply({"error": "an error was encountered while running the model: unexpected EOF"}, 500)
FULL = reply({"error": "server busy, please try again.  maximum pending requests exceeded"}, 503)


def token(text: str, **more: object) -> dict[str, object]:
    return {"model": "smol", "message": {"role": "assistant", "content": text}, "done": False, **more}


def last(**more: object) -> dict[str, object]:
    return token("", done=True, done_reason="stop", prompt_eval_count=10, **more)


def raised_by(chat: Play, asked: ChatRequest | None = None) -> BackendError:
    with WireServer(ollama(chat=chat)) as server, pytest.raises(BackendError) as raised:
        hear(server, asked)
    assert raised.value.hint
    return raised.value


def test_not_running_says_how_to_start_it() -> None:
    backend = OllamaBackend(Address(port=refused_port()), silence_seconds=1)

    async def ask() -> None:
        async for _ in backend.stream(request()):
            pass

    with pytest.raises(BackendUnavailable, match="Nothing listens") as raised:
        asyncio.run(ask())
    assert "Ollama" in raised.value.hint


def test_a_server_that_does_not_even_say_its_version_is_an_error_within_five_seconds() -> None:
    start = time.monotonic()
    with WireServer.misbehaving("silent") as server, pytest.raises(BackendSilent):
        hear(server)
    assert time.monotonic() - start < 5


def test_an_absent_model_says_which_command_fetches_it() -> None:
    error = raised_by(recorded("chat_model_missing"))
    assert isinstance(error, ModelMissing)
    assert (error.message, error.hint) == ("smol is not installed.", "Fetch it: opta pull smol")


def test_a_lost_blob_that_tags_still_lists_is_an_absent_model() -> None:
    assert isinstance(raised_by(reply({"error": "model 'smol:latest' not found"}, 404)), ModelMissing)


@pytest.mark.parametrize("name", ["unknown_path", "method_not_allowed"])
def test_plain_text_of_an_old_server_says_to_update(name: str) -> None:
    error = raised_by(recorded(name))
    assert isinstance(error, BackendRefused)
    assert "Update Ollama" in error.hint


def test_an_error_line_after_200_is_an_error() -> None:
    error = raised_by(lines(token("Hel"), {"error": "something new went wrong"}))
    assert isinstance(error, BackendRefused)
    assert "something new went wrong" in error.message


def test_an_end_without_done_is_a_cut_answer() -> None:
    assert isinstance(raised_by(lines(token("Hel"), token("lo"))), BackendCut)


def test_a_crash_before_the_first_word_is_tried_again_once() -> None:
    with WireServer(ollama(chat=[CRASH, recorded("chat_stream_cold")])) as server:
        items = hear(server)
        assert len(server.asked("/api/chat")) == 2
    assert text_of(items).startswith("I'm so glad")
    assert any("trying again" in phase for phase in phases_of(items))


def test_a_second_crash_is_the_answer() -> None:
    with WireServer(ollama(chat=CRASH)) as server:
        with pytest.raises(BackendCut, match="ended before its answer did"):
            hear(server)
        assert len(server.asked("/api/chat")) == 2


def test_a_crash_after_the_first_word_is_never_tried_again() -> None:
    with WireServer(ollama(chat=recorded("chat_runner_dies"))) as server:
        with pytest.raises(BackendCut):
            hear(server)
        assert len(server.asked("/api/chat")) == 1


def test_truncation_is_switched_off_in_every_chat_and_nothing_thinks() -> None:
    with WireServer(ollama()) as server:
        hear(server)
        sent = server.asked("/api/chat")[0].json
    assert (sent["truncate"], sent["think"], sent["stream"]) == (False, False, True)
    assert sent["keep_alive"] == "10m"


def test_a_model_that_cannot_but_think_is_told_to_think_little() -> None:
    with WireServer(ollama()) as server:
        hear(server, request(model="gpt-oss:20b"))
        assert server.asked("/api/chat")[0].json["think"] == "low"


def test_an_overflow_says_how_long_the_text_is_and_how_much_the_model_reads() -> None:
    error = raised_by(recorded("chat_overflow_refused"))
    assert isinstance(error, ContextFull)
    assert (error.prompt_tokens, error.context_tokens) == (3610, 1024)
    assert "3610 tokens" in error.message


def test_a_prompt_that_an_old_server_cut_without_a_word_is_found_by_its_count() -> None:
    half_a_window = lines(token("The"), token("", done=True, done_reason="stop", prompt_eval_count=2050))
    error = raised_by(half_a_window, request("The quick brown fox. " * 2000))
    assert isinstance(error, ContextFull)
    assert "2050 tokens" in error.message


def test_a_prompt_that_was_cut_to_a_smaller_window_is_found_too() -> None:
    loaded = reply({"models": [{"name": "smol:latest", "context_length": 1024}]})
    cut = lines(token("The"), token("", done=True, done_reason="stop", prompt_eval_count=514))
    with WireServer(ollama(chat=cut, ps=loaded)) as server, pytest.raises(ContextFull, match="514 tokens"):
        hear(server, request("The quick brown fox. " * 840))


def test_a_long_prompt_that_was_read_whole_is_no_overflow() -> None:
    whole = lines(token("The"), token("", done=True, done_reason="stop", prompt_eval_count=3500))
    with WireServer(ollama(chat=whole)) as server:
        assert text_of(hear(server, request("The quick brown fox. " * 700))) == "The"


def test_a_full_queue_is_waited_for() -> None:
    with WireServer(ollama(chat=[FULL, FULL, recorded("chat_once")])) as server:
        items = hear(server)
    assert text_of(items) == "One colour is blue."
    assert sum("queue is full" in phase for phase in phases_of(items)) == 2


def test_a_queue_that_stays_full_is_busy() -> None:
    assert isinstance(raised_by(FULL), Busy)


def test_while_a_model_loads_a_phase_comes_every_five_seconds() -> None:
    with WireServer(ollama(chat=recorded("chat_waits_in_queue", pace=0.09))) as server:
        started, at = time.monotonic(), []

        async def listen() -> None:
            backend = OllamaBackend(parse_address(server.url), silence_seconds=30)
            async with aclosing(backend.stream(request())) as items:
                at.extend([(time.monotonic() - started, item.text) async for item in items if isinstance(item, Phase)])
            await backend.aclose()

        asyncio.run(listen())
    times = [0.0, *(when for when, _ in at)]
    assert max(later - earlier for earlier, later in pairwise(times)) < 5
    assert at[1][1] == "loading smol"
    assert at[-1][1] == "loading smol (8 s)"


@pytest.mark.parametrize(
    ("loaded", "phase"),
    [("smol:latest", "reading the question, or waiting for its turn"), ("other:1b", "waiting for another model, then")],
)
def test_what_is_in_memory_tells_what_is_waited_for(loaded: str, phase: str) -> None:
    with WireServer(ollama(ps=reply({"models": [{"name": loaded}]}))) as server:
        assert phases_of(hear(server))[1].startswith(phase)


def test_a_server_that_says_no_word_for_too_long_is_silent() -> None:
    with WireServer(ollama(chat=Play(then="hang"))) as server:
        with pytest.raises(BackendSilent, match="not said a word") as raised:
            hear(server, silence_seconds=0.3)
        assert server.hung_up.wait(5)
    assert "OPTA_SILENCE_SECONDS" in raised.value.hint


def test_a_server_that_stops_in_the_middle_of_an_answer_is_silent() -> None:
    with (
        WireServer(ollama(chat=lines(token("Hel"), then="hang"))) as server,
        pytest.raises(BackendSilent, match="not said a word"),
    ):
        hear(server, silence_seconds=0.3)


def test_a_byte_a_second_is_silence_too() -> None:
    with WireServer(ollama(chat=slowed(recorded("chat_once")))) as server, pytest.raises(BackendSilent):
        hear(server, silence_seconds=1)


def test_the_options_that_make_a_model_load_again_never_change() -> None:
    with WireServer(ollama()) as server:
        hear(server, request("one", max_tokens=5))
        hear(server, request("a longer second question", max_tokens=700))
        sent = [one.json["options"] for one in server.asked("/api/chat")]
    assert sent == [
        {"num_ctx": 4096, "num_predict": 5, "temperature": 0.0},
        {"num_ctx": 4096, "num_predict": 700, "temperature": 0.0},
    ]


def test_a_model_that_is_loaded_with_a_larger_context_is_not_loaded_again() -> None:
    loaded = reply({"models": [{"name": "smol:latest", "context_length": 16384}]})
    with WireServer(ollama(ps=loaded)) as server:
        hear(server)
        options = server.asked("/api/chat")[0].json["options"]
    assert isinstance(options, dict)
    assert options["num_ctx"] == 16384


@pytest.mark.parametrize("name", ["chat_bad_option", "chat_bad_format", "chat_bad_json", "chat_no_model"])
def test_a_wrong_request_is_never_sent_again(name: str) -> None:
    with WireServer(ollama(chat=recorded(name))) as server:
        with pytest.raises(BackendRefused):
            hear(server)
        assert len(server.asked("/api/chat")) == 1


@pytest.mark.parametrize("name", ["chat_tools_unsupported", "chat_think_unsupported", "embed_unsupported"])
def test_what_a_model_cannot_do_is_said_of_the_model(name: str) -> None:
    assert isinstance(raised_by(recorded(name)), ModelUnfit)


def test_an_answer_that_reached_its_limit_says_so() -> None:
    with WireServer(ollama(chat=recorded("chat_length"))) as server:
        assert end_of(hear(server)).reason == "length"


def test_a_model_that_thought_its_budget_away_is_unfit_and_no_empty_answer() -> None:
    thinking = {"model": "smol", "message": {"role": "assistant", "content": "", "thinking": "Hmm"}, "done": False}
    error = raised_by(lines(thinking, thinking, token("", done=True, done_reason="length")))
    assert isinstance(error, ModelUnfit)
    assert "thought" in error.message


def test_thoughts_that_leak_into_the_answer_are_taken_out() -> None:
    leak = lines(token("<th"), token("ink>Let me"), token(" see.</thi"), token("nk>\n\nIt is"), token(" fine."), last())
    with WireServer(ollama(chat=leak)) as server:
        assert text_of(hear(server)) == "It is fine."


def test_a_refused_host_says_what_to_set() -> None:
    error = raised_by(recorded("host_refused"))
    assert isinstance(error, BackendRefused)
    assert "OLLAMA_HOST" in error.hint


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (403, {"error": "ollama cloud is disabled: remote model details are unavailable"}, BackendRefused),
        (401, {"error": "unauthorized", "signin_url": "https://ollama.com/connect?key=x"}, BackendRefused),
        (429, {"error": "too many requests"}, Busy),
        (502, {"error": "bad gateway"}, BackendUnavailable),
    ],
)
def test_a_cloud_model_that_cannot_be_had_says_to_take_a_local_one(
    status: int, body: dict[str, str], kind: type[BackendError]
) -> None:
    error = raised_by(reply(body, status))
    assert type(error) is kind
    assert "runs here" in error.hint
    assert "signin" not in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "llama runner process has terminated: error loading model: invalid file magic",
        "unable to load model: /usr/share/ollama/.ollama/models/blobs/sha256-abc",
    ],
)
def test_a_damaged_model_says_to_fetch_it_again(text: str) -> None:
    error = raised_by(reply({"error": text}, 500))
    assert isinstance(error, ModelUnfit)
    assert "opta pull smol" in error.hint


@pytest.mark.parametrize(
    "text",
    [
        "model requires more system memory (8.4 GiB) than is available (3.1 GiB)",
        "llama runner process has terminated: cudaMalloc failed: out of memory",
    ],
)
def test_a_model_that_does_not_fit_says_to_take_a_smaller_one(text: str) -> None:
    error = raised_by(reply({"error": text}, 500))
    assert isinstance(error, ModelUnfit)
    assert "smaller model" in error.hint


def test_a_missing_engine_says_to_install_again() -> None:
    error = raised_by(reply({"error": "llama-server binary not found"}, 500))
    assert "Install Ollama again" in error.hint


def test_closing_the_stream_closes_the_connection_at_which_ollama_stops() -> None:
    endless = lines(*(token("word ") for _ in range(400)), gap_s=0.05)
    with WireServer(ollama(chat=endless)) as server:

        async def listen() -> float:
            backend = OllamaBackend(parse_address(server.url), silence_seconds=30)
            async with aclosing(backend.stream(request())) as items:
                async for item in items:
                    if isinstance(item, Delta):
                        break
                stopped_at = time.monotonic()
            assert await asyncio.to_thread(server.hung_up.wait, 5)
            await backend.aclose()
            return stopped_at

        stopped_at = asyncio.run(listen())
    assert server.hung_up_at is not None
    assert server.hung_up_at - stopped_at < 0.5  # the design says 0.1 s


def test_cancelling_the_task_while_the_model_loads_closes_the_connection() -> None:
    with WireServer(ollama(chat=Play(then="hang"))) as server:

        async def listen() -> None:
            backend = OllamaBackend(parse_address(server.url), silence_seconds=30)
            try:
                async with asyncio.timeout(1), aclosing(backend.stream(request())) as items:
                    async for _ in items:
                        pass
            finally:
                await backend.aclose()

        with pytest.raises(TimeoutError):
            asyncio.run(listen())
        assert server.hung_up.wait(5)


def test_a_server_that_writes_on_for_ever_is_stopped() -> None:
    endless = lines(*(token("word ") for _ in range(500)), then="hang")
    assert isinstance(raised_by(endless, request(max_tokens=10)), BackendGarbled)


def test_a_choice_comes_without_its_json() -> None:
    asked = ChatRequest((ChatMessage(role="user", content="?"),), "smol", choices=("yes", "no"))
    with WireServer(ollama(chat=lines(token('"y'), token('es"'), last()))) as server:
        assert text_of(hear(server, asked)) == "yes"
        assert server.asked("/api/chat")[0].json["format"] == {"type": "string", "enum": ["yes", "no"]}


def test_a_choice_of_a_model_that_ignores_the_schema_is_quoted_as_it_is() -> None:
    asked = ChatRequest((ChatMessage(role="user", content="?"),), "smol", choices=("yes", "no"))
    with WireServer(ollama(chat=lines(token(" Perhaps.\n"), last()))) as server:
        assert text_of(hear(server, asked)) == "Perhaps."


def test_every_status_and_every_text_has_a_typed_error_with_a_next_step() -> None:
    texts = [
        b"",
        b"<html>",
        b'{"error":"x"}',
        b'{"error":{"message":"y","type":"z"}}',
        b"\xff",
        b'{"error":7}',
        b"[" * 9999,
    ]
    for status in (IN_STREAM, *range(100, 600)):
        for text in texts:
            error = answered(status, text, "smol").error
            assert isinstance(error, BackendError), (status, text)
            assert error.hint, (status, text)
            assert error.message.isprintable()


def test_every_row_of_the_table_can_be_reached() -> None:
    examples = {
        "overflow": (400, "exceed_context_size_error"),
        "model unknown to the registry": (IN_STREAM, "pull model manifest: file does not exist"),
        "server too old for the model": (IN_STREAM, "pull model manifest: 412: requires a newer version of Ollama"),
        "disk full": (IN_STREAM, "write /models/blobs/x: no space left on device"),
        "registry out of reach": (IN_STREAM, "dial tcp: lookup registry.ollama.ai: no such host"),
        "download broken": (IN_STREAM, "max retries exceeded: EOF"),
        "queue full": (503, ""),
        "queue full, in words": (500, "server busy, please try again"),
        "cloud model without leave": (401, "unauthorized"),
        "cloud switched off": (403, "cloud is disabled"),
        "too many requests": (429, ""),
        "gateway": (502, ""),
        "memory": (500, "model requires more system memory"),
        "engine missing": (500, "llama-server binary not found"),
        "runner crashed": (500, "unexpected EOF"),
        "model damaged": (500, "invalid file magic"),
        "model absent": (404, "model 'x' not found"),
        "beyond the model": (400, "does not support tools"),
        "host or origin refused": (403, ""),
        "call unknown": (404, "404 page not found"),
        "request refused": (400, "model is required"),
        "request refused as a failure": (500, 'option "num_ctx" must be of type integer'),
        "server failed": (500, "boom"),
        "error line": (IN_STREAM, "boom"),
        "anything else": (302, ""),
    }
    assert examples.keys() == {row.name for row in OUTCOMES}
    for name, (status, text) in examples.items():
        assert answered(status, {"error": text}, "smol").name == name


def test_every_exception_of_httpx_has_a_typed_error() -> None:
    kinds = [kind for kind in vars(httpx).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert httpx.RemoteProtocolError in kinds
    assert httpx.InvalidURL in kinds
    for kind in kinds:
        made = kind.__new__(kind)
        made.args = ("why\x1b[2J",)
        error = lost(made).error
        assert isinstance(error, BackendError), kind
        assert error.hint
        assert "why" not in str(error)  # what it says itself is about sockets and chunks


def test_an_error_is_unwrapped_out_of_json_in_json_in_json() -> None:
    told = explain(b'{"error":"{\\"error\\":{\\"message\\":\\"too long\\",\\"type\\":\\"t\\",\\"n_ctx\\":8}}"}')
    assert (told.text, told.numbers) == ("too long (t)", {"n_ctx": 8})


def test_what_a_server_says_is_cleaned_before_it_is_shown() -> None:
    error = raised_by(reply({"error": "bad\x1b[31m\u202e\n\nthing " + "x" * 5000}, 500))
    assert error.message.isprintable()
    assert len(error.message) < 400


def test_a_key_never_goes_over_plain_http_to_another_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "secret")
    for host, kept in (("http://box.local", False), ("https://box.local", True), ("127.0.0.1", True)):
        client = Client(parse_address(host))
        assert ("authorization" in client._client.headers) is kept
        asyncio.run(client.aclose())


def test_a_proxy_of_the_environment_is_not_asked_about_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{refused_port()}")
    with WireServer(ollama()) as server:
        assert text_of(hear(server)).startswith("I'm so glad")


def test_a_redirect_is_not_followed() -> None:
    elsewhere = Play(((0.0, b"HTTP/1.1 307 x\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),))
    assert isinstance(raised_by(elsewhere), BackendGarbled)
