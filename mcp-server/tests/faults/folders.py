"""Home folders on a disk that is nearly full: with something that can go, and with nothing that can."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.homes import MIB, at_home

from .ground import Fault, drawn_size
from .mounts import small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_RESERVE = ("-m", "0")
DISK = 1200 * MIB


@contextmanager
def cache_on_full_disk() -> Iterator[Fault]:
    """A nearly full disk on which a package manager's cache takes half of the room; ``amount`` is its size."""
    size = drawn_size(540, 640)
    with small_disk(DISK, *NO_RESERVE) as path, at_home(path) as home:
        home.file(".cache/pip/http/body", size)
        home.file("Videos/film.mkv", _left(path) - 40 * MIB)
        yield Fault("space.caches", "pip's cache", amount=size)


@contextmanager
def films_on_full_disk() -> Iterator[Fault]:
    """No fault of caches: the same disk, as full of what the user keeps."""
    with small_disk(DISK, *NO_RESERVE) as path, at_home(path) as home:
        home.file(".cache/pip/http/body", drawn_size(20, 40))
        home.file("Videos/film.mkv", _left(path) - 40 * MIB)
        yield Fault("space.caches", "pip's cache")


def _left(path: Path) -> int:
    use = os.statvfs(path)
    return use.f_bavail * use.f_frsize
