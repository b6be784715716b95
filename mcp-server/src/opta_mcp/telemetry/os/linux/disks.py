"""Block devices: whole and real ones, not their parts and not what is made of them."""

from __future__ import annotations

import os

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.linux.files import SECTOR_BYTES, read
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import DiskTotals

_MADE_UP = ("loop", "ram", "zram", "dm-", "md", "sr", "fd", "nbd")
"""Stacked on other devices, or no disks: counting them would count twice."""

_NONE_SHOWN = Absent(unknown="no disk is shown here; a container seldom shows any")

_FIELDS = 14
"""Since Linux 2.6.25 a whole disk's line has at least this many (Documentation/admin-guide/iostats.rst)."""


def _is_whole(blocks: str, name: str) -> bool:
    """Say whether it is a disk and no part of one; a slash in its name (cciss/c0d0) is written otherwise there."""
    return os.path.isdir(blocks + name.replace("/", "!"))


def read_disks(blocks: str = "/sys/block") -> tuple[DiskTotals, ...] | Absent:
    """Read /proc/diskstats, where times are in milliseconds; raise OSError."""
    found = []
    for line in read("/proc/diskstats").decode("utf-8", "replace").splitlines():
        fields = line.split()
        if len(fields) < _FIELDS or fields[2].startswith(_MADE_UP) or not _is_whole(f"{blocks}/", fields[2]):
            continue
        reads, _, read_sectors, read_ms, writes, _, written_sectors, write_ms, _, busy_ms = map(int, fields[3:13])
        found.append(
            DiskTotals(
                name=clean_name(fields[2]),
                read_bytes=read_sectors * SECTOR_BYTES,
                written_bytes=written_sectors * SECTOR_BYTES,
                reads=reads,
                writes=writes,
                read_s=read_ms / 1000,
                write_s=write_ms / 1000,
                busy_s=busy_ms / 1000,
            )
        )
    return tuple(found) or _NONE_SHOWN
