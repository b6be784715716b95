"""What a process is called: by files that exist, not by what it says of itself.

A process may write anything into its command line and the 15 characters of its short name. So it is called by the
file that runs; by its short name only where a file of that name exists beside it or on the usual path (a program with
many names, as busybox has), or where an interpreter runs it: then its own name says more than the interpreter's, be it
that of a script, of a link to the interpreter, or one that the program gave itself, as long as it looks like that of a
program and not like a thread of the kernel or a sentence. Its command line is looked at for nothing but the script, and
not kept.
"""

from __future__ import annotations

import os
import re

from opta_mcp.telemetry.launchers import is_interpreter
from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.linux.files import read_once

_SHORT_LENGTH = 15
"""TASK_COMM_LEN less its zero byte."""

_FOLDERS = (b"/usr/bin", b"/bin", b"/usr/sbin", b"/sbin", b"/usr/local/bin")
_PLAIN = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._+-]*")
_DELETED = b" (deleted)"
_SCRIPT_PLACES = 3
"""The kernel puts a script's path after its interpreter and, at most, one argument of that."""


def names_of(folder: bytes, short: bytes) -> tuple[str, str]:
    """Return its name and its program's, for the /proc folder and the short name of a process; both cleaned."""
    try:
        file = os.readlink(folder + b"/exe").removesuffix(_DELETED)
    except OSError:
        return clean_name(short), clean_name(short)
    return clean_name(_own_name(folder, short, file)), clean_name(os.path.basename(file))


def _own_name(folder: bytes, short: bytes, file: bytes) -> bytes:
    program = os.path.basename(file)
    if not short or _begins(program, short):
        return program
    if len(short) < _SHORT_LENGTH and _is_program(short, os.path.dirname(file)):
        return short
    if script := _script(folder, short):
        return script
    return short if is_interpreter(clean_name(program)) and _PLAIN.fullmatch(short) else program


def _begins(whole: bytes, short: bytes) -> bool:
    return whole == short or (len(short) == _SHORT_LENGTH and whole.startswith(short))


def _is_program(short: bytes, beside: bytes) -> bool:
    if b"/" in short:
        return False
    return any(os.path.lexists(os.path.join(folder, short)) for folder in (beside, *_FOLDERS))


def _script(folder: bytes, short: bytes) -> bytes | None:
    """Return the base name of the script that the short name was taken from, if such a file exists."""
    try:
        arguments = read_once(folder + b"/cmdline").split(b"\0")[1:_SCRIPT_PLACES]
        for path in arguments:
            name = os.path.basename(path)
            if name and _begins(name, short) and os.path.isfile(os.path.join(os.readlink(folder + b"/cwd"), path)):
                return name
    except OSError:
        pass
    return None
