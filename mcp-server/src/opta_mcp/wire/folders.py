"""What folders take, counted for a question that asks for it.

The names of the user's own folders are shown to the user alone: a recording and a model's prompt get them without.
"""

from __future__ import annotations

from pydantic import Field

from opta_mcp.wire.base import Absent, UnknownSignal, Wire


class PlaceSize(Wire):
    """A place that is known by what is in it: a cache, the bin, models."""

    id: str = Field(description="Its id in the table of places.")
    freed_bytes: int = Field(
        description="What clearing it gives back: blocks, without files that another folder holds by a second name."
    )
    whole: bool = Field(description="Whether all of it was seen; else it holds at least this.")


class FolderSize(Wire):
    """A folder or a file in the home folder itself."""

    name: str = Field(description="With ~/ before it.")
    allocated_bytes: int = Field(description="Blocks on the disk; a file of several names is counted once.")
    whole: bool = Field(description="Whether all of it was seen; else it takes at least this.")


class Folders(Wire):
    """What was counted within the time there was."""

    seconds: float
    entries: int = Field(description="Files and folders looked at.")
    whole: bool = Field(description="Whether there was time for everything.")
    places: tuple[PlaceSize, ...] = Field(description="Of the table, those that are here, the largest first.")
    home: tuple[FolderSize, ...] = Field(description="The largest in the home folder, the largest first.")
    home_bytes: int
    disk_used_bytes: int = Field(description="Of the disk that the home folder is on.")
    disk_available_bytes: int
    missed: tuple[UnknownSignal, ...] = Field(default=(), description="What could not be counted, and why.")


NOT_LOOKED_FOR = Absent(unknown="not looked for")
"""In a recording for a question that needed no folders, and in those from before there were any."""
