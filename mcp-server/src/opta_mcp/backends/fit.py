"""Whether a model fits this machine, and which would do better. All but `room_now` are pure functions.

A model needs its file, its key-value cache and an overhead:

    need = file + sum over layers of 2 x kv_heads x head_dim x bytes x min(context, window) x parallel + overhead

The keys are GGUF metadata, whether out of a file's header or out of Ollama's ``/api/show`` (``model_info``).
Checked against Ollama 0.32.15 with SmolLM2-135M at 4,096 tokens: 193 MB without overhead, 210 MB by ``/api/ps``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MB: Final = 10**6
GB: Final = 10**9

CACHE_ELEMENT_BYTES: Final = 2
"""The key-value cache holds 16-bit numbers unless a server is told otherwise; a smaller one needs less than is said."""
MOST_LAYERS: Final = 10_000
"""A hundred times the deepest model: beyond it the metadata are wrong."""
SERVER_OVERHEAD_BYTES: Final = 400 * MB
"""Buffers of a server with llama.cpp's usual batch of 512: 0.3 to 0.5 GB."""
SMALL_MACHINE_BYTES: Final = 12 * GB
MARGIN_SMALL_BYTES: Final = 1500 * MB
MARGIN_BYTES: Final = 2000 * MB
"""Left to the person's own programs out of what is available: 1.5 to 2 GB."""
CARD_MARGIN_BYTES: Final = 500 * MB
"""Left on a graphics card for the desktop and the model's buffers."""
HEADROOM: Final = 1.2
"""For a model whose metadata is not here yet: file and 20 %, llmfit's mark of a good fit."""
PARAMETER_BYTES: Final = 0.58
"""Of a model at Q4_K_M, the usual quantisation (llmfit's figure)."""
SLOWEST_TOKENS_PER_SECOND: Final = 5
PLAIN_BANDWIDTH_BYTES_PER_SECOND: Final = 40 * GB
"""Two channels of DDR4-2666, the memory of an ordinary machine: decoding reads the active weights for each token."""
BANDWIDTH_SHARE: Final = 0.55
"""Of its bandwidth, what decoding reaches (llmfit's figure)."""
READ_PER_CORE_SECOND: Final = 20 * 10**9
"""Parameters times prompt tokens that a core reads in a second: 145 tokens with 135 M parameters, measured with
llama.cpp's portable build on one core of a server; a core of a newer desktop computer reads more."""
MANY_CORES: Final = 8
"""Taken where their number is not known."""
PROMPT_TOKENS: Final = 1500
"""The most facts that a prompt holds."""
LONGEST_READING_SECONDS: Final = 90


@dataclass(frozen=True, slots=True)
class Room:
    """Memory free now, in bytes, and cores; graphics memory only where it is apart from main memory."""

    available_bytes: int
    total_bytes: int
    graphics_bytes: int = 0
    cores: int | None = None

    @property
    def for_models_bytes(self) -> int:
        """What a model may take: the margins are left to other programs."""
        margin = MARGIN_SMALL_BYTES if self.total_bytes < SMALL_MACHINE_BYTES else MARGIN_BYTES
        return max(self.available_bytes - margin, 0) + max(self.graphics_bytes - CARD_MARGIN_BYTES, 0)


def room_now(graphics_bytes: int = 0) -> Room:
    """Measure main memory and count cores; the one function here that looks at the machine."""
    import psutil  # noqa: PLC0415  # only needed where memory is measured

    memory = psutil.virtual_memory()
    return Room(memory.available, memory.total, graphics_bytes, os.cpu_count())


def cache_bytes(metadata: Mapping[str, object], context_tokens: int) -> int | None:
    """Return the size of the key-value cache; None where the metadata do not say."""
    family = metadata.get("general.architecture")
    layers = _whole(metadata.get(f"{family}.block_count"))
    if layers is None or layers > MOST_LAYERS:
        return None
    heads = _each_layer(metadata.get(f"{family}.attention.head_count_kv"), layers)
    head_bytes = _head_bytes(metadata, str(family))
    if heads is None or head_bytes is None:
        return None
    windows = _windows(metadata, str(family), layers, context_tokens)
    kept = sum(count * tokens for count, tokens in zip(heads, windows, strict=True))
    return kept * head_bytes * CACHE_ELEMENT_BYTES


def need_bytes(
    metadata: Mapping[str, object],
    file_bytes: int,
    context_tokens: int,
    *,
    parallel: int = 1,
    overhead_bytes: int = SERVER_OVERHEAD_BYTES,
) -> int | None:
    """Return what a model needs in memory; None where its metadata do not say enough."""
    cache = cache_bytes(metadata, context_tokens)
    return None if cache is None else file_bytes + cache * parallel + overhead_bytes


