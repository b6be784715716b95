"""Asked what can be deleted: a measured answer, the same from its recording, and whose names leave this computer."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.chat import chat
from opta_mcp.advise.options import ChatOptions, unheard
from opta_mcp.telemetry.folders.privacy import PUBLIC
from opta_mcp.tools import offer
from opta_mcp.tools.table import Context
from opta_mcp.wire.answer import Answer
from opta_mcp.wire.chat import ChatMessage
from tests.cli.running import opta
from tests.faults.ground import drawn_size
from tests.findings.recordings import CALM
from tests.support.homes import Home, at_home
from tests.support.wire_server import WireServer, ollama

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.wire.answer import Evidence, Finding

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="makes a home folder as Linux has them")

QUESTION = "What can I delete?"
SCALE = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Begin an empty home folder, and let it be this process's and its children's."""
    path = tmp_path / "home"
    path.mkdir()
    with at_home(path) as home:
        monkeypatch.setenv("OPTA_DATA", str(tmp_path / "data"))
        yield home


def asked(*words: str, **changes: str) -> Answer:
    run = opta("ask", "--json", *words, **changes)
    assert run.returncode == 0, run.stderr
    return Answer.model_validate_json(run.stdout)


def told(answer: Answer, rule: str) -> Finding:
    return next(finding for finding in answer.findings if finding.id == rule)


def in_bytes(piece: Evidence) -> float:
    assert isinstance(piece.value, float | int)
    return piece.value * SCALE[piece.unit]


def size(finding: Finding, signal: str) -> float:
    return in_bytes(next(piece for piece in finding.evidence if piece.signal == signal))


def about(size: int) -> object:
    return pytest.approx(size, rel=0.01)


CACHES_FIRST = ["space.caches", "space.largest"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (QUESTION, CACHES_FIRST),
        ("how do I free up space?", CACHES_FIRST),
        ("what takes up space in my home folder?", CACHES_FIRST[::-1]),
        ("what is filling my drive", CACHES_FIRST[::-1]),
    ],
)
def test_the_answer_names_what_can_go_and_what_takes_the_room(home: Home, question: str, first: list[str]) -> None:
    pip, film = drawn_size(520, 600), drawn_size(700, 800)
    home.file(".cache/pip/http/a", pip)
    home.file("Videos/film.mkv", film)
    answer = asked("--no-llm", question)
    assert told(answer, "space.caches").severity == "info"
    assert [finding.id for finding in answer.findings[:2]] == first
    assert told(answer, "space.caches").culprit.name == "pip's cache"
    assert size(told(answer, "space.caches"), "folders.clearable") == about(pip)
    assert told(answer, "space.largest").culprit.name == "~/Videos"
    assert size(told(answer, "space.largest"), "folder.size") == about(film)
    assert answer.told is not None
    assert answer.told >= 2
    for words in ("pip cache purge", "~/Videos takes the most room"):
        assert words in answer.answer


def test_a_question_of_yes_or_no_waits_for_no_folder(home: Home) -> None:
    home.file(".cache/pip/http/a", drawn_size(520, 600))
    answer = asked("--no-llm", "Is my disk full?")
    assert not [finding for finding in answer.findings if finding.id.startswith("space.")]


def test_the_card_stands_beside_what_was_measured(home: Home) -> None:
    home.file(".cache/pip/http/a", drawn_size(520, 600))
    answer = asked("--no-llm", QUESTION)
    assert [card.id for card in answer.cards] == ["disk.what_to_delete"]


def test_a_recording_gives_the_same_answer(home: Home, tmp_path: Path) -> None:
    home.file(".cache/pip/http/a", drawn_size(520, 600))
    home.file("Videos/film.mkv", drawn_size(700, 800))
    home.file(".ollama/models/blob", drawn_size(520, 600))
    kept = str(tmp_path / "it.json")
    live = asked("--no-llm", "--record", kept, QUESTION)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    replayed = asked("--no-llm", "--replay", kept, QUESTION, HOME=str(elsewhere))
    assert replayed.findings == live.findings
    assert replayed.answer == live.answer


