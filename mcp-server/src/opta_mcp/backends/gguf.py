"""What a GGUF file says of itself: metadata, parameters, and whether the file is all there. Standard library only.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little endian.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Final

from opta_mcp.errors import ModelMissing, ModelUnfit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value = int | float | str | bool | tuple[int | float | bool, ...]

_MAGIC: Final = b"GGUF"
_VERSIONS: Final = (2, 3)
_SCALARS: Final = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_LONGEST_KEPT_ARRAY: Final = 1024
"""Per-layer values are kept; vocabularies are passed over."""
_DEFAULT_ALIGNMENT: Final = 32
_MOST_DIMENSIONS: Final = 4
"""ggml.h, GGML_MAX_DIMS."""
_FILE_TYPES: Final = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 30: "IQ4_XS", 32: "BF16",
    38: "MXFP4",
}  # fmt: skip
"""llama.h, enum llama_ftype: how most of the weights are stored."""


@dataclass(frozen=True, slots=True)
class Gguf:
    """A model file's header; sizes in bytes."""

    metadata: Mapping[str, Value]
    size_bytes: int
    parameters: int

    @property
    def architecture(self) -> str:
        """The family whose name the other keys begin with: llama, qwen3, gemma4."""
        return str(self.metadata.get("general.architecture", ""))

    @property
    def quantization(self) -> str | None:
        """How the weights are stored, as llama.cpp names it."""
        kind = self.metadata.get("general.file_type")
        return _FILE_TYPES.get(kind) if isinstance(kind, int) else None

    @property
    def context_tokens(self) -> int | None:
        """The longest context that the model was trained for."""
        length = self.metadata.get(f"{self.architecture}.context_length")
        return length if isinstance(length, int) else None

    @property
    def talks(self) -> bool:
        """Whether it says how a conversation is put to it; a model that only goes on with a text does not."""
        return "tokenizer.chat_template" in self.metadata


def read_gguf(path: Path) -> Gguf:
    """Read a model file's header.

    Raises ModelMissing where there is no such file, ModelUnfit where it is no GGUF file, damaged or cut short.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _parsed(data, path)
    except FileNotFoundError as error:
        raise ModelMissing(
            f"There is no model file {path}.", hint="Set OPTA_EMBEDDED_MODEL to a GGUF file that is there."
        ) from error
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ModelMissing(
            f"The model file {path} cannot be read: {reason}.", hint="Set OPTA_EMBEDDED_MODEL to one that can."
        ) from error
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError, ValueError) as error:
        raise _unfit(path, "is damaged") from error


def _unfit(path: Path, what: str) -> ModelUnfit:
    return ModelUnfit(
        f"The model file {path} {what}.", hint="Fetch it again, or set OPTA_EMBEDDED_MODEL to another GGUF file."
    )


def _code(kind: int) -> str:
    """Return struct's code for a type of number; an array of arrays, which no model has, is wrong too."""
    if kind not in _SCALARS:
        raise ValueError(kind)
    return _SCALARS[kind]


class _Reader:
    """Walks through the bytes; what lies beyond their end raises struct.error or IndexError."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def scalar(self, code: str) -> int | float | bool:
        value: int | float | bool = struct.unpack_from(f"<{code}", self.data, self.at)[0]
        self.at += struct.calcsize(code)
        return value

    def count(self, code: str = "Q") -> int:
        return int(self.scalar(code))

    def skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self.data):
            raise IndexError(self.at)

    def text(self) -> str:
        size = self.count()
        start = self.at
        self.skip(size)
        return self.data[start : self.at].decode("utf-8", errors="replace")

    def value(self, kind: int) -> Value | None:
        """Read a value; None stands for an array that is passed over."""
        if kind == _STRING:
            return self.text()
        return self.array() if kind == _ARRAY else self.scalar(_code(kind))

    def array(self) -> Value | None:
        kind, length = self.count("I"), self.count()
        if kind == _STRING:
            for _ in range(length):
                self.skip(self.count())
            return None
        if length > _LONGEST_KEPT_ARRAY:
            self.skip(length * struct.calcsize(_code(kind)))
            return None
        return tuple(self.scalar(_code(kind)) for _ in range(length))


def _parsed(data: mmap.mmap, path: Path) -> Gguf:
    if data[:4] != _MAGIC:
        raise _unfit(path, "is not a GGUF file")
    reader = _Reader(data)
    reader.skip(4)
    version = reader.count("I")
    if version not in _VERSIONS:
        raise _unfit(path, f"is GGUF of version {version}, which Opta does not know")
    tensors, pairs = reader.count(), reader.count()
    metadata = _metadata(reader, pairs)
    parameters, last_offset = _tensors(reader, tensors)
    if _data_start(reader.at, metadata) + last_offset >= len(data):
        raise _unfit(path, "is cut short: its weights end too early")
    return Gguf(metadata=metadata, size_bytes=len(data), parameters=parameters)


def _metadata(reader: _Reader, pairs: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for _ in range(pairs):
        key = reader.text()
        kind = reader.count("I")
        value = reader.value(kind)
        if value is not None:
            found[key] = value
    return found


def _tensors(reader: _Reader, count: int) -> tuple[int, int]:
    """Return the number of parameters, and where the last tensor begins."""
    parameters = last_offset = 0
    for _ in range(count):
        reader.skip(reader.count())
        dimensions = reader.count("I")
        if dimensions > _MOST_DIMENSIONS:
            raise ValueError(dimensions)
        sizes = [reader.count() for _ in range(dimensions)]
        reader.skip(4)
        parameters += prod(sizes)
        last_offset = max(last_offset, reader.count())
    return parameters, last_offset


def _data_start(header_end: int, metadata: Mapping[str, Value]) -> int:
    alignment = metadata.get("general.alignment", _DEFAULT_ALIGNMENT)
    step = alignment if isinstance(alignment, int) and alignment > 0 else _DEFAULT_ALIGNMENT
    return -(-header_end // step) * step
