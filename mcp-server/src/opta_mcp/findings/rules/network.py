"""The network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.findings import culprits, figures
from opta_mcp.findings.reading import readable
from opta_mcp.findings.rule import Hit, Limits, Threshold, rule
from opta_mcp.findings.sources import NETDATA, NETDATA_TREE, OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.findings.culprits import Blamed
    from opta_mcp.telemetry.window import InterfaceWindow, ProcessWindow, Window


SPOKEN_OF_BYTES_PER_S = 1 << 10
"""Who moves less keeps a connection open and no more."""


def _moved(window: Window, one: ProcessWindow) -> float:
    received = (readable(window, lambda each: each.received_bytes_per_s_by_pid) or {}).get(one.pid, 0.0)
    return received + (readable(window, lambda each: each.sent_bytes_per_s_by_pid) or {}).get(one.pid, 0.0)


def _busiest(window: Window) -> tuple[Blamed, float] | None:
    """Return who moves the most over the links: who moves more than all of them carry talks within this computer."""
    carried = window.network.received_bytes_per_s + window.network.sent_bytes_per_s
    outside = (each for each in window.processes if _moved(window, each) <= carried)
    one = max(outside, key=lambda each: _moved(window, each), default=None)
    if one is None or _moved(window, one) < SPOKEN_OF_BYTES_PER_S:
        return None
    return culprits.of(window, one, lambda each: _moved(window, each)), _moved(window, one)


@rule(
    id="network.top",
    title="{received} come in over the network and {sent} go out",
    why="That is the mean over the last {window}. {who_moves}",
    explains=("network",),
    settles=("network",),
    synonyms={
        "come in": ("are received",),
        "go out": ("are sent",),
        "mean": ("average",),
        "moved the most": ("moved the most data",),
    },
    provoked="a program that sends to itself over a link of its own",
    quiet="no machine: it is an answer, no fault",
)
def top(window: Window, _limit: Limits) -> Iterator[Hit]:
    """How much goes in and out, and who moves the most."""
    evidence = {
        "received": figures.rate("network.received", window.network.received_bytes_per_s),
        "sent": figures.rate("network.sent", window.network.sent_bytes_per_s),
        "window": figures.duration("window", window.seconds),
    }
    busiest = _busiest(window)
    if busiest is None:
        yield Hit("info", evidence, clauses={"who_moves": ""}, weight=0.5)
        return
    blamed, moved = busiest
    evidence |= {"moved": figures.rate("process.network", moved), **blamed.evidence}
    told = f"{blamed.clauses['who']} moved the most: {{moved}}."
    yield Hit("info", evidence, blamed.culprit, {**blamed.clauses, "who_moves": told}, weight=0.5)


@rule(
    id="network.full",
    title="The network link {link} is full",
    why="{link} carried {moved}, {use} of what it can, over the last {window}.{who_moves}",
    advice="Pause the largest download or upload, or limit its speed.",
    risk="What is paused takes longer.",
    undo="Go on with it.",
    sources=(NETDATA_TREE,),
    thresholds={"use": Threshold(0.85, "ratio", f"{NETDATA}: 1m_received_traffic_overflow, 85 to 90 %")},
    explains=("network", "slow"),
    answers={"network": True},
    judgements=("full", "busy"),
    synonyms={"link": ("connection", "network"), "carried": ("moved",)},
    provoked="a recording: a link of the test's own would be too fast to fill",
    quiet="a link that carries a tenth of what it can",
)
def full(window: Window, limit: Limits) -> Iterator[Hit]:
    """A link near what it can carry, in one direction."""
    for link in window.network.interfaces:
        use = readable(link, lambda each: each.use_ratio)
        if use is None or use < limit["use"]:
            continue
        evidence = {
            "moved": figures.rate("network.moved", max(link.received_bytes_per_s, link.sent_bytes_per_s)),
            "use": figures.share("network.use", use, limit["use"]),
            "window": figures.duration("window", window.seconds),
        }
        clauses, culprit, busiest = {"who_moves": ""}, culprits.device(link.name), _busiest(window)
        if busiest:
            blamed, moved = busiest
            evidence |= {"mine": figures.rate("process.network", moved), **blamed.evidence}
            clauses = {**blamed.clauses, "who_moves": f" {blamed.clauses['who']} moved {{mine}} of it."}
            culprit = blamed.culprit
        yield Hit("warning", evidence, culprit, clauses, {"link": link.name}, weight=0.8)


@rule(
    id="network.loss",
    title="The network link {name} loses packets",
    why="{name} threw away {lost} of its packets over the last {window}, so what is lost has to be sent again.",
    advice="Check the cable, or go nearer to the Wi-Fi router; then test the router before the provider.",
    risk="None.",
    undo="None is needed.",
    sources=(NETDATA_TREE,),
    thresholds={
        "wired": Threshold(0.02, "ratio", f"{NETDATA}: interface_inbound_packets_dropped_ratio"),
        "wireless": Threshold(0.1, "ratio", f"{NETDATA}: wifi_inbound_packets_dropped_ratio"),
        "packets": Threshold(100, "count", f"{OURS}: a share of fewer means nothing"),
    },
    explains=("network", "slow"),
    answers={"network": True},
    judgements=("unreliable", "lossy"),
    synonyms={"loses": ("drops", "lost"), "threw away": ("dropped", "lost")},
    provoked="a recording: this machine's links lose nothing",
    quiet="one lost packet of ten",
)
def loss(window: Window, limit: Limits) -> Iterator[Hit]:
    """Packets dropped, of enough to tell."""
    for link in window.network.interfaces:
        lost = readable(link, lambda each: each.drop_ratio)
        if lost is None or link.packets < limit["packets"] or lost < limit[_kind(link)]:
            continue
        evidence = {
            "lost": figures.share("network.drops", lost, limit[_kind(link)]),
            "window": figures.duration("window", window.seconds),
        }
        yield Hit("warning", evidence, culprits.device(link.name), weight=0.7)


def _kind(link: InterfaceWindow) -> str:
    """Return by which limit to judge it: where nothing says that it is wired, by the one that lets more pass."""
    return "wired" if link.last.wireless is False else "wireless"
