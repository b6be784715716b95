"""From words on the command line to an exit status: the one place where every error ends.

Exit status: 0 done, whatever the verdict; 1 failed; 2 wrong usage; 130 interrupted. A reader that goes away early
(``opta ask … | head -1``) has what it wanted: that is 0, and silent. ``OPTA_DEBUG=1`` shows the traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from opta_mcp.cli import INTERRUPTED
from opta_mcp.cli.options import parse
from opta_mcp.cli.streams import error_line, prepare_streams, silence_output
from opta_mcp.errors import Interrupted, OptaError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

DONE, FAILED, WRONG_USAGE = 0, 1, 2

OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Importing makes many objects and hardly any garbage; looking for it every 700 objects costs 20 ms of a start."""


def run(given: Sequence[str]) -> int:
    """Parse, run the command, and turn whatever went wrong into two lines and an exit status."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    prepare_streams()
    try:
        return _run(given)
    except BrokenPipeError:
        silence_output()
        return DONE
    except (KeyboardInterrupt, Interrupted) as error:
        _debug(error)
        error_line(str(error) or "Stopped.")
        return INTERRUPTED
    except OptaError as error:
        _debug(error)
        error_line(error.message, error.hint)
        return WRONG_USAGE if isinstance(error, UsageError) else FAILED
    except Exception as error:  # noqa: BLE001  # the terminal's entry: no traceback ever reaches a user
        _debug(error)
        error_line(*_unexpected(error))
        return FAILED


def _run(given: Sequence[str]) -> int:
    arguments = parse(given)
    command: Callable[[Namespace], int] = import_module(f"opta_mcp.cli.commands.{arguments.command}").run
    status = command(arguments)
    if sys.stdout is not None:
        sys.stdout.flush()
    return status


def _unexpected(error: Exception) -> tuple[str, str]:
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror}{where}.", "Mend that and run it again; OPTA_DEBUG=1 shows where it happened."
    first_line = (str(error).splitlines() or [""])[0]
    return (
        f"Opta made a mistake of its own: {type(error).__name__}: {first_line}",
        "OPTA_DEBUG=1 shows where; please report it with what that prints.",
    )


def _debug(error: BaseException) -> None:
    if os.environ.get("OPTA_DEBUG"):
        import traceback  # noqa: PLC0415  # only where it was asked for

        traceback.print_exception(error)
