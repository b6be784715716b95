"""Faults of disks, each on a small file system of its own."""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .ground import Fault, NotPossible, drawn_size
from .groups import group, is_unified
from .mounts import device_number, real_folder, small_disk
from .processes import program, until

if TYPE_CHECKING:
    from collections.abc import Iterator

MIB = 1 << 20
NO_RESERVE = ("-m", "0")


def _fill(path: Path, leave: int = 0) -> None:
    """Write zeros into one file until nothing, or only that many bytes, can be written."""
    block = bytes(MIB)
    with (path / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(block)
    if leave:
        with (path / "filler").open("r+b") as file:
            file.truncate(max(0, file.seek(0, 2) - leave))


@contextmanager
def full() -> Iterator[Fault]:
    """A disk with nothing left."""
    with small_disk(drawn_size(96, 160), *NO_RESERVE) as path:
        _fill(path)
        yield Fault("disk.full", path.name, mount=str(path))


@contextmanager
def no_inodes() -> Iterator[Fault]:
    """A disk with room left and no file more to be made."""
    with small_disk(drawn_size(64, 96), *NO_RESERVE, "-N", str(random.randint(400, 700))) as path:
        with suppress(OSError):
            for number in range(2000):
                (path / f"{number}").touch()
        yield Fault("disk.inodes", path.name, mount=str(path))


@contextmanager
def reserve_only() -> Iterator[Fault]:
    """A disk on which only the system's reserve is left."""
    size = drawn_size(300, 400)
    with small_disk(size, "-m", "10") as path:
        free = size
        block = bytes(MIB)
        with (path / "filler").open("wb", buffering=0) as file:
            while free > MIB and file.write(block):
                free = _available(path)
        yield Fault("disk.reserve", path.name, mount=str(path))


def _available(path: Path) -> int:
    use = os.statvfs(path)
    return use.f_bavail * use.f_frsize


@contextmanager
def filling() -> Iterator[Fault]:
    """A program that will have filled a disk within the minute; ``amount`` in bytes per second."""
    rate = drawn_size(6, 9)
    with small_disk(500 * MIB, *NO_RESERVE) as path, program("fill", path / "log", rate) as running:
        yield Fault("disk.filling", running.name, running.pid, running.members, str(path), rate)


@contextmanager
def deleted() -> Iterator[Fault]:
    """A program that holds a file open which has no name any more; ``amount`` in bytes."""
    size = drawn_size(520, 620)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder()))
        running = stack.enter_context(program("deleted", Path(folder) / "log", size))
        yield Fault("disk.deleted", running.name, running.pid, running.members, amount=size)


@contextmanager
def stalled() -> Iterator[Fault]:
    """A program that waits for the disk nearly all the time, since the disk may write only 1 MiB a second for it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder())))
        limit = f"{device_number(folder)} "
        settings = {"blkio.throttle.write_bps_device": f"{limit}{MIB}"}
        if is_unified("blkio"):
            settings = {"io.max": f"{limit}wbps={MIB}"}
        path = stack.enter_context(group("blkio", settings))
        running = stack.enter_context(program("write_synced", folder / "data", MIB, groups=[path]))
        until(running.pid, "D")
        yield Fault("disk.stall", running.name, running.pid, running.members, amount=MIB)


@contextmanager
def frozen() -> Iterator[Fault]:
    """A program that waits for a file system which does not answer."""
    with small_disk(64 * MIB) as path, program("append", path / "log") as running:
        _freeze("-f", path)
        try:
            until(running.pid, "D")
            yield Fault("process.stuck", running.name, running.pid, running.members, str(path))
        finally:
            _freeze("-u", path)


def _freeze(how: str, path: Path) -> None:
    try:
        subprocess.run(["fsfreeze", how, str(path)], check=True, capture_output=True, timeout=30)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise NotPossible(f"file systems cannot be frozen here: {error}") from error


@contextmanager
def full_speed() -> Iterator[Fault]:
    """No fault: a program that writes and waits, as fast as the disk can."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder())))
        running = stack.enter_context(program("write_synced", folder / "data", MIB // 8))
        yield Fault("disk.stall", running.name, running.pid, running.members)


@contextmanager
def read_only() -> Iterator[Fault]:
    """No fault: a full disk that nobody could write to anyway."""
    with small_disk(64 * MIB, *NO_RESERVE) as path:
        _fill(path)
        try:
            subprocess.run(["mount", "-o", "remount,ro", str(path)], check=True, capture_output=True, timeout=30)
        except subprocess.CalledProcessError as error:
            raise NotPossible(f"it cannot be mounted read-only: {error.stderr!r}") from error
        yield Fault("disk.full", path.name, mount=str(path))


@contextmanager
def full_with_inodes() -> Iterator[Fault]:
    """A full disk, and no fault of its numbers for files, of which many are left."""
    with full() as fault:
        yield replace(fault, kind="disk.inodes")


@contextmanager
def reserve_with_room() -> Iterator[Fault]:
    """No fault: a disk with a reserve and room beside it."""
    with small_disk(200 * MIB, "-m", "10") as path:
        yield Fault("disk.reserve", path.name, mount=str(path))


@contextmanager
def filling_with_room() -> Iterator[Fault]:
    """No fault: a program that writes to a disk which has room for many minutes of it."""
    with small_disk(500 * MIB, *NO_RESERVE) as path, program("fill", path / "log", MIB // 2) as running:
        yield Fault("disk.filling", running.name, running.pid, running.members, str(path))
