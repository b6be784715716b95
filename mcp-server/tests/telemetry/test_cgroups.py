"""Control groups: real ones of this machine where it lets us, and a tree of files for the version that it has not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opta_mcp.telemetry.os.linux.cgroups import Groups, Places
from opta_mcp.wire.base import Absent
from tests.support.programs import READY, SPIN, WAIT, look, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opta_mcp.telemetry.window import CgroupWindow

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has control groups")


@pytest.fixture
def make_group() -> Iterator[Callable[[str, dict[str, str]], Path]]:
    """Make a group under v1's controller and set its files; it is removed again."""
    made: list[Path] = []

    def make(controller: str, settings: dict[str, str]) -> Path:
        tree = Places.of(Path("/proc/self/mountinfo").read_text()).v1.get(controller)
        if tree is None or os.geteuid() != 0:
            pytest.skip(f"needs the administrator's rights and cgroup v1's controller {controller}")
        group = Path(tree) / f"opta-test-{uuid.uuid4().hex[:8]}"
        try:
            group.mkdir()
        except OSError as error:
            pytest.skip(f"no group can be made here: {error.strerror}")
        made.append(group)
        for name, value in settings.items():
            (group / name).write_text(value)
        return group

    yield make
    for group in made:
        for pid in (group / "cgroup.procs").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
        for _ in range(100):
            try:
                group.rmdir()
                break
            except OSError:  # its last process is on its way out
                subprocess.run(["sleep", "0.02"], check=True)


def group_of(window_groups: tuple[CgroupWindow, ...], name: str) -> CgroupWindow:
    return next(each for each in window_groups if each.name == name)


def test_a_program_held_back_by_a_quota_is_seen_held_back(make_group: Callable[[str, dict[str, str]], Path]) -> None:
    group = make_group("cpu", {"cpu.cfs_quota_us": "10000", "cpu.cfs_period_us": "100000"})
    with running(READY + WAIT + SPIN) as child:
        (group / "cgroup.procs").write_text(str(child.pid))
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
        window = look(1.0)
    held = group_of(window.cgroups, group.name)
    assert held.quota_cores == pytest.approx(0.1)
    assert held.throttled_periods_ratio > 0.8
    assert held.throttled_time_ratio > 0.4
    assert not held.limits_memory
    assert [each.pid for each in window.processes_in(held)] == [child.pid]
    process = window.process(child.pid)
    assert process is not None
    assert process.cpu_cores < 0.3


def test_a_group_near_its_limit_of_memory_is_seen(make_group: Callable[[str, dict[str, str]], Path]) -> None:
    group = make_group("memory", {"memory.limit_in_bytes": str(64 << 20)})
    code = READY + WAIT + "block = bytearray(40 << 20)\nprint('held', flush=True)\ninput()\n"
    with running(code) as child:
        (group / "cgroup.procs").write_text(str(child.pid))
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("\n")
        child.stdin.flush()
        child.stdout.readline()
        window = look()
    near = group_of(window.cgroups, group.name)
    assert near.memory_limit_bytes == 64 << 20
    assert 0.6 < near.memory_used_ratio < 0.95
    assert not near.limits_cpu
    assert near.oom_kills == 0


def test_a_process_ended_for_want_of_memory_is_told_by_the_kernels_log(
    make_group: Callable[[str, dict[str, str]], Path],
) -> None:
    group = make_group("memory", {"memory.limit_in_bytes": str(24 << 20)})
    with_swap = group / "memory.memsw.limit_in_bytes"
    if with_swap.exists():
        with_swap.write_text(str(24 << 20))
    elif Path("/proc/swaps").read_text().count("\n") > 1:
        pytest.skip("there is swap here, and no limit of it for a group")
    code = READY + WAIT + "block = bytearray(200 << 20)\ninput()\n"
    with running(code) as child:
        (group / "cgroup.procs").write_text(str(child.pid))
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.wait(10) == -signal.SIGKILL
        window = look()
    if isinstance(window.last.oom_log, Absent):
        pytest.skip(window.last.oom_log.unknown)
    kill = next(each for each in window.oom_log if each.pid == child.pid)
    assert kill.victim.startswith("python")
    assert window.oom_age_s(kill) < 30
    assert kill not in window.oom_victims


def test_a_paused_group_is_seen_frozen(make_group: Callable[[str, dict[str, str]], Path]) -> None:
    group = make_group("freezer", {})
    with running(READY + WAIT) as child:
        (group / "cgroup.procs").write_text(str(child.pid))
        (group / "freezer.state").write_text("FROZEN")
        process = look().process(child.pid)
        (group / "freezer.state").write_text("THAWED")
    assert process is not None
    assert process.frozen


