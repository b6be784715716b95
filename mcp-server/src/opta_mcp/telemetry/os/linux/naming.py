"""What a process is called: by files that exist, not by what it says of itself.

A process may write anything into its command line and the 15 characters of its short name: a title with an account or
an address in it, or the name of a thread of the kernel. So it is called by the file that runs; by its short name only
where there is a file of that name: beside that one or on the usual path (a program with many names, as busybox has),
or the script or the link that it was started by. Its command line is looked at for nothing but that, and not kept.
"""

from __future__ import annotations

import os

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.linux.files import read_once
from opta_mcp.telemetry.os.linux.mounts import hangs

_SHORT_LENGTH = 15
"""TASK_COMM_LEN less its zero byte."""

_FOLDERS = (b"/usr/bin", b"/bin", b"/usr/sbin", b"/sbin", b"/usr/local/bin")
_DELETED = b" (deleted)"
_PLACES = 3
"""A link comes first; the kernel puts a script's path after its interpreter and, at most, one argument of that."""


def names_of(folder: bytes, short: bytes) -> tuple[str, str]:
    """Return its name and its program's, for the /proc folder and the short name of a process; both cleaned."""
    try:
        file = os.readlink(folder + b"/exe").removesuffix(_DELETED)
    except OSError:
        return clean_name(short), clean_name(short)
    return clean_name(_own_name(folder, short, file)), clean_name(os.path.basename(file))


def name_of(pid: int) -> str:
    """Return the cleaned name of a process; of one that has ended, that it has none."""
    folder = b"/proc/%d" % pid
    try:
        return names_of(folder, read_once(folder + b"/comm").rstrip(b"\n"))[0]
    except OSError:
        return clean_name("")


def _own_name(folder: bytes, short: bytes, file: bytes) -> bytes:
    program = os.path.basename(file)
    if not short or _begins(program, short):
        return program
    if len(short) < _SHORT_LENGTH and _is_program(short, os.path.dirname(file)):
        return short
    return _started_by(folder, short) or program


def _begins(whole: bytes, short: bytes) -> bool:
    return whole == short or (len(short) == _SHORT_LENGTH and whole.startswith(short))


def _is_program(short: bytes, beside: bytes) -> bool:
    if b"/" in short:
        return False
    return any(os.path.lexists(os.path.join(folder, short)) for folder in (beside, *_FOLDERS) if not hangs(folder))


def _is_file(path: bytes) -> bool:
    return not hangs(path) and os.path.isfile(path)


def _started_by(folder: bytes, short: bytes) -> bytes | None:
    """Return the base name of the script or link that the short name was taken from, if there is such a file."""
    try:
        arguments = read_once(folder + b"/cmdline").split(b"\0")[:_PLACES]
        for path in arguments:
            name = os.path.basename(path)
            if name and _begins(name, short) and _is_file(os.path.join(os.readlink(folder + b"/cwd"), path)):
                return name
    except OSError:
        pass
    return None
