"""Whether every name is a finding's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from opta_mcp.words.reading import plain
from opta_mcp.words.sentence import Objection
from opta_mcp.words.stems import stem

if TYPE_CHECKING:
    from opta_mcp.words.facts import Facts
    from opta_mcp.words.sentence import Sentence

_NAME: Final = re.compile(
    r"(?<!\w)(?:/[\w.+-]+(?:/[\w.+-]+)*|[A-Za-z]+(?:[-_][\w.]+)*[-_]\w*\d\w*|[A-Za-z][\w-]*\.\w{2,4}\b|[A-Za-z]+\d\w*"
    r"|[a-z]+[A-Z]\w*)"
)
_CAPITAL: Final = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+\w*")


def are_known(sentence: Sentence, facts: Facts) -> Objection | None:
    """Object to what is written like a name and is none that a finding knows."""
    text = facts.names.marked(plain(sentence.body))
    for pattern in (_NAME, _CAPITAL):
        for found in pattern.finditer(text):
            if stem(found.group().lower()) not in facts.vocabulary:
                return Objection("names", f"no finding names {found.group()}")
    return None
