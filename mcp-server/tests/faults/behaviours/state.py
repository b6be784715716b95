"""What hangs, is paused, or holds too many of something."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import threading
import time

from starting import LIFE_S, PR_SET_PDEATHSIG, child, ready, wait


def idle() -> None:
    """Do nothing."""
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


def many_threads(count: str) -> None:
    """Hold many sleeping threads."""
    for _ in range(int(count)):
        threading.Thread(target=time.sleep, args=(LIFE_S,), daemon=True).start()
    ready()
    wait()


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
