"""What the probes read at one instant: totals and levels, never rates; and a recording of several.

Bytes, seconds and counts are the system's own running totals; `reading.py` has what happened between two of them.
No command line, environment, user name, host name or file content has a place here. Names are cleaned where they
enter.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opta_mcp.wire.base import Absent, MeasuredFloat, MeasuredInt, MeasuredText, UnknownSignal, Wire
from opta_mcp.wire.folders import NOT_LOOKED_FOR, Folders

NOT_RECORDED = Absent(unknown="this recording does not tell")
"""Of what is measured since, in a recording that was made before."""

ProcessState = Literal["running", "sleeping", "waiting", "stopped", "traced", "zombie", "idle", "unknown"]


class CoreTimes(Wire):
    """Seconds a logical core spent in each state since boot; 0 only where the system says so."""

    user_s: float
    nice_s: MeasuredFloat
    system_s: float
    idle_s: float
    iowait_s: MeasuredFloat = NOT_RECORDED
    irq_s: float = 0.0
    steal_s: MeasuredFloat = NOT_RECORDED


class CpuTotals(Wire):
    """The processor."""

    cores: tuple[CoreTimes, ...]
    load_1m: MeasuredFloat
    load_15m: MeasuredFloat
    context_switches: MeasuredInt
    forks: MeasuredInt = Field(description="Processes and threads started since boot.")
    frequency_hertz: MeasuredFloat
    frequency_max_hertz: MeasuredFloat = Field(description="What the processor can do.")
    frequency_limit_hertz: MeasuredFloat = Field(description="What the system lets it do.")
    temperature_celsius: MeasuredFloat
    throttle_count: MeasuredInt


class Power(Wire):
    """Mains, battery, and what the system was told to save."""

    on_mains: bool | Absent
    charge_ratio: MeasuredFloat
    profile: MeasuredText = Field(description="performance, balanced, low-power, ...")
    governor: MeasuredText


class MemoryTotals(Wire):
    """Main memory and swap."""

    total_bytes: int
    available_bytes: int
    free_bytes: int
    cached_bytes: MeasuredInt = Field(description="Page cache that can be given back: without shared memory.")
    shared_bytes: MeasuredInt
    swap_total_bytes: int
    swap_free_bytes: int
    swap_in_bytes: MeasuredInt
    swap_out_bytes: MeasuredInt
    major_faults: MeasuredInt
    refaults: MeasuredInt = Field(description="Pages read again soon after they were thrown out.")
    oom_kills: MeasuredInt


class PressureTotals(Wire):
    """Linux pressure stall information: seconds in which some, or all, work waited, since boot."""

    cpu_some_s: float
    memory_some_s: float
    memory_full_s: float
    io_some_s: float
    io_full_s: float


class MountUse(Wire):
    """A mounted file system that a person would call a disk."""

    path: str = Field(description="The home folder is ~.")
    device: str = Field(description="A share on the network is only called that: its address would name a host.")
    filesystem: str
    read_only: bool
    total_bytes: int
    used_bytes: int
    free_bytes: int = Field(description="Free to root, the reserve included.")
    available_bytes: int = Field(description="Free to ordinary users.")
    inodes_total: int = Field(description="0 where the file system has no fixed number.")
    inodes_free: int


class DiskTotals(Wire):
    """A block device's running totals."""

    name: str
    read_bytes: int
    written_bytes: int
    reads: int
    writes: int
    read_s: float
    write_s: float
    busy_s: MeasuredFloat


class InterfaceTotals(Wire):
    """A network interface's running totals, loopback left out."""

    name: str
    up: bool | Absent
    received_bytes: int
    sent_bytes: int
    received_packets: int
    sent_packets: int
    drops: int
    errors: int
    speed_bits_per_s: MeasuredInt
    wireless: bool | Absent = NOT_RECORDED


class NetworkTotals(Wire):
    """All interfaces, and TCP."""

    interfaces: tuple[InterfaceTotals, ...]
    tcp_segments_sent: MeasuredInt
    tcp_segments_resent: MeasuredInt


class ConnectionTotals(Wire):
    """An open TCP connection's running totals and whose it is; no address."""

    id: int
    pid: int
    received_bytes: int
    sent_bytes: int


class GpuProcess(Wire):
    """Who holds a graphics card's memory."""

    pid: int
    name: str
    memory_bytes: MeasuredInt
    busy_ratio: MeasuredFloat


class Gpu(Wire):
    """A graphics card, as its driver tells it."""

    name: str
    vendor: str
    busy_ratio: MeasuredFloat
    memory_total_bytes: MeasuredInt
    memory_used_bytes: MeasuredInt
    temperature_celsius: MeasuredFloat
    power_watts: MeasuredFloat
    power_limit_watts: MeasuredFloat
    clock_hertz: MeasuredFloat
    clock_max_hertz: MeasuredFloat
    throttle_reasons: tuple[str, ...] | Absent = NOT_RECORDED
    processes: tuple[GpuProcess, ...] | Absent = NOT_RECORDED


