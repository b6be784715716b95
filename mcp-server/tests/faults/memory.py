"""Faults of memory. What runs out does so inside a control group; the machine itself always has room."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from .ground import Fault, NotPossible, drawn_size
from .groups import group, is_unified
from .mounts import real_folder
from .processes import START_S, left_alone, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MIB = 1 << 20
MUCH_CACHE_RATIO = 0.6
READ_BYTES_PER_S = 400 * MIB
"""As slowly as a slow machine fills its memory with cache."""
ZRAM = Path("/sys/block/zram0")
UNDO_TRIES = 50


@contextmanager
def holder(size: int = 0) -> Iterator[Fault]:
    """No fault, and the answer to "what eats my RAM?": a program that holds much memory; ``amount`` in bytes."""
    size = size or drawn_size(1400, 2200)
    with program("hold", size) as running:
        yield Fault("memory.top", running.name, running.pid, running.members, amount=size)


@contextmanager
def leak(bytes_per_s: int = 0) -> Iterator[Fault]:
    """A program that takes more and more; ``amount`` in bytes per second."""
    rate = bytes_per_s or drawn_size(30, 60)
    with program("grow", rate, 1500 * MIB) as running:
        yield Fault("memory.growing", running.name, running.pid, running.members, amount=rate)


@contextmanager
def sawtooth() -> Iterator[Fault]:
    """No fault: a program that takes memory and gives it back."""
    with program("load", drawn_size(150, 250), "begin anew") as running:
        yield Fault("memory.growing", running.name, running.pid, running.members)


@contextmanager
def page_cache(size: int) -> Iterator[Fault]:
    """No fault: memory full of a file's pages, by reading one that has no blocks; ``amount`` in bytes."""
    with tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder()) as folder:
        path = Path(folder) / "sparse"
        with path.open("wb") as file:
            file.truncate(size)
        with program("read", path, start_s=START_S + size / READ_BYTES_PER_S):
            yield Fault("memory.short", amount=size)


@contextmanager
def full_of_cache() -> Iterator[Fault]:
    """No fault: memory full of a file's pages, which anybody gets who wants them; ``amount`` in bytes.

    As full as the kernel lets it be, which is nine tenths, or less where it gives pages back that nobody looks at.
    """
    left_alone()
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with page_cache(int(total * 0.95)) as fault:
        if _cached() < MUCH_CACHE_RATIO * total:
            raise NotPossible(f"no more than {_cached() / total:.0%} of memory can be filled with cache here")
        yield fault


def _cached() -> int:
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Cached:"))


@contextmanager
def _limited(size: int, *, swaps: bool = True) -> Iterator[Path]:
    if is_unified("memory"):
        settings = {"memory.max": str(size)} | ({} if swaps else {"memory.swap.max": "0"})
    else:
        settings = {"memory.limit_in_bytes": str(size)} | ({} if swaps else {"memory.swappiness": "0"})
    with group("memory", settings) as path:
        yield path


def _write_uncached(path: Path, size: int) -> None:
    """Write a file and forget its pages, so that whoever reads it has them charged to its own group."""
    with path.open("wb") as file:
        file.write(bytes(size))
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def group_limit() -> Iterator[Fault]:
    """A program whose group may hold less memory than it works with; ``amount`` is the limit in bytes."""
    limit = drawn_size(50, 70)
    with _limited(limit) as path, tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder()) as folder:
        file = Path(folder) / "data"
        _write_uncached(file, 3 * limit)
        with program("reread", file, groups=[path]) as running:
            yield Fault("memory.limit", running.name, running.pid, running.members, amount=limit)


@contextmanager
def idle_at_limit() -> Iterator[Fault]:
    """No fault: a group whose memory is full of cache that nobody needs."""
    limit = drawn_size(50, 70)
    with _limited(limit) as path, tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder()) as folder:
        file = Path(folder) / "data"
        with file.open("wb") as sparse:
            sparse.truncate(3 * limit)
        with program("read", file, groups=[path]) as running:
            yield Fault("memory.limit", running.name, running.pid, running.members, amount=limit)


@contextmanager
def out_of_memory() -> Iterator[Fault]:
    """The kernel ended a program that took more than its group may have.

    It happens between two looks only if it happens inside the block: ``burst`` has done so when the block begins, and
    the kernel's log tells when.
    """
    with _limited(60 * MIB, swaps=False) as path, program("burst", 120 * MIB, groups=[path]) as running:
        if not running.told.get("signal"):
            raise NotPossible("the group let the program take more than its limit")
        yield Fault("memory.oom", running.name, None, running.members)


