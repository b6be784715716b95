"""What the user has set: the file, the environment over it, and what is said where either is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opta_mcp.errors import UsageError
from opta_mcp.settings import Settings, load_settings, save_model, settings_path

if TYPE_CHECKING:
    from pathlib import Path


def settings_of(path: Path, **environ: str) -> Settings:
    return load_settings({"OPTA_SETTINGS": str(path)} | environ)


def test_without_a_file_and_without_variables_everything_has_its_default(tmp_path: Path) -> None:
    assert settings_of(tmp_path / "none.toml") == Settings()


def test_the_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('model = "qwen3:4b"\nollama_host = "10.0.0.7"\n[limits]\nsilence_seconds = 60\n', encoding="utf-8")
    assert settings_of(path) == Settings(model="qwen3:4b", ollama_host="10.0.0.7", silence_seconds=60)


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('model = "qwen3:4b"\nbackend = "embedded"\n', encoding="utf-8")
    settings = settings_of(path, OPTA_MODEL="llama3:8b", OPTA_ANSWER_TOKENS="64", OPTA_BACKEND="")
    assert settings == Settings(model="llama3:8b", backend="embedded", answer_tokens=64)


def test_the_key_is_never_printed_with_the_settings(tmp_path: Path) -> None:
    assert "hunter2" not in repr(settings_of(tmp_path / "none.toml", OPTA_API_KEY="hunter2"))


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('model = "a"\nmodell = "b"\n', "line 2", "modell"),
        ("\n\nmodel = 8\n", "line 3", "quotes"),
        ('model = "a"\nbackend = \n', "line 2", "TOML"),
        ("[limits]\nanswer_tokens = 0\n", "line 2", "whole number"),
        ("[limits]\nanswer_tokens = true\n", "line 2", "whole number"),
        ("[limits]\nspeed = 3\n", "line 2", "speed"),
        ("# a comment\nlimits = 3\n", "line 2", "[limits]"),
        ('model = "a"\nmodel = "b"\n', "line 2", "TOML"),
    ],
)
def test_a_wrong_file_is_told_with_its_line_and_the_next_step(tmp_path: Path, text: str, line: str, word: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        settings_of(path)
    assert line in raised.value.message
    assert word in raised.value.message
    assert str(path) in raised.value.hint


def test_a_file_that_is_not_text_and_one_that_is_a_folder_are_told_as_such(tmp_path: Path) -> None:
    binary = tmp_path / "settings.toml"
    binary.write_bytes(b"model = \xff\xfe")
    with pytest.raises(UsageError, match="byte 8 is not UTF-8"):
        settings_of(binary)
    with pytest.raises(UsageError, match="is a directory"):
        settings_of(tmp_path)


def test_a_limit_in_the_environment_that_is_no_number_names_its_variable(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="OPTA_SILENCE_SECONDS is 'soon'"):
        settings_of(tmp_path / "none.toml", OPTA_SILENCE_SECONDS="soon")


def test_the_file_lies_in_the_platforms_own_folder() -> None:
    assert settings_path({}).name == "settings.toml"
    assert settings_path({}).parent.name == "opta"


def test_a_chosen_model_is_written_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\nmodel = "llama3:8b"  # the default\nbackend = "ollama"\n\n[limits]\nanswer_tokens = 99\n')
    environ = {"OPTA_SETTINGS": str(path)}
    save_model('odd "name"', environ)
    assert path.read_text() == '# mine\nmodel = "odd \\"name\\""\nbackend = "ollama"\n\n[limits]\nanswer_tokens = 99\n'
    assert load_settings(environ).model == 'odd "name"'


def test_a_model_is_chosen_where_there_is_no_file_yet(tmp_path: Path) -> None:
    environ = {"OPTA_SETTINGS": str(tmp_path / "folder" / "settings.toml")}
    save_model("smol", environ)
    assert load_settings(environ).model == "smol"


def test_a_file_that_is_wrong_is_told_before_it_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("model = [")
    with pytest.raises(UsageError):
        save_model("smol", {"OPTA_SETTINGS": str(path)})
    assert path.read_text() == "model = ["
