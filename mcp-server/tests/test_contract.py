"""The values that cross a process, and the fixtures that every language parses."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from opta_mcp import wire
from opta_mcp.wire.answer import Part
from opta_mcp.wire.chat import ChatResult, LlmStatus

if TYPE_CHECKING:
    from opta_mcp.wire.base import Wire

FIXTURES = sorted((Path(__file__).parents[2] / "contract" / "fixtures").glob("*.json"))


def wire_type(name: str) -> type[Wire]:
    for module in pkgutil.iter_modules(wire.__path__):
        found = getattr(importlib.import_module(f"{wire.__name__}.{module.name}"), name, None)
        if found is not None:
            return found  # type: ignore[no-any-return]  # every public name there is a Wire
    raise LookupError(name)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_is_read_and_written_again_without_a_difference(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    value = wire_type(path.name.split(".")[0]).model_validate_json(text)
    assert json.loads(value.model_dump_json(by_alias=True)) == json.loads(text)


def test_there_are_fixtures_at_all() -> None:
    assert len(FIXTURES) > 20


def test_an_error_is_left_out_where_there_is_none() -> None:
    assert "error" not in LlmStatus(running=True).model_dump()
    assert "error" not in ChatResult(content="x", model="m", done=True).model_dump()
    assert ChatResult(content="", model="m", done=False, error="down").model_dump()["error"] == "down"


def test_a_reader_ignores_fields_that_it_does_not_know() -> None:
    part = Part.model_validate({"by": "rules", "text": "x", "mood": "good"})
    assert part == Part(by="rules", text="x")


def test_a_value_that_was_sent_cannot_be_changed() -> None:
    part = Part(by="rules", text="x")
    with pytest.raises(ValidationError):
        part.text = "y"  # type: ignore[misc]  # the point of the test
