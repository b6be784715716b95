"""The protocol's own conformance suite, at both revisions, over our mapping; and what it makes of mistakes in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import opta_mcp
from tests.support.node import SUITE, node, script

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURE = Path(__file__).with_name("fixture.py")
REQUIRED = {"2026-07-28": 37, "2025-11-25": 30}
"""How many scenarios the suite's own frozen list demands at each revision."""
LINE = re.compile(r"^([✓✗]) ([\w-]+): \d+ passed, \d+ failed$", re.MULTILINE)
UNSCORED = re.compile(r"^  [✓✗] ([\w-]+) \(", re.MULTILINE)


@contextmanager
def served(source: Path | None = None) -> Iterator[str]:
    """Serve the fixture over HTTP, on our package or on another copy of it."""
    environment = os.environ | ({"PYTHONPATH": str(source)} if source else {})
    with subprocess.Popen(
        [sys.executable, str(FIXTURE)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def judged(url: str, *options: str) -> str:
    """Return all that the suite says of the server at a URL."""
    command = [node(), script(SUITE), "server", "--url", url, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100).stdout


@pytest.mark.parametrize("revision", REQUIRED)
def test_every_scenario_that_a_revision_demands_passes(revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    with served() as url:
        said = judged(url, "--requirements", revision)
    optional = set(UNSCORED.findall(said))
    marks = {name: mark for mark, name in LINE.findall(said) if name not in optional}
    passed = [name for name, mark in marks.items() if mark == "✓"]
    with capsys.disabled():
        sys.stdout.write(f"\nconformance at {revision}: {len(passed)} of {len(marks)} scenarios\n")
    assert sorted(marks) == sorted(passed), said
    assert len(marks) == REQUIRED[revision]


class Mistake(NamedTuple):
    """A change to our mapping's own text, and the scenario that must notice."""

    right: str
    wrong: str
    scenario: str


@pytest.mark.parametrize(
    "mistake",
    [
        Mistake("            is_error=True,\n", "", "tools-call-error"),
        Mistake("[mcp.TextContent(text=tool.text(result))]", "[]", "tools-call-simple-text"),
        Mistake("if token is None:", "if token is not None:", "tools-call-with-progress"),
        Mistake("if isinstance(body, str):", "if True:", "resources-read-binary"),
        Mistake("question.filled(params.arguments or {})", "question.template", "prompts-get-with-args"),
        Mistake("            description=tool.description,\n", "", "tools-list"),
    ],
    ids=lambda mistake: mistake.scenario,
)
def test_a_mistake_in_our_mapping_fails_a_scenario(mistake: Mistake, tmp_path: Path) -> None:
    package = Path(opta_mcp.__file__).parent
    shutil.copytree(package, tmp_path / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    mapping = tmp_path / package.name / "server" / "mapping.py"
    text = mapping.read_text(encoding="utf-8")
    assert text.count(mistake.right) == 1
    mapping.write_text(text.replace(mistake.right, mistake.wrong), encoding="utf-8")
    with served(tmp_path) as url:
        said = judged(url, "--scenario", mistake.scenario, "--spec-version", "2025-11-25")
    assert re.search(r"[1-9]\d* failed", said), said
