"""Small file systems of our own, in a file, mounted over a loop device."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .ground import NotPossible, drawn_name

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIES = 50


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=30)
    if done.returncode:
        raise NotPossible(f"{command[0]}: {done.stderr.strip() or done.returncode}")


@contextmanager
def small_disk(size: int, *options: str) -> Iterator[Path]:
    """Mount an empty ext4 of that many bytes under a drawn name; ``options`` go to mkfs.ext4.

    Raises NotPossible without root, loop devices or mkfs.
    """
    if os.geteuid() != 0:
        raise NotPossible("mounting needs root")
    with tempfile.TemporaryDirectory(prefix="opta-fault-", ignore_cleanup_errors=True) as folder:
        image, path = Path(folder) / "image", Path(folder) / drawn_name()
        path.mkdir()
        with image.open("wb") as file:
            file.truncate(size)
        try:
            _run("mkfs.ext4", "-q", "-F", *options, image)
            _run("mount", "-o", "loop", image, path)
        except FileNotFoundError as error:
            raise NotPossible(f"{error.filename} is not installed") from error
        try:
            yield path
        finally:
            _unmount(path)


def _unmount(path: Path) -> None:
    for attempt in range(TRIES):
        try:
            _run("umount", path)
        except NotPossible:
            if attempt == TRIES - 1:
                raise
            time.sleep(0.1)
        else:
            return


def real_folder() -> Path:
    """Return a folder on a disk, not in memory, where files may be written."""
    for candidate in (Path(tempfile.gettempdir()), Path("/var/tmp"), Path.home()):  # noqa: S108  # on a disk, if one is
        if os.access(candidate, os.W_OK) and _device(candidate)[0] != 0:
            return candidate
    raise NotPossible("no folder on a disk may be written to")


def _device(path: Path) -> tuple[int, int]:
    device = path.stat().st_dev
    return os.major(device), os.minor(device)


def device_number(path: Path) -> str:
    """Return the block device under a path as the kernel writes it: 254:0."""
    major, minor = _device(path)
    return f"{major}:{minor}"