def tree(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


V2 = {
    "app.slice/memory.max": "max\n",
    "app.slice/cpu.max": "max 100000\n",
    "app.slice/pids.max": "1000\n",
    "app.slice/pids.current": "10\n",
    "app.slice/web.service/cpu.max": "50000 100000\n",
    "app.slice/web.service/cpu.stat": "usage_usec 1\nnr_periods 20\nnr_throttled 5\nthrottled_usec 1500000\n",
    "app.slice/web.service/memory.max": "1048576\n",
    "app.slice/web.service/memory.current": "524288\n",
    "app.slice/web.service/memory.events": "low 0\nhigh 0\nmax 7\noom 1\noom_kill 1\n",
    "app.slice/web.service/memory.pressure": "some avg10=0.00 avg60=0.00 avg300=0.00 total=250000\nfull total=1\n",
    "app.slice/web.service/pids.max": "100\n",
    "app.slice/web.service/pids.current": "90\n",
    "app.slice/web.service/cgroup.events": "populated 1\nfrozen 1\n",
}


def test_the_one_tree_of_version_2_is_read(tmp_path: Path) -> None:
    tree(tmp_path, V2)
    groups = Groups(Places(v2=str(tmp_path)))
    member = groups.membership(b"0::/app.slice/web.service\n")
    (group,) = groups.listed
    assert member.listed == (group.id,)
    assert member.frozen
    assert group.name == "web.service"
    assert group.quota_cores == 0.5
    assert (group.periods, group.throttled_periods, group.throttled_s) == (20, 5, 1.5)
    assert (group.memory_limit_bytes, group.memory_used_bytes, group.memory_limit_hits) == (1048576, 524288, 7)
    assert group.memory_some_s == 0.25
    assert group.oom_kills == 1
    assert (group.tasks, group.tasks_limit) == (90, 100)


def test_a_group_below_a_limited_one_is_in_it_too(tmp_path: Path) -> None:
    tree(tmp_path, {**V2, "app.slice/web.service/worker/cpu.max": "max 100000\n"})
    groups = Groups(Places(v2=str(tmp_path)))
    member = groups.membership(b"0::/app.slice/web.service/worker\n")
    assert [each.name for each in groups.listed] == ["web.service"]
    assert member.listed == (groups.listed[0].id,)


def test_a_group_with_nothing_but_room_for_many_tasks_is_not_listed(tmp_path: Path) -> None:
    tree(tmp_path, V2)
    groups = Groups(Places(v2=str(tmp_path)))
    assert groups.membership(b"0::/app.slice\n").listed == ()
    assert groups.listed == ()


def test_a_name_that_holds_ends_of_lines_hides_nobody(tmp_path: Path) -> None:
    evil = "app\u2028sl\x0bice"
    tree(tmp_path, {f"{evil}/cpu.max": "50000 100000\n"})
    groups = Groups(Places(v2=str(tmp_path)))
    assert len(groups.membership(f"0::/{evil}\n".encode()).listed) == 1
    assert groups.listed[0].name == "app sl ice"


def test_a_path_outside_what_is_mounted_here_is_left_alone(tmp_path: Path) -> None:
    groups = Groups(Places(v2=str(tmp_path)))
    assert groups.membership(b"0::/../../elsewhere\n").listed == ()


MOUNTINFO = """\
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
33 31 0:30 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
"""


def test_both_versions_are_found_where_they_are_mounted() -> None:
    places = Places.of(MOUNTINFO)
    assert places.v1["cpu"] == places.v1["cpuacct"] == "/sys/fs/cgroup/cpu,cpuacct"
    assert places.v2 == "/sys/fs/cgroup/unified"


def test_a_group_whose_counts_are_closed_still_tells_its_limits(tmp_path: Path) -> None:
    """And its processes are not lost with them."""
    files = {"memory.limit_in_bytes": "1048576", "cpu.cfs_quota_us": "50000", "cpu.cfs_period_us": "100000"}
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    groups = Groups(Places({"memory": str(tmp_path), "cpu": str(tmp_path)}))
    groups.membership(b"3:cpu:/\n4:memory:/\n")
    cpu, memory = groups.listed
    assert (cpu.quota_cores, memory.memory_limit_bytes) == (0.5, 1048576)
    for closed in (cpu.throttled_s, cpu.periods, memory.oom_kills, memory.memory_used_bytes):
        assert isinstance(closed, Absent)
