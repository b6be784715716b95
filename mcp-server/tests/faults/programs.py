"""What a fault's own process does; run as ``NAME programs.py BEHAVIOUR ARGUMENTS`` and only with the standard library.

The process leaves its parent, joins the control groups it is told to, says ``ready`` and its pid as one JSON line, and
ends by itself after ``LIFE_S`` should nobody end it before.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import mmap
import os
import random
import resource
import signal
import sys
import threading
import time
from pathlib import Path

LIFE_S = 90
PAGE = mmap.PAGESIZE
PR_SET_PDEATHSIG = 1


def ready(**facts: object) -> None:
    """Tell the starter that the fault is there, who is at fault, and whom to end."""
    os.write(1, json.dumps({"pid": os.getpid(), "root": int(os.environ["FAULT_ROOT"]), **facts}).encode() + b"\n")


def child() -> bool:
    """Fork; True in the child, which dies with its parent."""
    if os.fork():
        return False
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return True


def wait() -> None:
    """Do nothing until ended."""
    while True:
        signal.pause()


def touched(size: int) -> bytearray:
    """Return memory of that many bytes, every page of it really taken; it compresses well."""
    block = bytearray(size)
    for offset in range(0, size, PAGE):
        block[offset] = 1
    return block


def spin() -> None:
    """Keep one core busy."""
    ready()
    while True:
        pass


def nice_spin(nice: str) -> None:
    """Keep one core busy at low priority."""
    os.nice(int(nice))
    spin()


def workers(count: str) -> None:
    """Keep several children busy and do nothing oneself."""
    for _ in range(int(count)):
        if child():
            while True:
                pass
    ready()
    wait()


def idle() -> None:
    """Do nothing."""
    ready()
    wait()


def hold(size: str) -> None:
    """Hold that many bytes."""
    block = touched(int(size))
    ready(held=len(block))
    wait()


def grow(bytes_per_s: str, most: str) -> None:
    """Take more memory ten times a second, up to a limit."""
    blocks = [touched(int(bytes_per_s) // 10)]
    ready()
    while len(blocks) * (int(bytes_per_s) // 10) < int(most):
        time.sleep(0.1)
        blocks.append(touched(int(bytes_per_s) // 10))
    wait()


def load(size: str, then: str) -> None:
    """Take memory for a second, as one does that opens a document; then keep it, or give it back and begin anew."""
    ready()
    blocks: list[bytearray] = []
    while True:
        for _ in range(10 if then == "keep" else random.randint(2, 10)):  # teeth of no clock's length
            blocks.append(touched(int(size) // 10))
            time.sleep(0.06)
        if then == "keep":
            wait()
        blocks.clear()
        time.sleep(0.1)


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


def deleted(path: str, size: str) -> None:
    """Hold a file open that has no name any more."""
    with Path(path).open("wb", buffering=0) as file:
        block = b"x" * (1 << 20)
        file.writelines(block for _ in range(int(size) >> 20))
        Path(path).unlink()
        ready()
        wait()


def anonymous_file(size: str) -> None:
    """Hold a file of memory, which never was on a disk."""
    file = os.memfd_create("scratch")
    os.write(file, b"x" * int(size))
    ready()
    wait()


def zombies(count: str) -> None:
    """Leave finished children unwaited for."""
    for _ in range(int(count)):
        if not os.fork():
            os._exit(0)
    time.sleep(0.1)
    ready()
    wait()


def descriptors(count: str, limit: str) -> None:
    """Open many files under a limit."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(limit), int(limit)))
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(int(count))]
    ready(opened=len(opened))
    wait()


def short_children(lanes: str, work_s: str, pause_s: str) -> None:
    """Start children that each work for a moment and end, one after the other, on each of some lanes."""
    for _ in range(int(lanes)):
        if child():
            break
    else:
        ready()
        wait()
    while True:
        if not os.fork():
            end = time.perf_counter() + float(work_s)
            while time.perf_counter() < end:
                pass
            os._exit(0)
        os.wait()
        time.sleep(float(pause_s))


def ping_pong() -> None:
    """Two processes that hand work to each other over a pipe, some thousand times a second."""
    there, back = os.pipe(), os.pipe()
    if child():
        while os.read(there[0], 1):
            sum(range(2000))
            os.write(back[1], b"x")
        return
    ready()
    while True:
        os.write(there[1], b"x")
        os.read(back[0], 1)


def many_threads(count: str) -> None:
    """Hold many sleeping threads."""
    for _ in range(int(count)):
        threading.Thread(target=time.sleep, args=(LIFE_S,), daemon=True).start()
    ready()
    wait()


def scan(path: str) -> None:
    """Read a mapped file for the first time, page by page: its pages are no memory of the program's own."""
    size = Path(path).stat().st_size
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), size, prot=mmap.PROT_READ) as mapped:
        ready()
        while True:
            for offset in range(0, size, PAGE):
                mapped[offset]
            mapped.madvise(mmap.MADV_DONTNEED)


