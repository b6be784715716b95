"""Standard output and standard error, whatever they are connected to."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TextIO


def prepare_streams() -> None:
    """Make sure that no character can fail to be written, and that both streams exist."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # lives as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # lives as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def silence_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream.fileno() in (1, 2):
            os.dup2(nowhere, stream.fileno())


def error_line(message: str, hint: str = "") -> None:
    """Say what happened and the next step on standard error, where somebody still reads it."""
    glyph = "\x1b[31mopta:\x1b[0m" if wants_colour(sys.stderr) else "opta:"
    try:
        sys.stdout.flush()
        sys.stderr.write(f"{glyph} {message}\n" + (f"  {hint}\n" if hint else ""))
        sys.stderr.flush()
    except OSError:
        silence_output()


def wants_colour(stream: TextIO) -> bool:
    """Say whether to colour: on a terminal that can, unless NO_COLOR asks for none (https://no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and _understands_codes())


def writes_unicode(stream: TextIO) -> bool:
    """Say whether a stream can carry the few glyphs that Opta uses."""
    return (stream.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "cp65001")


def _understands_codes() -> bool:
    """Say whether the terminal takes colours as ECMA-48 writes them, which the old Windows console does not."""
    if sys.platform == "win32":
        return bool(os.environ.get("WT_SESSION") or os.environ.get("TERM"))
    return os.environ.get("TERM") != "dumb"
