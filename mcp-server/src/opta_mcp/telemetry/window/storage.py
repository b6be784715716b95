"""Mounts and block devices between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.telemetry.window.absent import Unreadable, rise

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import DiskTotals, MountUse


@dataclass(frozen=True, slots=True)
class MountWindow:
    """A disk as a person sees it: levels at the last look, and how fast it fills."""

    first: MountUse | None
    last: MountUse
    available_series: tuple[int, ...]
    """Bytes free to users at every look, the first and the last among them."""
    seconds: float

    @property
    def path(self) -> str:
        """Where it is mounted; the home folder is ~."""
        return self.last.path

    @property
    def read_only(self) -> bool:
        """Nothing can be written to it, so that full means nothing."""
        return self.last.read_only

    @property
    def used_ratio(self) -> float:
        """As df tells it: of what users can have. Unreadable for a file system without a size."""
        room = self.last.used_bytes + self.last.available_bytes
        if room <= 0:
            raise Unreadable(f"mount.{self.path}", "it tells no size")
        return self.last.used_bytes / room

    @property
    def available_bytes(self) -> int:
        """Free to ordinary users."""
        return self.last.available_bytes

    @property
    def reserve_bytes(self) -> int:
        """Free, but kept for root."""
        return max(self.last.free_bytes - self.last.available_bytes, 0)

    @property
    def inodes_used_ratio(self) -> float:
        """Share of its numbers for files that are taken; 0 where there is no fixed number."""
        total = self.last.inodes_total
        return (total - self.last.inodes_free) / total if total > 0 else 0.0

    @property
    def fill_bytes_per_s(self) -> float:
        """How fast the free space shrinks; negative while it grows. Unreadable for one mounted in the window."""
        if self.first is None:
            raise Unreadable(f"mount.{self.path}.fill", "it was mounted only just now")
        return (self.first.available_bytes - self.last.available_bytes) / self.seconds

    @property
    def full_in_s(self) -> float | None:
        """Seconds until it is full at this rate; None where it does not fill."""
        rate = self.fill_bytes_per_s
        return self.last.available_bytes / rate if rate > 0 else None


@dataclass(frozen=True, slots=True)
class DiskWindow:
    """A block device between two looks."""

    first: DiskTotals
    last: DiskTotals
    seconds: float

    @property
    def name(self) -> str:
        """As the system calls it: sda, nvme0n1."""
        return self.last.name

    @property
    def read_bytes_per_s(self) -> float:
        """Read."""
        return rise(self.first.read_bytes, self.last.read_bytes, "disk.read") / self.seconds

    @property
    def written_bytes_per_s(self) -> float:
        """Written."""
        return rise(self.first.written_bytes, self.last.written_bytes, "disk.written") / self.seconds

    @property
    def busy_ratio(self) -> float:
        """Share of the time in which it had anything to do; a modern disk at 1.0 may still have room."""
        return min(rise(self.first.busy_s, self.last.busy_s, f"disk.{self.name}.busy") / self.seconds, 1.0)

    @property
    def latency_s(self) -> float:
        """Mean time of a read or write, queueing included; Unreadable where there was none."""
        if not self._operations:
            raise Unreadable(f"disk.{self.name}.latency", "nothing was read or written in the window")
        waited = rise(self.first.read_s, self.last.read_s, "disk.latency")
        return (waited + rise(self.first.write_s, self.last.write_s, "disk.latency")) / self._operations

    @property
    def _operations(self) -> int:
        reads = rise(self.first.reads, self.last.reads, "disk.reads")
        return int(reads + rise(self.first.writes, self.last.writes, "disk.writes"))
