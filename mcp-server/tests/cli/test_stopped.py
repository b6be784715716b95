"""Ctrl-C before anything has begun."""

from __future__ import annotations

import subprocess
import sys

PRESSED_WHILE_IMPORTING = """
import sys

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "opta_mcp.cli.entry":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
from opta_mcp.cli import main
sys.exit(main(["ask", "--no-llm", "why"]))
"""


def test_ctrl_c_while_it_still_begins_is_told_in_a_line_and_leaves_no_traceback() -> None:
    run = subprocess.run([sys.executable, "-c", PRESSED_WHILE_IMPORTING], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "opta: Stopped.\n")
