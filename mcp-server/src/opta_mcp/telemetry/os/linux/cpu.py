"""The processor."""

from __future__ import annotations

from opta_mcp.telemetry.os.linux.files import TICK_S, entries, int_or_none, pairs, read, text_or_none
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import CoreTimes, CpuTotals

_CORES_ASKED = 8
"""Asking a core for its clock may wake it; a few tell enough."""

_SENSORS = ("coretemp", "k10temp", "zenpower", "cpu_thermal", "cpu-thermal", "soc_thermal", "acpitz")
"""Drivers of processor sensors, the most trusted first."""

_SYSTEM = "/sys/devices/system/cpu"
_NONE_HERE = "this computer shows none; a virtual machine seldom does"


def core_times(stat: bytes) -> tuple[CoreTimes, ...]:
    """Read the lines cpu0, cpu1 ... of /proc/stat (proc_stat(5)); guests are already in user and nice."""
    cores = []
    for line in stat.splitlines():
        if line.startswith(b"cpu") and line[3:4].isdigit():
            user, nice, system, idle, iowait, irq, softirq, steal = (int(part) * TICK_S for part in line.split()[1:9])
            cores.append(
                CoreTimes(
                    user_s=user,
                    nice_s=nice,
                    system_s=system,
                    idle_s=idle,
                    iowait_s=iowait,
                    irq_s=irq + softirq,
                    steal_s=steal,
                )
            )
    return tuple(cores)


def read_cores() -> tuple[CoreTimes, ...]:
    """Read only the times of the cores; raise OSError."""
    return core_times(read("/proc/stat"))


def read_cpu(system: str = _SYSTEM, sensors: str = "/sys/class/hwmon") -> CpuTotals:
    """Read everything about the processor; raise OSError."""
    stat = read("/proc/stat")
    totals = pairs(stat)
    load = read("/proc/loadavg").split()
    return CpuTotals(
        cores=core_times(stat),
        load_1m=float(load[0]),
        load_15m=float(load[2]),
        context_switches=totals[b"ctxt"],
        forks=totals[b"processes"],
        frequency_hertz=_frequency(system, "scaling_cur_freq", mean=True),
        frequency_max_hertz=_frequency(system, "cpuinfo_max_freq"),
        frequency_limit_hertz=_frequency(system, "scaling_max_freq"),
        temperature_celsius=temperature(sensors),
        throttle_count=_throttle_count(system),
    )


def _frequency(system: str, name: str, *, mean: bool = False) -> float | Absent:
    names = [each for each in entries(system) if each.startswith("cpu") and each[3:].isdigit()]
    read_khz = (int_or_none(f"{system}/{each}/cpufreq/{name}") for each in names[:_CORES_ASKED])
    khz = [each for each in read_khz if each]
    if not khz:
        return Absent(unknown=_NONE_HERE)
    return (sum(khz) / len(khz) if mean else max(khz)) * 1000.0


def temperature(sensors: str) -> float | Absent:
    """Return the hottest reading of the most trusted processor sensor."""
    by_driver: dict[str, list[float]] = {}
    for each in entries(sensors):
        driver = text_or_none(f"{sensors}/{each}/name")
        if driver in _SENSORS:
            files = (name for name in entries(f"{sensors}/{each}") if name.startswith("temp") and "_input" in name)
            milli = (int_or_none(f"{sensors}/{each}/{name}") for name in files)
            by_driver.setdefault(driver, []).extend(value / 1000 for value in milli if value is not None)
    for driver in _SENSORS:
        if by_driver.get(driver):
            return max(by_driver[driver])
    return Absent(unknown=_NONE_HERE)


def _throttle_count(system: str) -> int | Absent:
    folders = [each for each in entries(system) if each.startswith("cpu") and each[3:].isdigit()]
    counts = [int_or_none(f"{system}/{each}/thermal_throttle/core_throttle_count") for each in folders]
    known = [each for each in counts if each is not None]
    if not known:
        return Absent(unknown=_NONE_HERE)
    return sum(known) + (int_or_none(f"{system}/cpu0/thermal_throttle/package_throttle_count") or 0)
