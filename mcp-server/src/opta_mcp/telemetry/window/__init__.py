"""The window between the first and the last look: what rules and readings read."""

from __future__ import annotations

from opta_mcp.telemetry.applications import Application
from opta_mcp.telemetry.window.absent import Unreadable, absent_or, known, present
from opta_mcp.telemetry.window.cgroups import CgroupWindow
from opta_mcp.telemetry.window.memory import MemoryWindow
from opta_mcp.telemetry.window.network import InterfaceWindow, NetworkWindow
from opta_mcp.telemetry.window.processes import ProcessWindow
from opta_mcp.telemetry.window.processor import CpuUse, CpuWindow, PressureUse, PressureWindow
from opta_mcp.telemetry.window.storage import DiskWindow, MountWindow
from opta_mcp.telemetry.window.window import Window

__all__ = [
    "Application",
    "CgroupWindow",
    "CpuUse",
    "CpuWindow",
    "DiskWindow",
    "InterfaceWindow",
    "MemoryWindow",
    "MountWindow",
    "NetworkWindow",
    "PressureUse",
    "PressureWindow",
    "ProcessWindow",
    "Unreadable",
    "Window",
    "absent_or",
    "known",
    "present",
]
