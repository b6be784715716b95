"""Disks as a person sees them, through psutil."""

from __future__ import annotations

import os
import sys
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

import psutil

from opta_mcp.telemetry.names import clean_name, clean_path
from opta_mcp.telemetry.probes.protocol import answers_within
from opta_mcp.wire.base import UnknownSignal
from opta_mcp.wire.snapshot import MountSample, MountUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psutil._ntuples import sdiskpart

_WITHIN_S = 0.5
"""For shares; a local network answers in milliseconds."""

_HANGING: dict[str, Thread] = {}
"""Of this process, by path: a server that runs for days must not leave one thread more with every look."""

_DRIVES = tuple(f"{letter}:" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

_MAC_DATA, _MAC_SYSTEM = "/System/Volumes/Data", "/System/Volumes/"
"""macOS splits the one disk that a person knows: / is sealed and read-only, what is theirs is on the data volume."""


class MountReader:
    """Asks every disk for its room; a share that does not answer is asked again only when it has."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._local: tuple[sdiskpart, ...] = ()

    def read(self) -> tuple[tuple[MountUse, ...], tuple[UnknownSignal, ...]]:
        """Return the disks, and those that do not answer."""
        parts = {part.mountpoint: part for part in _parts()}
        self._local = tuple(part for part in parts.values() if not _may_hang(part))
        found, missed = [], []
        for path, answer in _asked(parts).items():
            if isinstance(answer, str):
                missed.append(UnknownSignal(signal="mounts", reason=f"{clean_path(path)} {answer}"))
            elif answer.total_bytes:
                found.append(answer)
        return tuple(found), tuple(missed)

    def sample(self) -> tuple[MountSample, ...]:
        """Return what is free on the disks of this computer itself, which the last look found."""
        rooms = ((part, _room_or_none(part)) for part in self._local)
        return tuple(MountSample(path=_path(part), available_bytes=room) for part, room in rooms if room is not None)


def _may_hang(part: sdiskpart) -> bool:
    """Say whether asking it asks another computer or program: what is neither a device nor a drive of its own."""
    return "remote" in part.opts.split(",") or not part.device.startswith(("/dev/", "\\\\?\\", *_DRIVES))


def _asked(parts: Mapping[str, sdiskpart]) -> dict[str, MountUse | str]:
    """Ask each disk for its room: shares beside each other and no longer than they are given."""
    for path in [path for path, thread in _HANGING.items() if not thread.is_alive()]:
        del _HANGING[path]
    answers: dict[str, MountUse | str] = {}
    calls = {path: partial(_mount, part) for path, part in parts.items() if path not in _HANGING}
    for path, answer in answers_within(calls, _WITHIN_S).items():
        if isinstance(answer, Thread):
            _HANGING[path] = answer
            answers[path] = f"did not answer within {_WITHIN_S:g} s"
        elif isinstance(answer, OSError):
            answers[path] = f"cannot be read: {(answer.strerror or str(answer)).lower()}"
        else:
            answers[path] = answer
    return {path: answers.get(path, "still does not answer") for path in parts}


def _room_or_none(part: sdiskpart) -> int | None:
    try:
        return psutil.disk_usage(part.mountpoint).free
    except OSError:  # taken out meanwhile, or closed to this user
        return None


def _path(part: sdiskpart) -> str:
    return "/" if part.mountpoint == _MAC_DATA else clean_path(part.mountpoint)


def _parts() -> list[sdiskpart]:
    parts = [part for part in psutil.disk_partitions(all=False) if "cdrom" not in part.opts.split(",")]
    if not any(part.mountpoint == _MAC_DATA for part in parts):
        return parts
    inside = (part.mountpoint.startswith(_MAC_SYSTEM) and part.mountpoint != _MAC_DATA for part in parts)
    return [part for part, hidden in zip(parts, inside, strict=True) if not hidden and part.mountpoint != "/"]


def _mount(part: sdiskpart) -> MountUse:
    room = psutil.disk_usage(part.mountpoint)
    inodes_total = inodes_free = 0
    if sys.platform != "win32":
        table = os.statvfs(part.mountpoint)
        inodes_total, inodes_free = table.f_files, table.f_ffree
    return MountUse(
        path=_path(part),
        device="share" if _may_hang(part) else clean_name(part.device),
        filesystem=clean_name(part.fstype),
        read_only="ro" in part.opts.split(","),
        total_bytes=room.total,
        used_bytes=room.used,
        free_bytes=max(room.total - room.used, 0),
        available_bytes=room.free,
        inodes_total=inodes_total,
        inodes_free=inodes_free,
    )
