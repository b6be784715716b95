"""What a model says of a pasted snapshot is judged by what it says, and the judging leans its way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naive import blamed, named, unsupported

SNAPSHOT = json.dumps(
    {"memory": {"total_bytes": 25276514304, "used_ratio": 0.5099}, "pid": 4711, "name": "render-abcd"}
)


@pytest.mark.parametrize("said", ["render-abcd is busy.", "It is `render-abcd`.", "Close render-abcd"])
def test_a_culprit_that_is_named_anywhere_counts(said: str) -> None:
    assert named("render-abcd", said)


@pytest.mark.parametrize("said", ["render-abcde is busy.", "prerender-abcd is busy.", "Something renders.", ""])
def test_another_name_is_not_the_culprit_s(said: str) -> None:
    assert not named("render-abcd", said)


def test_a_name_beside_a_word_of_blame_is_a_false_alarm_and_its_denial_is_not() -> None:
    assert blamed("render-abcd", "The slowness is caused by render-abcd.")
    assert not blamed("render-abcd", "render-abcd is not the cause.")
    assert not blamed("render-abcd", "There is a problem. A process named render-abcd runs.")


@pytest.mark.parametrize("said", ["51 %", "23.5 GiB", "25.28 GB", "25,276,514,304 bytes", "pid 4711", "1. Close it."])
def test_a_number_of_the_snapshot_is_supported_however_scaled(said: str) -> None:
    assert unsupported(said, SNAPSHOT) == []


@pytest.mark.parametrize(("said", "made_up"), [("97 % busy", "97"), ("It holds 8.3 GiB.", "8.3"), ("pid 4712", "4712")])
def test_a_number_that_is_not_in_the_snapshot_is_made_up(said: str, made_up: str) -> None:
    assert unsupported(said, SNAPSHOT) == [made_up]


@given(st.text(max_size=200))
def test_any_text_can_be_judged(said: str) -> None:
    assert isinstance(unsupported(said, SNAPSHOT), list)
    assert isinstance(blamed("a.b", said), bool)
