"""Words that can only be a program's name by how they are written: notes-sync, gnome-shell, kworker_u8."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from opta_mcp.advise.clauses import meanings_by_word
from opta_mcp.advise.vocabulary import FUNCTION_WORDS, OF_COMPOUNDS

if TYPE_CHECKING:
    from opta_mcp.advise.clauses import Clause

WRITTEN = re.compile(r"[a-z][a-z0-9]+(?:[-_][a-z0-9]{2,})+")
"""How people write what the list of processes shows, and seldom anything else."""

DETERMINERS = frozenset(
    {"a", "an", "the", "my", "your", "our", "any", "some", "no", "this", "that", "in", "new", "very"}
)
"""After one of these a word with a hyphen is a thing or its property: my dual-boot, a second-hand laptop."""


def called_in(clauses: tuple[Clause, ...]) -> frozenset[str]:
    """Return the words that name a program by how they are written, whether one of that name runs or not."""
    words = ((before, word) for clause in clauses for before, word in pairwise(("", *clause.words)))
    return frozenset(word for before, word in words if before not in DETERMINERS and _is_written_so(word))


def _is_written_so(word: str) -> bool:
    parts = re.split("[-_]", word)
    ordinary = OF_COMPOUNDS | FUNCTION_WORDS
    known = meanings_by_word().keys()
    return bool(WRITTEN.fullmatch(word)) and ordinary.isdisjoint(parts) and not all(part in known for part in parts)
