"""What holds of any names and numbers."""

from __future__ import annotations

import json
from typing import Final

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.words.bank import kept

NAMES: Final = st.from_regex(r"[b-df-hj-np-tv-xz]{3,8}-[b-df-hj-np-tv-xz]{2,4}", fullmatch=True)
TENTHS: Final = st.integers(min_value=11, max_value=9_990).map(lambda tenths: tenths / 10)
UNITS: Final = st.sampled_from(["GiB", "MiB", "GB", "MB", "%", "s", "ms", "GHz", "MHz", "°C", "MiB/s", "cores", "W"])


def situation(name: str, held: float, total: float) -> str:
    finding = {
        "id": "x.memory", "severity": "warning", "title": f"{name} holds most of the memory",
        "why": f"{name} holds {held} GiB of {total} GiB; programs waited for memory 41 % of the last 10 s.",
        "culprit": {"kind": "process", "name": name}, "advice": f"Close {name}.",
    }  # fmt: skip
    return json.dumps({"question": "Why is it slow?", "verdict": "fault", "findings": [finding], "sentences": []})


@given(NAMES, TENTHS, TENTHS)
def test_the_facts_own_words_are_kept(name: str, held: float, total: float) -> None:
    line = situation(name, held, total)
    assert kept(line, f"{name} holds {held} GiB of {total} GiB.", f"{name} holds most of the memory.") == [True, True]


@given(NAMES, TENTHS, TENTHS, TENTHS)
def test_an_invented_number_is_dropped(name: str, held: float, total: float, invented: float) -> None:
    assume(invented not in (held, total))
    assert kept(situation(name, held, total), f"{name} holds {invented} GiB of {total} GiB.") == [False]


@given(NAMES, TENTHS, TENTHS)
def test_swapped_quantities_are_dropped(name: str, held: float, total: float) -> None:
    assume(held != total)
    assert kept(
        situation(name, held, total), f"{name} holds {total} GiB of {held} GiB.", f"{name} holds {total} GiB."
    ) == [False, False]


@given(NAMES, TENTHS, TENTHS, UNITS)
def test_another_unit_is_dropped(name: str, held: float, total: float, unit: str) -> None:
    assume(unit != "GiB")
    assert kept(situation(name, held, total), f"{name} holds {held} {unit} of {total} GiB.") == [False]


@given(NAMES, TENTHS, TENTHS, st.integers(min_value=1, max_value=5))
def test_wrong_rounding_is_dropped(name: str, held: float, total: float, off: int) -> None:
    rounded = round(held) + off
    assume(abs(rounded - held) > 0.5)
    assert kept(situation(name, held, total), f"{name} holds {rounded} GiB of {total} GiB.") == [False]


@given(NAMES, NAMES, TENTHS, TENTHS)
def test_another_name_is_dropped(name: str, other: str, held: float, total: float) -> None:
    assume(name not in other and other not in name)
    assert kept(situation(name, held, total), f"{other} holds {held} GiB of {total} GiB.", f"Close {other}.") == [
        False,
        False,
    ]


@given(st.text(max_size=80))
def test_no_text_breaks_the_gate(text: str) -> None:
    assert kept(situation("ab-cd", 1.5, 8.0), text) in ([True], [False])
