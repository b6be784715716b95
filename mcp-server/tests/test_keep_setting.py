"""A setting that is chosen in a face and kept in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opta_mcp.errors import UsageError
from opta_mcp.settings import keep_setting, load_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'model = "qwen2.5:1.5b"\n'),
        ('model = "old"  # mine\nbackend = "ollama"\n', 'model = "qwen2.5:1.5b"\nbackend = "ollama"\n'),
        ("# mine\n[limits]\nanswer_tokens = 9\n", 'model = "qwen2.5:1.5b"\n# mine\n[limits]\nanswer_tokens = 9\n'),
    ],
)
def test_it_is_written_and_the_rest_of_the_file_stays(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(before)
    environ = {"OPTA_SETTINGS": str(file)}
    keep_setting("model", "qwen2.5:1.5b", environ)
    assert file.read_text() == after
    assert load_settings(environ).model == "qwen2.5:1.5b"


def test_the_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    environ = {"OPTA_SETTINGS": str(tmp_path / "new" / "settings.toml")}
    keep_setting("model", 'with "quotes" \\ and ü', environ)
    assert load_settings(environ).model == 'with "quotes" \\ and ü'


@pytest.mark.parametrize("name", ["", "  ", "two\nlines"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        keep_setting("model", name, {"OPTA_SETTINGS": str(tmp_path / "settings.toml")})


def test_a_choice_that_the_environment_would_override_is_refused(tmp_path: Path) -> None:
    environ = {"OPTA_SETTINGS": str(tmp_path / "settings.toml"), "OPTA_MODEL": "llama3:8b"}
    with pytest.raises(UsageError, match="OPTA_MODEL"):
        keep_setting("model", "other", environ)


def test_a_file_that_is_wrong_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("model = \n")
    with pytest.raises(UsageError):
        keep_setting("model", "other", {"OPTA_SETTINGS": str(file)})
    assert file.read_text() == "model = \n"