def killed() -> None:
    """Let a child be ended by a signal, as a user ends a program."""
    if child():
        wait()
    victim = int(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text())
    os.kill(victim, signal.SIGKILL)
    os.wait()
    ready()
    wait()


def threads(per_s: str) -> None:
    """Start many short threads: the kernel counts them as it counts processes."""
    ready()
    while True:
        thread = threading.Thread(target=time.sleep, args=(0,))
        thread.start()
        thread.join()
        time.sleep(1 / int(per_s))


def switching() -> None:
    """Two processes on one core that hand it to each other without end."""
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    if not child():
        ready(core=core)
    give = os.sched_yield
    while True:
        give()


def pinned_pair() -> None:
    """Two loops bound to one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if not child():
        ready()
    while True:
        pass


def pinned_idle() -> None:
    """Bind oneself to one core and do little there."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    ready()
    while True:
        time.sleep(0.01)


def stopped() -> None:
    """Stop oneself, as a debugger or a script does, with no terminal about."""
    ready()
    os.kill(os.getpid(), signal.SIGSTOP)
    wait()


def stopped_at_terminal() -> None:
    """Stop oneself as Ctrl-Z does: a job of a terminal, whose shell is still there."""
    leader, follower = os.openpty()
    report = os.dup(1)
    if os.fork():
        wait()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setsid()
    os.close(os.open(os.ttyname(follower), os.O_RDWR))  # the first terminal a session leader opens becomes its own
    if os.fork():
        wait()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setpgid(0, 0)
    os.dup2(report, 1)
    ready(terminal=leader)
    os.kill(os.getpid(), signal.SIGTSTP)
    wait()


def stuck(fifo: str) -> None:
    """Wait where no signal but the last reaches: for a child between vfork and exec that opens a pipe nobody writes."""
    ready()
    os.posix_spawn("/bin/true", ["true"], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 3, fifo, os.O_RDONLY, 0)])


def append(path: str) -> None:
    """Write to a file, which never ends while its file system is frozen."""
    ready()
    with Path(path).open("ab", buffering=0) as file:
        while True:
            file.write(b"x")
            os.fsync(file.fileno())


def burst(size: str) -> None:
    """Let a child of the same name take more memory than its group may have."""
    if child():
        touched(int(size))
        os._exit(0)
    _, status = os.wait()
    ready(signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
    wait()


def thrash(size: str) -> None:
    """Use more memory than the group may have, all of it in turn."""
    ready()
    block = touched(int(size))
    while True:
        for offset in range(0, len(block), PAGE):
            block[offset] = block[offset] + 1 & 127


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


def park(size: str, rest: str) -> None:
    """Touch memory once, then use only its first part: the rest lies in swap and harms nobody."""
    block = touched(int(size))
    ready()
    while True:
        for offset in range(0, int(rest), PAGE):
            block[offset] = 1
        time.sleep(0.2)


def fill_swap(limit: str, least: str) -> None:
    """Take memory until swap is full to the last twentieth, then look through all of it, page by page."""
    blocks, taken = [], 0
    while (free := swap_free()) > int(least) and taken < int(limit):
        step = max(min(free - int(least), 1 << 20), PAGE)
        blocks.append(touched(step))
        taken += step
    ready(free=swap_free())
    while True:
        for block in blocks:
            for offset in range(0, len(block), PAGE):
                block[offset]
                time.sleep(0.01)


def swap_free() -> int:
    """Return how much room is in swap, in bytes."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("SwapFree:"))


def tasks(count: str) -> None:
    """Start that many sleeping children."""
    started = 0
    with contextlib.suppress(BlockingIOError):
        for _ in range(int(count)):
            if child():
                wait()
            started += 1
    ready(started=started)
    wait()


BEHAVIOURS = {
    behaviour.__name__: behaviour
    for behaviour in (
        spin, nice_spin, workers, idle, hold, grow, load, scan, read, write_synced, fill, deleted, anonymous_file,
        zombies, descriptors, short_children, ping_pong, threads, many_threads, switching, pinned_pair, pinned_idle,
        stopped, stopped_at_terminal, stuck, killed, append, burst, thrash, reread, park, fill_swap, tasks,
    )
}  # fmt: skip


def main() -> None:
    """Leave the starter, join the groups, begin."""
    behaviour, groups, *arguments = sys.argv[1:]
    if os.fork():
        os._exit(0)
    os.setsid()
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, 0)  # whoever asks for the fault may be at low priority; the fault is not
    signal.alarm(LIFE_S)
    os.environ["FAULT_ROOT"] = str(os.getpid())
    for group in filter(None, groups.split(":")):
        (Path(group) / "cgroup.procs").write_text(str(os.getpid()))
    BEHAVIOURS[behaviour](*arguments)


if __name__ == "__main__":
    main()
