"""Every recorded exchange of a call that Opta makes, byte for byte over a real socket, and its typed outcome."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest

from opta_mcp.backends.lines import json_lines
from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import OllamaBackend
from opta_mcp.backends.ollama.look import look
from opta_mcp.errors import BackendCut, BackendError, BackendRefused, ContextFull, ModelMissing, ModelUnfit
from tests.support.asking import end_of, hear, pulled, request, text_of
from tests.support.wire_server import RECORDINGS, Json, WireServer, ollama, recorded, recorded_body, recording

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from opta_mcp.wire.chat import JobState, Layer
    from tests.support.wire_server import Play


@dataclass(frozen=True)
class Answer:
    """A chat that ends well."""

    begins: str
    reason: str


@dataclass(frozen=True)
class Pull:
    """A pull's last state, and words of what it says."""

    state: JobState
    says: str


@dataclass(frozen=True)
class Seen:
    """A status."""

    layer: Layer


@dataclass(frozen=True)
class NoCall:
    """Opta makes no such call; why."""

    why: str


Outcome = Answer | Pull | Seen | NoCall | type[BackendError]

OUTCOMES: dict[str, Outcome] = {
    "blob_head_missing": NoCall("Opta uploads no model files"),
    "blob_head_present": NoCall("Opta uploads no model files"),
    "chat_bad_format": BackendRefused,
    "chat_bad_json": BackendRefused,
    "chat_bad_option": BackendRefused,
    "chat_client_stops": NoCall("its end is the client's own; see the test of stopping"),
    "chat_length": Answer("The number of ways to", "length"),
    "chat_model_missing": ModelMissing,
    "chat_no_model": BackendRefused,
    "chat_once": Answer("One colour is blue.", "stop"),
    "chat_overflow_refused": ContextFull,
    "chat_overflow_silent": Answer("The quick brown fox", "length"),
    "chat_runner_dies": BackendCut,
    "chat_schema": Answer('{\n  "severity": "high"\n}', "stop"),
    "chat_stream_cold": Answer("I'm so glad you're here.", "length"),
    "chat_stream_warm": Answer("I'm so glad you're here.", "length"),
    "chat_think_false": Answer("The original sentence is:", "length"),
    "chat_think_unsupported": ModelUnfit,
    "chat_tools_unsupported": ModelUnfit,
    "chat_waits_in_queue": Answer("This is a common", "stop"),
    "copy": NoCall("Opta copies no models"),
    "create_from_gguf": NoCall("Opta creates no models"),
    "create_missing_blob": NoCall("Opta creates no models"),
    "delete": NoCall("Opta deletes no models"),
    "embed_unsupported": NoCall("Opta embeds nothing"),
    "generate_load": NoCall("a chat loads its model by itself"),
    "generate_unload": NoCall("models are left to keep_alive"),
    "host_refused": Seen("http_error"),
    "method_not_allowed": BackendRefused,
    "openai_chat_once": NoCall("another backend's protocol"),
    "openai_chat_stream": NoCall("another backend's protocol"),
    "openai_model_missing": NoCall("another backend's protocol"),
    "openai_models": NoCall("another backend's protocol"),
    "origin_refused": Seen("http_error"),
    "ps_loaded": Seen("on_cpu"),
    "ps_one_loaded": Seen("on_cpu"),
    "pull_again": Pull("done", "the model is here"),
    "pull_ok": Pull("done", "the model is here"),
    "pull_unknown": Pull("failed", "No registry has a model named smol."),
    "pull_unreachable": Pull("failed", "Ollama cannot reach the registry of models"),
    "pull_unreachable_nostream": Pull("failed", "Ollama cannot reach the registry of models"),
    "root": NoCall("/api/version says more"),
    "show": Seen("cold"),
    "show_missing": Seen("cold"),
    "tags": Seen("cold"),
    "tags_empty": Seen("no_model"),
    "unknown_path": BackendRefused,
    "version": Seen("cold"),
}


