"""The `get_` tools: this computer looked at for a second, and one part of it told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from opta_mcp.tools.plain import lines
from opta_mcp.tools.table import Annotations, Context, Tool, tool
from opta_mcp.wire.arguments import NoArguments
from opta_mcp.wire.reading import (
    CpuReading,
    DiskReading,
    GpuReading,
    MemoryReading,
    NetworkReading,
    ProcessesReading,
    Reading,
    SystemReading,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from opta_mcp.telemetry.window import Window

ReadingT = TypeVar("ReadingT", bound=Reading)
LOOK_SECONDS = 1.0
"""Rates need two looks; a second between them is enough for all but growth."""
READ_ONLY = Annotations(read_only=True, destructive=False, idempotent=True, open_world=False)


async def look(context: Context, seconds: float = LOOK_SECONDS, *, folders: bool = False) -> Window:
    """Look at this computer, at what its folders take where asked for, and keep what was seen."""
    from opta_mcp.telemetry.probes.folders import FolderProbe  # noqa: PLC0415  # with the first look
    from opta_mcp.telemetry.recording import shareable  # noqa: PLC0415
    from opta_mcp.telemetry.sources import LiveSource  # noqa: PLC0415  # psutil comes with it
    from opta_mcp.telemetry.window import Window  # noqa: PLC0415

    recording = await LiveSource(folders=FolderProbe() if folders else None).record(seconds, context.phase)
    told = recording if context.session.own_face else shareable(recording)
    context.session.last_look = window = Window.of(told)
    return window


async def get_cpu(_arguments: NoArguments, context: Context) -> CpuReading:
    """Read the processor, and who uses it."""
    from opta_mcp.telemetry.readings import cpu_reading  # noqa: PLC0415  # with the first look

    return await asyncio.to_thread(cpu_reading, await look(context))


async def get_memory(_arguments: NoArguments, context: Context) -> MemoryReading:
    """Read main memory and swap, and who holds them."""
    from opta_mcp.telemetry.readings import memory_reading  # noqa: PLC0415  # with the first look

    return await asyncio.to_thread(memory_reading, await look(context))


async def get_disk(_arguments: NoArguments, context: Context) -> DiskReading:
    """Read room and traffic of disks, and who reads and writes."""
    from opta_mcp.telemetry.readings import disk_reading  # noqa: PLC0415  # with the first look

    return await asyncio.to_thread(disk_reading, await look(context))


async def get_gpu(_arguments: NoArguments, context: Context) -> GpuReading:
    """Read graphics cards, and who uses them."""
    from opta_mcp.telemetry.readings import gpu_reading  # noqa: PLC0415  # with the first look

    return await asyncio.to_thread(gpu_reading, await look(context))


async def get_network(_arguments: NoArguments, context: Context) -> NetworkReading:
    """Read interfaces and TCP, and who uses them."""
    from opta_mcp.telemetry.readings import network_reading  # noqa: PLC0415  # with the first look

    return await asyncio.to_thread(network_reading, await look(context))


async def get_processes(_arguments: NoArguments, context: Context) -> ProcessesReading:
    """Read programs and processes."""
    from opta_mcp.telemetry.readings import processes_reading  # noqa: PLC0415  # with the first look

    return await asyncio.to_thread(processes_reading, await look(context))


async def get_system_snapshot(_arguments: NoArguments, context: Context) -> SystemReading:
    """Read everything at once."""
    from opta_mcp.telemetry.readings import system_reading  # noqa: PLC0415  # with the first look

    return await asyncio.to_thread(system_reading, await look(context))


SHARED = (
    "Measured now, for one second, without changing anything; no model is involved. Units are in the field names, "
    "shares are 0 to 1, `cores` are processor time per time (0.97 is 97 % of one core). A value that could not be read "
    "is an object {unknown: reason}, never zero. Opta leaves itself out."
)


def getter(
    handler: Callable[[NoArguments, Context], Awaitable[ReadingT]],
    output: type[ReadingT],
    title: str,
    description: str,
) -> Tool:
    """Return a tool that reads one part and asks nothing."""
    return tool(
        handler,
        name=getattr(handler, "__name__", ""),
        title=title,
        description=f"{description} {SHARED}",
        input=NoArguments,
        output=output,
        annotations=READ_ONLY,
        text=lines,
    )


GETTERS = (
    getter(
        get_cpu,
        CpuReading,
        "Read the processor",
        "How busy the processor is, what kind of work it does, its clock, temperature and throttling, how long work "
        "waits for it, and the programs and processes that use it most. Use it for questions about processor load; "
        "to find out why a computer is slow, use diagnose, which compares every part with its limits.",
    ),
    getter(
        get_memory,
        MemoryReading,
        "Read the memory",
        "Main memory and swap: what is available (the figure that counts), what is only a cache that is given back, "
        "how long work waits for memory, and the programs that hold most of it.",
    ),
    getter(
        get_disk,
        DiskReading,
        "Read the disks",
        "Each disk's room, inodes and traffic, deleted files that still hold space, and the programs that read and "
        "write most. It does not look into folders.",
    ),
    getter(
        get_gpu,
        GpuReading,
        "Read the graphics cards",
        "Each graphics card's load, memory, temperature, power and throttling, and who uses it. Without a card or its "
        "driver, `cards` says why there is nothing.",
    ),
    getter(
        get_network,
        NetworkReading,
        "Read the network",
        "Each interface's traffic, drops and errors, how much TCP had to be sent again, and the programs that use the "
        "network most. It sends nothing and asks no server.",
    ),
    getter(
        get_processes,
        ProcessesReading,
        "Read the programs",
        "The programs that use most processor and most memory, each with all that it started, and the busiest single "
        "processes. Names and numbers alone: no command lines, no users.",
    ),
    getter(
        get_system_snapshot,
        SystemReading,
        "Read everything",
        "All parts in one look: processor, memory, disks, graphics, network, programs, power, limits. The longest "
        "result (about 4,000 tokens): prefer one of the others where the question is about one part.",
    ),
)
