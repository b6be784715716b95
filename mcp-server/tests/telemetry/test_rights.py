"""What an ordinary user is denied is absent with a reason, never zero; what hangs is told and waited for no longer."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opta_mcp.findings.asked import Asked
from opta_mcp.findings.engine import diagnose
from opta_mcp.telemetry.os.linux.mounts import MountReader
from opta_mcp.telemetry.readings import disk_reading, network_reading, system_reading
from opta_mcp.telemetry.sources import LiveSource
from opta_mcp.telemetry.window import Unreadable, Window, known
from opta_mcp.wire.answer import Answer
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import Snapshot
from tests.cli.running import opta
from tests.faults.ground import NotPossible
from tests.faults.mounts import small_disk
from tests.support.programs import READY, SPIN, WAIT, look, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    assert [each.signal for each in window.missed] == ["deleted_files", "connections", "process_traffic"]
    assert {each.signal for each in network_reading(window).unanswered} == {"connections"}
    assert "process_traffic" in {each.signal for each in disk_reading(window).unanswered}


@linux_as_root
def test_an_ordinary_users_own_limit_of_tasks_is_told() -> None:
    _, last = snapshots_as_nobody()
    assert not isinstance(last.limits, Absent)
    assert last.limits.user_tasks == 1 or isinstance(last.limits.user_tasks, int)
    assert last.limits.user_tasks_limit is None or isinstance(last.limits.user_tasks_limit, int)


def mount_proc(options: bytes) -> None:
    """Mount /proc anew, for this process alone."""
    libc = ctypes.CDLL(None, use_errno=True)
    private, new_mounts, recursive = 1 << 18, 0x00020000, 1 << 14
    failed = (
        libc.unshare(new_mounts)
        or libc.mount(b"none", b"/", None, private | recursive, None)
        or libc.mount(b"proc", b"/proc", b"proc", 0, options)
    )
    if failed:
        os._exit(1)


@linux_as_root
def test_programs_that_are_hidden_are_told_as_hidden() -> None:
    try:
        _, last = snapshots_as_nobody(lambda: mount_proc(b"hidepid=2"))
    except ValueError:
        pytest.skip("/proc cannot be mounted anew here")
    assert "processes" in {each.signal for each in last.missed}
    assert not isinstance(last.processes, Absent)
    assert len(last.processes) == 1


@linux_as_root
def test_where_proc_shows_programs_alone_everything_else_is_a_reason() -> None:
    """As a service whose unit says ProcSubset=pid: no /proc/stat, meminfo, uptime, net."""
    try:
        window = Window(*snapshots_as_nobody(lambda: mount_proc(b"subset=pid")))
    except ValueError:
        pytest.skip("/proc cannot be mounted anew here")
    last = window.last
    for part in (last.cpu, last.memory, last.disks, last.network, last.limits, last.host.uptime_s):
        assert isinstance(part, Absent)
        assert part.unknown
    assert window.processes
    told = system_reading(window)
    assert isinstance(told.cpu.busy_ratio, Absent)
    assert not isinstance(told.processes.by_memory, Absent)
    assert isinstance(told.processes.by_memory[0].age_s, Absent)
    assert diagnose(window, Asked(frozenset({"full_memory"}))).verdict == "unknown"


def refuse_netlink() -> None:
    """Refuse this process the sockets by which the kernel tells of connections, as a hardened service has it."""
    libc = ctypes.CDLL(None, use_errno=True)
    socket_call, netlink = {"x86_64": (41, 16), "aarch64": (198, 16)}.get(os.uname().machine, (0, 0))
    refused = 0x00050000 | errno.EAFNOSUPPORT
    code = [
        (0x20, 0, 0, 0),  # the number of the call
        (0x15, 0, 3, socket_call),
        (0x20, 0, 0, 16),  # its first argument
        (0x15, 0, 1, netlink),
        (0x06, 0, 0, refused),
        (0x06, 0, 0, 0x7FFF0000),
    ]
    steps = b"".join(struct.pack("=HBBI", *step) for step in code)
    program = struct.pack("=HxxxxxxQ", len(code), ctypes.addressof(kept := ctypes.create_string_buffer(steps)))
    if not socket_call or libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0):
        os._exit(1)
    del kept


@linux_as_root
def test_where_connections_are_not_listed_that_is_a_reason_and_deleted_files_are_still_told() -> None:
    try:
        window = Window(*snapshots_as_nobody(refuse_netlink))
    except ValueError:
        pytest.skip("system calls cannot be filtered here")
    assert isinstance(window.last.connections, Absent)
    assert "does not list connections" in window.last.connections.unknown
    assert not isinstance(window.last.deleted_files, Absent)
    assert isinstance(network_reading(window).applications, Absent)
    found = diagnose(window, Asked(frozenset({"network"})))
    assert "connections" in {each.signal for each in found.unknown}


@linux_as_root
def test_a_disk_that_is_closed_to_the_user_is_told_as_not_read() -> None:
    try:
        with small_disk(8 << 20) as path:
            path.parent.chmod(0o700)
            _, closed = snapshots_as_nobody()
            path.parent.chmod(0o755)
            _, opened = snapshots_as_nobody()
    except NotPossible as reason:
        pytest.skip(str(reason))
    assert not isinstance(closed.mounts, Absent)
    assert not isinstance(opened.mounts, Absent)
    assert str(path) in {each.path for each in opened.mounts}
    assert str(path) not in {each.path for each in closed.mounts}
    reasons = [each.reason for each in closed.missed if each.signal == "mounts"]
    assert reasons == [f"{path} cannot be read: permission denied"]


@contextmanager
def dead_share(path: Path) -> Iterator[None]:
    """Mount a file system in user space whose program never answers: as a network share whose server is gone."""
    if not Path("/dev/fuse").exists():
        pytest.skip("this kernel has no file systems in user space")
    libc = ctypes.CDLL(None, use_errno=True)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    if libc.mount(b"dead", os.fsencode(path), b"fuse.dead", 0, options) != 0:
        os.close(device)
        pytest.skip("mounting is not allowed here")
    try:
        yield
    finally:
        os.close(device)
        libc.umount2(os.fsencode(path), 2)


@linux_as_root
def test_a_share_that_does_not_answer_costs_its_deadline_once_and_is_told(tmp_path: Path) -> None:
    with dead_share(tmp_path):
        reader = MountReader()
        began = time.monotonic()
        mounts, missed = reader.read()
        waited = time.monotonic() - began
        _, missed_again = MountReader().read()
        again = time.monotonic() - began - waited
    assert "/" in {each.path for each in mounts}
    assert [(each.signal, each.reason) for each in missed] == [("mounts", f"{tmp_path} did not answer within 0.5 s")]
    assert [each.reason for each in missed_again] == [f"{tmp_path} still does not answer"]
    assert again < 0.4 < waited < 5


@linux_as_root
def test_a_program_that_was_started_from_a_dead_share_costs_no_other_programs(tmp_path: Path) -> None:
    """To know a script by its name is to look whether there is such a file: not where looking never ends."""
    share = tmp_path / "share"
    share.mkdir()
    code = 'import ctypes\nctypes.CDLL(None).prctl(15, b"letter", 0, 0, 0)\n' + READY + SPIN
    child = subprocess.Popen([str(share / "letter"), "-c", code], executable=sys.executable, stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert child.stdout.readline()
        with dead_share(share):
            began = time.monotonic()
            run = opta("ask", "--no-llm", "--json", "Why is my computer slow?")
            took = time.monotonic() - began
    finally:
        child.kill()
        child.communicate()
    answer = Answer.model_validate_json(run.stdout)
    assert child.pid in {finding.culprit.pid for finding in answer.findings}
    assert f"{share} still does not answer" in {each.reason for each in answer.unknown}
    assert took < 8


@linux_as_root
def test_a_frozen_disk_is_answered_in_time() -> None:
    """Whoever writes to it waits in the kernel for as long as it is frozen, and holds a deleted file open on it."""
    try:
        with small_disk(64 << 20) as path:
            code = (
                f"import os\nfile = open({str(path / 'gone')!r}, 'wb')\nfile.write(b'x' * (8 << 20))\nfile.flush()\n"
                f"os.fsync(file)\nos.unlink(file.name)\n{READY}{WAIT}file.write(b'x' * (8 << 20))\nfile.flush()\n"
            )
            with running(code) as child:
                frozen = subprocess.run(["fsfreeze", "-f", str(path)], check=False, capture_output=True)
                if frozen.returncode:
                    pytest.skip("no disk can be frozen here")
                try:
                    assert child.stdin is not None
                    child.stdin.write("\n")
                    child.stdin.flush()
                    began = time.monotonic()
                    window = look(1.0)
                    took = time.monotonic() - began
                finally:
                    subprocess.run(["fsfreeze", "-u", str(path)], check=True)
    except NotPossible as reason:
        pytest.skip(str(reason))
    process = window.process(child.pid)
    assert process is not None
    assert process.state == "waiting"
    assert child.pid in {each.pid for each in window.deleted_files}
    assert str(path) in {each.path for each in window.mounts}
    assert took < 4
