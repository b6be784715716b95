"""Mounted file systems that a person would call a disk."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.telemetry.names import clean_name, clean_path
from opta_mcp.telemetry.os.linux.files import lines, read_text
from opta_mcp.telemetry.probes.protocol import answers_within
from opta_mcp.wire.base import UnknownSignal
from opta_mcp.wire.snapshot import MountSample, MountUse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from threading import Thread


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DISKS = _names(
    "ext2 ext3 ext4 xfs btrfs f2fs bcachefs zfs reiserfs jfs nilfs2 vfat msdos exfat ntfs ntfs3 fuseblk hfs hfsplus "
    "apfs ubifs ufs udf"
)
"""On a disk of this computer: these answer at once."""

_SHARES = _names("nfs nfs4 cifs smb3 smbfs afs ceph glusterfs 9p virtiofs vboxsf drvfs davfs lustre")
"""Elsewhere, or behind a program: these may hang for as long as the other side does."""

_ROOTS = _names("overlay aufs fuse-overlayfs")
"""The whole disk of a container: shown for / alone."""

_WITHIN_S = 0.5
"""For shares; a local network answers in milliseconds."""

_ESCAPED = re.compile(rb"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of /proc/self/mountinfo, as far as it matters."""

    path: str
    device_number: str
    source: str
    kind: str
    read_only: bool

    @property
    def may_hang(self) -> bool:
        """Whether asking it asks another computer or program."""
        return self.kind in _SHARES or self.kind.startswith("fuse")


_HANGING: dict[str, Thread] = {}
"""Of this process, by path: a server that runs for days must not leave one thread more with every look."""


def hangs(path: bytes) -> bool:
    """Say whether a path leads to a share that was asked and has not answered: to look there is to wait as well."""
    silent = (os.fsencode(mount) for mount, thread in _HANGING.copy().items() if thread.is_alive())
    return any(path == mount or path.startswith(mount.rstrip(b"/") + b"/") for mount in silent)


