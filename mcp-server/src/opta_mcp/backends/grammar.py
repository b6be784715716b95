"""llama.cpp's grammars: https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md. Standard library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def grammar_of(choices: Sequence[str]) -> str:
    """Return the grammar of exactly these answers; its strings are quoted as JSON's are."""
    return "root ::= " + " | ".join(json.dumps(choice, ensure_ascii=False) for choice in choices)
