"""The values that cross a process."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from opta_mcp.wire.answer import Answer, Part


def test_an_answer_is_written_with_its_schema_number_under_the_name_schema() -> None:
    answer = Answer(question="?", verdict="healthy", answer="Fine.", parts=(Part(by="rules", text="Fine."),))
    assert answer.model_dump(by_alias=True)["schema"] == 1


def test_a_reader_ignores_fields_that_it_does_not_know() -> None:
    part = Part.model_validate({"by": "rules", "text": "x", "mood": "good"})
    assert part == Part(by="rules", text="x")


def test_a_value_that_was_sent_cannot_be_changed() -> None:
    part = Part(by="rules", text="x")
    with pytest.raises(ValidationError):
        part.text = "y"  # type: ignore[misc]  # the point of the test
