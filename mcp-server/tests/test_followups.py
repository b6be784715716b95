"""What is asked of an answer that was given, and what a new look is."""

from __future__ import annotations

import asyncio

import pytest

from opta_mcp.advise.chat import chat
from opta_mcp.advise.followups import follow_up, program_meant, since
from opta_mcp.advise.options import ChatOptions, unheard
from opta_mcp.wire.answer import Answer, Culprit, Diagnosis, Evidence, Finding, Part
from opta_mcp.wire.chat import ChatMessage, ChatResult
from tests.findings.recordings import CALM, EDITOR

HOG = Finding(
    id="cpu.hog",
    severity="warning",
    title="render-fzr keeps the processor busy",
    why="render-fzr (process 4123) used 98 % of one core.",
    culprit=Culprit(kind="process", name="render-fzr", pid=4123),
    evidence=(Evidence(signal="process.cpu", value=0.98, unit="cores", display="98 % of one core"),),
    advice="Close render-fzr if you do not need it.",
    risk="Unsaved work in it is lost.",
    undo="Start it again.",
    sources=("https://example.org/use",),
)
EARLIER = Answer(
    question="Why is it slow?", verdict="fault", answer="...", parts=(Part(by="rules", text="..."),), findings=(HOG,)
)


def answered(question: str, earlier: Answer | None = EARLIER) -> ChatResult:
    messages = (ChatMessage(role="user", content=question),)
    options = ChatOptions(use_model=False, earlier=earlier)
    return asyncio.run(chat(messages, options, unheard))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("which one is it again?", "which"),
        ("Which one?", "which"),
        ("what was it", "which"),
        ("is it safe to close it?", "safe"),
        ("Can I kill it?", "safe"),
        ("what happens if I close it?", "safe"),
        ("what should I do?", "remedy"),
        ("how do I fix it", "remedy"),
        ("Why?", "reason"),
        ("how do you know?", "reason"),
        ("and now?", "again"),
        ("is it better now?", "again"),
        ("look again please", "again"),
        ("is it still slow?", "again"),
        ("is my disk full?", None),
        ("why is my computer slow?", None),
        ("what is eating my RAM?", None),
        ("tell me a joke", None),
        ("which program uses the most memory?", None),
    ],
)
def test_a_follow_up_is_known_from_a_question_of_its_own(question: str, kind: str | None) -> None:
    assert follow_up(question) == kind


def test_which_one_is_the_culprit_of_the_same_finding() -> None:
    result = answered("which one is it again?")
    assert result.content == "It is render-fzr (process 4123). render-fzr keeps the processor busy."
    assert result.grounded is not None
    assert result.grounded.findings == (HOG,)
    assert result.grounded.question == EARLIER.question
    assert result.notices


def test_whether_it_is_safe_is_the_rules_own_risk_and_undo() -> None:
    content = answered("is it safe to close it?").content
    assert "Risk: Unsaved work in it is lost." in content
    assert "Undo: Start it again." in content


def test_what_to_do_and_how_it_is_known_come_from_the_finding() -> None:
    assert "What to do: Close render-fzr" in answered("what should I do?").content
    assert "98 % of one core" in answered("how do you know?").content


TOP = Finding(
    id="memory.top",
    severity="info",
    title="editor holds the most memory",
    why="editor (process 7) holds 2 GiB.",
    culprit=Culprit(kind="process", name="editor", pid=7),
)


def test_it_is_what_the_answer_began_with_and_not_a_fault_that_was_only_named_beside_it() -> None:
    earlier = EARLIER.model_copy(update={"findings": (TOP, HOG)})
    assert answered("which one is it again?", earlier).content.startswith("It is editor (process 7).")
    assert answered("is it safe to close it?", earlier).content.startswith("Nothing needs to be closed")


def test_what_to_do_about_a_culprit_is_what_its_own_fault_says() -> None:
    top = TOP.model_copy(update={"culprit": Culprit(kind="application", name="render-fzr", pid=9)})
    earlier = EARLIER.model_copy(update={"findings": (top, HOG)})
    assert "What to do: Close render-fzr" in answered("is it safe to close it?", earlier).content


def test_a_new_look_says_what_has_become_of_the_faults_that_were_told() -> None:
    def now(*findings: Finding) -> Diagnosis:
        return Diagnosis(verdict="fault" if findings else "healthy", findings=findings, seconds=1)

    assert since(EARLIER, now()) == "No longer so: render-fzr keeps the processor busy."
    assert since(EARLIER, now(HOG)) == "Still so: render-fzr keeps the processor busy."
    other = HOG.model_copy(update={"culprit": Culprit(kind="process", name="editor", pid=7)})
    assert since(EARLIER, now(other)).startswith("No longer so:")
    assert since(EARLIER.model_copy(update={"findings": (TOP,)}), now(HOG)) == ""
    assert since(None, now(HOG)) == ""


def test_a_new_look_answers_the_question_that_was_asked_then() -> None:
    grounded = answered("and now?").grounded
    assert grounded is not None
    assert grounded.question == "Why is it slow?"
    assert grounded.timings_ms.snapshot > 900


def test_without_an_answer_before_it_a_follow_up_is_talk() -> None:
    result = answered("which one is it again?", earlier=None)
    assert result.plain_talk
    assert result.error


@pytest.mark.parametrize("question", ["How much memory does it use?", "does it use the disk?", "is it using the CPU?"])
def test_what_it_uses_is_measured_of_the_program_that_was_told_of(question: str) -> None:
    culprit = Culprit(kind="process", name="editor", pid=EDITOR)
    earlier = EARLIER.model_copy(update={"findings": (HOG.model_copy(update={"culprit": culprit}),)})
    options = ChatOptions(use_model=False, earlier=earlier, replay=CALM)
    result = asyncio.run(chat((ChatMessage(role="user", content=question),), options, unheard))
    assert result.grounded
    assert (result.grounded.findings[0].id, result.grounded.findings[0].culprit.pid) == ("program.use", EDITOR)


@pytest.mark.parametrize("question", ["How much memory does Firefox use?", "is it raining?", "Does my disk need it?"])
def test_what_others_use_is_no_question_about_it(question: str) -> None:
    assert program_meant(question, EARLIER) is None
