"""Recordings of what no test may do to a machine, made by hand from a real one; each says in its note how.

``calm.json`` is a real look at a quiet machine. A function here changes the values that a fault would change, in the
first or the last look, and leaves everything else as it was measured.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from opta_mcp.telemetry.window import Window
from opta_mcp.wire.snapshot import Recording

CALM = Path(__file__).parents[1] / "data" / "recordings" / "calm.json"
GIB = 1 << 30
ABSENT = {"unknown": "this computer shows none"}
BROWSER, EDITOR = 495, 432

Look = dict[str, Any]  # JSON as it is read, before it has a type


class Draft:
    """A recording that is being changed: its first and its last look, as JSON."""

    def __init__(self, note: str) -> None:
        self._all = json.loads(CALM.read_text(encoding="utf-8"))
        self._all["note"] = f"{self._all['note']} Then by hand: {note}."
        self.first: Look = self._all["snapshots"][0]
        self.last: Look = self._all["snapshots"][-1]
        self.looks: list[Look] = [self.first, *self._all["samples"], self.last]

    def process(self, pid: int, look: Look | None = None) -> Look:
        """Return a process of the last look, or of another."""
        found: Look = next(each for each in (look or self.last)["processes"] if each["pid"] == pid)
        return found

    def seconds(self, length: float) -> None:
        """Make the window longer by moving its first look back; light looks between are dropped."""
        self.first["clock_s"] = self.last["clock_s"] - length
        for each in self.first["processes"]:
            each["read_at_s"] = self.first["clock_s"]
        self._all["samples"] = []

    def busy(self, kind: str, cores: float) -> None:
        """Move that many cores' time in the window from idle to another kind: user_s, nice_s, steal_s."""
        spent = cores * (self.last["clock_s"] - self.first["clock_s"])
        self._all["samples"] = []
        for core, times in enumerate(self.last["cpu"]["cores"]):
            part = min(spent, self.last["clock_s"] - self.first["clock_s"])
            idle = times["idle_s"] - self.first["cpu"]["cores"][core]["idle_s"]
            times["idle_s"] -= min(part, idle)
            times[kind] += min(part, idle)
            spent -= part

    def works(self, pid: int, cores: float) -> None:
        """Give a process that much of the processor over the window."""
        own = self.process(pid)
        seconds = own["read_at_s"] - self.process(pid, self.first)["read_at_s"]
        own["cpu_s"] = self.process(pid, self.first)["cpu_s"] + cores * seconds
        own["threads"] = max(own["threads"], int(cores) + 1)

    def recording(self) -> Recording:
        """Return it as a recording."""
        return Recording.model_validate(self._all)

    def window(self) -> Window:
        """Return it as rules see it."""
        return Window.of(self.recording())


def calm() -> Window:
    return Draft("nothing").window()


