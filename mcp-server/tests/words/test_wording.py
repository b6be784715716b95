"""A model's words, streamed through the gate."""

from __future__ import annotations

import asyncio
import json

import pytest

from opta_mcp.backends.protocol import Finished
from opta_mcp.backends.scripted import ScriptedBackend
from opta_mcp.errors import BackendCut
from opta_mcp.wire.answer import Finding
from opta_mcp.words.facts import Facts, facts_of, known_rules
from opta_mcp.words.gate import Kept
from opta_mcp.words.prompt import grounded
from opta_mcp.words.wording import DROPPED_IN_A_ROW_MOST, reword
from tests.words.bank import named


async def _said(script: str, place: str) -> list[object]:
    read = json.loads(named(place))
    findings = tuple(Finding.model_validate(each) for each in read["findings"])
    facts: Facts = facts_of(read["question"], read["verdict"], findings, rules=known_rules())
    prompt = grounded(read["question"], findings)
    return [item async for item in reword(ScriptedBackend(script), script, prompt, facts)]


def _sentences(items: list[object]) -> list[Kept]:
    return [item for item in items if isinstance(item, Kept)]


@pytest.mark.parametrize("place", ["cpu-hog", "page-cache", "healthy", "oom", "battery", "two-findings"])
def test_a_faithful_models_words_are_shown(place: str) -> None:
    items = asyncio.run(_said("faithful", place))
    decided = _sentences(items)
    assert sum(each.kept for each in decided) >= len(decided) * 0.7 > 1
    assert isinstance(items[-1], Finished)


def test_names_are_shown_without_the_quotation_marks_of_the_prompt() -> None:
    shown = " ".join(each.text for each in _sentences(asyncio.run(_said("faithful", "cpu-hog"))) if each.kept)
    assert "render-fzr used 98 %" in shown
    assert '"' not in shown


def test_nothing_of_a_babbling_model_is_shown_and_it_is_stopped() -> None:
    decided = _sentences(asyncio.run(_said("babble-endless", "cpu-hog")))
    assert len(decided) == DROPPED_IN_A_ROW_MOST
    assert not any(each.kept for each in decided)


def test_a_connection_that_breaks_is_said() -> None:
    with pytest.raises(BackendCut):
        asyncio.run(_said("cut", "cpu-hog"))