def of_kind(*kinds: type) -> list[str]:
    """Name the recordings whose outcome is of a kind; a bare `type` means the errors."""
    return [name for name, outcome in OUTCOMES.items() if isinstance(outcome, kinds)]


def test_every_recording_has_a_row_and_every_row_a_recording() -> None:
    assert {path.stem for path in RECORDINGS.glob("*.json")} == OUTCOMES.keys()


PLAYS = ("at once", "with its pauses", "byte by byte", "in threes")
LONGEST_PLAY_MS = 2000
"""The longest recording has waited in a queue for 105 s; its pauses are played in proportion."""


def played(name: str, way: str) -> Play:
    """Play a recording in one of the ways that its bytes can come."""
    if way != "with its pauses":
        return recorded(name, piece_bytes={"byte by byte": 1, "in threes": 3}.get(way))
    chunks = cast("list[tuple[float, str]]", cast("Json", recording(name)["response"])["chunks"])
    return recorded(name, pace=min(1.0, LONGEST_PLAY_MS / max((at for at, _ in chunks), default=1.0)))


@pytest.mark.parametrize("way", PLAYS)
@pytest.mark.parametrize("name", of_kind(Answer))
def test_a_chat_that_ends_well_gives_its_whole_text_however_its_bytes_come(name: str, way: str) -> None:
    with WireServer(ollama(chat=played(name, way))) as server:
        items = hear(server)
    expected = cast("Answer", OUTCOMES[name])
    assert text_of(items).startswith(expected.begins)
    assert text_of(items) == recorded_text(name)
    assert end_of(items).reason == expected.reason
    assert end_of(items).prompt_tokens


@pytest.mark.parametrize("way", PLAYS)
@pytest.mark.parametrize("name", of_kind(type))
def test_a_chat_that_fails_raises_the_error_of_its_row_however_its_bytes_come(name: str, way: str) -> None:
    with WireServer(ollama(chat=played(name, way))) as server, pytest.raises(BackendError) as raised:
        hear(server)
    assert type(raised.value) is OUTCOMES[name]
    assert raised.value.hint
    assert raised.value.message.endswith(".")


@pytest.mark.parametrize("way", PLAYS)
@pytest.mark.parametrize("name", of_kind(Pull))
def test_a_pull_ends_in_the_state_of_its_row(name: str, way: str) -> None:
    with WireServer(ollama(pull=played(name, way))) as server:
        last = asyncio.run(pulled(server))[-1]
    expected = cast("Pull", OUTCOMES[name])
    assert last.state == expected.state
    assert expected.says in last.message
    assert bool(last.hint) is (last.state == "failed")


STREAMED = [name for name in of_kind(Answer, Pull, type) if recorded_body(name).endswith(b"\n")]


@pytest.mark.parametrize("name", STREAMED)
def test_the_lines_of_a_recording_are_the_same_at_whichever_byte_they_are_cut_in_two(name: str) -> None:
    body = recorded_body(name)
    whole = [json.loads(line) for line in body.splitlines()]
    assert len(STREAMED) >= 8

    async def every_cut() -> list[int]:
        return [at for at in range(len(body) + 1) if await lines_of(body[:at], body[at:]) != (whole, None)]

    assert asyncio.run(every_cut()) == []


@pytest.mark.parametrize("name", STREAMED)
def test_a_recording_that_breaks_off_at_any_byte_gives_every_whole_line_and_is_cut(name: str) -> None:
    body = recorded_body(name)

    async def every_end() -> list[int]:
        return [at for at in range(len(body)) if await lines_of(body[:at]) != whole_lines(body[:at])]

    assert asyncio.run(every_end()) == []


def whole_lines(data: bytes) -> tuple[list[object], type[BackendError] | None]:
    """Return the lines of broken data by other means than those tested; the last is whole where only its end lacks."""
    *before, rest = data.split(b"\n")
    lines: list[object] = [json.loads(line) for line in before]
    if rest.endswith(b"}") and rest.count(b"{") == rest.count(b"}"):
        return [*lines, json.loads(rest)], None
    return lines, BackendCut if rest else None


