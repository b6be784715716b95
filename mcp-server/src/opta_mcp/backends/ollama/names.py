"""Names of models, as Ollama understands them. Standard library only."""

from __future__ import annotations

from opta_mcp.errors import UsageError

LONGEST_NAME = 300


def checked_name(model: str) -> str:
    """Return a model's name as it may be sent, or raise `UsageError`."""
    name = model.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or any(sign.isspace() for sign in name):
        raise UsageError(
            "That is no name of a model.", hint="Names look like llama3:8b; see https://ollama.com/library"
        )
    return name


def same_model(one: str, other: str) -> bool:
    """Say whether two names mean one model: without a tag, `latest` is meant."""
    return _tagged(one) == _tagged(other)


def _tagged(name: str) -> str:
    return name.lower() if ":" in name.rpartition("/")[2] else f"{name.lower()}:latest"


def is_cloud(name: str) -> bool:
    """Say whether a model of this name runs on other people's computers."""
    return name.partition(":")[2].split("-")[-1] == "cloud" or name.endswith("-cloud")
