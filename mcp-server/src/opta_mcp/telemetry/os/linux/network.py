"""Network interfaces, TCP, and who has which connection."""

from __future__ import annotations

import errno
import os
import re
import socket
import struct
from typing import TYPE_CHECKING

from opta_mcp.telemetry.names import clean_name
from opta_mcp.telemetry.os.linux.files import int_or_none, lines, read, text_or_none
from opta_mcp.wire.base import Absent
from opta_mcp.wire.snapshot import ConnectionTotals, InterfaceTotals, NetworkTotals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NO_SPEED = Absent(unknown="its driver tells no speed")
_NOT_KEPT = Absent(unknown="this system does not count it")
_NOT_SHOWN = Absent(unknown="the system does not show it to this program")

_CARDS = "/sys/class/net"


def read_network(cards: str = _CARDS) -> NetworkTotals:
    """Read /proc/net/dev, and /proc/net/snmp where there is one; raise OSError."""
    table = lines(read("/proc/net/dev").decode("utf-8", "replace"))[2:]
    named = [(name.strip(), rest.split()) for name, _, rest in (line.rpartition(":") for line in table)]
    others = [(name, fields) for name, fields in named if name != "lo"]
    real = [(name, fields) for name, fields in others if os.path.exists(f"{cards}/{name}/device")]
    sent, resent = _segments(text_or_none("/proc/net/snmp") or "")
    return NetworkTotals(
        interfaces=tuple(_interface(cards, name, [int(each) for each in fields]) for name, fields in real or others),
        tcp_segments_sent=sent,
        tcp_segments_resent=resent,
    )


_WITH_ADDRESS = re.compile(r"(?<=x)[0-9a-f]{12}$")
"""systemd calls some cards by their hardware address (enx001122334455), which tells one computer from all others."""


def _interface(cards: str, name: str, fields: list[int]) -> InterfaceTotals:
    speed = int_or_none(f"{cards}/{name}/speed")
    return InterfaceTotals(
        name=_WITH_ADDRESS.sub("…", clean_name(name)),
        up=state in {"up", "unknown"} if (state := text_or_none(f"{cards}/{name}/operstate")) else _NOT_SHOWN,
        received_bytes=fields[0],
        received_packets=fields[1],
        errors=fields[2] + fields[10],
        drops=fields[3] + fields[11],
        sent_bytes=fields[8],
        sent_packets=fields[9],
        speed_bits_per_s=speed * 1_000_000 if speed and speed > 0 else _NO_SPEED,
        wireless=_is_wireless(f"{cards}/{name}"),
    )


def _is_wireless(card: str) -> bool | Absent:
    if not os.path.isdir(card):
        return _NOT_SHOWN
    return os.path.isdir(f"{card}/wireless") or os.path.exists(f"{card}/phy80211")


def _segments(snmp: str) -> tuple[int | Absent, int | Absent]:
    rows = [line.split()[1:] for line in snmp.splitlines() if line.startswith("Tcp:")]
    if len(rows) != 2:  # noqa: PLR2004 - a row of names and one of numbers
        return _NOT_KEPT, _NOT_KEPT
    table = dict(zip(rows[0], (int(each) for each in rows[1]), strict=False))
    return table.get("OutSegs", _NOT_KEPT), table.get("RetransSegs", _NOT_KEPT)


# The kernel's own list of sockets: sock_diag(7), linux/inet_diag.h, linux/tcp.h.
_SOCK_DIAG = 4
_BY_FAMILY = 20
_REQUEST_DUMP = 0x301
_DONE, _ERROR = 3, 2
_ERROR_NUMBER = struct.Struct("=i")
_HEADER = struct.Struct("=IHHII")
_REQUEST = struct.Struct("=BBBxI48x")
_MESSAGE_INODE = struct.Struct("=I")
_INODE_AT, _ATTRIBUTES_AT = 68, 72
_ATTRIBUTE = struct.Struct("=HH")
_TCP_INFO = 2
_BYTES = struct.Struct("=QQ")
_BYTES_AT = 120
"""In struct tcp_info: tcpi_bytes_acked, then tcpi_bytes_received (since Linux 4.1)."""
_ESTABLISHED_AND_CLOSING = 0xFFF & ~(1 << 10) & ~(1 << 6)
"""All states but listening and waiting to be forgotten."""


def read_connections(owners: Mapping[int, int]) -> tuple[ConnectionTotals, ...]:
    """Return the running totals of TCP connections of processes that `owners` knows (inode to pid); raise OSError."""
    families = (socket.AF_INET, socket.AF_INET6) if os.path.exists("/proc/net/if_inet6") else (socket.AF_INET,)
    found = []
    for family in families:
        for inode, sent, received in _tcp_totals(family):
            pid = owners.get(inode)
            if pid is not None:
                found.append(ConnectionTotals(id=inode, pid=pid, received_bytes=received, sent_bytes=sent))
    return tuple(found)


def _tcp_totals(family: int) -> Iterator[tuple[int, int, int]]:
    """Give inode, bytes sent and bytes received of each connection; raise OSError where the kernel refuses."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, _SOCK_DIAG) as link:
        link.settimeout(0.5)
        body = _REQUEST.pack(family, socket.IPPROTO_TCP, 1 << (_TCP_INFO - 1), _ESTABLISHED_AND_CLOSING)
        link.send(_HEADER.pack(_HEADER.size + len(body), _BY_FAMILY, _REQUEST_DUMP, 1, 0) + body)
        while True:
            for kind, message in _messages(link.recv(1 << 17)):
                if kind == _ERROR:
                    raise _refused(message)
                if kind == _DONE:
                    return
                totals = _totals(message)
                if totals is not None:
                    yield totals


def _refused(message: bytes) -> OSError:
    """Return why the kernel gives no list: the first number of such a message is the error, less than zero."""
    number = -_ERROR_NUMBER.unpack_from(message)[0] if len(message) >= _ERROR_NUMBER.size else errno.EPROTO
    return OSError(number, os.strerror(number))


def _messages(data: bytes) -> Iterable[tuple[int, bytes]]:
    at = 0
    while at + _HEADER.size <= len(data):
        length, kind, *_ = _HEADER.unpack_from(data, at)
        yield kind, data[at + _HEADER.size : at + length]
        at += (max(length, _HEADER.size) + 3) & ~3


def _totals(message: bytes) -> tuple[int, int, int] | None:
    if len(message) < _ATTRIBUTES_AT:
        return None
    (inode,) = _MESSAGE_INODE.unpack_from(message, _INODE_AT)
    at = _ATTRIBUTES_AT
    while at + _ATTRIBUTE.size <= len(message):
        length, kind = _ATTRIBUTE.unpack_from(message, at)
        if kind == _TCP_INFO and length >= _ATTRIBUTE.size + _BYTES_AT + _BYTES.size:
            acked, received = _BYTES.unpack_from(message, at + _ATTRIBUTE.size + _BYTES_AT)
            return inode, acked, received
        at += (max(length, _ATTRIBUTE.size) + 3) & ~3
    return None