def secret_home(home: Home) -> str:
    """Fill a home folder whose largest folder has a name that nobody else is to know."""
    secret = f"divorce {uuid.uuid4().hex[:8]}"
    home.file(f"{secret}/letters", drawn_size(700, 800))
    home.file("Videos/film.mkv", drawn_size(300, 400))
    home.file(".cache/pip/http/a", drawn_size(520, 600))
    return secret


def test_the_user_sees_their_folders_and_a_recording_does_not_name_them(home: Home, tmp_path: Path) -> None:
    secret = secret_home(home)
    kept = tmp_path / "it.json"
    live = asked("--no-llm", "--record", str(kept), QUESTION)
    assert told(live, "space.largest").culprit.name == f"~/{secret}"
    text = kept.read_text(encoding="utf-8")
    assert "letters" not in text
    assert secret not in text
    assert "~/Videos" in text, "what every home has may be told"
    replayed = asked("--no-llm", "--replay", str(kept), QUESTION)
    assert told(replayed, "space.largest").culprit.name == "~/… (1)"
    assert replayed.answer == live.answer.replace(f"~/{secret}", "~/… (1)")


def test_no_model_is_given_the_name_of_a_folder_of_the_users_own(home: Home, tmp_path: Path) -> None:
    """The scripted model says again every fact that it is given, and nothing else."""
    secret = secret_home(home)
    data = {"OPTA_DATA": str(tmp_path / "data")}
    assert opta("exam", "--json", "--backend", "scripted:faithful", **data).returncode == 0
    answer = asked("--backend", "scripted:faithful", QUESTION, **data)
    worded = " ".join(part.text for part in answer.parts if part.by == "model")
    assert secret in answer.answer
    assert "pip's cache" in worded
    assert secret not in worded
    assert "room in the home folder" not in worded


def test_a_model_that_talks_on_is_not_told_what_an_earlier_answer_said_of_folders(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = secret_home(home)
    said = asked("--no-llm", QUESTION).answer
    assert secret in said
    messages = (
        ChatMessage(role="user", content=QUESTION),
        ChatMessage(role="assistant", content=said),
        ChatMessage(role="user", content="Thank you. Tell me a joke about ~/Videos"),
    )
    with WireServer(ollama()) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        options = ChatOptions(backend="ollama", model="smol", grounded=False)
        asyncio.run(chat(messages, options, unheard))
        sent = [json.dumps(request.json) for request in server.requests if request.path == "/api/chat"]
    assert sent
    assert "a joke about ~/Videos" in sent[-1], "what the user types themselves is theirs to tell"
    assert "pip cache purge" in sent[-1]
    assert secret not in "".join(sent)


@pytest.mark.parametrize("app", [True, False], ids=["our own window", "another client"])
def test_another_clients_model_is_told_sizes_and_no_names(
    home: Home,
    app: bool,  # noqa: FBT001 - a table's column
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = secret_home(home)
    offered = offer(app=app)

    async def results() -> list[str]:
        context = Context(unheard, offered.session)
        calls = {"diagnose": {"topic": "space_use"}, "ask": {"question": QUESTION}}
        tools = {tool.name: tool for tool in offered.tools}
        async with offered.session:
            return [(await tools[name].call(given, context)).model_dump_json() for name, given in calls.items()]

    monkeypatch.setenv("OPTA_BACKEND", "scripted:down")
    texts = asyncio.run(results())
    for text in texts:
        assert "space.largest" in text
        assert (secret in text) is app


def test_what_was_recorded_without_folders_is_answered_as_not_known() -> None:
    answer = asked("--no-llm", "--replay", str(CALM), QUESTION)
    assert [each.reason for each in answer.unknown if each.signal == "folders"] == [
        "they were not looked for when this recording was made"
    ]
    assert "No disk is full" in answer.answer
    assert answer.cards


def test_names_that_may_be_told_are_names_of_one_part() -> None:
    assert all(Path(name).name == name for name in PUBLIC)
