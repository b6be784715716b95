"""The history of conversations, in one SQLite file that only its owner may read.

Each piece of an answer is committed as it comes, so that whatever ends the process (kill -9 too) loses nothing that had
arrived; an answer whose end never came stays ``partial``, and readers mark it.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from opta_mcp.errors import OptaError
from opta_mcp.wire.answer import Answer
from opta_mcp.wire.history import Conversation, ConversationInfo, StoredMessage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from opta_mcp.wire.chat import Role
    from opta_mcp.wire.history import MessageState

VERSION = 1
TITLE_LENGTH = 80
BUSY_SECONDS = 1.0
"""A piece of an answer is written in less than a millisecond; whoever holds the file longer is not one of ours."""

SCHEMA = """
CREATE TABLE conversation (id TEXT PRIMARY KEY, title TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
    role TEXT NOT NULL, content TEXT NOT NULL, state TEXT NOT NULL, model TEXT NOT NULL,
    grounded TEXT, at TEXT NOT NULL
);
CREATE INDEX message_of ON message(conversation_id, id);
"""

LIST = """
SELECT c.id, c.title, c.updated_at, COUNT(m.id) AS messages
FROM conversation c LEFT JOIN message m ON m.conversation_id = c.id
GROUP BY c.id ORDER BY c.updated_at DESC, MAX(m.id) DESC, c.rowid DESC
"""

REST = "UPDATE message SET grounded = COALESCE(?, grounded), model = COALESCE(?, model) WHERE id = ?"
FINISH = "UPDATE message SET state = ?, grounded = COALESCE(?, grounded), model = COALESCE(?, model) WHERE id = ?"
"""An answer that is stopped keeps what is known of it."""


class HistoryError(OptaError):
    """The history file cannot be used; conversations go on without it."""

    code = "history"


class UnknownConversation(OptaError):
    """No conversation has this id."""

    code = "history.unknown"


class Conversations:
    """The kept conversations; several processes may have the same file open."""

    def __init__(self, path: Path) -> None:
        """Open, or make, the file; raise HistoryError where it is not one of ours."""
        self.path = path
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = _connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def start(self, title: str) -> str:
        """Begin a conversation named after its first question; return its id."""
        identity = uuid.uuid4().hex
        self._write("INSERT INTO conversation VALUES (?, ?, ?)", identity, _title(title), _now())
        return identity

    def add(  # noqa: PLR0913 - one column each
        self,
        conversation_id: str,
        role: Role,
        content: str,
        *,
        state: MessageState = "whole",
        model: str = "",
        grounded: Answer | None = None,
    ) -> int:
        """Keep a message; return its id, with which a partial one is extended and finished."""
        self._known(conversation_id)
        with self._told(), self._database:
            row = self._database.execute(
                "INSERT INTO message (conversation_id, role, content, state, model, grounded, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (conversation_id, role, content, state, model, _json(grounded), _now()),
            )
            self._touch(conversation_id)
        return int(row.lastrowid or 0)

    def begin(self, conversation_id: str, *, model: str = "") -> int:
        """Open an answer that is about to come; it is partial until it is finished."""
        return self.add(conversation_id, "assistant", "", state="partial", model=model)

    def extend(self, message_id: int, text: str) -> None:
        """Keep a piece of an answer as soon as it has come."""
        self._write("UPDATE message SET content = content || ? WHERE id = ?", text, message_id)

    def rest(self, message_id: int, grounded: Answer | None = None, model: str | None = None) -> None:
        """Say what an answer rests on, and who speaks, as soon as that is known."""
        self._write(REST, _json(grounded), model, message_id)

    def finish(
        self, message_id: int, state: MessageState = "whole", grounded: Answer | None = None, model: str | None = None
    ) -> None:
        """Say how an answer ended, and what is known of it by now."""
        self._write(FINISH, state, _json(grounded), model, message_id)

    def list(self) -> tuple[ConversationInfo, ...]:
        """All conversations, the one spoken in last first."""
        with self._told():
            return tuple(ConversationInfo(**dict(row)) for row in self._database.execute(LIST))

    def read(self, conversation_id: str) -> Conversation:
        """One conversation, whole; raise UnknownConversation where there is none."""
        title = self._known(conversation_id)
        query = "SELECT * FROM message WHERE conversation_id = ? ORDER BY id"
        with self._told():
            rows = self._database.execute(query, (conversation_id,)).fetchall()
        return Conversation(id=conversation_id, title=title, messages=tuple(map(_message, rows)))

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation for good."""
        self._known(conversation_id)
        self._write("DELETE FROM conversation WHERE id = ?", conversation_id)

    def _known(self, conversation_id: str) -> str:
        with self._told():
            row = self._database.execute("SELECT title FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
        if row is None:
            raise UnknownConversation(
                f"There is no conversation {conversation_id[:TITLE_LENGTH]!r}.",
                hint="`opta chat --list` shows those that are kept.",
            )
        return str(row["title"])

    def _touch(self, conversation_id: str) -> None:
        self._database.execute("UPDATE conversation SET updated_at = ? WHERE id = ?", (_now(), conversation_id))

    def _write(self, statement: str, *values: object) -> None:
        with self._told(), self._database:
            self._database.execute(statement, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise HistoryError(
                f"The history {self.path.name} cannot be used: {reason}.",
                hint=f"Conversations go on without it. To begin a new one, move {_shown(self.path)} away.",
            ) from error


def _shown(path: Path) -> str:
    """Return where the file is, the home folder as ~, since what is told here may leave this computer."""
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _connect(path: Path) -> sqlite3.Connection:
    # Made here, not by SQLite, so that it is never readable by others, not even for a moment.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        database.row_factory = sqlite3.Row
        # A write-ahead log survives the end of the process at any instant, and readers never wait for a writer.
        database.execute("PRAGMA journal_mode = WAL")
        # Safe against the end of the process at any instant; only a power cut may take the last words.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA secure_delete = ON")
        _migrate(database)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _migrate(database: sqlite3.Connection) -> None:
    with database:
        database.execute("BEGIN IMMEDIATE")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise sqlite3.DatabaseError("it was written by a newer Opta")
        if version == 0:
            for statement in SCHEMA.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {VERSION}")


def _message(row: sqlite3.Row) -> StoredMessage:
    return StoredMessage(
        id=row["id"],
        role=row["role"],
        content=row["content"],
        state=row["state"],
        model=row["model"],
        grounded=_answer(row["grounded"]),
        at=row["at"],
    )


def _answer(text: str | None) -> Answer | None:
    """Return what an answer was made of; none where that cannot be read any more: its words are kept beside it."""
    try:
        return Answer.model_validate_json(text) if text else None
    except ValueError:
        return None


def _json(answer: Answer | None) -> str | None:
    return answer.model_dump_json(by_alias=True) if answer else None


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
