"""Places that are known by what is in them, read from the table that comes with Opta."""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from opta_mcp.errors import OptaError
from opta_mcp.wire.base import Wire

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["again", "bin", "kept"]


class PlaceError(OptaError):
    """A place that does not keep to its schema; a fault of ours, found by the tests."""

    code = "folders.place"


def _plain(text: str) -> str:
    if any(character.isdigit() or character in "{}\n" for character in text):
        raise ValueError("words of a place hold no number, brace or new line")
    return text


def _web_address(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("a source is a web address")
    return text


Words = Annotated[str, AfterValidator(_plain), Field(min_length=1)]


class Place(Wire):
    """A folder whose content is known, and whose owner clears it. Never about this machine's state."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]+$")
    name: Words = Field(description="As a sentence has it: pip's cache.")
    kind: Kind
    linux: tuple[str, ...] = ()
    macos: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    clear: Words = Field(description="How its owner clears it: its own command, never one that deletes files.")
    risk: Words
    undo: Words
    source: Annotated[str, AfterValidator(_web_address)]

    def path(self, home: Path, environ: Mapping[str, str]) -> Path | None:
        """Return where it is, the first of its paths that is a folder; None where none is.

        A path that leads through a symbolic link is none, for what it leads to belongs to somebody else; nor is one
        that begins nowhere. Nor is the home
        folder or one above it, whatever a variable says.
        """
        paths = {"darwin": self.macos, "win32": self.windows}.get(sys.platform, self.linux)
        whole = (_expanded(path, home, environ) for path in paths)
        return next((path for path in whole if path and _is_folder(path) and not home.is_relative_to(path)), None)


def _expanded(path: str, home: Path, environ: Mapping[str, str]) -> Path | None:
    """Put the home folder and a variable in; None where the variable is not set."""
    first, _, rest = path.partition("/")
    if first == "~":
        return home / rest
    if not first.startswith("$"):
        return Path(path)
    value = environ.get(first[1:], "")
    return Path(value, rest) if value else None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir() and path.resolve() == path
    except OSError:
        return False


@cache
def places() -> Mapping[str, Place]:
    """Read every place, by its id, in the order of the table; raise PlaceError where one is not well formed."""
    text = (files("opta_mcp.telemetry.folders") / "places.toml").read_text(encoding="utf-8")
    try:
        return {place.id: place for place in _read(text)}
    except ValueError as error:
        raise PlaceError(f"The table of places is not well formed: {error}", hint="Reinstall Opta.") from error


def _read(text: str) -> list[Place]:
    return [Place.model_validate(entry) for entry in tomllib.loads(text)["place"]]
