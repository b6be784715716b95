"""Nothing private goes into a recording: secrets are planted where a program may keep them, and looked for."""

from __future__ import annotations

import getpass
import os
import platform
import shutil
import sys
import uuid
from pathlib import Path

import pytest

from opta_mcp.telemetry.recording import save
from tests.support.programs import READY, WAIT, record, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="plants a title as Linux keeps it")


@pytest.mark.parametrize("copied", [True, False], ids=["a program of its own", "an interpreter"])
def test_no_secret_of_a_program_is_in_a_recording(tmp_path: Path, copied: bool) -> None:  # noqa: FBT001 - a table's column
    secret = {name: f"{name}{uuid.uuid4().hex[:8]}" for name in ("arg", "env", "file", "cwd", "ti", "path", "open")}
    folder = tmp_path / secret["cwd"]
    folder.mkdir()
    letter = folder / secret["open"]
    letter.write_text(secret["file"])
    program = tmp_path / secret["path"] / "ordinary"
    program.parent.mkdir()
    shutil.copy2(sys.executable, program)
    code = (
        f"import os, ctypes\nos.chdir({str(folder)!r})\nletter = open({str(letter)!r})\nletter.read()\n"
        f"ctypes.CDLL(None).prctl(15, {secret['ti'].encode()!r}, 0, 0, 0)\n"
    )
    env = {**os.environ, "PYTHONHOME": sys.base_prefix, "OPTA_TEST_SECRET": secret["env"]}
    started = program if copied else Path(sys.executable)
    with running(code + READY + WAIT, f"--password={secret['arg']}", program=started, env=env) as child:
        title = Path(f"/proc/{child.pid}/comm").read_text().strip()
        made = record()
    file = tmp_path / "it.json"
    save(made, file)
    text = file.read_text(encoding="utf-8")
    assert title == secret["ti"]
    assert f'"pid":{child.pid},' in text
    assert ('"ordinary"' in text) == copied
    assert [name for name, value in secret.items() if value in text] == []


def test_neither_the_user_nor_the_computer_is_named_in_a_recording() -> None:
    text = record().model_dump_json()
    for name in (platform.node(), getpass.getuser()):
        assert len(name) < 4 or f'"{name}"' not in text
        assert f"/{name}/" not in text
