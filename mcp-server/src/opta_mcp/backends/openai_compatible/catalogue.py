"""What a server serves, and which kind of server it is, out of its list of models."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from opta_mcp.backends.text import LONGEST_NAME, one_line
from opta_mcp.errors import BackendGarbled
from opta_mcp.wire.base import Absent
from opta_mcp.wire.chat import ModelInfo

if TYPE_CHECKING:
    from opta_mcp.backends.lines import Line

Kind = Literal["llama.cpp", "vllm", "other"]
"""llama.cpp and vLLM can be asked for more than the others: progress, choices, no thinking aloud."""

_KINDS: Final[dict[object, Kind]] = {"llamacpp": "llama.cpp", "vllm": "vllm"}
_MOST_MODELS: Final = 1000
_ELSEWHERE: Final = "the server does not say"


@dataclass(frozen=True, slots=True)
class Served:
    """A model that the server lists; None where it does not say."""

    id: str
    kind: Kind
    size_bytes: int | None
    parameters: int | None
    context_tokens: int | None
    digest: str

    @property
    def name(self) -> str:
        """What it is called here: llama.cpp gives the path of its file, which is nobody's business."""
        file = self.id.replace("\\", "/").rpartition("/")[2]
        return file.removesuffix(".gguf") if self.id.endswith(".gguf") else self.id

    @property
    def talks(self) -> bool:
        """Whether it is a model to talk with, as far as its name tells."""
        return "embed" not in self.name.lower()


def served(listing: Line, server: str) -> tuple[Served, ...]:
    """Read the answer of /models; raise BackendGarbled where it is none."""
    data = listing.get("data")
    if not isinstance(data, list):
        raise BackendGarbled("The list of models is in another shape.", hint="See what listens there.")
    rows = [row for row in data[:_MOST_MODELS] if isinstance(row, dict)]
    return tuple(one for row in rows if (one := _served(row, server)) is not None)


def unlisted(name: str) -> Served:
    """Return a model of which nothing is known but its name."""
    return Served(id=name, kind="other", size_bytes=None, parameters=None, context_tokens=None, digest="")


def described(model: Served, backend: str) -> ModelInfo:
    """Put a model into the shape that crosses processes; what it needs is the server's own affair."""
    return ModelInfo(
        name=model.name,
        backend=backend,
        size_bytes=Absent(unknown=_ELSEWHERE) if model.size_bytes is None else model.size_bytes,
        parameters=None if model.parameters is None else f"{model.parameters / 1e6:.0f}M",
        context_tokens=model.context_tokens,
        capabilities=("completion",) if model.talks else ("embedding",),
        digest=model.digest,
        loaded=model.kind != "other",
        needs_bytes=Absent(unknown="the server holds it"),
    )


def _served(row: Line, server: str) -> Served | None:
    name = row.get("id")
    if not isinstance(name, str) or not name or name != one_line(name, LONGEST_NAME * 4):
        return None  # a name that cannot be shown cannot be asked for either
    about = row.get("meta")
    meta = about if isinstance(about, dict) else {}
    lengths = (row.get("max_model_len"), meta.get("n_ctx"), meta.get("n_ctx_train"))
    return Served(
        id=name,
        kind=_KINDS.get(row.get("owned_by"), "other") if isinstance(row.get("owned_by"), str) else "other",
        size_bytes=_count(meta.get("size")),
        parameters=_count(meta.get("n_params")),
        context_tokens=next((count for length in lengths if (count := _count(length)) is not None), None),
        digest=_digest(server, name, row.get("root"), meta),
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _digest(*parts: object) -> str:
    """Return a mark that changes with what the server says of the model: all that can be known of its content."""
    return f"listed-sha256:{hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()}"
