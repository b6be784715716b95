"""What the user has set: a TOML file in the platform's folder, and over it the environment.

    model = "llama3:8b"          # OPTA_MODEL
    backend = "ollama"           # OPTA_BACKEND
    base_url = "http://…/v1"     # OPTA_BASE_URL: an OpenAI-compatible server
    api_key = "…"                # OPTA_API_KEY, for that server; never printed
    ollama_host = "127.0.0.1"    # OLLAMA_HOST
    embedded_model = "~/m.gguf"  # OPTA_EMBEDDED_MODEL: the file that the embedded engine runs

    [limits]
    silence_seconds = 300        # OPTA_SILENCE_SECONDS: without a token for so long, an answer is given up
    answer_tokens = 512          # OPTA_ANSWER_TOKENS: the longest answer of a model

A file that cannot be read, and a value that cannot be used, is a `UsageError` that names the file and the line.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from opta_mcp.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "settings.toml"

TEXTS = {
    "model": "OPTA_MODEL",
    "backend": "OPTA_BACKEND",
    "base_url": "OPTA_BASE_URL",
    "api_key": "OPTA_API_KEY",
    "ollama_host": "OLLAMA_HOST",
    "embedded_model": "OPTA_EMBEDDED_MODEL",
}
LIMITS = {"silence_seconds": "OPTA_SILENCE_SECONDS", "answer_tokens": "OPTA_ANSWER_TOKENS"}

LONGEST_LIMIT = 86_400
"""A day of seconds, or more tokens than any context holds: beyond it a limit is a slip of the keyboard."""

SILENCE_SECONDS = 300
"""Ollama itself gives up loading a model after five minutes without progress."""

ANSWER_TOKENS = 512
"""About a page: enough for any answer here, and a bound on endless repetition."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; None where nothing is, so that the default stands beside its use."""

    model: str | None = None
    backend: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    ollama_host: str | None = None
    embedded_model: str | None = None
    silence_seconds: int = SILENCE_SECONDS
    answer_tokens: int = ANSWER_TOKENS


def settings_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the file is looked for; `OPTA_SETTINGS` names another one."""
    if named := environ.get("OPTA_SETTINGS"):
        return Path(named)
    import platformdirs  # noqa: PLC0415  # 20 ms that most callers of this module do not need

    return Path(platformdirs.user_config_path("opta", appauthor=False)) / FILE_NAME


def data_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of what Opta itself keeps: history, exams; `OPTA_DATA` names another one."""
    if named := environ.get("OPTA_DATA"):
        return Path(named)
    import platformdirs  # noqa: PLC0415  # as above

    return Path(platformdirs.user_data_path("opta", appauthor=False))


def save_model(name: str, environ: Mapping[str, str] = os.environ) -> None:
    """Write the chosen model into the file, the rest of which stays as it is; raise `UsageError` where it cannot be."""
    path = settings_path(environ)
    _from_file(path)  # a file that is wrong is told before it is touched
    line = f"model = {_quoted(name)}"
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        top, *tables = re.split(r"(?m)^(?=\[)", text, maxsplit=1)
        top, found = re.subn(r"(?m)^model\s*=.*$", lambda _: line, top)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join((top if found else f"{line}\n{top}", *tables)), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The settings file {path} cannot be written: {_reason(error)}.", hint=_mend(path)) from error


def _quoted(text: str) -> str:
    """Return a text as TOML has it."""
    return json.dumps("".join(sign for sign in text if sign.isprintable()), ensure_ascii=False)


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the file, where there is one, and the environment over it; raise `UsageError` where either is wrong."""
    texts, limits = _from_file(settings_path(environ))
    texts |= {name: value for name, variable in TEXTS.items() if (value := environ.get(variable, "").strip())}
    limits |= {
        name: _limit_in_words(name, value, variable)
        for name, variable in LIMITS.items()
        if (value := environ.get(variable, "").strip())
    }
    return Settings(
        model=texts.get("model"),
        backend=texts.get("backend"),
        base_url=texts.get("base_url"),
        api_key=texts.get("api_key"),
        ollama_host=texts.get("ollama_host"),
        embedded_model=texts.get("embedded_model"),
        silence_seconds=limits.get("silence_seconds", SILENCE_SECONDS),
        answer_tokens=limits.get("answer_tokens", ANSWER_TOKENS),
    )


def _from_file(path: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Return the texts and the limits that the file names; none where it is not there."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The settings file {path} cannot be read: {_reason(error)}.", hint=_mend(path)) from error
    table = _parsed(text, path)
    limits = table.pop("limits", {})
    if not isinstance(limits, dict):
        raise _wrong("limits", "is a table: write [limits] on a line of its own", text, path)
    return _texts(table, text, path), _limits(limits, text, path)


def _parsed(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The settings file {path} is not TOML: {error}.", hint=_mend(path)) from error


def _texts(table: Mapping[str, object], text: str, path: Path) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in table.items():
        if name not in TEXTS:
            raise _wrong(name, f"is not a setting; there are {', '.join(TEXTS)} and [limits]", text, path)
        if not isinstance(value, str) or not value.strip():
            raise _wrong(name, 'needs text in quotes, such as "llama3:8b"', text, path)
        given[name] = value.strip()
    return given


def _limits(table: Mapping[str, object], text: str, path: Path) -> dict[str, int]:
    given: dict[str, int] = {}
    for name, value in table.items():
        if name not in LIMITS:
            raise _wrong(name, f"is not a limit; there are {' and '.join(LIMITS)}", text, path)
        if not _is_limit(value):
            raise _wrong(name, f"needs a whole number from 1 to {LONGEST_LIMIT}", text, path)
        given[name] = value
    return given


def _is_limit(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST_LIMIT


def _limit_in_words(name: str, value: str, variable: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not _is_limit(number):
        raise UsageError(
            f"{variable} is {value[:40]!r}; {name} needs a whole number from 1 to {LONGEST_LIMIT}.",
            hint=f"Set {variable} anew, or unset it.",
        )
    return number


def _wrong(name: str, what: str, text: str, path: Path) -> UsageError:
    return UsageError(f"The settings file {path}, line {_line_of(name, text)}: {name} {what}.", hint=_mend(path))


def _line_of(name: str, text: str) -> int:
    """Return the line that sets this name; 1 where it is written in a way that this does not see."""
    found = re.search(rf"""^[ \t]*(limits[ \t]*\.)?[ \t\["']*{re.escape(name)}\b""", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _mend(path: Path) -> str:
    return f"Correct {path}, or remove it to use the defaults."


def _reason(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8"
    return (error.strerror or type(error).__name__).lower()