class MountReader:
    """Asks every disk for its room; one that hangs is asked again only when it has answered."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._plain: tuple[Mount, ...] = ()

    def read(self) -> tuple[tuple[MountUse, ...], tuple[UnknownSignal, ...]]:
        """Return the disks, and those that do not answer; raise OSError."""
        mounts = disks(read_text("/proc/self/mountinfo"))
        self._plain = tuple(each for each in mounts if not each.may_hang)
        slow = {each.path: each for each in mounts if each.may_hang}
        found: dict[str, os.statvfs_result | None] = {}
        missed = []
        answers = {each.path: _answer(each) for each in self._plain} | self._ask(slow)
        for path, answer in answers.items():
            if isinstance(answer, str):
                missed.append(UnknownSignal(signal="mounts", reason=f"{clean_path(path)} {answer}"))
            else:
                found[path] = answer
        uses = (_use(each, found.get(each.path)) for each in mounts)
        return tuple(each for each in uses if each is not None), tuple(missed)

    def sample(self) -> tuple[MountSample, ...]:
        """Return what is free on those that answer at once."""
        rooms = ((each.path, _answer(each)) for each in self._plain)
        return tuple(
            MountSample(path=clean_path(path), available_bytes=room.f_bavail * room.f_frsize)
            for path, room in rooms
            if isinstance(room, os.statvfs_result)
        )

    def _ask(self, mounts: dict[str, Mount]) -> dict[str, os.statvfs_result | str]:
        for path in [path for path, thread in _HANGING.items() if not thread.is_alive()]:
            del _HANGING[path]
        calls = {path: lambda path=path: os.statvfs(path) for path in mounts if path not in _HANGING}
        silent = (path for path in mounts if path in _HANGING)
        answers: dict[str, os.statvfs_result | str] = dict.fromkeys(silent, "still does not answer")
        for path, answer in answers_within(calls, _WITHIN_S).items():
            if isinstance(answer, os.statvfs_result):
                answers[path] = answer
            elif isinstance(answer, OSError):
                answers[path] = _denied(answer)
            else:
                _HANGING[path] = answer
                answers[path] = f"did not answer within {_WITHIN_S:g} s"
        return answers


def disks(mountinfo: str) -> tuple[Mount, ...]:
    """Return what a person would call a disk, each once, where it was mounted first and highest."""
    chosen: dict[str, Mount] = {}
    for mount in _parsed(mountinfo):
        if not _is_disk(mount):
            continue
        before = chosen.get(key := _disk_of(mount))
        if before is None or _depth(mount) < _depth(before):
            chosen[key] = mount
    return tuple(sorted(chosen.values(), key=lambda each: each.path))


def _depth(mount: Mount) -> tuple[bool, int]:
    """Order the places of one disk: those that this user may look into first, the highest first."""
    return not mount.may_hang and not os.access(mount.path, os.F_OK), len(mount.path)


def _disk_of(mount: Mount) -> str:
    """Return what parts of one disk, which share its room, have in common: its device, or its pool."""
    if mount.kind == "zfs":
        return mount.source.split("/", 1)[0]
    return mount.source if mount.source.startswith("/dev/") else mount.device_number


def device_numbers(mountinfo: str) -> dict[int, str]:
    """Return the path of the disk, for every number that stat gives files on disks of this computer."""
    paths = {_disk_of(mount): mount.path for mount in disks(mountinfo)}
    numbers: dict[int, str] = {}
    for mount in _parsed(mountinfo):
        if mount.may_hang or not _is_disk(mount):
            continue
        major, minor = mount.device_number.split(":")
        for number in (os.makedev(int(major), int(minor)), *_own_number(mount)):
            numbers.setdefault(number, clean_path(paths[_disk_of(mount)]))
    return numbers


def _own_number(mount: Mount) -> tuple[int, ...]:
    """Return the number that a part of a btrfs disk gives its files: the table of mounts does not have it."""
    try:
        return (os.stat(mount.path).st_dev,) if mount.kind == "btrfs" else ()
    except OSError:
        return ()


def _parsed(mountinfo: str) -> Iterable[Mount]:
    for line in lines(mountinfo):
        left, _, right = line.partition(" - ")
        fields, (kind, source, options) = left.split(" "), ([*right.split(" ", 2), "", "", ""])[:3]
        yield Mount(
            path=_unescaped(fields[4]),
            device_number=fields[2],
            source=_unescaped(source),
            kind=kind,
            read_only="ro" in fields[5].split(",") or "ro" in options.split(","),
        )


def _is_disk(mount: Mount) -> bool:
    if mount.kind in _ROOTS:
        return mount.path == "/"
    if mount.kind.startswith("fuse."):
        return not mount.path.startswith(("/run/", "/proc/")) or "/gvfs/" in mount.path
    if mount.kind not in _DISKS | _SHARES or mount.path.startswith(("/snap/", "/proc/", "/sys/")):
        return False
    return mount.may_hang or _may_be_folder(mount.path)


def _may_be_folder(path: str) -> bool:
    """Say whether a whole disk is mounted there and no single file; where this user may not look, it may be one."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except FileNotFoundError:
        return False
    except OSError:  # closed to this user, or broken: asked for its room, it says which
        return True


def _answer(mount: Mount) -> os.statvfs_result | str | None:
    """Return a disk's room, or why it tells none; None for one that was unmounted meanwhile."""
    try:
        return os.statvfs(mount.path)
    except FileNotFoundError:
        return None
    except OSError as error:
        return _denied(error)


def _denied(error: OSError) -> str:
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def _use(mount: Mount, room: os.statvfs_result | None) -> MountUse | None:
    if room is None or room.f_blocks == 0:
        return None
    return MountUse(
        path=clean_path(mount.path),
        device=clean_name(mount.source) if mount.source.startswith("/dev/") else _kind_of(mount),
        filesystem=clean_name(mount.kind),
        read_only=mount.read_only,
        total_bytes=room.f_blocks * room.f_frsize,
        used_bytes=(room.f_blocks - room.f_bfree) * room.f_frsize,
        free_bytes=room.f_bfree * room.f_frsize,
        available_bytes=room.f_bavail * room.f_frsize,
        inodes_total=room.f_files,
        inodes_free=room.f_ffree,
    )


def _kind_of(mount: Mount) -> str:
    if mount.kind in _ROOTS:
        return "container"
    return "pool" if mount.kind in _DISKS else "share"


def _unescaped(text: str) -> str:
    """Spaces and new lines stand in the table as octal numbers, byte by byte."""
    return os.fsdecode(_ESCAPED.sub(lambda match: bytes([int(match[1], 8)]), os.fsencode(text)))
