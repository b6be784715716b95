"""What is kept of conversations, and what survives."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from opta_mcp.conversations import Conversations, HistoryError, UnknownConversation
from opta_mcp.wire.answer import Answer, Part

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from opta_mcp.conversations import Conversations
kept = Conversations(Path(sys.argv[1]))
conversation = kept.start("Why is it slow?")
kept.add(conversation, "user", "Why is it slow?")
answer = kept.begin(conversation, model="smol")
number = 0
while True:
    kept.extend(answer, f"{number} ")
    print(number, flush=True)
    number += 1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


def test_a_conversation_is_read_back_as_it_was_said(path: Path) -> None:
    grounded = Answer(question="?", verdict="healthy", answer="Fine.", parts=(Part(by="rules", text="Fine."),))
    with Conversations(path) as kept:
        identity = kept.start("  Is it\nfine? ")
        kept.add(identity, "user", "Is it fine?")
        answer = kept.begin(identity, model="smol")
        kept.extend(answer, "Fi")
        kept.extend(answer, "ne.")
        kept.finish(answer, grounded=grounded)
    with Conversations(path) as again:
        conversation = again.read(identity)
    assert conversation.title == "Is it fine?"
    assert [(m.role, m.content, m.state) for m in conversation.messages] == [
        ("user", "Is it fine?", "whole"),
        ("assistant", "Fine.", "whole"),
    ]
    assert conversation.messages[1].grounded == grounded


def test_what_had_arrived_survives_kill_9_and_is_marked_partial(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        seen = [int(writer.stdout.readline()) for _ in range(20)]
        writer.send_signal(signal.SIGKILL)
    with Conversations(path) as kept:
        (info,) = kept.list()
        question, answer = kept.read(info.id).messages
    assert question.state == "whole"
    assert answer.state == "partial"
    numbers = [int(n) for n in answer.content.split()]
    assert numbers[:20] == seen
    assert numbers == list(range(len(numbers)))


def test_the_one_spoken_in_last_is_listed_first(path: Path) -> None:
    with Conversations(path) as kept:
        first, second = kept.start("first"), kept.start("second")
        kept.add(first, "user", "again")
        kept.add(first, "user", "and again")
        listed = kept.list()
    assert [info.id for info in listed] == [first, second]
    assert [info.messages for info in listed] == [2, 0]


def test_a_deleted_conversation_leaves_nothing_in_the_file(path: Path) -> None:
    with Conversations(path) as kept:
        identity = kept.start("secret-title-4711")
        kept.add(identity, "user", "secret-text-4711")
        kept.delete(identity)
        with pytest.raises(UnknownConversation):
            kept.read(identity)
    assert b"4711" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_two_processes_may_write_at_once(path: Path) -> None:
    with Conversations(path) as one, Conversations(path) as two:
        a, b = one.start("a"), two.start("b")
        for _ in range(50):
            one.add(a, "user", "x")
            two.add(b, "user", "y")
        assert {info.messages for info in one.list()} == {50}


def test_only_its_owner_may_read_it(path: Path) -> None:
    with Conversations(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_no_history_is_left_as_it_is_and_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("my shopping list, which is long enough to be no database at all " * 20)
    before = path.read_bytes()
    with pytest.raises(HistoryError, match=r"cannot be used: file is not a database") as raised:
        Conversations(path)
    assert str(path) in raised.value.hint
    assert path.read_bytes() == before


def test_a_history_of_a_newer_opta_is_not_touched(path: Path) -> None:
    Conversations(path).close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(HistoryError, match="newer Opta"):
        Conversations(path)


def test_an_unknown_conversation_is_told_with_the_next_step(path: Path) -> None:
    with Conversations(path) as kept, pytest.raises(UnknownConversation, match="opta chat --list"):
        kept.add("nope", "user", "x")


def test_an_answer_whose_making_cannot_be_read_any_more_keeps_its_words(path: Path) -> None:
    with Conversations(path) as kept:
        conversation = kept.start("why")
        kept.add(conversation, "assistant", "Nothing is wrong.")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE message SET grounded = '{\"schema\": 99'")
    with Conversations(path) as kept:
        (message,) = kept.read(conversation).messages
    assert message.content == "Nothing is wrong."
    assert message.grounded is None
