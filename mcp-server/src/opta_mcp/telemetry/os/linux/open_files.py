"""What processes have open: files without a name that still hold their blocks, and sockets."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

from opta_mcp.telemetry.os.linux.files import read_text
from opta_mcp.telemetry.os.linux.mounts import device_numbers, hangs
from opta_mcp.telemetry.os.linux.network import read_connections
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import ConnectionTotals, DeletedFile

_DELETED = b" (deleted)"
_SOCKET = b"socket:["
_BLOCK_BYTES = 512
"""Of st_blocks, whatever the file system's own are (stat(2))."""

_DENIED_ALL = Absent(unknown="only the administrator may see what other users' processes have open")


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """What was found in the open files of all processes that may be read."""

    deleted: tuple[DeletedFile, ...] | Absent
    connections: tuple[ConnectionTotals, ...] | Absent
    denied: bool
    """Whether there are processes that may not be read."""


def read_open_files() -> OpenFiles:
    """Go through the links of /proc/PID/fd; raise OSError."""
    disks = device_numbers(read_text("/proc/self/mountinfo"))
    deleted: dict[tuple[int, int], DeletedFile] = {}
    owners: dict[int, int] = {}
    seen = denied = False
    for pid in (name for name in os.listdir("/proc") if name.isdigit()):
        try:
            links = os.listdir(f"/proc/{pid}/fd")
        except PermissionError:
            denied = True
            continue
        except OSError:  # it ended meanwhile
            continue
        seen = True
        for link in links:
            _look(f"/proc/{pid}/fd/{link}", int(pid), disks, deleted, owners)
    if not seen:
        return OpenFiles(_DENIED_ALL, _DENIED_ALL, denied)
    return OpenFiles(tuple(deleted.values()), _connections(owners), denied)


def _connections(owners: dict[int, int]) -> tuple[ConnectionTotals, ...] | Absent:
    """Return whose connections move how much; a system that does not list them still tells of deleted files."""
    try:
        return read_connections(owners)
    except OSError as error:
        return Absent(unknown=f"the system does not list connections: {(error.strerror or str(error)).lower()}")


def _look(
    path: str, pid: int, disks: dict[int, str], deleted: dict[tuple[int, int], DeletedFile], owners: dict[int, int]
) -> None:
    """Note a socket's owner or a file without a name; only such a file is asked for more, lest a share hang."""
    try:
        target = os.readlink(path.encode())
        if target.startswith(_SOCKET):
            owners.setdefault(int(target[len(_SOCKET) : -1]), pid)
        elif target.endswith(_DELETED) and target.startswith(b"/") and not hangs(target):
            file = os.stat(path)
            key = (file.st_dev, file.st_ino)
            if file.st_nlink == 0 and file.st_blocks and stat.S_ISREG(file.st_mode) and file.st_dev in disks:
                bytes_held = file.st_blocks * _BLOCK_BYTES
                deleted.setdefault(key, DeletedFile(pid=pid, mount=disks[file.st_dev], allocated_bytes=bytes_held))
    except OSError:  # closed meanwhile
        pass
