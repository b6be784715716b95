"""The terminal's transport: `opta`.

Everything but the version is behind a second import, since a person who asks for the version waits for nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from opta_mcp import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence


INTERRUPTED = 130
"""What a shell gives back for a program that Ctrl-C ended."""


def main(given: Sequence[str] | None = None) -> int:
    """Run `opta` with these arguments, or the process's own, and return its exit status."""
    words = list(sys.argv[1:] if given is None else given)
    if words == ["--version"] and sys.stdout is not None:
        sys.stdout.write(f"opta {__version__}\n")
        return 0
    try:
        from opta_mcp.cli.entry import run  # noqa: PLC0415  # keeps `--version` light
    except KeyboardInterrupt:  # pressed while it still begins, before there is anybody else to say so
        if sys.stderr is not None:
            sys.stderr.write("opta: Stopped.\n")
        return INTERRUPTED
    return run(words)