def fits(need: int, room: Room) -> bool:
    """Say whether a need goes into the room, its margins left free."""
    return need <= room.for_models_bytes


def _head_bytes(metadata: Mapping[str, object], family: str) -> int | None:
    """Return the elements of one head's key and value."""
    key = _whole(metadata.get(f"{family}.attention.key_length"))
    value = _whole(metadata.get(f"{family}.attention.value_length"))
    if key is not None and value is not None:
        return key + value
    width = _whole(metadata.get(f"{family}.embedding_length"))
    given = metadata.get(f"{family}.attention.head_count")
    heads = _whole(given[0] if isinstance(given, list | tuple) and given else given)
    return 2 * (width // heads) if width is not None and heads else None


def _windows(metadata: Mapping[str, object], family: str, layers: int, context_tokens: int) -> list[int]:
    """Return the tokens that each layer keeps: a sliding window where the metadata say which layers have one.

    Where they have a window and do not say for which layers, every layer counts in full: better too much.
    """
    window = _whole(metadata.get(f"{family}.attention.sliding_window"))
    pattern = metadata.get(f"{family}.attention.sliding_window_pattern")
    if not window or not isinstance(pattern, list | tuple) or len(pattern) != layers:
        return [context_tokens] * layers
    return [min(context_tokens, window) if slides else context_tokens for slides in pattern]


def _each_layer(value: object, layers: int) -> list[int] | None:
    """Return a value a layer, of one for all or one for each."""
    if isinstance(value, list | tuple):
        counts = [count for one in value if (count := _whole(one)) is not None]
        return counts if len(counts) == len(value) == layers else None
    one = _whole(value)
    return None if one is None else [one] * layers


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model that can be pulled; `active_parameters` are those that work on one token."""

    name: str
    file_bytes: int
    active_parameters: int

    @property
    def need_bytes(self) -> int:
        """What it needs in memory, guessed from its file alone."""
        return int(self.file_bytes * HEADROOM) + SERVER_OVERHEAD_BYTES


def _suggestion(name: str, file_gb: float, active_billions: float) -> Suggestion:
    return Suggestion(name, int(file_gb * GB), int(active_billions * 10**9))


SUGGESTIONS: Final = (
    _suggestion("qwen3:1.7b", 1.8, 1.7),
    _suggestion("phi4-mini", 2.5, 3.8),
    _suggestion("gemma4:e2b-it-qat", 3.35, 2.3),
    _suggestion("gemma4:e4b-it-qat", 4.2, 4.5),
    _suggestion("llama3:8b", 4.7, 8.0),
    _suggestion("qwen3.5:9b", 5.7, 9.0),
    _suggestion("gpt-oss:20b", 13.8, 3.6),
    _suggestion("qwen3.5:27b", 16.0, 27.0),
)
"""Weakest first, by size: nobody's ranking of answers. Files as in Ollama's library of November 2026; parameters
as their names and model cards have them (gpt-oss:20b is a mixture, gemma4's e stands for effective)."""
SUGGESTIONS_SOURCE: Final = "Ollama's library, November 2026"


def suggested(name: str, room: Room) -> Suggestion | None:
    """Return the suggestion of this name where it fits, else the strongest one that does, else None."""
    named = next((model for model in SUGGESTIONS if model.name == name), None)
    return named if named is not None and fits(named.need_bytes, room) else better_model(room)


def better_model(room: Room, than_bytes: int = 0) -> Suggestion | None:
    """Return the strongest suggestion that fits and answers fast enough, and whose file is larger than `than_bytes`."""
    fitting = (
        model
        for model in reversed(SUGGESTIONS)
        if model.file_bytes > than_bytes and fits(model.need_bytes, room) and _fast_enough(model, room)
    )
    return next(fitting, None)


def _fast_enough(model: Suggestion, room: Room) -> bool:
    """Say whether a person would wait for it: a graphics card holds it, or the processor reads and writes in time."""
    if model.need_bytes <= room.graphics_bytes - CARD_MARGIN_BYTES:
        return True
    rate = BANDWIDTH_SHARE * PLAIN_BANDWIDTH_BYTES_PER_SECOND / (model.active_parameters * PARAMETER_BYTES)
    reading = PROMPT_TOKENS * model.active_parameters / (READ_PER_CORE_SECOND * (room.cores or MANY_CORES))
    return rate >= SLOWEST_TOKENS_PER_SECOND and reading <= LONGEST_READING_SECONDS
