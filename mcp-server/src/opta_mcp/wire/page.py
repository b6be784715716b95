"""What our own shell and page read beside the results of the tools: failures, streams, the machine while watched."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opta_mcp.wire.answer import Event
from opta_mcp.wire.base import Absent, MeasuredFloat, MeasuredInt, MeasuredText, Wire
from opta_mcp.wire.chat import ChatResult, PullJob


class Failure(Wire):
    """An error as a person can act on it; code is stable, for programs."""

    code: str
    message: str
    hint: str = ""


class CoreLine(Wire):
    """What the core does, told by whoever keeps it alive: never by itself."""

    state: Literal["starting", "ready", "restarting", "failed", "stopped"]
    reason: str = Field(default="", description="Why it ended, or why it cannot be started.")
    seconds: float | None = Field(default=None, description="It is started again within so many.")


class LiveProgram(Wire):
    """An application in the list of those that use most."""

    name: str
    pid: int = Field(description="Of the process that started the others: two programs may have one name.")
    cpu_cores: float = Field(description="Cores it kept busy: 0.98 is nearly one.")
    memory_bytes: MeasuredInt


class Frame(Wire):
    """The machine over the last second, for the meters; pushed only while somebody looks."""

    at: str = Field(description="ISO 8601, UTC.")
    cores: MeasuredInt
    cpu_busy_ratio: MeasuredFloat
    memory_total_bytes: MeasuredInt
    memory_available_bytes: MeasuredInt
    disk_path: str = Field(description="The mount point that disk_used_ratio is about.")
    disk_used_ratio: MeasuredFloat
    disk_busy_ratio: MeasuredFloat = Field(description="Of the busiest disk.")
    received_bytes_per_second: MeasuredFloat
    sent_bytes_per_second: MeasuredFloat
    gpu_name: MeasuredText
    gpu_busy_ratio: MeasuredFloat
    cpu_pressure_ratio: MeasuredFloat = Field(description="Share of the time in which some work waited for it.")
    memory_pressure_ratio: MeasuredFloat
    io_pressure_ratio: MeasuredFloat
    programs: tuple[LiveProgram, ...] | Absent


class StreamLine(Wire):
    """One line of a stream; exactly one field is filled. A result or a failure is the last line."""

    event: Event | None = None
    job: PullJob | None = None
    frame: Frame | None = None
    result: ChatResult | None = None
    failure: Failure | None = None
