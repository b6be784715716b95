"""The system this runs on: the one place where systems are told apart."""

from __future__ import annotations

import sys

if sys.platform == "linux":
    from opta_mcp.telemetry.os.linux.cpu import read_cores, read_cpu
    from opta_mcp.telemetry.os.linux.disks import read_disks
    from opta_mcp.telemetry.os.linux.graphics import read_cards
    from opta_mcp.telemetry.os.linux.memory import read_available_bytes, read_memory, read_pressure
    from opta_mcp.telemetry.os.linux.mounts import MountReader
    from opta_mcp.telemetry.os.linux.naming import name_of
    from opta_mcp.telemetry.os.linux.network import read_network
    from opta_mcp.telemetry.os.linux.open_files import OpenFiles, read_open_files
    from opta_mcp.telemetry.os.linux.processes import ProcessReader, Table, read_samples
    from opta_mcp.telemetry.os.linux.system import read_host, read_limits, read_oom_log, read_power, read_uptime_s
else:
    from opta_mcp.telemetry.os.portable import (
        MountReader,
        OpenFiles,
        ProcessReader,
        Table,
        name_of,
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
        read_samples,
        read_uptime_s,
    )

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
