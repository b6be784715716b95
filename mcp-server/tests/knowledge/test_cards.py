"""Questions that no measurement settles find their card, and others find none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opta_mcp.findings.rule import Symptom
from opta_mcp.knowledge.card import cards
from opta_mcp.knowledge.search import find

ASKED = {
    line["id"]: line["question"]
    for line in map(json.loads, Path(__file__).with_name("questions.jsonl").read_text().splitlines())
}

EXPECTED = {
    "q001": "memory.kswapd",
    "q004": "memory.wsl",
    "q007": "memory.browser",
    "q010": "memory.optimizer",
    "q013": "memory.chat_apps",
    "q016": None,  # growth is measured
    "q019": "cpu.ripgrep",
    "q022": "cpu.baloo",
    "q025": "cpu.defender",
    "q028": "cpu.kernel_task",
    "q031": "cpu.spotlight",
    "q034": "cpu.small_idle_use",
    "q037": "cpu.stuck_clock",
    "q040": "cpu.stuck_clock",
    "q043": "power.sleep_drain",
    "q046": "graphics.late_stutter",
    "q049": "graphics.wrong_gpu",
    "q052": "graphics.vram",
    "q055": "graphics.obs",
    "q058": "audio.crackle",
    "q061": "network.wifi_power_save",
    "q064": "disk.docker_overlay",
    "q067": "disk.docker_overlay",
    "q070": "disk.package_caches",
    "q073": "disk.mac_snapshots",
    "q076": "boot.slow",
    "q079": "boot.slow",
    "q082": "model.partial_offload",
    "q085": "past.cause",
    "q088": "myth.ram_cleaner",
}

MYTHS = {
    "Should I buy a RAM cleaner?": "myth.ram_cleaner",
    "How do I clear my RAM?": "myth.ram_cleaner",
    "Should I install a RAM booster?": "myth.ram_cleaner",
    "Is it worth running echo 3 > drop_caches every hour?": "myth.drop_caches",
    "Which registry cleaner is good?": "myth.registry_cleaner",
    "Can I disable swap to make it faster?": "myth.no_swap",
    "Would removing the page file help?": "myth.no_swap",
    "Is a driver updater useful?": "myth.driver_booster",
    "Can I turn off my antivirus to speed things up?": "myth.antivirus_off",
    "Should I defragment my SSD?": "myth.defrag_ssd",
    "Can I delete the Prefetch folder?": "myth.prefetch",
    "Should I set all processes to high priority?": "myth.priorities",
    "Do TCP registry tweaks lower my ping?": "myth.network_tweaks",
    "Is 100 % GPU usage bad?": "myth.full_gpu",
    "How do I kill kswapd0?": "myth.kill_kernel",
    "What can I delete?": "disk.what_to_delete",
    "Should I buy more RAM?": "memory.more_ram",
    "Is my SSD dying?": "disk.drive_health",
    "Is something wrong with my disk?": "disk.drive_health",
    "what is the health of my hard drive": "disk.drive_health",
    "Which programs start at boot?": "boot.programs",
    "how do I stop apps that open automatically": "boot.programs",
    "Is systemd safe to kill?": "program.system_part",
    "what is kworker": "program.system_part",
    "Can I kill python?": "program.ending",
}

UNRELATED = [
    "Who killed my process?",
    "Is my disk full?",
    "What is slow on my drive?",
    "My programs start slowly.",
    "Why is my computer slow?",
    "What eats my RAM?",
    "What is eating my memory right now?",
    "Is my RAM full?",
    "Free memory is nearly zero. Is my RAM full?",
    "Is Ollama running?",
    "Is one of my disks full?",
    "Everything freezes for seconds at a time. Why?",
    "My editor is frozen. Why?",
    "There are dozens of defunct processes. Do they slow me down?",
    "Fans are loud. Is something wrong?",
    "Is anything wrong with my computer right now?",
    "Which program uses my processor?",
    "Why is the download so slow?",
    "Tell me a joke about a horse.",
    "What is the capital of France?",
    "Write a poem about memory and forgetting.",
    "",
    '"" OR AND NOT ( * ^ NEAR {',
]


@pytest.mark.parametrize(("identity", "card"), EXPECTED.items())
def test_a_question_that_was_really_asked_finds_its_card(identity: str, card: str | None) -> None:
    found = find(ASKED[identity])
    assert (found[0].id if found else None) == card


@pytest.mark.parametrize(("question", "card"), MYTHS.items())
def test_a_myth_finds_its_refusal(question: str, card: str) -> None:
    assert [found.id for found in find(question)] == [card]


@pytest.mark.parametrize("question", UNRELATED)
def test_a_question_that_no_card_is_about_finds_none(question: str) -> None:
    assert find(question) == ()


@given(st.text(max_size=300))
def test_no_question_breaks_the_search(question: str) -> None:
    assert len(find(question, most=3)) <= 3


def test_every_card_is_found_by_a_question_of_these_tests() -> None:
    asked = [*ASKED.values(), *MYTHS]
    found = {card.id for question in asked for card in find(question, most=3)}
    assert {card.id for card in cards()} - found <= {"graphics.shaders", "power.fans", "model.fit"}
    assert find("What is fossilize_replay doing?")[0].id == "graphics.shaders"
    assert find("Which model fits my computer?")[0].id == "model.fit"
    assert find("Are loud fans harmful?")[0].id == "power.fans"


def test_every_card_is_unlike_the_others_and_shows_symptoms_that_exist() -> None:
    identities = [card.id for card in cards()]
    assert len(set(identities)) == len(identities) >= 25
    assert {symptom for card in cards() for symptom in card.shows} <= set(get_args(Symptom))


def test_no_card_promises_or_shouts() -> None:
    for card in cards():
        text = " ".join([card.title, card.claim, card.advice, card.risk or "", card.undo or ""])
        assert "!" not in text.replace("`", ""), card.id
        assert "simply" not in text, card.id
        assert "just " not in text, card.id
