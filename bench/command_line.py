"""How soon the command answers: `--version` against `python -c pass`, and the first useful line of `ask`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from pairs import Spread, command, machine, pairs, row, seconds

VERSION_RATIO = 2.6
FIRST_LINE_SECONDS = 1.5
OPTA = str(Path(sys.executable).with_name("opta"))


def version_ratio() -> None:
    """Print the start-up against the interpreter's own."""
    opta, python = command(OPTA, "--version"), command(sys.executable, "-c", "pass")
    ours, theirs, ratio = pairs(lambda: seconds(opta), lambda: seconds(python))
    within = ratio.median <= VERSION_RATIO
    row("opta --version / python -c pass", f"{ratio:.2f}", f"<= {VERSION_RATIO}", within=within)
    row("  in milliseconds", f"{ours.median * 1e3:.0f} against {theirs.median * 1e3:.0f}", "", within=True)


def first_line_seconds() -> float:
    """Return the time from start to the first line of an answer in the rules' words."""
    began = time.perf_counter()
    arguments = [OPTA, "ask", "--no-llm", "Why is my computer slow?"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as asked:
        if asked.stdout is None:
            raise RuntimeError("no output to read")
        while asked.stdout.readline().strip() == "":
            if asked.poll() is not None:
                raise RuntimeError("it ended without an answer")
        taken = time.perf_counter() - began
        asked.stdout.read()
    return taken


def main() -> None:
    """Print both."""
    sys.stdout.write(f"command line, on {machine()}\n")
    version_ratio()
    taken = Spread.of([first_line_seconds() for _ in range(5)])
    row(
        "first useful line of ask, s",
        f"{taken:.2f}",
        f"<= {FIRST_LINE_SECONDS}",
        within=taken.median <= FIRST_LINE_SECONDS,
    )


if __name__ == "__main__":
    main()
