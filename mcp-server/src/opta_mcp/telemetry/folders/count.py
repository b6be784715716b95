"""Counts the home folder and the places of the table, and says what was left out."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opta_mcp.telemetry.folders.place import places
from opta_mcp.telemetry.folders.tree import Freed, Pile, Tree
from opta_mcp.telemetry.names import clean_name
from opta_mcp.wire.base import UnknownSignal
from opta_mcp.wire.folders import Folders, FolderSize, PlaceSize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opta_mcp.telemetry.folders.place import Place

MOST = 8
"""Children of the home folder that are kept: an answer names half of them."""

SIGNAL = "folders"


@dataclass(slots=True)
class Count:
    """One count; `tree` says how far it is."""

    home: Path
    seconds: float
    tree: Tree = field(init=False)
    _children: dict[str, Pile] = field(default_factory=dict)
    _places: list[tuple[Place, Freed]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.tree = Tree(self.seconds)

    def run(self, environ: Mapping[str, str]) -> Folders:
        """Count for so many seconds at most; raise OSError where there is no home folder."""
        began = time.monotonic()
        device = self.home.stat().st_dev
        found = [(place, path) for place in places().values() if (path := place.path(self.home, environ))]
        for _, path in found:
            self.tree.reserve(str(path))
        self._add_children(device, {path for _, path in found})
        for place, path in found:
            self._add_place(place, path, device)
        self.tree.run()
        return self._told(time.monotonic() - began)

    def _add_children(self, device: int, reserved: set[Path]) -> None:
        with os.scandir(self.home) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                pile = self._children[entry.name] = self.tree.child()
                if not entry.is_dir(follow_symlinks=False):
                    with suppress(FileNotFoundError):  # deleted meanwhile
                        self.tree.add_file(entry.stat(follow_symlinks=False), pile)
                elif Path(entry.path) not in reserved:
                    self.tree.add(entry.path, device, pile)

    def _add_place(self, place: Place, path: Path, home_device: int) -> None:
        device, freed = path.stat().st_dev, Freed()
        inside = path.is_relative_to(self.home) and device == home_device
        child = self._children.get(path.relative_to(self.home).parts[0]) if inside else None
        self._places.append((place, freed))
        self.tree.add(str(path), device, child, freed)

    def _told(self, seconds: float) -> Folders:
        piles = [*self._children.values(), *(freed for _, freed in self._places)]
        room = shutil.disk_usage(self.home)
        return Folders(
            seconds=round(seconds, 2),
            entries=self.tree.entries,
            whole=all(pile.whole for pile in piles),
            places=self._place_sizes(),
            home=self._folder_sizes(),
            home_bytes=sum(pile.allocated_bytes for pile in self._children.values()),
            disk_used_bytes=room.used,
            disk_available_bytes=room.free,
            missed=tuple(self._missed()),
        )

    def _place_sizes(self) -> tuple[PlaceSize, ...]:
        sizes = (
            PlaceSize(id=place.id, freed_bytes=freed.allocated_bytes, whole=freed.all_seen)
            for place, freed in self._places
            if freed.allocated_bytes
        )
        return tuple(sorted(sizes, key=lambda each: each.freed_bytes, reverse=True))

    def _folder_sizes(self) -> tuple[FolderSize, ...]:
        largest = sorted(self._children.items(), key=lambda each: each[1].allocated_bytes, reverse=True)
        return tuple(
            FolderSize(name=f"~/{clean_name(name)}", allocated_bytes=pile.allocated_bytes, whole=pile.all_seen)
            for name, pile in largest[:MOST]
            if pile.allocated_bytes
        )

    def _missed(self) -> Iterator[UnknownSignal]:
        """Tell what was denied; no folder of the user's own is named in a reason, which a model may be given.

        Of a place only where nothing was seen: apt's own folder for what is half downloaded is denied to everybody.
        """
        for place, freed in self._places:
            if freed.folders_denied and not freed.allocated_bytes:
                yield UnknownSignal(signal=SIGNAL, reason=f"{place.name} may be seen by its owner alone")
        if denied := sum(pile.folders_denied for pile in self._children.values()):
            which = "a folder" if denied == 1 else f"{denied} folders"
            yield UnknownSignal(signal=SIGNAL, reason=f"{which} in the home folder may not be read by this user")