async def lines_of(*pieces: bytes) -> tuple[list[object], type[BackendError] | None]:
    """Read pieces as they would come; return the lines, and the error that ended them."""

    async def come() -> AsyncGenerator[bytes, None]:
        for piece in pieces:
            yield piece

    found: list[object] = []
    try:
        async for line in json_lines(come()):
            found.append(line)  # noqa: PERF401  # what came before an error counts
    except BackendError as error:
        return found, type(error)
    return found, None


@pytest.mark.parametrize("way", PLAYS)
@pytest.mark.parametrize("name", of_kind(Seen))
def test_a_status_is_the_layer_of_its_row(name: str, way: str) -> None:
    path = cast("str", cast("Json", recording(name)["request"])["path"])
    with WireServer(ollama() | {path: played(name, way)}) as server:
        assert look(parse_address(server.url)).layer == cast("Seen", OUTCOMES[name]).layer


def test_a_model_is_described_with_what_it_needs() -> None:
    with WireServer(ollama(show=recorded("show", piece_bytes=1000))) as server:
        first = asyncio.run(OllamaBackend(parse_address(server.url), silence_seconds=1).models())[0]
    assert (first.name, first.quantization, first.parameters) == ("made:latest", "Q4_1", "134.52M")
    assert isinstance(first.needs_bytes, int)
    assert 98362745 < first.needs_bytes < 10**9


def test_a_model_that_is_not_described_has_an_unknown_need_not_none() -> None:
    with WireServer(ollama(show=recorded("show_missing"))) as server:
        first = asyncio.run(OllamaBackend(parse_address(server.url), silence_seconds=1).models())[0]
    assert not isinstance(first.needs_bytes, int)
    assert first.fits is None


def test_an_answer_that_is_cut_at_any_byte_of_its_last_line_is_cut_and_keeps_its_text() -> None:
    body = recorded_body("chat_stream_cold")
    start = body.rstrip(b"\n").rfind(b"\n") + 1
    for cut in range(start, len(body) - 1):
        outcome = cut_outcome(recorded("chat_stream_cold", cut_after_bytes=cut))
        assert outcome == ("BackendCut", recorded_text("chat_stream_cold")), cut


def test_an_answer_that_lacks_only_its_last_line_break_is_whole() -> None:
    body = recorded_body("chat_once")
    assert not body.endswith(b"\n")
    with WireServer(ollama(chat=recorded("chat_once", cut_after_bytes=len(body)))) as server:
        assert text_of(hear(server)) == "One colour is blue."


def cut_outcome(play: Play) -> tuple[str, str]:
    """Give what a broken answer raises and the text before it."""
    said: list[str] = []

    async def listen(server: WireServer) -> None:
        backend = OllamaBackend(parse_address(server.url), silence_seconds=30)
        try:
            async for item in backend.stream(request()):
                said.append(text_of([item]))  # noqa: PERF401  # what came before an error is what is tested
        finally:
            await backend.aclose()

    with WireServer(ollama(chat=play)) as server, pytest.raises(BackendError) as raised:
        asyncio.run(listen(server))
    return type(raised.value).__name__, "".join(said)


def recorded_text(name: str) -> str:
    """Join a recorded answer's text, by other means than those tested."""
    return "".join(json.loads(line)["message"]["content"] for line in recorded_body(name).splitlines() if line)


def test_a_cold_answer_with_its_real_pauses_comes_as_it_was_recorded() -> None:
    with WireServer(ollama(chat=recorded("chat_stream_cold", pace=1.0))) as server:
        items = hear(server)
    assert text_of(items) == recorded_text("chat_stream_cold")
    assert end_of(items).load_seconds == pytest.approx(0.561, abs=0.001)


def test_a_runner_that_dies_keeps_what_it_said() -> None:
    kind, said = cut_outcome(recorded("chat_runner_dies", pace=0.2))
    assert kind == "BackendCut"
    assert said.startswith("In the realm of the fox")
