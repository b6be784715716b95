"""Swap is not memory: what lies there says nothing of how full memory is, and most of it harms nobody."""

from __future__ import annotations

import pytest

from opta_mcp.advise.compose import compose, lead, told_in_full
from opta_mcp.advise.replies import answering_first
from opta_mcp.advise.topics import read
from opta_mcp.findings.engine import diagnose
from tests.findings import recordings


def said(question: str, made: str) -> str:
    topic = read(question)
    diagnosis = answering_first(topic, diagnose(getattr(recordings, made)(), topic.wants))
    return compose(diagnosis, lead(topic, diagnosis), told_in_full(topic, diagnosis, 3))


@pytest.mark.parametrize(
    ("question", "made", "begins"),
    [
        ("Is my swap full?", "swap_full", "Yes. Swap is nearly full."),
        ("Is my swap full?", "swap_full_and_idle", "Swap is used, and that is harmless."),
        ("Is my swap full?", "thrashing", "No. Swap is not full."),
        ("Is my swap full?", "calm", "There is no swap."),
        ("Do I have enough swap?", "calm", "There is no swap."),
        ("How much swap is used?", "thrashing", "Memory is short, so the computer keeps fetching it"),
        ("kswapd0 takes 99 % of my CPU. Why?", "thrashing", "Memory is short, so the computer keeps fetching it"),
        ("kswapd0 takes 99 % of my CPU. Why?", "reclaiming", "The system itself is at work: kswapd0."),
        ("Is my RAM full?", "swap_full", "No. Memory is fine."),
        ("Is my RAM full?", "thrashing", "Memory is short, so the computer keeps fetching it"),
        ("Is my RAM full?", "thrashing_without_pressure", "No. Memory is fine."),
        ("Swap is used, is that bad?", "swap_full_and_idle", "No. Swap is used, and that is harmless."),
        ("Swap is used, is that bad?", "swap_full", "Swap is nearly full."),
        ("My memory is full of cache, is that bad?", "mostly_cache", "No. Memory is not full: it is used as cache."),
        ("My RAM is nearly all used. Is that a problem?", "calm", "No. Memory is fine."),
        ("My memory has errors. Is that bad?", "mostly_cache", "Memory is not full: it is used as cache."),
        ("My memory is full and it is slow. Is that bad?", "hog_in_the_way", "browser keeps the processor busy."),
    ],
)
def test_swap_and_memory_are_answered_each_for_itself(question: str, made: str, begins: str) -> None:
    assert said(question, made).startswith(begins)
