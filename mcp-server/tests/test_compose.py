"""The rules' words as an answer: what stands first, what is said of it, and what could not be read."""

from __future__ import annotations

import pytest

from opta_mcp.advise.compose import compose, lead
from opta_mcp.advise.replies import answering_first
from opta_mcp.advise.topics import read
from opta_mcp.wire.answer import Culprit, Diagnosis, Finding
from opta_mcp.wire.base import UnknownSignal

HOG = Finding(
    id="cpu.hog",
    severity="warning",
    title="blender keeps the processor busy",
    why="blender (process 41) used 98 % of one core.",
    culprit=Culprit(kind="process", name="blender", pid=41),
    advice="Close blender.",
    risk="Unsaved work is lost.",
    undo="none",
)
FULL = Finding(
    id="disk.full",
    severity="critical",
    title="The disk /mnt/photos is full",
    why="/mnt/photos has 0.2 GiB of 64 GiB left.",
    culprit=Culprit(kind="mount", name="/mnt/photos", path="/mnt/photos"),
    advice="Delete what you do not need.",
)
ROOM = Finding(id="disk.fine", severity="info", title="No disk is full", why="/ is 13 % used.")
TOP = Finding(
    id="memory.top",
    severity="info",
    title="firefox holds the most memory",
    why="firefox holds 6 GiB.",
    culprit=Culprit(kind="application", name="firefox-bin", pid=7),
)
FINE = Finding(id="memory.fine", severity="info", title="Memory is fine", why="16 GiB is available.")
ZOMBIES = Finding(
    id="process.zombies",
    severity="warning",
    title="blender leaves 60 finished children behind",
    why="They use no processor time.",
    culprit=Culprit(kind="process", name="blender", pid=41),
)
PINNED = Finding(
    id="cpu.affinity",
    severity="warning",
    title="blender may use only some of the cores",
    why="blender may run on 1 of 8 cores.",
    culprit=Culprit(kind="process", name="blender", pid=41),
)
USES = Finding(
    id="program.use",
    severity="info",
    title="gimp holds 1 GiB of memory",
    why="gimp holds 6 %.",
    culprit=Culprit(kind="process", name="gimp", pid=43),
)
ABSENT = Finding(id="program.absent", severity="info", title="notes-sync is not running", why="No program was there.")
LINK = Finding(id="network.top", severity="info", title="0 bytes/s come in over the network", why="That is the mean.")
HEALTHY = Finding(
    id="healthy",
    severity="info",
    title="Nothing is wrong",
    why="The processor is 3 % busy.",
    advice="Nothing needs to be done.",
)


def said(question: str, *findings: Finding, unknown: tuple[UnknownSignal, ...] = ()) -> str:
    verdict = "fault" if any(each.severity != "info" for each in findings) else "healthy"
    topic = read(question)
    diagnosis = Diagnosis(verdict=verdict, findings=findings, unknown=unknown, seconds=1)
    ordered = answering_first(topic, diagnosis)
    return compose(ordered, lead(topic, ordered))


