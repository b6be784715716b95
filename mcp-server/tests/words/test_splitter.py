"""Sentences out of a stream."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opta_mcp.words.splitter import Splitter, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It runs at 3.9 GHz. Memory is fine.", ["It runs at 3.9 GHz.", "Memory is fine."]),
        ("It used 41 % of the last 10 s. x-y holds 6.4 GiB.", ["It used 41 % of the last 10 s.", "x-y holds 6.4 GiB."]),
        ("Close a program, e.g. Firefox. Then look.", ["Close a program, e.g. Firefox.", "Then look."]),
        ("Delete files on /mnt/photos. /home is fine.", ["Delete files on /mnt/photos.", "/home is fine."]),
        ("Logs, tabs, etc. are fine. Go on.", ["Logs, tabs, etc. are fine.", "Go on."]),
        ("Two things:\n- One is full.\n- Two is fine.", ["Two things: - One is full.", "Two is fine."]),
        ("1. Close it.\n2. Restart it.", ["Close it.", "Restart it."]),
        ("The disk\nis full", ["The disk is full"]),
        ("A heading\n\nThe disk is full.", ["A heading", "The disk is full."]),
        ('He said "stop." Then it went on.', ['He said "stop."', "Then it went on."]),
        ("python3.11 waits.", ["python3.11 waits."]),
        ("  \n ", []),
    ],
)
def test_a_text_is_split_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_sentence_is_handed_on_when_the_next_begins() -> None:
    splitter = Splitter()
    assert splitter.feed("Memory is f") == []
    assert splitter.feed("ine. ") == []
    assert splitter.feed("The") == ["Memory is fine."]
    assert splitter.flush() == ["The"]
    assert splitter.flush() == []


@given(st.lists(st.sampled_from(["Memory is 3.9 GiB.", "e.g. this", "\n", "- a", " ", "x.", "No!", "1."]), max_size=12))
def test_the_cuts_of_a_stream_change_nothing(parts: list[str]) -> None:
    text = " ".join(parts)
    splitter = Splitter()
    streamed = [sentence for letter in text for sentence in splitter.feed(letter)]
    assert [*streamed, *splitter.flush()] == sentences(text)
