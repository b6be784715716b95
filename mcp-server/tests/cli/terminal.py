"""A person at a terminal, as far as a program can tell: a pseudo-terminal, typed into and read."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.running import OPTA, SECONDS, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

CALM_LOOKS = 5


class Terminal:
    """A person at a terminal, as far as a program can tell."""

    def __init__(self, leader: int, process: subprocess.Popen[bytes]) -> None:
        self._leader = leader
        self.process = process
        self._seen = ""

    def type(self, text: str) -> None:
        """Type as a person does; a line ends with a line break."""
        os.write(self._leader, text.encode())

    def press_ctrl_c(self) -> None:
        """Interrupt it once it sits and waits: a signal between a prompt and its reading would wait with it."""
        asleep = 0
        while asleep < CALM_LOOKS:
            time.sleep(0.05)
            state = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
            asleep = asleep + 1 if state == "S" else 0
        self.process.send_signal(signal.SIGINT)

    def wait_for(self, text: str) -> None:
        """Read until the text is on the screen."""
        end = time.monotonic() + SECONDS
        while text not in self._seen:
            ready, _, _ = select.select([self._leader], [], [], max(end - time.monotonic(), 0))
            assert ready, f"never saw {text!r} in {self._seen!r}"
            self._seen += os.read(self._leader, 4096).decode(errors="replace")
        self._seen = self._seen.split(text, 1)[1]


@contextmanager
def at_a_terminal(*words: str, **changes: str) -> Iterator[Terminal]:
    """Start a command there; it is ended with the block."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*OPTA, *words],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=surroundings(TERM="xterm", **changes),
        start_new_session=True,
    )
    os.close(follower)
    try:
        yield Terminal(leader, process)
    finally:
        process.kill()
        process.wait()
        os.close(leader)
