"""Which backend and which model answer, and what the user is told about it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from opta_mcp import llm
from opta_mcp.backends.fit import Room
from opta_mcp.errors import BackendError, BackendUnavailable, ModelMissing, UsageError
from opta_mcp.llm.choice import Chosen, keeping_backends, open_backend, pick
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.base import Absent
from opta_mcp.wire.chat import ModelInfo
from tests.support.wire_server import MISBEHAVIOURS, WireServer, ollama, recorded, refused_port, reply

if TYPE_CHECKING:
    from opta_mcp.wire.chat import LlmStatus

GB = 10**9
DEFAULT = "llama3:8b"


def info(name: str, size: int = GB, *, fits: bool | None = True, cloud: bool = False, can: str = "") -> ModelInfo:
    return ModelInfo(
        name=name,
        backend="ollama",
        size_bytes=size,
        needs_bytes=Absent(unknown="not asked"),
        fits=fits,
        cloud=cloud,
        capabilities=(can,) if can else (),
    )


def test_the_default_is_taken_where_it_is_installed_and_nothing_need_be_said() -> None:
    assert pick([info("big:70b", 40 * GB), info(DEFAULT)], None, DEFAULT) == (DEFAULT, ())


def test_else_the_best_that_fits_is_taken_with_the_command_that_pulls_the_default() -> None:
    infos = [info("tiny", GB), info("mid:4b", 3 * GB), info("huge:70b", 40 * GB, fits=False)]
    name, notices = pick(infos, None, DEFAULT)
    assert name == "mid:4b"
    assert notices == ("mid:4b answers: the default, llama3:8b, is not installed. To have it: opta pull llama3:8b",)


def test_a_default_that_does_not_fit_gives_way_and_it_is_said() -> None:
    name, notices = pick([info(DEFAULT, 5 * GB, fits=False), info("tiny")], None, DEFAULT)
    assert name == "tiny"
    assert "does not fit" in notices[0]


def test_a_default_that_the_user_set_is_taken_whether_it_fits_or_not() -> None:
    assert pick([info("big", fits=False), info("tiny")], None, "big", explicit=True) == ("big", ())


def test_where_none_fits_the_smallest_is_taken_and_it_is_said() -> None:
    name, notices = pick([info("b", 9 * GB, fits=False), info("a", 8 * GB, fits=False)], None, DEFAULT)
    assert name == "a"
    assert "may not fit" in notices[0]


def test_a_cloud_model_is_never_taken_unasked() -> None:
    with pytest.raises(ModelMissing, match="runs on this computer") as raised:
        pick([info("gpt-oss:120b-cloud", cloud=True)], None, DEFAULT)
    assert raised.value.hint == "Fetch it: opta pull llama3:8b"


def test_a_cloud_model_that_is_asked_for_by_name_is_taken_and_announced() -> None:
    name, notices = pick([info("gpt-oss:120b-cloud", cloud=True)], "gpt-oss:120b-cloud", DEFAULT)
    assert name == "gpt-oss:120b-cloud"
    assert "leaves this one" in notices[0]


def test_a_model_that_cannot_talk_is_not_taken() -> None:
    infos = [info("embed", 9 * GB, can="embedding"), info("talk", can="completion")]
    assert pick(infos, None, DEFAULT)[0] == "talk"


def test_a_model_that_was_asked_for_is_that_one_or_an_error_with_its_command() -> None:
    assert pick([info("smol:latest")], "smol", DEFAULT) == ("smol:latest", ())
    with pytest.raises(ModelMissing, match="qwen3:4b is not installed") as raised:
        pick([info("smol:latest")], "qwen3:4b", DEFAULT)
    assert raised.value.hint == "Fetch it: opta pull qwen3:4b"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPTA_BACKEND", "OPTA_BASE_URL", "OPTA_MODEL", "OPTA_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPTA_SETTINGS", "/nonexistent/settings.toml")


def opened(name: str | None = None, model: str | None = None) -> Chosen:
    async def choose() -> Chosen:
        async with open_backend(name, model) as chosen:
            return chosen

    return asyncio.run(choose())


def test_ollama_answers_where_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama()) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        chosen = opened()
    assert (chosen.backend.name, chosen.model) == ("ollama", "smol:latest")
    assert chosen.notices[-1].endswith("To have it: opta pull llama3:8b")


def test_the_setting_names_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama()) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        monkeypatch.setenv("OPTA_MODEL", "made")
        assert (opened().model, opened().notices) == ("made:latest", ())


def test_an_ollama_that_is_asked_for_and_down_is_its_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{refused_port()}")
    with pytest.raises(BackendUnavailable, match="Nothing listens"):
        opened("ollama")


def test_an_ollama_that_is_asked_for_and_empty_says_what_to_pull(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama(tags=recorded("tags_empty"))) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        with pytest.raises(ModelMissing) as raised:
            opened("ollama")
    assert "opta pull llama3:8b" in raised.value.hint


def test_an_ollama_elsewhere_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    # An address that leads here and does not look like it stands for one that leads elsewhere.
    listing = reply({"models": [{"name": "llama3:8b", "size": 1}]})
    with WireServer(ollama(tags=listing)) as server:
        monkeypatch.setenv("OLLAMA_HOST", f"http://0177.0.0.1:{server.port}")
        chosen = opened("ollama")
        said = asyncio.run(llm.status())
    assert chosen.leaves
    assert "not on this computer" in chosen.notices[0]
    assert said.leaves


def test_what_is_said_to_a_cloud_model_leaves_and_to_another_of_the_same_ollama_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listing = reply({"models": [{"name": "llama3:8b", "size": 1}, {"name": "gpt-oss:120b-cloud"}]})
    with WireServer(ollama(tags=listing)) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        said = [asyncio.run(llm.status("ollama", model)) for model in ("llama3:8b", "gpt-oss:120b-cloud")]
    assert [each.leaves for each in said] == [False, True]


@pytest.mark.parametrize("name", ["nonsense", "ollama:x", "scripted:nonsense"])
def test_a_backend_that_there_is_not_is_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError):
        opened(name)


def test_a_script_is_a_backend_too() -> None:
    chosen = opened("scripted:faithful")
    assert (chosen.backend.name, chosen.model) == ("scripted:faithful", "faithful")


def test_a_backend_is_kept_open_where_a_program_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def choose_twice() -> tuple[bool, bool]:
        async with keeping_backends():
            async with open_backend() as one:
                pass
            async with open_backend() as two:
                pass
            kept = one.backend is two.backend
        async with open_backend() as three:
            return kept, three.backend is two.backend

    with WireServer(ollama()) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        assert asyncio.run(choose_twice()) == (True, False)


def status_of(server: WireServer, monkeypatch: pytest.MonkeyPatch) -> LlmStatus:
    monkeypatch.setenv("OLLAMA_HOST", server.url)
    return asyncio.run(llm.status("ollama"))


def test_a_status_says_what_would_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama()) as server:
        status = status_of(server, monkeypatch)
    assert (status.running, status.layer, status.version) == (True, "cold", "0.32.15")
    assert status.backend == ModelRef(backend="ollama", name="smol:latest")


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_status_is_said_within_two_seconds_whatever_a_server_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(llm.status("scripted"))  # what is imported on first use is no server's doing
    with WireServer.misbehaving(name) as server:
        start = time.monotonic()
        status = status_of(server, monkeypatch)
        assert time.monotonic() - start < 3  # the design says 2 s; the benchmark holds it to that
    assert not status.running
    assert status.backend is None
    assert status.fix
    assert status.notices == ()


def test_a_status_with_an_unreadable_address_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "ftp://nowhere")
    status = asyncio.run(llm.status())
    assert not status.running
    assert "OLLAMA_HOST" in (status.error or "")


def test_the_list_of_models_has_what_each_needs_and_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    with WireServer(ollama()) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        monkeypatch.setenv("OPTA_BACKEND", "ollama")
        found = asyncio.run(llm.models())
    assert found.default == "llama3:8b"
    assert [one.name for one in found.models] == ["made:latest", "smol:latest"]
    assert all(one.fits is not None for one in found.models)


def test_an_ollama_without_models_is_offered_one_with_its_size_and_where_that_is_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("opta_mcp.backends.fit.room_now", lambda: Room(24 * GB, 24 * GB, cores=8))
    with WireServer(ollama(tags=recorded("tags_empty"))) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        monkeypatch.setenv("OPTA_BACKEND", "ollama")
        offer = asyncio.run(llm.models()).offer
        monkeypatch.setenv("OPTA_MODEL", "own:1b")
        own = asyncio.run(llm.models()).offer
    assert offer is not None
    assert own is not None
    assert (offer.name, offer.size_bytes) == (DEFAULT, int(4.7 * GB))
    assert "Ollama's library" in offer.source
    assert own.name == "own:1b"
    assert isinstance(own.size_bytes, Absent)


def test_a_list_of_models_that_cannot_be_had_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{refused_port()}")
    monkeypatch.setenv("OPTA_BACKEND", "ollama")
    with pytest.raises(BackendError):
        asyncio.run(llm.models())


def test_a_status_waits_for_no_description_that_does_not_come() -> None:
    code = "import asyncio; from opta_mcp import llm; print(asyncio.run(llm.status('ollama')).layer)"
    with WireServer(ollama(show=MISBEHAVIOURS["silent"])) as server:
        environ = {"OLLAMA_HOST": server.url, "OPTA_SETTINGS": "/nonexistent/settings.toml"}
        start = time.monotonic()
        done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
        seconds = time.monotonic() - start
    assert done.stdout == "cold\n"
    assert seconds < 4  # 2 s, and what it takes to start Python on a busy machine
