"""Whose folder names may be told to others than the user: those that every home has, and no other.

A person shares a recording to report a fault, and an MCP client's model reads what a tool returns; neither needs to
know that there is a folder called after a lawyer or an illness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opta_mcp.wire.folders import Folders

PUBLIC = frozenset(
    {"Applications", "Desktop", "Documents", "Downloads", "Library", "Movies", "Music", "Pictures", "Public",
     "Templates", "Videos", "AppData", "OneDrive", "go", "snap", "miniconda3", "miniforge3", "anaconda3",
     ".android", ".bun", ".cache", ".cargo", ".conda", ".config", ".cursor", ".docker", ".dotnet", ".gradle",
     ".ivy2", ".julia", ".local", ".lmstudio", ".m2", ".minikube", ".mozilla", ".npm", ".nuget", ".nvm", ".ollama",
     ".pyenv", ".rustup", ".steam", ".thunderbird", ".Trash", ".var", ".vscode", ".vscode-server", ".wine", ".yarn"}
)  # fmt: skip
"""Made by a system or a well-known program, so that they say nothing of their owner."""


def without_own_names(folders: Folders) -> Folders:
    """Return it with a number in the place of each name that the user chose."""
    named = tuple(
        each if each.name.removeprefix("~/") in PUBLIC else each.model_copy(update={"name": f"~/… ({number})"})
        for number, each in enumerate(folders.home, start=1)
    )
    return folders.model_copy(update={"home": named})
