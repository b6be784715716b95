"""Network between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.telemetry.window.absent import Unreadable, present, rise

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import InterfaceTotals, NetworkTotals


@dataclass(frozen=True, slots=True)
class InterfaceWindow:
    """A network interface between two looks."""

    first: InterfaceTotals
    last: InterfaceTotals
    seconds: float

    @property
    def name(self) -> str:
        """As the system calls it: eth0, wlan0."""
        return self.last.name

    @property
    def received_bytes_per_s(self) -> float:
        """In."""
        return rise(self.first.received_bytes, self.last.received_bytes, "network.received") / self.seconds

    @property
    def sent_bytes_per_s(self) -> float:
        """Out."""
        return rise(self.first.sent_bytes, self.last.sent_bytes, "network.sent") / self.seconds

    @property
    def use_ratio(self) -> float:
        """The busier direction, of what the link can carry; Unreadable where its speed is unknown."""
        speed = present(self.last.speed_bits_per_s, f"network.{self.name}.speed")
        if speed <= 0:
            raise Unreadable(f"network.{self.name}.speed", "it tells no speed")
        return max(self.received_bytes_per_s, self.sent_bytes_per_s) * 8 / speed

    @property
    def packets(self) -> int:
        """In and out."""
        received = rise(self.first.received_packets, self.last.received_packets, "network.packets")
        return int(received + rise(self.first.sent_packets, self.last.sent_packets, "network.packets"))

    @property
    def drop_ratio(self) -> float:
        """Packets thrown away, of all; Unreadable where there were none."""
        drops = rise(self.first.drops, self.last.drops, "network.drops")
        if not self.packets + drops:
            raise Unreadable(f"network.{self.name}.drops", "nothing was sent or received in the window")
        return drops / (self.packets + drops)

    @property
    def errors_per_s(self) -> float:
        """Packets that came or went broken."""
        return rise(self.first.errors, self.last.errors, "network.errors") / self.seconds


@dataclass(frozen=True, slots=True)
class NetworkWindow:
    """All interfaces that were there at both looks, and TCP."""

    first: NetworkTotals
    last: NetworkTotals
    seconds: float

    @property
    def interfaces(self) -> tuple[InterfaceWindow, ...]:
        """Loopback left out."""
        before = {each.name: each for each in self.first.interfaces}
        pairs = ((before.get(each.name), each) for each in self.last.interfaces)
        return tuple(InterfaceWindow(a, b, self.seconds) for a, b in pairs if a is not None)

    @property
    def received_bytes_per_s(self) -> float:
        """In, over all interfaces."""
        return sum(each.received_bytes_per_s for each in self.interfaces)

    @property
    def sent_bytes_per_s(self) -> float:
        """Out, over all interfaces."""
        return sum(each.sent_bytes_per_s for each in self.interfaces)

    @property
    def tcp_sent_segments(self) -> int:
        """Segments that TCP sent in the window, so that a ratio of few can be told from one of many."""
        return int(rise(self.first.tcp_segments_sent, self.last.tcp_segments_sent, "network.tcp_sent"))

    @property
    def tcp_resent_ratio(self) -> float:
        """Segments sent again, of all; Unreadable where none were sent."""
        if not self.tcp_sent_segments:
            raise Unreadable("network.tcp_resent", "nothing was sent over TCP in the window")
        resent = rise(self.first.tcp_segments_resent, self.last.tcp_segments_resent, "network.tcp_resent")
        return min(resent / self.tcp_sent_segments, 1.0)
