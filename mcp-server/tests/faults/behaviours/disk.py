"""What reads, writes and keeps files."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from starting import ready, wait


def read(path: str) -> None:
    """Read a file from its beginning to its end, then stay. Its pages are not copied: they only come into memory."""
    with Path(path).open("rb") as file, Path(os.devnull).open("wb") as nowhere:
        offset = 0
        while part := os.sendfile(nowhere.fileno(), file.fileno(), offset, 1 << 26):
            offset += part
        ready()
        wait()


def write_synced(path: str, size: str) -> None:
    """Write blocks to a file and wait for the disk after each."""
    block = b"x" * int(size)
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    ready()
    while True:
        os.pwrite(file, block, 0)
        os.fdatasync(file)


def fill(path: str, bytes_per_s: str) -> None:
    """Write to a file at a steady rate until the disk is full, then stay."""
    block = b"x" * (int(bytes_per_s) // 20)
    with Path(path).open("wb", buffering=0) as file, contextlib.suppress(OSError):
        ready()
        while True:
            file.write(block)
            os.fsync(file.fileno())
            time.sleep(0.05)
    wait()


def append(path: str) -> None:
    """Write to a file, which never ends while its file system is frozen."""
    ready()
    with Path(path).open("ab", buffering=0) as file:
        while True:
            file.write(b"x")
            os.fsync(file.fileno())


def deleted(path: str, size: str) -> None:
    """Hold a file open that has no name any more."""
    with Path(path).open("wb", buffering=0) as file:
        block = b"x" * (1 << 20)
        file.writelines(block for _ in range(int(size) >> 20))
        Path(path).unlink()
        ready()
        wait()
