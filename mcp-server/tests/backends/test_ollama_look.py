"""A look at Ollama names the layer that fails, with one fix, within 2 s whatever the server does."""

from __future__ import annotations

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opta_mcp.backends.address import Address
from opta_mcp.backends.ollama import layers
from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import status_of
from opta_mcp.backends.ollama.fetch import _parsed, _whole
from opta_mcp.backends.ollama.look import Sight, look
from opta_mcp.backends.ollama.names import is_cloud
from opta_mcp.errors import BackendGarbled
from opta_mcp.wire.chat import Layer
from tests.support.wire_server import MISBEHAVIOURS, Play, WireServer, ollama, recorded, refused_port, reply, slowed


def seen(server: WireServer) -> Sight:
    return look(parse_address(server.url))


LAYERS_OF_MISBEHAVIOURS = {
    "silent": "silent",
    "byte_a_second": "silent",
    "http_500": "http_error",
    "html": "not_ollama",
    "invalid_utf8": "not_ollama",
    "line_of_50_mb": "not_ollama",
    "cut_mid_line": "not_ollama",
    "error_after_200": "not_ollama",
    "never_done": "not_ollama",
}


def test_every_misbehaviour_has_its_layer() -> None:
    assert LAYERS_OF_MISBEHAVIOURS.keys() == MISBEHAVIOURS.keys()


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaving_server_is_named_within_two_seconds_with_one_fix(name: str) -> None:
    with WireServer.misbehaving(name) as server:
        start = time.monotonic()
        sight = seen(server)
        assert time.monotonic() - start < 3  # the design says 2 s; the benchmark holds it to that
    assert sight.layer == LAYERS_OF_MISBEHAVIOURS[name]
    assert not sight.running
    assert sight.failure is not None
    assert sight.fix
    assert sight.fix in str(sight.failure)


def test_a_refused_connection_is_known_at_once() -> None:
    address = Address(port=refused_port())
    look(address)  # the first one pays for what Python loads on first use
    start = time.monotonic()
    sight = look(address)
    assert time.monotonic() - start < 0.5  # the design says 0.1 s
    assert sight.layer == ("not_started" if layers.installed() else "not_installed")


def test_a_server_elsewhere_is_never_called_not_installed() -> None:
    sight = look(Address(host="127.0.0.1.nip.invalid", port=refused_port()))
    assert (sight.layer, sight.running) == ("not_started", False)
    assert "127.0.0.1.nip.invalid" in (sight.fix or "")
    assert not status_of(sight).here
    assert status_of(look(Address(port=refused_port()))).here


def test_a_program_that_does_not_speak_http_holds_the_port() -> None:
    with WireServer(otherwise=Play(((0.0, b"SSH-2.0-OpenSSH_9.6\r\n"),))) as server:
        sight = seen(server)
    assert sight.layer == "port_held"
    assert str(server.port) in (sight.fix or "")


def test_a_program_that_hangs_up_holds_the_port() -> None:
    with WireServer(otherwise=Play(then="reset")) as server:
        assert seen(server).layer == "port_held"


@pytest.mark.parametrize("name", ["host_refused", "origin_refused"])
def test_a_refusal_with_an_empty_body_is_an_http_error(name: str) -> None:
    with WireServer(otherwise=recorded(name)) as server:
        sight = seen(server)
    assert sight.layer == "http_error"
    assert "HTTP 403" in str(sight.failure)


def test_json_of_another_program_is_not_ollama() -> None:
    with WireServer(otherwise=reply({"message": "hello"})) as server:
        assert seen(server).layer == "not_ollama"


def test_a_list_that_does_not_come_in_time_is_silence() -> None:
    with WireServer(ollama(tags=slowed(recorded("tags")))) as server:
        sight = seen(server)
    assert (sight.layer, sight.running) == ("silent", False)


def test_an_ollama_without_models_says_which_command_fetches_one() -> None:
    with WireServer(ollama(tags=recorded("tags_empty"))) as server:
        sight = seen(server)
    assert (sight.layer, sight.running, sight.models) == ("no_model", True, ())
    assert "opta pull llama3:8b" in (sight.fix or "")


def test_an_ollama_with_no_model_in_memory_is_cold() -> None:
    with WireServer(ollama()) as server:
        sight = seen(server)
    assert (sight.layer, sight.version) == ("cold", "0.32.15")
    assert [model.name for model in sight.models] == ["made:latest", "smol:latest"]
    assert sight.models[1].size_bytes == 98362816
    assert sight.models[1].context_tokens == 8192