@contextmanager
def swap(size: int = 256 * MIB) -> Iterator[Path]:
    """Turn on some swap where there is none; compressed memory, else a file. NotPossible where neither can be."""
    with ExitStack() as stack:
        device = _zram(stack, size) or _swap_file(stack, size)
        _command("swapon", device)
        stack.callback(_patiently, lambda: _command("swapoff", device))
        yield device


def _zram(stack: ExitStack, size: int) -> Path | None:
    with suppress(OSError):
        lock = stack.enter_context((Path(tempfile.gettempdir()) / "opta-fault-zram.lock").open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # two runs beside each other: the second takes a file
        if (ZRAM / "disksize").read_text().strip() != "0":
            return None
        (ZRAM / "disksize").write_text(str(size))
        stack.callback(_patiently, lambda: (ZRAM / "reset").write_text("1"))
        _command("mkswap", "/dev/zram0")
        return Path("/dev/zram0")
    return None


def _patiently(undo: Callable[[], object]) -> None:
    """Give back what was taken; pages on their way, or whoever looks at new devices, may hold it for a moment."""
    for attempt in range(UNDO_TRIES):
        try:
            undo()
        except (OSError, NotPossible):
            if attempt == UNDO_TRIES - 1:
                raise
            time.sleep(0.1)
        else:
            return


def _swap_file(stack: ExitStack, size: int) -> Path:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder()))
    path = Path(folder) / "swap"
    with path.open("wb") as file:
        path.chmod(0o600)
        for _ in range(size // MIB):
            file.write(bytes(MIB))
    _command("mkswap", path)
    return path


def _command(*command: object) -> None:
    try:
        subprocess.run([str(part) for part in command], capture_output=True, check=True, timeout=30)
    except FileNotFoundError as error:
        raise NotPossible(f"{error.filename} is not installed") from error
    except subprocess.CalledProcessError as error:
        raise NotPossible(f"{command[0]}: {error.stderr.decode(errors='replace').strip()}") from error


@contextmanager
def thrash() -> Iterator[Fault]:
    """A program that works with more memory than its group may hold, so that it lives from swap."""
    limit = drawn_size(60, 90)
    with swap(), _limited(limit) as path, program("thrash", limit * 2, groups=[path]) as running:
        yield Fault("memory.thrash", running.name, running.pid, running.members, amount=limit)


@contextmanager
def swap_full() -> Iterator[Fault]:
    """A program whose memory fills swap and is needed; ``amount`` is the size of swap in bytes."""
    limit, size = drawn_size(50, 70), 64 * MIB
    with swap(size), _limited(limit) as path:
        if (there := psutil.swap_memory().total) > 2 * size:
            raise NotPossible(f"this machine has {there / 2**30:.1f} GiB of swap, too much to fill for a test")
        with program("fill_swap", limit + 2 * size, size // 20, groups=[path]) as running:
            if running.told["free"] > size // 12:
                raise NotPossible("the group may not use all of swap")
            yield Fault("memory.swap_full", running.name, running.pid, running.members, amount=size)


@contextmanager
def parked_in_swap() -> Iterator[Fault]:
    """No fault: memory that nobody has used for a while lies in swap."""
    limit = drawn_size(60, 90)
    with swap(), _limited(limit) as path, program("park", limit * 2, limit // 8, groups=[path]) as running:
        yield Fault("memory.swap_idle", running.name, running.pid, running.members, amount=limit)


@contextmanager
def anonymous_file() -> Iterator[Fault]:
    """No fault: a file without a name that never was on a disk."""
    with program("anonymous_file", drawn_size(550, 650)) as running:
        yield Fault("disk.deleted", running.name, running.pid, running.members)


@contextmanager
def load_then_stop() -> Iterator[Fault]:
    """No fault: a program that takes memory for a second and then no more."""
    with program("load", drawn_size(150, 250), "keep") as running:
        yield Fault("memory.growing", running.name, running.pid, running.members)


@contextmanager
def mapped_file() -> Iterator[Fault]:
    """No fault: a program that reads a mapped file, whose pages are not its own."""
    size = drawn_size(150, 250)
    with tempfile.TemporaryDirectory(prefix="opta-fault-", dir=real_folder()) as folder:
        file = Path(folder) / "data"
        _write_uncached(file, size)
        with program("scan", file) as running:
            yield Fault("memory.growing", running.name, running.pid, running.members)


@contextmanager
def first_reading() -> Iterator[Fault]:
    """No fault: the same, told of memory that is short: pages are fetched that never were thrown out."""
    with mapped_file() as fault:
        yield replace(fault, kind="memory.thrash")


@contextmanager
def ended_by_signal() -> Iterator[Fault]:
    """No fault: a program that somebody ended."""
    with program("killed") as running:
        yield Fault("memory.oom", running.name, running.pid, running.members)
