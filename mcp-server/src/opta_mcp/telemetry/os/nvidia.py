"""NVIDIA's cards, asked through a child process that is started only where there is a driver."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from typing import TYPE_CHECKING

from pydantic import ValidationError

from opta_mcp.program import child_command
from opta_mcp.telemetry.names import clean_name
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import Gpu

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNS = (
    "/proc/driver/nvidia/version",
    "/dev/nvidiactl",
    "/usr/lib/wsl/lib/libnvidia-ml.so.1",
    r"C:\Windows\System32\nvml.dll",
)
"""Where a driver shows; looking costs microseconds."""

_CHILD = child_command("opta_mcp.telemetry.os.nvidia_child")
_WITHIN_S = 3.0
"""Loading the library took 13 ms on an H100; a driver that wakes a sleeping card takes seconds."""

_ENDED_WITHIN_S = 1.0

_SILENT = Absent(unknown=f"NVIDIA's driver did not answer within {_WITHIN_S:g} s")
_GARBLED = Absent(unknown="NVIDIA's driver answered something that is not known")


def has_driver() -> bool:
    """Say whether there is a driver to ask."""
    return any(os.path.exists(sign) for sign in _SIGNS)


class Nvidia:
    """Keeps one child from the first question until `close`."""

    def __init__(self, command: tuple[str, ...] = _CHILD) -> None:
        """Nothing is started yet."""
        self._command = command
        self._child: subprocess.Popen[str] | None = None

    def read(self, name_of: Callable[[int], str]) -> tuple[Gpu, ...] | Absent:
        """Return the cards; `name_of` gives the name of a process that holds some of a card."""
        line = self._answer()
        if isinstance(line, Absent):
            return line
        try:
            answer = json.loads(line)
            if "unknown" in answer:
                return Absent(unknown=clean_name(answer["unknown"], 160))
            return tuple(_gpu(card, name_of) for card in answer["cards"])
        except (ValueError, LookupError, TypeError, AttributeError):
            return _GARBLED

    def close(self) -> None:
        """End the child; one that hangs in the driver, where nothing ends it, is left to it."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            with contextlib.suppress(subprocess.TimeoutExpired, ValueError):
                child.communicate(timeout=_ENDED_WITHIN_S)

    def _answer(self) -> str | Absent:
        if self._child is None:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        child, late = self._child, threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(_WITHIN_S, give_up)
        watch.start()
        try:
            if child.stdin is None or child.stdout is None:
                return _GARBLED
            child.stdin.write("\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except OSError:
            line = ""
        finally:
            watch.cancel()
        if line:
            return line
        self.close()
        return _SILENT if late.is_set() else Absent(unknown="NVIDIA's library could not be loaded")


def _gpu(card: dict[str, object], name_of: Callable[[int], str]) -> Gpu:
    if isinstance(card["name"], dict):
        card["name"] = "NVIDIA graphics"
    card["name"] = clean_name(str(card["name"]))
    holders = card["processes"]
    if isinstance(holders, list):
        card["processes"] = [{**each, "name": name_of(each["pid"])} for each in holders]
    try:
        return Gpu.model_validate(card)
    except ValidationError as error:
        raise ValueError(str(error)) from error
