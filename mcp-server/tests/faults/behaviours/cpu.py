"""What keeps the processor busy, or only seems to."""

from __future__ import annotations

import os
import threading
import time

from starting import child, ready, wait


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
