"""Grading shows what an answer says: its own card meets it, another question's does not, and bad advice is seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.compose import card_text
from opta_mcp.knowledge.search import find
from questions import ASKED, grade, questions

if TYPE_CHECKING:
    from questions import Question

QUESTIONS = questions()
CARDS = {question.id: card for question in QUESTIONS for card in find(question.text)}
by_id = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def test_every_must_and_must_not_is_graded_as_it_was_put() -> None:
    lines = [json.loads(line) for line in ASKED.read_text().splitlines()]
    put = [(line["id"], line["must"], line["must_not"]) for line in lines]
    graded = [(each.id, [m.says for m in each.must], [m.says for m in each.must_not]) for each in QUESTIONS]
    assert graded == put


@pytest.mark.parametrize("question", [each for each in QUESTIONS if each.id in CARDS], ids=lambda question: question.id)
def test_a_card_meets_every_must_that_needs_no_measurement_and_breaks_no_must_not(question: Question) -> None:
    graded = grade(question, card_text(CARDS[question.id]))
    assert [mark.says for mark in graded.missed if not mark.needs] == []
    assert [mark.says for mark in graded.broken] == []


@by_id
def test_a_must_that_needs_a_measurement_is_met_by_the_rules_words(question: Question) -> None:
    for mark in question.must:
        assert not mark.needs or mark not in grade(question, mark.example).missed, mark.says


@by_id
def test_the_card_of_another_question_does_not_pass(question: Question) -> None:
    own = CARDS.get(question.id)
    others = [card for card in CARDS.values() if card != own]
    assert [card.id for card in others if not grade(question, card_text(card)).missed] == []


@by_id
def test_a_sentence_that_breaks_a_must_not_is_seen_and_its_denial_is_not(question: Question) -> None:
    for mark in question.must_not:
        assert mark in grade(question, f"Here is what helps. {mark.example}").broken, mark.says
        assert mark not in grade(question, f"Never do this: no, {mark.example}".replace(": ", " ")).broken, mark.says


@by_id
def test_an_empty_answer_meets_nothing(question: Question) -> None:
    assert grade(question, "").met == 0
