"""What happened between two snapshots: the results of the get_ tools.

Rates are over the window, levels are those of its end. CPU is in cores: 0.97 is 97 % of one core. Opta itself is left
out of applications and processes.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from opta_mcp.wire.base import Absent, MeasuredInt, UnknownSignal, Wire, type_note
from opta_mcp.wire.snapshot import Gpu, Host, Limits, Power, ProcessState


def _short(value: float) -> float:
    """Keep five digits: no measurement here has more, and each costs a model a token."""
    return float(f"{value:.5g}")


Number = Annotated[float, AfterValidator(_short)]
MeasuredNumber = Annotated[Number | Absent, Field(description=type_note)]


class Reading(Wire):
    """What all readings have in common."""

    measured_at: str = Field(description="ISO 8601, UTC: the end of the window.")
    seconds: Number = Field(description="The length of the window.")


class ApplicationUse(Wire):
    """A program with all that it started."""

    name: str
    pid: int = Field(description="Of the process that started the others.")
    busiest_pid: int = Field(description="Of the one that does more than half of the work, else the same.")
    process_count: int
    cpu_cores: Number
    cpu_total_s: Number = Field(description="CPU time since it was started.")
    age_s: MeasuredNumber
    memory_bytes: int = Field(description="What its processes share is counted once.")
    read_bytes_per_s: MeasuredNumber
    written_bytes_per_s: MeasuredNumber


class ProcessUse(Wire):
    """One process."""

    name: str
    pid: int
    state: ProcessState
    cpu_cores: Number
    children_cpu_cores: MeasuredNumber = Field(description="Of children that ended in the window.")
    cpu_total_s: Number
    age_s: MeasuredNumber
    nice: int
    memory_bytes: int
    run_delay_ratio: MeasuredNumber = Field(description="Time its threads waited for a core, of the window.")
    read_bytes_per_s: MeasuredNumber
    written_bytes_per_s: MeasuredNumber
    open_files: MeasuredInt


class CpuReading(Reading):
    """The processor; shares of the time of all cores."""

    core_count: MeasuredInt
    busy_ratio: MeasuredNumber
    user_ratio: MeasuredNumber
    nice_ratio: MeasuredNumber = Field(description="Work that yields to other work.")
    kernel_ratio: MeasuredNumber
    steal_ratio: MeasuredNumber = Field(description="Taken by the host of this virtual machine.")
    core_busy_ratios: tuple[Number, ...] | Absent
    pressure_some_ratio: MeasuredNumber = Field(description="Share of the time in which something waited for a core.")
    load_1m: MeasuredNumber
    load_15m: MeasuredNumber
    switches_per_core_per_s: MeasuredNumber
    forks_per_s: MeasuredNumber
    frequency_hertz: MeasuredNumber
    frequency_max_hertz: MeasuredNumber
    temperature_celsius: MeasuredNumber
    throttles: MeasuredInt = Field(description="How often heat or power slowed a core in the window.")
    short_lived_cores: MeasuredNumber = Field(description="Work of processes that came and went within the window.")
    applications: tuple[ApplicationUse, ...] | Absent
    processes: tuple[ProcessUse, ...] | Absent


class MemoryReading(Reading):
    """Main memory and swap."""

    total_bytes: MeasuredInt
    available_bytes: MeasuredInt = Field(description="What programs can still have, cache that is given back included.")
    used_bytes: MeasuredInt = Field(description="Total less available.")
    free_bytes: MeasuredInt = Field(description="Used for nothing at all; low is normal.")
    cached_bytes: MeasuredInt = Field(description="Copies of files, given back when needed.")
    swap_total_bytes: MeasuredInt
    swap_used_bytes: MeasuredInt
    swap_in_bytes_per_s: MeasuredNumber
    swap_out_bytes_per_s: MeasuredNumber
    major_faults_per_s: MeasuredNumber
    pressure_some_ratio: MeasuredNumber = Field(description="Share of the time in which something waited for memory.")
    pressure_full_ratio: MeasuredNumber = Field(description="Share of the time in which everything did.")
    oom_kills: MeasuredInt = Field(description="Processes ended for want of memory in the window.")
    applications: tuple[ApplicationUse, ...] | Absent
    processes: tuple[ProcessUse, ...] | Absent


class MountReading(Wire):
    """A disk as a person sees it."""

    path: str
    device: str
    filesystem: str
    read_only: bool
    total_bytes: int
    used_bytes: int
    available_bytes: int
    used_ratio: MeasuredNumber = Field(description="Of what users can have, as df tells it.")
    inodes_used_ratio: Number = Field(description="0 where the file system has no fixed number of files.")
    fill_bytes_per_s: MeasuredNumber


class DeviceReading(Wire):
    """A block device."""

    name: str
    read_bytes_per_s: MeasuredNumber
    written_bytes_per_s: MeasuredNumber
    busy_ratio: MeasuredNumber
    latency_s: MeasuredNumber = Field(description="Mean time of a read or write.")


class DeletedFileUse(Wire):
    """A file without a name that still holds its blocks."""

    name: str = Field(description="Of the process that has it open.")
    pid: int
    mount: str
    allocated_bytes: int


class DiskReading(Reading):
    """Room and traffic of disks."""

    mounts: tuple[MountReading, ...] | Absent
    devices: tuple[DeviceReading, ...] | Absent
    pressure_some_ratio: MeasuredNumber = Field(description="Share of the time in which something waited for a disk.")
    pressure_full_ratio: MeasuredNumber
    deleted_files: tuple[DeletedFileUse, ...] | Absent
    applications: tuple[ApplicationUse, ...] | Absent = Field(description="Those that read or write most.")
    unanswered: tuple[UnknownSignal, ...] = ()


class GpuReading(Reading):
    """Graphics cards."""

    cards: tuple[Gpu, ...] | Absent


class InterfaceReading(Wire):
    """A network interface."""

    name: str
    up: bool | Absent
    wireless: bool | Absent
    received_bytes_per_s: MeasuredNumber
    sent_bytes_per_s: MeasuredNumber
    use_ratio: MeasuredNumber = Field(description="The busier direction, of what the link can carry.")
    drop_ratio: MeasuredNumber
    errors_per_s: MeasuredNumber


class NetworkUse(Wire):
    """Who uses the network: TCP alone, connections that lasted through the window."""

    name: str
    pid: int
    received_bytes_per_s: Number
    sent_bytes_per_s: Number


class NetworkReading(Reading):
    """Network; loopback left out of the interfaces."""

    interfaces: tuple[InterfaceReading, ...] | Absent
    tcp_resent_ratio: MeasuredNumber
    applications: tuple[NetworkUse, ...] | Absent
    unanswered: tuple[UnknownSignal, ...] = ()


class ProcessesReading(Reading):
    """Applications and processes."""

    process_count: MeasuredInt
    states: dict[str, int] | Absent = Field(description="How many processes are in each state.")
    by_cpu: tuple[ApplicationUse, ...] | Absent
    by_memory: tuple[ApplicationUse, ...] | Absent
    processes: tuple[ProcessUse, ...] | Absent = Field(description="The busiest, each by itself.")


class SystemReading(Reading):
    """Everything at once; applications and processes once, under `processes`."""

    host: Host
    power: Power | Absent
    cpu: CpuReading
    memory: MemoryReading
    disk: DiskReading
    gpu: GpuReading
    network: NetworkReading
    processes: ProcessesReading
    limits: Limits | Absent
    own_cpu_cores: MeasuredNumber = Field(description="What Opta itself used, a model of its own included.")
    own_memory_bytes: MeasuredInt