def test_a_model_that_no_graphics_card_holds_is_on_the_processor() -> None:
    with WireServer(ollama(ps=recorded("ps_loaded"))) as server:
        sight = seen(server)
    assert sight.layer == "on_cpu"
    assert sight.loaded[0].context_tokens == 2048


def test_a_model_that_a_graphics_card_holds_in_part_is_on_the_processor_too() -> None:
    with WireServer(ollama(ps=reply({"models": [{"name": "big:70b", "size": 40, "size_vram": 24}]}))) as server:
        assert seen(server).layer == "on_cpu"


def test_a_model_in_graphics_memory_is_ok_and_needs_no_fix() -> None:
    loaded = reply({"models": [{"name": "smol:latest", "size": 10, "size_vram": 10}]})
    with WireServer(ollama(ps=loaded)) as server:
        sight = seen(server)
    assert (sight.layer, sight.fix, sight.failure) == ("ok", None, None)


def test_an_old_server_that_does_not_tell_what_is_loaded_is_ok() -> None:
    with WireServer(ollama(ps=recorded("unknown_path"), version=recorded("unknown_path"))) as server:
        sight = seen(server)
    assert (sight.layer, sight.version, len(sight.models)) == ("ok", None, 2)


def test_entries_that_are_none_are_left_out_and_names_are_cleaned() -> None:
    listing = {"models": [7, {"size": 1}, {"name": "a\x1b[2J\u202eb:latest", "size": -1}, {"model": "c", "size": "x"}]}
    with WireServer(ollama(tags=reply(listing))) as server:
        sight = seen(server)
    assert [(model.name, model.size_bytes) for model in sight.models] == [("a [2J b:latest", None), ("c", None)]


@pytest.mark.parametrize(
    ("name", "cloud"),
    [("gpt-oss:120b-cloud", True), ("glm:cloud", True), ("deepseek-cloud", True), ("cloudy:7b", False)],
)
def test_a_cloud_model_is_known_by_its_name(name: str, *, cloud: bool) -> None:
    assert is_cloud(name) is cloud


@pytest.mark.parametrize("system", ["linux", "darwin", "win32", "freebsd14"])
def test_every_layer_but_ok_has_one_fix_on_every_system(system: str) -> None:
    for layer in get_args(Layer):
        assert bool(layers.fix(layer, Address(), system)) is (layer != "ok")


@pytest.mark.parametrize("host", ["a..b", "x" * 300, "xn--\u00e9"])
def test_a_name_that_cannot_even_be_looked_up_is_no_crash(host: str) -> None:
    assert look(Address(host=host)).layer == "not_started"


def test_a_key_is_sent_where_it_stays_secret_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "secret")
    with WireServer(ollama()) as server:
        seen(server)
        look(Address(host="0177.0.0.1", port=server.port))  # leads here, and does not look like it
        keys = [one.headers.get("authorization") for one in server.asked("/api/version")]
    assert keys == ["Bearer secret", None]


HEADS = [
    "Content-Length: \u00b2",
    "Content-Length: " + "9" * 5000,
    "Content-Length: -1",
    "Transfer-Encoding: chunked",
    "",
]


@pytest.mark.parametrize("field", HEADS)
def test_a_head_that_lies_about_its_body_is_no_crash(field: str) -> None:
    sent = f"HTTP/1.1 200 OK\r\n{field}\r\n\r\n".encode("latin-1") + b"zz\r\n{}"
    with WireServer(otherwise=Play(((0.0, sent),))) as server:
        assert seen(server).layer == "not_ollama"


@given(some.binary(max_size=400))
def test_any_bytes_at_all_are_a_reply_or_a_typed_error(data: bytes) -> None:
    begun = b"HTTP/1.1 200 OK\r\n" + data
    for answer in (data, begun):
        whole = _whole(bytearray(answer))
        try:
            reply = _parsed(answer, Address())
        except BackendGarbled:
            continue
        assert isinstance(reply.status, int)
        assert isinstance(whole, bool)


def test_an_answer_without_a_list_of_models_is_not_ollama() -> None:
    with WireServer(ollama(version=recorded("unknown_path"), tags=reply({"message": "hello"}))) as server:
        assert seen(server).layer == "not_ollama"