class ProcessTotals(Wire):
    """One process. Its name is the cleaned base name of its program, never its command line."""

    pid: int
    parent_pid: int
    started_s: float = Field(description="Seconds since boot; with pid, the identity of a process.")
    read_at_s: float = Field(description="When it was read, on the snapshot's clock.")
    name: str = Field(description="As a person knows it: the script's name where a script runs.")
    program: str = Field(description="Base name of the file that runs, where readable, else the name.")
    state: ProcessState
    nice: int
    login: int = Field(default=0, description="The login it belongs to, as the kernel's audit numbers it; 0: none.")
    session: int = Field(default=0, description="The number of its session: what setsid gives; 0: unknown.")
    terminal: bool = Field(description="Whether a terminal controls it.")
    kernel: bool = Field(default=False, description="A thread of the kernel, by its flags, not its name.")
    own: bool = Field(default=False, description="Opta itself, or a child of it.")
    threads: int
    cpu_s: float
    children_cpu_s: MeasuredFloat = Field(description="Of children that have ended and been waited for.")
    resident_bytes: int
    anonymous_bytes: MeasuredInt = Field(description="Memory of its own, not mapped from files.")
    swapped_bytes: MeasuredInt = Field(default=NOT_RECORDED, description="Memory of its own that lies in swap.")
    major_faults: MeasuredInt
    run_delay_s: MeasuredFloat = Field(description="Time that its threads were ready to run and waited for a core.")
    switches: MeasuredInt = Field(description="How often its threads were put on a core.")
    read_bytes: MeasuredInt
    written_bytes: MeasuredInt
    open_files: MeasuredInt
    open_files_limit: MeasuredInt
    cores_allowed: MeasuredInt = Field(description="On how many logical cores it may run.")
    waits_in: MeasuredText = Field(description="The kernel function an uninterruptible wait is in; empty: none.")
    frozen: bool = Field(default=False, description="Its cgroup is frozen.")
    cgroup: str = Field(default="", description="Equal for two processes that share all their control groups.")
    cgroups: tuple[str, ...] = Field(default=(), description="Ids of the snapshot's cgroups it is in, innermost first.")


class Cgroup(Wire):
    """A control group with a limit; under cgroup v1 one for each controller whose path is its own.

    None: no such limit is set. Absent: it is set elsewhere, or could not be read.
    """

    id: str = Field(description="Made from its path; the same in every snapshot.")
    name: str = Field(description="Cleaned last part of its path.")
    quota_cores: MeasuredFloat | None
    periods: MeasuredInt
    throttled_periods: MeasuredInt
    throttled_s: MeasuredFloat
    memory_used_bytes: MeasuredInt
    memory_limit_bytes: MeasuredInt | None
    memory_limit_hits: MeasuredInt
    memory_some_s: MeasuredFloat
    oom_kills: MeasuredInt
    tasks: MeasuredInt
    tasks_limit: MeasuredInt | None


class DeletedFile(Wire):
    """A file that has no name any more and still holds its blocks, since a process has it open."""

    pid: int
    mount: str
    allocated_bytes: int


class OomKill(Wire):
    """A process that the kernel ended for want of memory, as its log tells."""

    victim: str
    pid: int
    at_s: float = Field(description="Seconds since boot.")


class Limits(Wire):
    """System-wide limits, and how many tasks the present user may have (None: as many as the system has room for)."""

    tasks: MeasuredInt
    tasks_limit: MeasuredInt
    user_tasks: MeasuredInt
    user_tasks_limit: MeasuredInt | None
    open_files: MeasuredInt
    open_files_limit: MeasuredInt


class Host(Wire):
    """The machine, without its name."""

    system: Literal["linux", "macos", "windows", "other"]
    release: str
    virtual: MeasuredText = Field(description="What kind of virtual machine or container it is; empty on bare metal.")
    uptime_s: MeasuredFloat


class Snapshot(Wire):
    """Everything at one instant. A part that could not be read says why."""

    taken_at: str = Field(description="ISO 8601, UTC.")
    clock_s: float = Field(description="Monotonic; only differences mean anything.")
    host: Host
    cpu: CpuTotals | Absent
    power: Power | Absent
    memory: MemoryTotals | Absent
    pressure: PressureTotals | Absent
    mounts: tuple[MountUse, ...] | Absent
    disks: tuple[DiskTotals, ...] | Absent
    network: NetworkTotals | Absent
    connections: tuple[ConnectionTotals, ...] | Absent
    gpus: tuple[Gpu, ...] | Absent
    processes: tuple[ProcessTotals, ...] | Absent
    cgroups: tuple[Cgroup, ...] | Absent
    deleted_files: tuple[DeletedFile, ...] | Absent
    oom_log: tuple[OomKill, ...] | Absent
    limits: Limits | Absent
    missed: tuple[UnknownSignal, ...] = Field(
        default=(), description="Single things inside a part that could not be read: a share that does not answer."
    )


class ProcessSample(Wire):
    """A process in a light look."""

    pid: int
    started_s: float
    state: ProcessState
    resident_bytes: int
    anonymous_bytes: MeasuredInt


class MountSample(Wire):
    """A mount in a light look."""

    path: str
    available_bytes: int


class Sample(Wire):
    """A light look between the first snapshot and the last: processor, pressure, memory of processes, space of mounts.

    It costs a tenth of a snapshot. Two-window rules and growth need it; everything else is in the snapshots.
    """

    clock_s: float
    cores: tuple[CoreTimes, ...] | Absent
    pressure: PressureTotals | Absent
    memory_available_bytes: MeasuredInt
    processes: tuple[ProcessSample, ...] | Absent
    mounts: tuple[MountSample, ...] | Absent


class Recording(Wire):
    """A first and a last snapshot, and light looks between: what `--record` writes and `--replay` reads."""

    schema_version: Literal[1] = Field(default=1, alias="schema", serialization_alias="schema")
    opta_version: str
    note: str = Field(default="", description="How it was made, where it was made by hand.")
    snapshots: tuple[Snapshot, ...] = Field(min_length=2)
    samples: tuple[Sample, ...] = ()
    folders: Folders | Absent = NOT_LOOKED_FOR
