"""Which cards a question is about.

The question is the document and each card brings its query, in SQLite's full text language (words that mean something
together, phrases, stems by Porter), so a card is found because its words are there, not because it was the nearest of
all: a question that no card is about finds none. Among those found, the one that explains most of the question's words
comes first.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from opta_mcp.knowledge.card import cards

if TYPE_CHECKING:
    from opta_mcp.knowledge.card import Card

LONGEST_QUESTION = 2_000
"""Characters of a question that are looked at."""

_MARK = "\x01"
_TABLE = "CREATE VIRTUAL TABLE asked USING fts5(question, tokenize = \"porter unicode61 tokenchars '_'\")"
_MATCHED = "SELECT highlight(asked, 0, char(1), '') FROM asked WHERE asked MATCH ?"  # char(1) is _MARK


def find(question: str, most: int = 1) -> tuple[Card, ...]:
    """Return the cards that a question is about, the best first; empty where there is none."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute(_TABLE)
        database.execute("INSERT INTO asked VALUES (?)", (question[:LONGEST_QUESTION].replace(_MARK, " "),))
        scored = [(_words_matched(database, card), card) for card in cards()]
    finally:
        database.close()
    found = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return tuple(card for _, card in found[:most])


def _words_matched(database: sqlite3.Connection, card: Card) -> int:
    row = database.execute(_MATCHED, (card.match,)).fetchone()
    return row[0].count(_MARK) if row else 0
