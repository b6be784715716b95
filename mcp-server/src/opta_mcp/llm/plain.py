"""The four plain functions: Ollama, asked from ordinary code that is neither async nor Opta's own.

Nothing here raises because a server is down, silent or wrong, but for `get_available_models`: an empty list would say
that there are no models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.layers import DEFAULT_MODEL
from opta_mcp.backends.ollama.look import Sight, look
from opta_mcp.errors import OptaError
from opta_mcp.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class OllamaStatus(TypedDict, total=False):
    """`models` where Ollama runs, `error` where it does not."""

    running: bool
    models: list[str]
    error: str


class Pulled(TypedDict, total=False):
    """How a pull ended; `error` where it failed."""

    model: str
    done: bool
    error: str


class Completion(TypedDict, total=False):
    """An answer; `error` where it did not come whole, `notice` where another model than the default gave it."""

    content: str
    model: str
    done: bool
    error: str
    notice: str


def check_ollama_status() -> OllamaStatus:
    """Say whether Ollama runs and which models it has, within 2 s whatever it does; never raises."""
    try:
        sight = _look()
    except OptaError as error:  # the address itself cannot be read
        return {"running": False, "error": str(error)}
    if sight.failure is not None:
        return {"running": False, "error": str(sight.failure)}
    return {"running": True, "models": _names(sight)}


def get_available_models() -> list[str]:
    """List the names of the installed models; raise a `BackendError` where that cannot be known."""
    sight = _look()
    if sight.failure is not None:
        raise sight.failure
    return _names(sight)


def pull_model(model_name: str) -> Pulled:
    """Download a model if it is not there, however long that takes; never raises because it cannot."""
    from opta_mcp.llm.whole import pull_to_the_end, run  # noqa: PLC0415  # loads libraries

    try:
        run(pull_to_the_end(model_name))
    except OptaError as error:
        return {"model": model_name, "done": False, "error": str(error)}
    return {"model": model_name, "done": True}


def chat_completion(messages: Sequence[Mapping[str, str]], model: str = DEFAULT_MODEL) -> Completion:
    """Answer a conversation of {"role", "content"} messages, all at once; never raises because it cannot.

    Where the default model is not installed, the best installed one that fits answers, named in "model", with a notice.
    """
    from opta_mcp.llm.whole import complete, run  # noqa: PLC0415  # loads libraries

    return run(complete(messages, model))


def _look() -> Sight:
    return look(parse_address(load_settings().ollama_host))


def _names(sight: Sight) -> list[str]:
    return [entry.name for entry in sight.models]
