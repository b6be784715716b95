"""How the files of Linux are read, those that this machine has not from copies in a folder."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux has these files", allow_module_level=True)

from opta_mcp.telemetry.os.linux.cpu import core_times, read_cpu, temperature
from opta_mcp.telemetry.os.linux.disks import _is_whole, read_disks
from opta_mcp.telemetry.os.linux.files import TICK_S
from opta_mcp.telemetry.os.linux.graphics import read_cards
from opta_mcp.telemetry.os.linux.memory import available_bytes, read_pressure
from opta_mcp.telemetry.os.linux.mounts import device_numbers, disks
from opta_mcp.telemetry.os.linux.network import _interface, _refused
from opta_mcp.telemetry.os.linux.processes import _Stat
from opta_mcp.telemetry.os.linux.system import oom_kill, read_host, read_power
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import OomKill

if TYPE_CHECKING:
    from pathlib import Path


def tree(root: Path, files: dict[str, str]) -> str:
    """Write files below a folder and return its path."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return str(root)


def test_the_times_of_cores_are_read_without_the_sum_of_all() -> None:
    stat = b"cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 100 20 30 400 5 6 7 8 90 1\ncpu1 0 0 0 10 0 0 0 0 0 0\nctxt 5\n"
    first, second = core_times(stat)
    assert (first.user_s, first.nice_s, first.system_s) == (100 * TICK_S, 20 * TICK_S, 30 * TICK_S)
    assert (first.idle_s, first.iowait_s, first.steal_s) == (400 * TICK_S, 5 * TICK_S, 8 * TICK_S)
    assert first.irq_s == 13 * TICK_S
    assert second.idle_s == 10 * TICK_S


def test_clocks_and_throttling_are_read_where_a_computer_shows_them(tmp_path: Path) -> None:
    system = tree(
        tmp_path / "cpu",
        {
            "cpu0/cpufreq/scaling_cur_freq": "800000\n",
            "cpu1/cpufreq/scaling_cur_freq": "1200000\n",
            "cpu0/cpufreq/cpuinfo_max_freq": "4200000\n",
            "cpu0/cpufreq/scaling_max_freq": "2000000\n",
            "cpu0/thermal_throttle/core_throttle_count": "3\n",
            "cpu1/thermal_throttle/core_throttle_count": "4\n",
            "cpu0/thermal_throttle/package_throttle_count": "10\n",
            "cpufreq/boost": "1\n",
        },
    )
    cpu = read_cpu(system, str(tmp_path / "none"))
    assert cpu.frequency_hertz == 1.0e9
    assert cpu.frequency_max_hertz == 4.2e9
    assert cpu.frequency_limit_hertz == 2.0e9
    assert cpu.throttle_count == 17
    assert isinstance(cpu.temperature_celsius, Absent)


def test_the_hottest_reading_of_the_processors_own_sensor_counts(tmp_path: Path) -> None:
    sensors = {
        "hwmon0/name": "nvme\n",
        "hwmon0/temp1_input": "91000\n",
        "hwmon1/name": "acpitz\n",
        "hwmon1/temp1_input": "27800\n",
        "hwmon2/name": "coretemp\n",
        "hwmon2/temp1_input": "61000\n",
        "hwmon2/temp2_input": "64500\n",
    }
    assert temperature(tree(tmp_path, sensors)) == 64.5


def test_pressure_is_absent_with_its_reason_where_the_kernel_keeps_none(tmp_path: Path) -> None:
    found = read_pressure(str(tmp_path))
    assert isinstance(found, Absent)
    assert "psi=1" in found.unknown


def test_pressure_is_read_in_seconds(tmp_path: Path) -> None:
    line = "avg10=0.00 avg60=0.00 avg300=0.00 total="
    found = read_pressure(
        tree(
            tmp_path,
            {
                "cpu": f"some {line}1500000\n",
                "memory": f"some {line}2000000\nfull {line}1000000\n",
                "io": f"some {line}4000000\nfull {line}3000000\n",
            },
        )
    )
    assert not isinstance(found, Absent)
    assert (found.cpu_some_s, found.memory_full_s, found.io_some_s) == (1.5, 1.0, 4.0)


def test_an_old_kernel_without_available_memory_has_free_memory_and_cache_for_it() -> None:
    assert available_bytes({b"MemFree": 1, b"Cached": 2, b"Buffers": 3}) == 6 * 1024