@pytest.mark.parametrize(
    ("question", "findings", "begins"),
    [
        ("Is one of my disks full?", (FULL,), "Yes. The disk /mnt/photos is full."),
        ("Do I have enough disk space?", (FULL,), "No. The disk /mnt/photos is full."),
        ("Is my disk not full?", (FULL,), "No. The disk /mnt/photos is full."),
        ("Is one of my disks full?", (HOG, ROOM), "No. No disk is full."),
        ("Are there zombie processes?", (HOG,), "No. Something else is wrong. blender keeps the processor busy."),
        ("Are there zombie processes?", (ZOMBIES, HOG), "Yes. blender leaves 60 finished children behind."),
        ("Do zombies slow my computer?", (ZOMBIES,), "No. blender leaves 60 finished children behind."),
        ("how many zombie processes do I have", (ZOMBIES,), "blender leaves 60 finished children behind."),
        ("what are those defunct processes", (HEALTHY,), "No fault of that kind was found. Nothing is wrong."),
        ("why does it only use one core", (HOG,), "No fault of that kind was found, but something else is wrong."),
        ("is blender pinned", (PINNED, HOG), "Yes. blender may use only some of the cores."),
        ("is it bound to one core", (HEALTHY,), "No fault of that kind was found. Nothing is wrong."),
        ("Is gimp the problem?", (USES, HOG), "No. gimp holds 1 GiB of memory."),
        ("Is blender the problem?", (HOG, USES), "Yes. blender keeps the processor busy."),
        ("Is notes-sync pinned?", (ABSENT, PINNED), "notes-sync is not running."),
        ("Is gimp pinned?", (USES, PINNED), "No fault of that kind was found. gimp holds 1 GiB"),
        ("Is the browser the problem?", (HOG,), "blender keeps the processor busy."),
        ("Is my internet used?", (LINK,), "0 bytes/s come in over the network."),
        ("Is my disk space ok?", (ROOM, HEALTHY), "Yes. No disk is full."),
        ("Is my disk ok?", (ROOM, HEALTHY), "I cannot tell. Opta does not look at the health of drives;"),
        (
            "Is my disk ok?",
            (FULL,),
            "No. Opta does not look at the health of drives; this is what it does look at. The",
        ),
        ("My SSD clicks. Is that bad?", (FULL,), "I cannot tell."),
        ("Is /mnt/photos full?", (FULL,), "Yes."),
        ("Is /home full?", (FULL,), "The disk /mnt/photos is full."),
        ("Is anything wrong?", (HOG,), "Yes. blender keeps the processor busy."),
        ("Is anything wrong?", (HEALTHY,), "No. Nothing is wrong."),
        ("Is everything all right?", (HEALTHY,), "Yes. Nothing is wrong."),
        ("Is my computer slow?", (HOG,), "Yes. blender keeps"),
        ("Is blender slowing me down?", (HOG,), "Yes. blender keeps"),
        ("Is gimp slowing me down?", (HOG,), "blender keeps"),
        ("Is firefox eating my RAM?", (TOP, FINE), "firefox holds the most memory."),
        ("Is it eating my RAM?", (TOP, FINE), "firefox holds the most memory."),
        ("Is my internet slow?", (LINK,), "I cannot tell: how fast the line behind your router"),
        ("Why is my computer slow?", (HOG,), "blender keeps the processor busy."),
        ("Why is my disk full?", (HOG, ROOM), "Nothing that was measured explains this, but something else is wrong."),
        ("Do I have a virus?", (HEALTHY,), "I cannot tell. Opta does not look at viruses and other malware;"),
        ("restart my computer", (HEALTHY,), "Opta changes nothing on this computer: it tells what is so"),
        ("Can you please kill firefox?", (TOP,), "Opta changes nothing on this computer"),
        ("how do I close blender", (HOG,), "blender keeps the processor busy."),
        ("What is the capital of France?", (HEALTHY,), "This does not read like a question about this computer"),
    ],
)
def test_an_answer_begins_with_what_was_asked(question: str, findings: tuple[Finding, ...], begins: str) -> None:
    assert said(question, *findings).startswith(begins)


def test_a_fault_is_told_with_what_to_do_its_risk_and_no_undo_that_is_none() -> None:
    assert said("Why is it slow?", HOG) == (
        "blender keeps the processor busy. blender (process 41) used 98 % of one core.\n"
        "What to do: Close blender.\n"
        "Risk: Unsaved work is lost."
    )


def test_a_finding_that_is_no_fault_is_told_in_one_breath() -> None:
    text = said("Why is it slow?", HEALTHY)
    assert text == "Nothing is wrong. The processor is 3 % busy. Nothing needs to be done."


def test_what_could_not_be_read_is_one_sentence_a_reason() -> None:
    unknown = (
        UnknownSignal(signal="cpu.temperature", reason="this is a virtual machine"),
        UnknownSignal(signal="cpu.frequency", reason="this is a virtual machine"),
        UnknownSignal(signal="gpu", reason="No driver answers."),
    )
    assert said("Why is it hot?", HEALTHY, unknown=unknown).splitlines()[-2:] == [
        "Processor temperature and processor speed: not known, this is a virtual machine.",
        "Graphics card: not known, no driver answers.",
    ]


def test_that_a_short_look_shows_no_growth_is_said_only_where_growth_was_asked_about() -> None:
    growth = (UnknownSignal(signal="process.growth", reason="the look was too short"),)
    assert "too short" not in said("What eats my memory?", FINE, unknown=growth)
    assert "too short" in said("Is something leaking memory?", FINE, unknown=growth)
