"""Text on a terminal: as wide as it is drawn, broken where a reader would break it, and never more than text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from opta_mcp.cli.text import Text, printable

WORDS = some.text(alphabet=some.characters(codec="utf-8"), max_size=200)


def lines(text: str, room: int) -> list[str]:
    return [line.plain for line in Text.of(text).wrapped(room)]


def test_lines_break_at_spaces() -> None:
    assert lines("the quick brown fox", 10) == ["the quick", "brown fox"]


def test_a_number_stays_with_its_unit() -> None:
    assert lines("only 21.9 GiB is free", 12) == ["only", "21.9 GiB is", "free"]


def test_a_word_wider_than_the_terminal_is_cut() -> None:
    assert lines("a/very/long/path", 6) == ["a/very", "/long/", "path"]


def test_wide_and_combining_characters_take_the_columns_that_they_are_drawn_in() -> None:
    assert Text.of("電脳").width == 4
    assert Text.of("e\u0301").width == 1
    assert lines("電脳 電脳", 5) == ["電脳", "電脳"]


def test_a_part_is_marked_wherever_it_stands() -> None:
    marked = Text.of("vim keeps vim busy", "bold").marked("vim", "red")
    assert marked.pieces == (("vim", "red"), (" keeps ", "bold"), ("vim", "red"), (" busy", "bold"))
    assert marked.drawn(colour=False) == "vim keeps vim busy"
    assert marked.drawn(colour=True).startswith("\x1b[31mvim\x1b[0m\x1b[1m keeps")


def test_escape_codes_in_a_name_are_not_sent_to_the_terminal() -> None:
    assert printable("a\x1b[2Jb\u202ec\x07\td") == "a[2Jbc\td"


@given(WORDS, some.integers(min_value=4, max_value=60))
def test_no_visible_character_is_lost_and_no_line_is_too_long(text: str, room: int) -> None:
    wrapped = Text.of(text).wrapped(room)
    kept = "".join(line.plain for line in wrapped)
    assert kept.replace(" ", "") == printable(text).replace("\n", "").replace(" ", "")
    assert all(line.width <= room for line in wrapped)
