"""`opta gate`: what the sentence gate keeps of sentences about given findings, JSON lines in and out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from opta_mcp.words.facts import known_rules
from opta_mcp.words.gate import run as decide

if TYPE_CHECKING:
    from argparse import Namespace


def run(_arguments: Namespace) -> int:
    """Read standard input to its end; raise `UsageError` for a line that is no situation."""
    for line in decide(sys.stdin, known_rules()):
        sys.stdout.write(f"{line}\n")
    return 0
