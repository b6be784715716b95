"""The machine itself: what it is, its power, its limits, and whom the kernel ended."""

from __future__ import annotations

import os
import platform
import re
import resource
from functools import lru_cache

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.linux.files import entries, int_or_none, read, read_once, read_text, text_or_none
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import Host, Limits, OomKill, Power

_NO_BATTERY = Absent(unknown="this computer shows no battery")
_NO_PROFILE = Absent(unknown="this computer shows none; a virtual machine seldom does")
_NO_CHARGE = Absent(unknown="its battery does not tell it")
_NOT_KEPT = Absent(unknown="this kernel does not tell it")
_NOT_SHOWN = Absent(unknown="the system does not show it to this program")

_MAKERS = ("qemu", "kvm", "vmware", "virtualbox", "innotek", "microsoft", "amazon", "google", "xen", "parallels",
           "bochs", "digitalocean", "hetzner", "openstack", "apple virtual")  # fmt: skip
"""Makers and products whose names stand in the firmware of virtual machines."""

_FIRST_PID_NAMESPACE = 0xEFFFFFFC


def read_host() -> Host:
    """Return what the machine is, without its name."""
    return Host(system="linux", release=clean_name(platform.release()), virtual=_virtual(), uptime_s=_uptime_s())


def read_uptime_s() -> float:
    """Return the seconds since boot, as the kernel's log and the start of processes count them."""
    return float(read("/proc/uptime").split()[0])


def _uptime_s() -> float | Absent:
    try:
        return read_uptime_s()
    except OSError:
        return _NOT_SHOWN


@lru_cache(maxsize=1)
def _virtual() -> str:
    """Name the kind of container or virtual machine; empty on bare metal. systemd-detect-virt looks at the same."""
    if "microsoft" in platform.release().lower():
        return "wsl"
    if _in_container():
        return "container"
    if b"hypervisor" not in _flags():
        return ""
    firmware = " ".join(text_or_none(f"/sys/class/dmi/id/{name}") or "" for name in ("sys_vendor", "product_name"))
    maker = next((each for each in _MAKERS if each in firmware.lower()), None)
    return maker or "virtual machine"


def _in_container() -> bool:
    """Say whether processes are numbered apart from the machine's (PROC_PID_INIT_INO, include/linux/proc_ns.h)."""
    try:
        return os.stat("/proc/self/ns/pid").st_ino != _FIRST_PID_NAMESPACE
    except OSError:
        return False


def _flags() -> bytes:
    """Return the first core's flags; the rest of the file may be long."""
    try:
        return next((line for line in read_once("/proc/cpuinfo").splitlines() if line.startswith(b"flags")), b"")
    except OSError:
        return b""


def read_power(
    supplies: str = "/sys/class/power_supply",
    profile: str = "/sys/firmware/acpi/platform_profile",
    policy: str = "/sys/devices/system/cpu/cpufreq/policy0",
) -> Power:
    """Return mains, charge, and what the system was told to save."""
    kinds = {each: text_or_none(f"{supplies}/{each}/type") for each in entries(supplies)}
    mains = [int_or_none(f"{supplies}/{each}/online") for each, kind in kinds.items() if kind in {"Mains", "USB"}]
    batteries = [
        f"{supplies}/{each}"
        for each, kind in kinds.items()
        if kind == "Battery" and text_or_none(f"{supplies}/{each}/scope") != "Device"
    ]
    charges = [int_or_none(f"{each}/capacity") for each in batteries]
    chosen = text_or_none(profile) or text_or_none(f"{policy}/energy_performance_preference")
    governor = text_or_none(f"{policy}/scaling_governor")
    return Power(
        on_mains=_on_mains(mains, [text_or_none(f"{each}/status") for each in batteries]),
        charge_ratio=next(
            (each / 100 for each in charges if each is not None), _NO_CHARGE if batteries else _NO_BATTERY
        ),
        profile=clean_name(chosen) if chosen else _NO_PROFILE,
        governor=clean_name(governor) if governor else _NO_PROFILE,
    )


def _on_mains(mains: list[int | None], batteries: list[str | None]) -> bool | Absent:
    """Say whether it runs on mains: as its plugs tell, else as its batteries do."""
    if not batteries:
        return _NO_BATTERY
    told = [each for each in mains if each is not None]
    if told:
        return any(told)
    return "Discharging" not in batteries if any(batteries) else _NO_CHARGE


def read_limits() -> Limits:
    """Return the system's limits; how many tasks the present user has is counted with the processes."""
    tasks = read_text("/proc/loadavg").split()[3].partition("/")[2]
    bounds = [int_or_none(f"/proc/sys/kernel/{name}") for name in ("threads-max", "pid_max")]
    known = [each for each in bounds if each is not None]
    files = read_text("/proc/sys/fs/file-nr").split()
    return Limits(
        tasks=int(tasks),
        tasks_limit=min(known) if known else _NOT_KEPT,
        user_tasks=_NOT_KEPT,
        user_tasks_limit=_user_limit(),
        open_files=int(files[0]) - int(files[1]),
        open_files_limit=int(files[2]),
    )


def _user_limit() -> int | None:
    """Return the present user's limit of tasks; the administrator has none (setrlimit(2))."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NPROC)
    return None if soft == resource.RLIM_INFINITY or os.getuid() == 0 else soft


_KILLED = re.compile(rb"[Oo]ut of memory: Killed process (\d+) \((.*?)\)")
"""Of mm/oom_kill.c, for the whole system and for a control group alike."""


def read_oom_log(log: str = "/dev/kmsg") -> tuple[OomKill, ...] | Absent:
    """Return whom the kernel ended for want of memory, as far back as its log goes."""
    try:
        file = os.open(log, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError:
        return Absent(unknown="only the administrator may read the kernel's log")
    try:
        return _kills(file)
    finally:
        os.close(file)


def _kills(file: int) -> tuple[OomKill, ...]:
    kills: list[OomKill] = []
    while True:
        try:
            record = os.read(file, 8192)
        except BlockingIOError:
            return tuple(kills)
        except BrokenPipeError:  # overwritten while it was read: the next read goes on with the oldest there is
            continue
        if not record:
            return tuple(kills)
        kill = oom_kill(record)
        if kill is not None:
            kills.append(kill)


def oom_kill(record: bytes) -> OomKill | None:
    """Read a record of the kernel's log: `level,number,microseconds,...;text`."""
    head, _, text = record.partition(b";")
    match = _KILLED.search(text)
    if match is None:
        return None
    return OomKill(victim=clean_name(match[2]), pid=int(match[1]), at_s=int(head.split(b",")[2]) / 1e6)
