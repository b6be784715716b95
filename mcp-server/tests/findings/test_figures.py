"""Numbers as the answer writes them, and that value, unit and display agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opta_mcp.findings import figures

GIB = 1 << 30


@pytest.mark.parametrize(
    ("size", "display"),
    [(0, "0 bytes"), (0.973, "1 bytes"), (512, "512 bytes"),
     (3 * GIB, "3 GiB"), (int(2.905 * GIB), "2.9 GiB"), (205 << 20, "205 MiB"),
     (1023 << 20, "0.999 GiB"), (64 * GIB, "64 GiB"), (4 << 40, "4 TiB")],
)  # fmt: skip
def test_sizes_have_three_digits_and_the_unit_that_fits(size: float, display: str) -> None:
    assert figures.size("memory", size).display == display


@pytest.mark.parametrize(
    ("ratio", "display"),
    [(0, "0 %"), (0.0002, "0.02 %"), (0.00001, "0 %"),
     (0.004, "0.4 %"), (0.03, "3 %"), (0.155, "16 %"), (0.97, "97 %"), (0.997, "99.7 %"), (1, "100 %"),
     (1.3, "100 %"), (-0.1, "0 %")],
)  # fmt: skip
def test_shares_are_per_cent_and_full_means_full(ratio: float, display: str) -> None:
    assert figures.share("disk.used", ratio).display == display


@pytest.mark.parametrize(
    ("seconds", "display"),
    [
        (1.04, "1 s"),
        (59, "59 s"),
        (89, "89 s"),
        (90, "1.5 min"),
        (840, "14 min"),
        (9000, "2.5 h"),
        (400_000, "4.6 days"),
    ],
)
def test_times_are_in_the_unit_that_a_person_would_choose(seconds: float, display: str) -> None:
    assert figures.duration("age", seconds).display == display


@pytest.mark.parametrize(
    ("cores", "display"),
    [(0.98, "98 % of one core"), (1.04, "104 % of one core"), (1.9, "1.9 cores"), (12.5, "12.5 cores")],
)
def test_processor_time_is_told_of_one_core_up_to_one_core(cores: float, display: str) -> None:
    assert figures.cores("application.cpu", cores).display == display


@pytest.mark.parametrize(("number", "display"), [(57, "57"), (9999, "9999"), (606_400, "606 thousand")])
def test_large_rates_are_told_in_thousands(number: int, display: str) -> None:
    assert figures.per_second("cpu.switches", number).display == display


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    assert figures.count("cpu.cores", 1, "cores").display == "1 core"
    assert figures.count("cpu.cores", 8, "cores").display == "8 cores"


@given(st.integers(min_value=0, max_value=1 << 55))
def test_a_size_is_shown_as_its_value_and_unit_say(size: int) -> None:
    piece = figures.size("memory", size)
    assert isinstance(piece.value, float | int)
    assert piece.display == f"{piece.value:g} {piece.unit}"
    scale = 1024 ** figures.SIZES.index(piece.unit)
    assert piece.value * scale == pytest.approx(size, rel=0.006, abs=0.5)


@given(st.floats(min_value=0, max_value=1))
def test_a_share_is_shown_as_its_value_says(ratio: float) -> None:
    piece = figures.share("cpu.busy", ratio)
    assert isinstance(piece.value, float)
    assert float(piece.display.removesuffix(" %")) == pytest.approx(piece.value * 100)
    assert piece.value == pytest.approx(ratio, abs=0.0051)
