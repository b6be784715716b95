"""Recordings as files: what `--record` writes and `--replay` reads."""

from __future__ import annotations

import json
import stat
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from opta_mcp.errors import RecordingError
from opta_mcp.telemetry.folders.privacy import without_own_names
from opta_mcp.telemetry.names import TEXT_LENGTH, clean_name
from opta_mcp.wire.folders import Folders
from opta_mcp.wire.snapshot import Recording

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCHEMA = 1
_AGAIN = "Make one with `opta diagnose --record FILE`."
_LARGEST_NUMBER = 1 << 64
"""Kernels count in 64 bits."""

_LARGEST_BYTES = 200_000_000
"""Ten minutes of a thousand processes; a larger file is something else."""


def save(recording: Recording, path: Path | str) -> None:
    """Write it as one JSON object, no folder of the user's own named; raise RecordingError where that fails."""
    if Path(path).is_fifo():  # opening one waits for a reader, who may never come
        raise RecordingError(f"{path} is a pipe, and no place for a recording.", hint="Choose another place for it.")
    try:
        text = shareable(recording).model_dump_json(by_alias=True)
        Path(path).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise RecordingError(
            f"The recording cannot be written to {path}: {_reason(error)}.", hint="Choose another place for it."
        ) from error


def shareable(recording: Recording) -> Recording:
    """Return it without the names of the user's own folders: for a file, or for somebody else's model."""
    if not isinstance(recording.folders, Folders):
        return recording
    return recording.model_copy(update={"folders": without_own_names(recording.folders)})


def load(path: Path | str) -> Recording:
    """Read one; raise RecordingError where there is no file, no recording, or one that cannot be right."""
    data = _parsed(_text(Path(path)), path)
    _check_schema(data, path)
    try:
        recording = Recording.model_validate(_cleaned(data, path))
    except ValidationError as error:
        raise RecordingError(f"{path} is not a whole recording: {_first(error)}.", hint=_AGAIN) from error
    _check_order(recording, path)
    return recording


def _text(path: Path) -> str:
    try:
        kind = path.stat()
        if not (stat.S_ISREG(kind.st_mode) or stat.S_ISDIR(kind.st_mode)):  # a pipe may never be written to
            raise RecordingError(f"{path} is no file, so it is not a recording.", hint=_AGAIN)
        if kind.st_size > _LARGEST_BYTES:
            raise RecordingError(f"{path} is too large to be a recording.", hint=_AGAIN)
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RecordingError(f"The recording {path} cannot be read: {_reason(error)}.", hint=_AGAIN) from error
    except UnicodeDecodeError as error:
        raise RecordingError(f"{path} is not a recording: it is not text.", hint=_AGAIN) from error


def _parsed(text: str, path: Path | str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError of its own
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        cut = not text.rstrip().endswith("}")
        what = "it breaks off before its end" if text.lstrip().startswith("{") and cut else f"it is not JSON{where}"
        raise RecordingError(f"{path} is not a recording: {what}.", hint=_AGAIN) from error


def _cleaned(data: object, path: Path | str) -> object:
    """Clean every text, as on its way in from a system, and refuse numbers that nothing has: it may be anybody's."""
    if isinstance(data, dict):
        return {name: _cleaned(value, path) for name, value in data.items()}
    if isinstance(data, list):
        return [_cleaned(value, path) for value in data]
    if isinstance(data, int | float) and not -_LARGEST_NUMBER <= data <= _LARGEST_NUMBER:
        raise RecordingError(f"{path} holds a number that cannot have been measured.", hint=_AGAIN)
    return clean_name(data, TEXT_LENGTH) if isinstance(data, str) and data else data


def _check_schema(data: object, path: Path | str) -> None:
    if not isinstance(data, dict) or "snapshots" not in data:
        raise RecordingError(f"{path} is JSON, but not a recording.", hint=_AGAIN)
    schema = data.get("schema")
    if schema != _SCHEMA:
        given = f"is a recording of schema {schema}" if isinstance(schema, int) else "names no schema"
        raise RecordingError(
            f"{path} {given}; this Opta reads schema {_SCHEMA}.",
            hint="Read it with the version of Opta that made it, or make a new one.",
        )
    if isinstance(data["snapshots"], list) and len(data["snapshots"]) < 2:  # noqa: PLR2004 - a window has two ends
        raise RecordingError(f"{path} holds {len(data['snapshots'])} snapshot; a recording needs two.", hint=_AGAIN)


def _check_order(recording: Recording, path: Path | str) -> None:
    clocks = [each.clock_s for each in recording.snapshots]
    if not _rising(clocks):
        raise RecordingError(f"The snapshots in {path} are not in the order they were taken.", hint=_AGAIN)
    inside = [clocks[0], *(each.clock_s for each in recording.samples), clocks[-1]]
    if not _rising(inside):
        raise RecordingError(f"The light looks in {path} are not between its snapshots.", hint=_AGAIN)


def _rising(values: Sequence[float]) -> bool:
    return all(a < b for a, b in pairwise(values))


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg'].lower()}"
