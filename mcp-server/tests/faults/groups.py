"""Control groups of our own, of version 1 or 2, whichever has the controller."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .ground import NotPossible
from .processes import alive, end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Controller = Literal["cpu", "memory", "pids", "blkio", "freezer"]


@cache
def hierarchies() -> Mapping[str, Path]:
    """Return where each controller's tree is mounted; version 2 under the name ``unified``."""
    found: dict[str, Path] = {}
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, path, kind, options, *_ = line.split()
        if kind == "cgroup2":
            found["unified"] = Path(path)
        elif kind == "cgroup":
            found |= dict.fromkeys(options.split(","), Path(path))
    return found


def is_unified(controller: Controller) -> bool:
    """Whether version 2 has the controller."""
    return controller not in hierarchies()


@contextmanager
def group(controller: Controller, settings: Mapping[str, str]) -> Iterator[Path]:
    """Make a group with these files written, and remove it, ending whoever is left in it.

    Raises NotPossible where there is no such controller or no right to it.
    """
    base = _base(controller)
    path = base / f"opta-fault-{secrets.token_hex(4)}"
    try:
        path.mkdir()
        for name, value in settings.items():
            (path / name).write_text(value)
    except OSError as error:
        with suppress(OSError):
            path.rmdir()
        raise NotPossible(f"no right to a control group: {error}") from error
    try:
        yield path
    finally:
        _remove(path)


def _base(controller: Controller) -> Path:
    if controller in hierarchies():
        return hierarchies()[controller]
    unified = hierarchies().get("unified")
    name = "io" if controller == "blkio" else controller
    with suppress(OSError):
        if unified and name in (unified / "cgroup.subtree_control").read_text().split():
            return unified
    raise NotPossible(f"this machine offers no control groups for {controller}")


def _remove(path: Path) -> None:
    for _ in range(100):
        with suppress(OSError):
            path.rmdir()
            return
        with suppress(OSError):
            for pid in map(int, (path / "cgroup.procs").read_text().split()):
                if alive(pid):
                    end(pid)
        time.sleep(0.05)
