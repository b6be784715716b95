"""Main memory and swap between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.telemetry.window.absent import Unreadable, present, rise, rise_of

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import MemoryTotals


@dataclass(frozen=True, slots=True)
class MemoryWindow:
    """Levels at the last look; rates between the first and the last."""

    first: MemoryTotals
    last: MemoryTotals
    seconds: float

    @property
    def total_bytes(self) -> int:
        """Main memory that the system can use."""
        return self.last.total_bytes

    @property
    def available_bytes(self) -> int:
        """What programs can still have without swapping: free, and cache that can be given back."""
        return self.last.available_bytes

    @property
    def available_ratio(self) -> float:
        """Of the total."""
        return self.last.available_bytes / self.last.total_bytes

    @property
    def used_bytes(self) -> int:
        """What programs and the kernel hold and cannot give back."""
        return self.last.total_bytes - self.last.available_bytes

    @property
    def used_ratio(self) -> float:
        """Of the total."""
        return self.used_bytes / self.last.total_bytes

    @property
    def free_bytes(self) -> int:
        """What nobody uses for anything, not even as cache; low is normal."""
        return self.last.free_bytes

    @property
    def cached_bytes(self) -> int:
        """Copies of files, kept while nobody needs the room."""
        return present(self.last.cached_bytes, "memory.cached")

    @property
    def cached_ratio(self) -> float:
        """Of the total."""
        return self.cached_bytes / self.last.total_bytes

    @property
    def shared_bytes(self) -> int:
        """Shared memory and files in memory (tmpfs)."""
        return present(self.last.shared_bytes, "memory.shared")

    @property
    def swap_total_bytes(self) -> int:
        """0 where there is no swap."""
        return self.last.swap_total_bytes

    @property
    def swap_used_bytes(self) -> int:
        """Memory that lies in swap."""
        return self.last.swap_total_bytes - self.last.swap_free_bytes

    @property
    def swap_used_ratio(self) -> float:
        """Of the swap there is; Unreadable where there is none."""
        if not self.last.swap_total_bytes:
            raise Unreadable("memory.swap", "there is no swap on this computer")
        return self.swap_used_bytes / self.last.swap_total_bytes

    @property
    def swap_in_bytes_per_s(self) -> float:
        """Read back from swap."""
        return self._rate("swap_in_bytes")

    @property
    def swap_out_bytes_per_s(self) -> float:
        """Written to swap."""
        return self._rate("swap_out_bytes")

    @property
    def major_faults_per_s(self) -> float:
        """Page faults that had to read a disk."""
        return self._rate("major_faults")

    @property
    def refaults_per_s(self) -> float:
        """Pages read again soon after they were thrown out: the sign of too little memory."""
        return self._rate("refaults")

    @property
    def oom_kills(self) -> int:
        """Processes that the kernel ended for want of memory within the window."""
        return int(rise(self.first.oom_kills, self.last.oom_kills, "memory.oom_kills"))

    def _rate(self, name: str) -> float:
        return rise_of(self.first, self.last, name, f"memory.{name}") / self.seconds