def memory_short() -> Window:
    draft = Draft("little is available, programs wait for it, the browser holds most of it")
    draft.last["memory"] |= {"available_bytes": GIB, "free_bytes": GIB // 4, "cached_bytes": GIB // 2}
    draft.last["pressure"]["memory_some_s"] += 0.6
    draft.process(BROWSER).update(resident_bytes=14 * GIB, anonymous_bytes=14 * GIB)
    return draft.window()


def memory_short_without_pressure() -> Window:
    draft = Draft("little is available, pages come back as soon as they go, and the kernel tells no pressure")
    draft.last["memory"] |= {"available_bytes": GIB, "free_bytes": GIB // 4}
    draft.last["memory"]["refaults"] += 20_000
    for look in draft.looks:
        look["pressure"] = {"unknown": "this kernel tells no pressure"}
    return draft.window()


def memory_short_elsewhere() -> Window:
    draft = Draft("little is available, on a system that tells neither pressure nor refaults")
    draft.last["memory"] |= {"available_bytes": GIB, "free_bytes": GIB // 4}
    for look in draft.looks:
        look["pressure"] = ABSENT
    for look in (draft.first, draft.last):
        look["memory"]["refaults"] = ABSENT
    return draft.window()


def memory_tight_and_unhurried() -> Window:
    draft = Draft("eight per cent is available and nobody waits")
    draft.last["memory"]["available_bytes"] = int(draft.last["memory"]["total_bytes"] * 0.08)
    return draft.window()


def mostly_cache() -> Window:
    draft = Draft("nine tenths of memory are copies of files")
    total = draft.last["memory"]["total_bytes"]
    draft.last["memory"] |= {"cached_bytes": int(total * 0.9), "free_bytes": int(total * 0.03)}
    return draft.window()


def _swap(draft: Draft, used_ratio: float, swapped_in: int) -> None:
    for look in (draft.first, draft.last):
        look["memory"] |= {"swap_total_bytes": 2 * GIB, "swap_free_bytes": int(2 * GIB * (1 - used_ratio))}
    draft.last["memory"]["swap_in_bytes"] = draft.first["memory"]["swap_in_bytes"] + swapped_in
    draft.last["memory"]["swap_out_bytes"] = draft.first["memory"]["swap_out_bytes"]


def swap_full() -> Window:
    draft = Draft("swap is nearly full and still needed")
    _swap(draft, 0.96, 40 << 20)
    return draft.window()


def swap_full_and_idle() -> Window:
    draft = Draft("swap is nearly full and nothing comes back from it")
    _swap(draft, 0.96, 0)
    return draft.window()


def swap_full_and_looked_at() -> Window:
    draft = Draft("swap is nearly full, and a few pages came back from it")
    _swap(draft, 0.96, 20 << 10)
    return draft.window()


def swap_full_and_memory_low() -> Window:
    draft = Draft("swap is nearly full, nothing comes back from it, and little else is left")
    _swap(draft, 0.96, 0)
    draft.last["memory"]["available_bytes"] = int(draft.last["memory"]["total_bytes"] * 0.15)
    return draft.window()


def stolen() -> Window:
    draft = Draft("over ten seconds the host took a fifth of the time, while the machine had work")
    draft.seconds(10)
    for core in (0, 1):
        for kind, spent in (("user_s", 5.0), ("steal_s", 2.0), ("idle_s", 3.0)):
            before = draft.first["cpu"]["cores"][core]
            draft.last["cpu"]["cores"][core] |= {kind: before[kind] + spent}
    return draft.window()


def stolen_for_a_moment() -> Window:
    draft = Draft("in two seconds the host took a fifth of the time")
    draft.busy("user_s", 1.0)
    for core in (0, 1):
        draft.last["cpu"]["cores"][core]["steal_s"] += 0.5
    return draft.window()


def batch_job() -> Window:
    draft = Draft("the editor works a whole core at the lowest priority")
    draft.busy("nice_s", 1.0)
    draft.works(EDITOR, 0.99)
    draft.process(EDITOR)["nice"] = 19
    return draft.window()


def busy_and_nobody() -> Window:
    draft = Draft("both cores were busy, and whoever it was has ended")
    draft.busy("user_s", 2.0)
    return draft.window()


def hog_in_the_way() -> Window:
    draft = Draft("the browser works both cores, and the editor waits for a third of the time")
    draft.busy("user_s", 2.0)
    draft.works(BROWSER, 1.9)
    draft.process(EDITOR)["run_delay_s"] += 0.34 * draft.process(EDITOR)["threads"] * 2
    return draft.window()


def reclaiming() -> Window:
    draft = Draft("the kernel's kswapd0 works most of a core")
    draft.busy("system_s", 1.0)
    draft.works(45, 0.93)
    return draft.window()


def _without_pressure(note: str) -> Draft:
    draft = Draft(f"{note}, and the kernel tells no pressure")
    for look in draft.looks:
        look["pressure"] = {"unknown": "this kernel tells no pressure"}
    return draft


def thrashing_without_pressure() -> Window:
    draft = _without_pressure("the browser lives from swap")
    _swap(draft, 0.6, 200 << 20)
    draft.process(BROWSER)["major_faults"] += 9000
    return draft.window()


def thrashing() -> Window:
    draft = Draft("the browser lives from swap, and not much memory is left for anybody")
    _swap(draft, 0.6, 200 << 20)
    draft.process(BROWSER)["major_faults"] += 9000
    draft.last["pressure"]["memory_full_s"] += 0.9
    draft.last["pressure"]["memory_some_s"] += 0.9
    draft.last["memory"]["available_bytes"] = int(draft.last["memory"]["total_bytes"] * 0.15)
    return draft.window()


def stalled_without_pressure() -> Window:
    draft = _without_pressure("the editor waits at every look and writes little")
    for look in draft.looks:
        draft.process(EDITOR, look)["state"] = "waiting"
    draft.process(EDITOR).update(read_bytes=0, written_bytes=1 << 20)
    draft.process(EDITOR, draft.first).update(read_bytes=0, written_bytes=0)
    return draft.window()


def _waits_for_disk(draft: Draft, pid: int, waits: int) -> None:
    """Let the disk make programs wait 60 % of the window, one of them in that many waits, writing 100 MiB."""
    for look in draft.looks:
        since = look["clock_s"] - draft.first["clock_s"]
        look["pressure"]["io_some_s"] = draft.first["pressure"]["io_some_s"] + 0.6 * since
    before, after = draft.process(pid, draft.first), draft.process(pid)
    after.update(read_bytes=0, written_bytes=100 << 20, switches=before["switches"] + waits)
    before.update(read_bytes=0, written_bytes=0)


def disk_at_full_speed() -> Window:
    draft = Draft("the editor waits for the disk 2,000 times a second, each time for a moment, and nobody else does")
    _waits_for_disk(draft, EDITOR, 2000)
    return draft.window()


def disk_held_up() -> Window:
    draft = Draft("the editor waits for the disk five times a second, each time long")
    _waits_for_disk(draft, EDITOR, 5)
    return draft.window()


def disk_in_the_way() -> Window:
    draft = Draft("the editor writes as fast as the disk can, and the browser waits for a few bytes at every look")
    _waits_for_disk(draft, EDITOR, 2000)
    for look in draft.looks:
        draft.process(BROWSER, look)["state"] = "waiting"
        draft.process(EDITOR, look)["state"] = "waiting"
    draft.process(BROWSER, draft.first)["read_bytes"] = draft.process(BROWSER)["read_bytes"] - 4096
    return draft.window()


def _clock(draft: Draft, *, heat: float, ghz: float, limit: float = 3.9, throttles: int = 0) -> None:
    for look in (draft.first, draft.last):
        look["cpu"] |= {
            "temperature_celsius": heat,
            "frequency_hertz": ghz * 1e9,
            "frequency_max_hertz": 3.9e9,
            "frequency_limit_hertz": limit * 1e9,
            "throttle_count": 12,
        }
    draft.last["cpu"]["throttle_count"] = 12 + throttles


def two_hogs() -> Window:
    draft = Draft("the browser and the editor keep a core busy each, the browser a little more")
    draft.busy("user_s", 1.9)
    draft.works(BROWSER, 1.0)
    draft.works(EDITOR, 0.9)
    return draft.window()


def overheated() -> Window:
    draft = Draft("a processor at 97 degrees and a third of its clock, under load")
    draft.busy("user_s", 2.0)
    _clock(draft, heat=97, ghz=1.4, throttles=31)
    return draft.window()


def two_hogs_and_a_full_stick() -> Window:
    draft = Draft("two programs keep a core busy each, and a small disk of its own is full")
    for pid in (BROWSER, EDITOR):
        draft.works(pid, 1.0)
    draft.busy("user_s", 2.0)
    for look in (draft.first, draft.last):
        look["mounts"] += [_mount(look["mounts"][0], "/media/stick", 1.0, read_only=False)]
    return draft.window()


def warm_at_full_clock() -> Window:
    draft = Draft("a processor at 97 degrees and its full clock, under load")
    draft.busy("user_s", 2.0)
    _clock(draft, heat=97, ghz=3.8)
    return draft.window()


def clock_limited() -> Window:
    draft = Draft("a setting holds a cool processor at a third of its clock, under load")
    draft.busy("user_s", 2.0)
    _clock(draft, heat=55, ghz=1.3, limit=1.3)
    return draft.window()


def clock_limited_at_rest() -> Window:
    draft = Draft("a setting holds a cool processor at a third of its clock, at rest")
    _clock(draft, heat=40, ghz=1.3, limit=1.3)
    return draft.window()


def saving_on_mains() -> Window:
    draft = Draft("a saving profile on mains, under load")
    draft.busy("user_s", 2.0)
    draft.last["power"] |= {"on_mains": True, "charge_ratio": 0.8, "profile": "low-power"}
    return draft.window()


def _card(**changes: object) -> Look:
    card = {
        "name": "GeForce RTX 4070",
        "vendor": "nvidia",
        "busy_ratio": 0.98,
        "memory_total_bytes": 12 * GIB,
        "memory_used_bytes": 5 * GIB,
        "temperature_celsius": 61,
        "power_watts": 199,
        "power_limit_watts": 200,
        "clock_hertz": 1.485e9,
        "clock_max_hertz": 1.98e9,
        "throttle_reasons": ["power cap"],
        "processes": [{"pid": BROWSER, "name": "browser", "memory_bytes": 4 * GIB, "busy_ratio": 0.94}],
    }
    return card | changes


def card_at_work() -> Window:
    draft = Draft("a graphics card at its power limit, as under any load")
    draft.last["gpus"] = [_card()]
    return draft.window()


def card_full() -> Window:
    draft = Draft("a graphics card whose memory the browser fills")
    held = [{"pid": BROWSER, "name": "browser", "memory_bytes": 11 * GIB, "busy_ratio": 0.9}]
    draft.last["gpus"] = [_card(memory_used_bytes=int(11.8 * GIB), processes=held)]
    return draft.window()


def card_hot() -> Window:
    draft = Draft("a graphics card that holds itself back because of its heat")
    draft.last["gpus"] = [_card(temperature_celsius=92, clock_hertz=0.9e9, throttle_reasons=["heat"])]
    return draft.window()


def card_silent() -> Window:
    draft = Draft("a graphics card whose driver tells nothing, as Intel's")
    told = _card()
    silent = {name: ABSENT for name in told if name not in {"name", "vendor"}}
    draft.last["gpus"] = [told | silent]
    return draft.window()


def _link(draft: Draft, received: int, drops: int = 0, packets: int = 5000) -> None:
    for look in (draft.first, draft.last):
        look["network"]["interfaces"][0]["speed_bits_per_s"] = 100_000_000
    link = draft.last["network"]["interfaces"][0]
    link["received_bytes"] += received
    link["received_packets"] += packets
    link["drops"] += drops
    draft.last["connections"][0]["received_bytes"] += received


def link_full() -> Window:
    draft = Draft("a link of 100 Mbit/s that carries 11.9 MB a second")
    _link(draft, 23_900_000)
    return draft.window()


def link_lossy() -> Window:
    draft = Draft("a wired link that drops one packet of twenty")
    _link(draft, 1_000_000, drops=260)
    return draft.window()


def link_of_an_unknown_kind() -> Window:
    draft = Draft("a link that drops one packet of twenty, on a system that does not say whether it is wireless")
    _link(draft, 1_000_000, drops=260)
    draft.last["network"]["interfaces"][0]["wireless"] = ABSENT
    return draft.window()


def link_with_one_drop() -> Window:
    draft = Draft("a wired link that dropped one packet of ten")
    _link(draft, 1000, drops=1, packets=9)
    return draft.window()


def talk_within() -> Window:
    draft = Draft("the browser moves 10 MiB over connections to this computer itself, and no link carries them")
    for look, moved in ((draft.first, 0), (draft.last, 10 << 20)):
        look["connections"] = [{"id": 1, "pid": BROWSER, "received_bytes": moved, "sent_bytes": moved}]
    return draft.window()


def without(*parts: str) -> Window:
    """Return the calm machine, on which these parts of a snapshot could not be read."""
    draft = Draft(f"{', '.join(parts)} made unreadable")
    for look in (draft.first, draft.last):
        look.update({part: {"unknown": "it may not be read"} for part in parts})
    return draft.window()


def others_hidden() -> Window:
    draft = Draft("/proc mounted so that each user sees only their own programs")
    draft.last["missed"] = [{"signal": "processes", "reason": "programs of other users are hidden from this one"}]
    return draft.window()


def writer_denied() -> Window:
    draft = Draft("the disk writes 50 MiB, and what programs of other users read and write may not be read")
    draft.last["disks"][0]["written_bytes"] = draft.first["disks"][0]["written_bytes"] + (50 << 20)
    for look in (draft.first, draft.last):
        for each in look["processes"]:
            each.update(read_bytes={"unknown": "denied"}, written_bytes={"unknown": "denied"})
    return draft.window()


def disks(*uses: tuple[str, float, bool]) -> Window:
    """Return the calm machine with disks of 400 GiB: path, share used, read-only."""
    draft = Draft("its disks replaced")
    for look in (draft.first, draft.last):
        look["mounts"] = [_mount(look["mounts"][0], *use) for use in uses]
    return draft.window()


def _mount(like: Look, path: str, used: float, read_only: bool) -> Look:  # noqa: FBT001  # a row of `disks`
    free = int(400 * GIB * (1 - used))
    sizes = {"total_bytes": 400 * GIB, "used_bytes": 400 * GIB - free, "free_bytes": free, "available_bytes": free}
    return like | sizes | {"path": path, "read_only": read_only}


def files_denied() -> Window:
    draft = Draft("open files of other users' programs may not be seen")
    draft.process(EDITOR).update(open_files=490, open_files_limit=500)
    draft.process(BROWSER).update(open_files=ABSENT)
    return draft.window()


MADE = (
    calm, memory_short, memory_short_without_pressure, memory_tight_and_unhurried, mostly_cache, swap_full,
    swap_full_and_idle, swap_full_and_looked_at, swap_full_and_memory_low, stolen, stolen_for_a_moment, batch_job,
    hog_in_the_way, busy_and_nobody, overheated, warm_at_full_clock, clock_limited, clock_limited_at_rest,
    saving_on_mains,
    card_at_work, card_full, card_hot, link_full, link_lossy, link_with_one_drop, files_denied, reclaiming, thrashing,
    thrashing_without_pressure, stalled_without_pressure, memory_short_elsewhere, disk_at_full_speed, disk_held_up,
    disk_in_the_way, two_hogs,
)  # fmt: skip
"""Every window made here that needs no argument."""
