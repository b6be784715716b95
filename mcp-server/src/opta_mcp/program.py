"""The program that this is, and how it starts a child of its own.

In an environment that is Python with a module's name. A frozen bundle has no Python beside it: there the program itself
is started again, with the module's name after a switch, and `opta_mcp.__main__` runs that instead.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence

SWITCH: Final = "--child"
_LIBRARY_PATH: Final = "LD_LIBRARY_PATH"


def is_frozen() -> bool:
    """Say whether this is a bundle, with no Python beside it."""
    return bool(getattr(sys, "frozen", False))


def name() -> str:
    """Return what this program is called, without a system's ending: in an environment, what Python is."""
    return PurePath(sys.executable).stem


def child_command(module: str) -> tuple[str, ...]:
    """Return what runs a module's `main` in a child; `-P` keeps the current folder's modules out."""
    if is_frozen():
        return (sys.executable, SWITCH, module)
    return (sys.executable, "-P", "-m", module)


def child_asked_for(arguments: Sequence[str]) -> str | None:
    """Return the module that the process was started to run as a child, if it was: one of ours, and nobody else's."""
    match arguments:
        case [switch, module] if switch == SWITCH and module.startswith(f"{__package__}."):
            return module
    return None


def run(module: str) -> int:
    """Be what a module's `main` does; return its exit status."""
    main: Callable[[], int | None] = import_module(module).main
    return main() or 0


def give_back_library_path(environ: MutableMapping[str, str] = os.environ) -> None:
    """Undo what a bundle's loader set for itself: browsers and servers that Opta starts need their own libraries."""
    if is_frozen() and _LIBRARY_PATH in environ:
        before = environ.pop(f"{_LIBRARY_PATH}_ORIG", "")
        del environ[_LIBRARY_PATH]
        if before:
            environ[_LIBRARY_PATH] = before
