"""A model's words on a terminal as they come: wrapped between words, wherever the pieces are cut."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as some

from opta_mcp.cli.screen import Page
from opta_mcp.cli.voice import Voice

if TYPE_CHECKING:
    import pytest


def spoken(capsys: pytest.CaptureFixture[str], pieces: list[str], columns: int = 40) -> list[str]:
    page = Page()
    page.width = columns
    voice = Voice(page)
    for piece in pieces:
        voice.say("Words", piece)
    voice.end()
    return capsys.readouterr().out.splitlines()[2:]


def test_a_line_that_ends_at_the_edge_is_followed_by_no_empty_one(capsys: pytest.CaptureFixture[str]) -> None:
    lines = spoken(capsys, ["abcd " * 20], columns=15)
    assert lines == ["     abcd abcd"] * 10


def test_the_models_own_line_breaks_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert spoken(capsys, ["one\n\ntwo ", "three\n"]) == ["     one", "", "     two three"]


def test_escape_codes_of_a_model_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert spoken(capsys, ["\x1b[2Jhello\x07 there"]) == ["     [2Jhello there"]


@given(some.text(alphabet="ab \n", min_size=1, max_size=60), some.integers(min_value=1, max_value=7))
def test_how_the_pieces_are_cut_changes_nothing(text: str, size: int) -> None:

    def written(pieces: list[str]) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            page = Page()
            page.width = 20
            voice = Voice(page)
            for piece in pieces:
                voice.say("Words", piece)
            voice.end()
        return out.getvalue()

    assert written([text[at : at + size] for at in range(0, len(text), size)]) == written([text])