MOUNTINFO = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
28 27 254:1 / /home rw,relatime - btrfs /dev/vdb rw,subvol=/home
29 27 254:1 / /var/lib/deep/btrfs rw,relatime - btrfs /dev/vdb rw,subvol=/deep
30 27 7:3 / /snap/core/1 ro,nodev - squashfs /dev/loop3 ro
31 27 11:0 / /media/cd ro,nosuid - iso9660 /dev/sr0 ro
32 27 0:40 / /tmp rw - tmpfs tmpfs rw
33 27 0:41 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw,lowerdir=/l
34 27 0:42 / /mnt/nas\\040of\\040ours rw - nfs4 nas.example:/export rw
35 27 254:0 /etc/hosts /proc/self rw - ext4 /dev/vda rw
36 27 0:43 / /run/user/1000/doc rw - fuse.portal portal rw
"""


def test_what_a_person_would_call_a_disk_is_told_once() -> None:
    found = {each.path: each for each in disks(MOUNTINFO) if each.path != "/home"}
    assert set(found) == {"/", "/mnt/nas of ours"}
    assert found["/mnt/nas of ours"].may_hang
    assert not found["/"].may_hang


def test_a_name_that_holds_ends_of_lines_hides_no_other_disk() -> None:
    evil = "33 27 0:44 / /mnt/a\u2028b\x0bc rw - nfs4 nas:/x rw\n"
    assert {"/", "/mnt/a\u2028b\x0bc"} <= {each.path for each in disks(MOUNTINFO + evil)}


def test_parts_of_a_disk_that_are_told_once_still_have_their_numbers() -> None:
    lines = "50 1 0:50 / / rw - zfs tank/root rw\n51 1 0:51 / /var rw - zfs tank/var rw\n"
    assert set(device_numbers(lines)) == {os.makedev(0, 50), os.makedev(0, 51)}
    assert set(device_numbers(lines).values()) == {"/"}


def test_a_pool_with_many_parts_is_one_disk() -> None:
    lines = (f"{n} 1 0:{n} / {path} rw - zfs tank/{n} rw\n" for n, path in ((50, "/"), (51, "/usr"), (52, "/var")))
    assert [each.path for each in disks("".join(lines))] == ["/"]


def test_the_hardware_address_of_a_card_is_not_in_its_name() -> None:
    assert _interface("/nowhere", "enx00e04c680001", [0] * 16).name == "enx…"
    assert _interface("/nowhere", "wlp3s0", [0] * 16).name == "wlp3s0"


def test_whether_a_link_is_up_and_wireless_is_told_only_where_the_system_shows_it(tmp_path: Path) -> None:
    cards = tree(tmp_path, {"wlan0/operstate": "down\n", "wlan0/phy80211/index": "0\n", "eth0/operstate": "up\n"})
    wlan, eth, hidden = (_interface(cards, name, [0] * 16) for name in ("wlan0", "eth0", "tun0"))
    assert (wlan.up, wlan.wireless) == (False, True)
    assert (eth.up, eth.wireless) == (True, False)
    assert isinstance(hidden.up, Absent)
    assert isinstance(hidden.wireless, Absent)


def test_a_disk_with_a_slash_in_its_name_is_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "cciss!c0d0").mkdir()
    assert _is_whole(f"{tmp_path}/", "cciss/c0d0")
    assert not _is_whole(f"{tmp_path}/", "cciss/c0d0p1")


def test_why_the_kernel_gives_no_list_of_connections_is_told() -> None:
    refused = _refused((-errno.ENOENT).to_bytes(4, sys.byteorder, signed=True) + bytes(16))
    assert (refused.errno, _refused(b"").errno) == (errno.ENOENT, errno.EPROTO)


def test_where_no_disk_is_shown_there_is_a_reason(tmp_path: Path) -> None:
    assert isinstance(read_disks(str(tmp_path)), Absent)


def test_the_whole_disk_of_a_container_is_its_root() -> None:
    (root,) = disks("1 0 0:50 / / rw - overlay overlay rw,lowerdir=/l\n2 1 254:0 /h /etc/hosts rw - ext4 /dev/vda rw\n")
    assert (root.path, root.kind) == ("/", "overlay")


def test_only_disks_of_this_computer_can_hold_deleted_files() -> None:
    assert "/mnt/nas of ours" not in device_numbers(MOUNTINFO).values()
    assert "/" in device_numbers(MOUNTINFO).values()


def test_a_process_may_have_brackets_and_spaces_in_its_name() -> None:
    rest = b"S 1 2 3 0 -1 4194560 1 2 3 4 50 60 70 80 20 5 1 0 12345 999 8 "
    stat = _Stat.of(b"42 (a) b (c) R 9 9) " + rest)
    assert (stat.pid, stat.short, stat.state) == (42, b"a) b (c) R 9 9", "sleeping")
    assert stat.started_s == pytest.approx(12345 * TICK_S)
    assert not stat.kernel


@pytest.mark.parametrize(
    "text",
    [
        "Out of memory: Killed process 4321 (evil\u202ename) total-vm:1kB, anon-rss:1kB",
        "Memory cgroup out of memory: Killed process 4321 (evil\u202ename) total-vm:1kB",
    ],
)
def test_whom_the_kernel_ended_is_read_from_its_log(text: str) -> None:
    assert oom_kill(f"3,900,125500000,-;{text}\n".encode()) == OomKill(victim="evilname", pid=4321, at_s=125.5)


def test_other_lines_of_the_kernels_log_are_no_kills() -> None:
    assert oom_kill(b"6,1,0,-;Linux version 6.0\n") is None
    assert oom_kill(b"") is None


def test_a_laptop_on_battery_is_told(tmp_path: Path) -> None:
    supplies = tree(
        tmp_path / "supplies",
        {
            "AC/type": "Mains\n",
            "AC/online": "0\n",
            "BAT0/type": "Battery\n",
            "BAT0/capacity": "47\n",
            "hid-mouse/type": "Battery\n",
            "hid-mouse/scope": "Device\n",
            "hid-mouse/capacity": "3\n",
        },
    )
    profile = tree(tmp_path, {"profile": "low-power\n"}) + "/profile"
    policy = tree(tmp_path / "policy0", {"scaling_governor": "powersave\n"})
    power = read_power(supplies, profile, policy)
    assert (power.on_mains, power.charge_ratio) == (False, 0.47)
    assert (power.profile, power.governor) == ("low-power", "powersave")


def test_a_laptop_whose_mains_are_not_shown_is_known_by_its_battery(tmp_path: Path) -> None:
    supplies = tree(tmp_path, {"BAT0/type": "Battery\n", "BAT0/status": "Discharging\n", "BAT0/capacity": "12\n"})
    power = read_power(supplies, str(tmp_path), str(tmp_path))
    assert power.on_mains is False
    assert power.charge_ratio == 0.12


def test_of_a_plug_and_a_battery_that_tell_nothing_nothing_is_made_up(tmp_path: Path) -> None:
    supplies = tree(tmp_path, {"AC/type": "Mains\n", "BAT0/type": "Battery\n"})
    power = read_power(supplies, str(tmp_path), str(tmp_path))
    assert power.on_mains == power.charge_ratio == Absent(unknown="its battery does not tell it")


def test_a_plug_that_tells_nothing_leaves_it_to_the_battery(tmp_path: Path) -> None:
    files = {"AC/type": "Mains\n", "BAT0/type": "Battery\n", "BAT0/status": "Charging\n", "BAT0/capacity": "12\n"}
    assert read_power(tree(tmp_path, files), str(tmp_path), str(tmp_path)).on_mains is True


def test_a_computer_without_a_battery_is_neither_on_mains_nor_off_it(tmp_path: Path) -> None:
    power = read_power(str(tmp_path), str(tmp_path), str(tmp_path))
    assert isinstance(power.on_mains, Absent)
    assert isinstance(power.governor, Absent)


def test_a_card_of_amd_is_read(tmp_path: Path) -> None:
    cards = tree(
        tmp_path,
        {
            "card0/device/vendor": "0x1002\n",
            "card0/device/product_name": "Radeon\tTest\n",
            "card0/device/gpu_busy_percent": "87\n",
            "card0/device/mem_info_vram_total": "8589934592\n",
            "card0/device/mem_info_vram_used": "1073741824\n",
            "card0/device/hwmon/hwmon3/temp1_input": "71000\n",
            "card0/device/hwmon/hwmon3/power1_average": "95000000\n",
            "card0/device/pp_dpm_sclk": "0: 500Mhz\n1: 1900Mhz *\n2: 2500Mhz\n",
            "card0-DP-1/status": "connected\n",
            "card1/device/vendor": "0x8086\n",
            "card2/device/vendor": "0x10de\n",
        },
    )
    amd, intel = read_cards(cards)
    assert (amd.name, amd.vendor, amd.busy_ratio) == ("Radeon Test", "AMD", 0.87)
    assert (amd.memory_total_bytes, amd.memory_used_bytes) == (8 << 30, 1 << 30)
    assert amd.temperature_celsius == 71.0
    assert amd.power_watts == pytest.approx(95.0)
    assert isinstance(amd.power_limit_watts, Absent)
    assert (amd.clock_hertz, amd.clock_max_hertz) == (1.9e9, 2.5e9)
    assert intel.vendor == "Intel"
    assert isinstance(intel.busy_ratio, Absent)
    assert all(isinstance(each, Absent) for card in (amd, intel) for each in (card.throttle_reasons, card.processes))


def test_a_newer_card_of_amd_tells_what_it_draws_now(tmp_path: Path) -> None:
    files = {"card0/device/vendor": "0x1002\n", "card0/device/hwmon/hwmon3/power1_input": "31000000\n"}
    (card,) = read_cards(tree(tmp_path, files))
    assert card.power_watts == pytest.approx(31.0)
    assert isinstance(card.busy_ratio, Absent)


def test_the_computer_is_described_without_its_name() -> None:
    host = read_host()
    assert host.system == "linux"
    assert not isinstance(host.uptime_s, Absent)
    assert host.uptime_s > 0
    assert isinstance(host.virtual, str)
