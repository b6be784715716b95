"""Home folders made by a test, with files that take as much of the disk as they say."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder that is being filled."""

    path: Path

    def file(self, name: str, size_bytes: int) -> Path:
        """Make a file of so many bytes, all of them on the disk though none was written."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size_bytes)
        return path

    def sparse_file(self, name: str, length_bytes: int, size_bytes: int) -> Path:
        """Make a file that says it is long and takes little."""
        path = self.file(name, size_bytes)
        os.truncate(path, length_bytes)
        return path


SURROUNDINGS = ("XDG_", "PIP_", "UV_", "NPM_", "YARN_", "PNPM_", "GO", "CARGO_", "GRADLE_", "CONDA_", "HF_", "OLLAMA_")
"""What variables begin with that move a cache elsewhere: the tester's own are not the test's."""


@contextmanager
def at_home(path: Path) -> Iterator[Home]:
    """Let a folder be the home folder of this process and of those that it starts; what is in it is gone at the end."""
    before = dict(os.environ)
    kept = {name: value for name, value in before.items() if not name.startswith(SURROUNDINGS)}
    os.environ.clear()
    os.environ.update({**kept, "HOME": str(path)})
    try:
        yield Home(path)
    finally:
        os.environ.clear()
        os.environ.update(before)
        for entry in path.iterdir():
            remove(entry)


def remove(path: Path) -> None:
    """Delete what a test made: it takes a GiB, and a test's folder is kept for a look at what failed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
