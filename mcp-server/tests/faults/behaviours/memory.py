"""What takes memory, or only seems to."""

from __future__ import annotations

import mmap
import os
import random
import signal
import time
from pathlib import Path

from starting import child, ready, wait

PAGE = mmap.PAGESIZE


def hold(size: str) -> None:
    """Hold that many bytes."""
    block = _touched(int(size))
    ready(held=len(block))
    wait()


def family(count: str, size: str) -> None:
    """Hold that many bytes in each of some children, and work a little, as a program with windows does."""
    held = []
    for _ in range(int(count)):
        if child():
            held.append(_touched(int(size)))
            wait()
    time.sleep(0.5)  # until all of them hold it
    ready()
    while True:
        sum(range(100_000))
        time.sleep(0.01)


def grow(bytes_per_s: str, most: str) -> None:
    """Take more memory ten times a second, up to a limit."""
    blocks = [_touched(int(bytes_per_s) // 10)]
    ready()
    while len(blocks) * (int(bytes_per_s) // 10) < int(most):
        time.sleep(0.1)
        blocks.append(_touched(int(bytes_per_s) // 10))
    wait()


def load(size: str, then: str) -> None:
    """Take memory for a second, as one does that opens a document; then keep it, or give it back and begin anew."""
    ready()
    blocks: list[bytearray] = []
    while True:
        for _ in range(10 if then == "keep" else random.randint(2, 10)):  # teeth of no clock's length
            blocks.append(_touched(int(size) // 10))
            time.sleep(0.06)
        if then == "keep":
            wait()
        blocks.clear()
        time.sleep(0.1)


def scan(path: str) -> None:
    """Read a mapped file for the first time, page by page: its pages are no memory of the program's own."""
    size = Path(path).stat().st_size
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), size, prot=mmap.PROT_READ) as mapped:
        ready()
        while True:
            for offset in range(0, size, PAGE):
                mapped[offset]
            mapped.madvise(mmap.MADV_DONTNEED)


def reread(path: str) -> None:
    """Use a mapped file that does not fit into the group's memory, page by page."""
    size = Path(path).stat().st_size
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), size, prot=mmap.PROT_READ) as mapped:
        for offset in range(0, size, PAGE):
            mapped[offset]
        mapped.madvise(mmap.MADV_RANDOM)
        ready()  # only now, with the group's memory full, is anything missed
        while True:
            for offset in range(0, size, PAGE):
                mapped[offset]


def burst(size: str) -> None:
    """Let a child of the same name take more memory than its group may have."""
    if child():
        _touched(int(size))
        os._exit(0)
    _, status = os.wait()
    ready(signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
    wait()


def killed() -> None:
    """Let a child be ended by a signal, as a user ends a program."""
    if child():
        wait()
    victim = int(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text())
    os.kill(victim, signal.SIGKILL)
    os.wait()
    ready()
    wait()


def thrash(size: str) -> None:
    """Use more memory than the group may have, all of it in turn."""
    ready()
    block = _touched(int(size))
    while True:
        for offset in range(0, len(block), PAGE):
            block[offset] = block[offset] + 1 & 127


def park(size: str, rest: str) -> None:
    """Touch memory once, then use only its first part: the rest lies in swap and harms nobody."""
    block = _touched(int(size))
    ready()
    while True:
        for offset in range(0, int(rest), PAGE):
            block[offset] = 1
        time.sleep(0.2)


def fill_swap(limit: str, least: str) -> None:
    """Take memory until swap is full to the last twentieth, then look through all of it, page by page."""
    blocks, taken = [], 0
    while (free := _swap_free()) > int(least) and taken < int(limit):
        step = max(min(free - int(least), 1 << 20), PAGE)
        blocks.append(_touched(step))
        taken += step
    ready(free=_swap_free())
    while True:
        for block in blocks:
            for offset in range(0, len(block), PAGE):
                block[offset]
                time.sleep(0.01)


def anonymous_file(size: str) -> None:
    """Hold a file of memory, which never was on a disk."""
    file = os.memfd_create("scratch")
    os.write(file, b"x" * int(size))
    ready()
    wait()


def _touched(size: int) -> bytearray:
    """Return memory of that many bytes, every page of it really taken; it compresses well."""
    block = bytearray(size)
    for offset in range(0, size, PAGE):
        block[offset] = 1
    return block


def _swap_free() -> int:
    """Return how much room is in swap, in bytes."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("SwapFree:"))
