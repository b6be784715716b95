"""What psutil gives on macOS, Windows and other systems; for the rest a reason."""

from __future__ import annotations

from opta_mcp.telemetry.os.portable.machine import (
    OpenFiles,
    read_available_bytes,
    read_cards,
    read_cores,
    read_cpu,
    read_disks,
    read_host,
    read_limits,
    read_memory,
    read_network,
    read_oom_log,
    read_open_files,
    read_power,
    read_pressure,
    read_uptime_s,
)
from opta_mcp.telemetry.os.portable.mounts import MountReader
from opta_mcp.telemetry.os.portable.processes import ProcessReader, Table, name_of, read_samples

__all__ = [
    "MountReader",
    "OpenFiles",
    "ProcessReader",
    "Table",
    "name_of",
    "read_available_bytes",
    "read_cards",
    "read_cores",
    "read_cpu",
    "read_disks",
    "read_host",
    "read_limits",
    "read_memory",
    "read_network",
    "read_oom_log",
    "read_open_files",
    "read_power",
    "read_pressure",
    "read_samples",
    "read_uptime_s",
]
