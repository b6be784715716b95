"""What an ordinary user is denied is absent with a reason, never zero; what hangs is told and waited for no longer."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opta_mcp.telemetry.os.linux.mounts import MountReader
from opta_mcp.telemetry.sources import LiveSource
from opta_mcp.telemetry.window import Unreadable, Window, known
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import Snapshot
from tests.support.programs import READY, SPIN, running

if TYPE_CHECKING:
    from collections.abc import Callable

linux_as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs the administrator's rights, to give them up"
)

_NOBODY = 65534


def snapshots_as_nobody(before: Callable[[], None] = lambda: None) -> tuple[Snapshot, Snapshot]:
    """Take two snapshots in a child that has given up its rights, after what it does with them."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        before()
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
        source = LiveSource(own_children=False)._snapshotter
        for _ in range(2):
            with os.fdopen(os.dup(writing), "w", encoding="utf-8") as out:
                out.write(source.snapshot().model_dump_json() + "\n")
            time.sleep(0.3)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        first, last = (Snapshot.model_validate_json(line) for line in lines)
    os.waitpid(pid, 0)
    return first, last


@linux_as_root
def test_an_ordinary_user_sees_who_is_busy_and_is_told_what_is_denied() -> None:
    with running(READY + SPIN) as child:
        window = Window(*snapshots_as_nobody())
    process = window.process(child.pid)
    assert process is not None
    assert process.cpu_cores > 0
    assert process.cpu_cores + process.run_delay_ratio > 0.5
    assert process.resident_bytes > 1 << 20
    assert isinstance(process.last.read_bytes, Absent)
    assert isinstance(process.last.written_bytes, Absent)
    with pytest.raises(Unreadable, match="only its owner and the administrator"):
        _ = process.written_bytes_per_s
    assert known(lambda: process.written_bytes_per_s) is None
    assert [each.signal for each in window.missed] == ["deleted_files"]


@linux_as_root
def test_an_ordinary_users_own_limit_of_tasks_is_told() -> None:
    _, last = snapshots_as_nobody()
    assert not isinstance(last.limits, Absent)
    assert last.limits.user_tasks == 1 or isinstance(last.limits.user_tasks, int)
    assert last.limits.user_tasks_limit is None or isinstance(last.limits.user_tasks_limit, int)


def hide_others() -> None:
    """Mount /proc anew, for this process alone, so that it shows each user their own."""
    libc = ctypes.CDLL(None, use_errno=True)
    private, new_mounts, recursive = 1 << 18, 0x00020000, 1 << 14
    failed = (
        libc.unshare(new_mounts)
        or libc.mount(b"none", b"/", None, private | recursive, None)
        or libc.mount(b"proc", b"/proc", b"proc", 0, b"hidepid=2")
    )
    if failed:
        os._exit(1)


@linux_as_root
def test_programs_that_are_hidden_are_told_as_hidden() -> None:
    try:
        _, last = snapshots_as_nobody(hide_others)
    except ValueError:
        pytest.skip("/proc cannot be mounted anew here")
    assert "processes" in {each.signal for each in last.missed}
    assert not isinstance(last.processes, Absent)
    assert len(last.processes) == 1


@linux_as_root
def test_a_share_that_does_not_answer_costs_its_deadline_once_and_is_told(tmp_path: Path) -> None:
    """A file system in user space whose program never answers: as a network share whose server is gone."""
    if not Path("/dev/fuse").exists():
        pytest.skip("this kernel has no file systems in user space")
    libc = ctypes.CDLL(None, use_errno=True)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    if libc.mount(b"dead", os.fsencode(tmp_path), b"fuse.dead", 0, options) != 0:
        os.close(device)
        pytest.skip("mounting is not allowed here")
    try:
        reader = MountReader()
        began = time.monotonic()
        mounts, missed = reader.read()
        waited = time.monotonic() - began
        _, missed_again = MountReader().read()
        again = time.monotonic() - began - waited
    finally:
        os.close(device)
        libc.umount2(os.fsencode(tmp_path), 2)
    assert "/" in {each.path for each in mounts}
    assert [(each.signal, each.reason) for each in missed] == [("mounts", f"{tmp_path} did not answer within 0.5 s")]
    assert [each.reason for each in missed_again] == [f"{tmp_path} still does not answer"]
    assert again < 0.4 < waited < 5
