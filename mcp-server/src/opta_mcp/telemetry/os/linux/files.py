"""Reading the small files of /proc and /sys, fast."""

from __future__ import annotations

import os

_CHUNK = 1 << 16

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
SECTOR_BYTES = 512
"""Of /proc/diskstats, whatever the disk's own sectors are (kernel: Documentation/admin-guide/iostats.rst)."""


def read(path: str) -> bytes:
    """Return the whole file; raise OSError."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        data = os.read(file, _CHUNK)
        if len(data) == 0:
            return data
        parts = [data]
        while data := os.read(file, _CHUNK):
            parts.append(data)
        return b"".join(parts)
    finally:
        os.close(file)


def read_once(path: str | bytes) -> bytes:
    """Return what one read gives: enough for the files of /proc/PID that are a single record; raise OSError."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, _CHUNK)
    finally:
        os.close(file)


def read_text(path: str) -> str:
    """Return the whole file, stripped; raise OSError."""
    return read(path).decode("utf-8", "replace").strip()


def lines(text: str) -> list[str]:
    """Split at new lines alone: a name may hold any of the other characters that end a line elsewhere."""
    return [line for line in text.split("\n") if line]


def text_or_none(path: str) -> str | None:
    """Return the whole file, stripped; None where it cannot be read."""
    try:
        return read_text(path)
    except OSError:
        return None


def int_or_none(path: str) -> int | None:
    """Return the number that the file holds; None where it holds none or cannot be read."""
    text = text_or_none(path)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def pairs(data: bytes) -> dict[bytes, int]:
    """Read lines of a name and a number, as in vmstat and cpu.stat; a colon after the name is not part of it."""
    found: dict[bytes, int] = {}
    for line in data.splitlines():
        parts = line.split()
        if len(parts) >= 2 and parts[1].lstrip(b"-").isdigit():  # noqa: PLR2004 - a name and a number
            found[parts[0].rstrip(b":")] = int(parts[1])
    return found


def entries(path: str) -> list[str]:
    """Return the names in a folder, in order; none where it cannot be read."""
    try:
        return sorted(os.listdir(path))
    except OSError:
        return []
