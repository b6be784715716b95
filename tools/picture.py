"""Make the README's picture of a terminal: a real answer, while a real program is busy.

    python tools/picture.py [docs/pictures/ask.svg] [QUESTION]

A program of its own is started, `opta ask` is run beside it, and what it prints is drawn, colours and all.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "ask.svg"
QUESTION = "Why is my computer slow?"
COLUMNS = 84
BUSY = "#!{python}\nwhile True:\n    pass\n"
NAME = "video-export"

INK, PAPER = (233, 236, 233), (19, 22, 21)
NORMAL = [
    PAPER,
    (255, 143, 133),
    (127, 209, 151),
    (240, 178, 107),
    (143, 182, 240),
    (200, 160, 220),
    (95, 201, 179),
    INK,
]
THEME = TerminalTheme(PAPER, INK, NORMAL, NORMAL)
"""The dark tokens of the desktop's design: paper, bad, ok, warn, known, accent, ink."""


@contextmanager
def busy_program() -> Iterator[None]:
    """Keep one core busy, by a program with a name of its own."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / NAME
        program.write_text(BUSY.format(python=sys.executable), encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        process = subprocess.Popen([program])
        try:
            yield
        finally:
            process.kill()
            process.wait()


def answer(question: str) -> str:
    """Return what a terminal is sent."""
    environ = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)}
    environ.pop("NO_COLOR", None)
    words = [sys.executable, "-m", "opta_mcp", "ask", "--no-llm", question]
    return subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env=environ, check=True).stdout


def drawn(question: str, printed: str) -> str:
    """Return the picture, in whatever monospaced font its reader has: none is fetched from anywhere."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold cyan"), (f'opta ask "{question}"', "bold")))
    console.print(Text.from_ansi(printed.rstrip("\n")))
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = form.replace("Fira Code, monospace", "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace")
    return console.export_svg(title="opta", theme=THEME, code_format=form, unique_id="opta")


def main() -> int:
    """Write the picture."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    question = sys.argv[2] if len(sys.argv) > 2 else QUESTION  # noqa: PLR2004  # the second argument
    with busy_program():
        printed = answer(question)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(drawn(question, printed), encoding="utf-8")
    print(place)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
