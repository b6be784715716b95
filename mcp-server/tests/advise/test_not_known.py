"""What could not be measured is never told as if it had been: no bare no, no "nothing is wrong"."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from opta_mcp.advise.ask import ask
from opta_mcp.advise.options import AskOptions, unheard
from opta_mcp.advise.replies import answering_first, reply
from opta_mcp.advise.topics import read
from opta_mcp.findings.asked import Asked
from opta_mcp.findings.engine import diagnose
from opta_mcp.findings.rules.named import is_meant
from tests.findings.recordings import (
    CALM,
    calm,
    card_full,
    clock_limited,
    disk_at_full_speed,
    disk_in_the_way,
    disks,
    others_hidden,
    saving_on_mains,
    stolen,
    talk_within,
    two_hogs,
    without,
    writer_denied,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.telemetry.window import Window
    from opta_mcp.wire.answer import Answer


def answer(question: str) -> Answer:
    """Answer from a quiet virtual machine, looked at for two seconds: no sensor, no battery, no graphics card."""
    return asyncio.run(ask(question, AskOptions(use_model=False, replay=CALM), unheard))


@pytest.mark.parametrize(
    ("question", "signal"),
    [
        ("Is my CPU overheating?", "cpu.temperature"),
        ("Is my computer too hot?", "cpu.temperature"),
        ("What is my CPU temperature?", "cpu.temperature"),
        ("Is my battery full?", "power.charge"),
        ("Is my graphics card too hot?", "gpu"),
        ("Is my GPU busy?", "gpu"),
        ("Is there a memory leak?", "process.growth"),
        ("Which program is leaking memory?", "process.growth"),
        ("How hot is my CPU?", "cpu.temperature"),
        ("how full is my battery", "power.charge"),
        ("is the CPU throttling", "cpu.temperature"),
        ("is my CPU running at full speed", "cpu.temperature"),
        ("is power saving on", "power.profile"),
    ],
)
def test_what_no_sensor_tells_is_not_known_and_is_no_no(question: str, signal: str) -> None:
    said = answer(question)
    assert said.verdict == "unknown"
    assert said.answer.startswith("I cannot tell.")
    assert signal in [each.signal for each in said.unknown]


@pytest.mark.parametrize(
    "question",
    [
        "Is my internet slow?",
        "Is my Wi-Fi too slow?",
        "Is the download slow?",
        "Why is my internet so slow",
        "how fast is my internet",
        "am I online",
    ],
)
def test_a_line_that_cannot_be_seen_is_not_called_fast(question: str) -> None:
    assert answer(question).answer.startswith("I cannot tell: how fast the line")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Is my RAM full?", "No. Memory is fine."),
        ("Is one of my disks full?", "No. No disk is full."),
        ("Is my computer slow?", "No. Nothing is wrong."),
        ("Is my disk space ok?", "Yes."),
        ("Is something using the CPU?", "No. The processor is"),
        ("Is my CPU busy?", "No. The processor is"),
        ("Is my disk busy?", "No. The disks read"),
        ("Is the disk idle?", "The disks read"),
        ("How many threads does my CPU have?", "This computer has 2 cores"),
        ("How many files are open?", "Nothing is wrong."),
        ("How many zombies are there?", "No fault of that kind was found."),
        ("Q: why is my computer slow?", "Nothing is wrong."),
        ("cpu usage?", "The processor is"),
        ("how busy is my computer", "The processor is"),
        ("how much memory am I using?", "Memory is fine."),
        ("Why is my RAM at 90%?", "Memory is fine."),
        ("how much free space do I have", "No disk is full."),
        ("disk", "No disk is full."),
        ("how full is /home", "/home is on a disk that is 21 % used. / has 71.7 GiB of 252 GiB left."),
        ("Is /var/log full?", "No. /var/log is on a disk that is 21 % used."),
        ("percentage of disk used", "No disk is full."),
        ("Do I have swap?", "There is no swap."),
        ("Is my laptop idle?", "Yes. The processor is"),
        ("Is everything running smoothly?", "Yes. Nothing is wrong."),
    ],
)
def test_what_was_measured_is_answered(question: str, begins: str) -> None:
    assert answer(question).answer.startswith(begins)


def test_a_program_that_is_named_is_told_of_by_what_it_uses() -> None:
    said = answer("Is init using too much memory?")
    use = next(each for each in said.findings if each.id == "program.use")
    assert use.culprit.name == "init"
    assert {piece.signal for piece in use.evidence} >= {"application.memory", "application.cpu", "memory.total"}
    assert said.answer.startswith("init holds 22.1 MiB of memory and uses")


@pytest.mark.parametrize("question", ["Is init using the CPU?", "Is init slow?"])
def test_how_the_computer_is_as_a_whole_decides_nothing_about_a_program(question: str) -> None:
    assert answer(question).answer.startswith("init holds 22.1 MiB")


def test_what_another_program_does_is_no_yes_about_the_one_that_is_asked_about() -> None:
    topic = read("Is init using the CPU?")
    told = answering_first(topic, diagnose(two_hogs(), topic.wants))
    assert (told.findings[0].id, told.findings[0].culprit.name) == ("program.use", "init")
    assert not reply(topic, told)


def test_a_browser_that_does_not_run_is_told_as_absent_and_nobody_else_is_blamed() -> None:
    said = answer("Is Chrome using too much memory?")
    assert said.answer.startswith("No. Chrome is not running.")
    assert said.verdict == "healthy"


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Is Chrome running?", "No. Chrome is not running."),
        ("Is postgres running?", "No. Postgres is not running."),
        ("is a backup running", "I cannot tell. Opta does not look at backups;"),
        ("Is VS Code slowing me down?", "No. VS Code is not running."),
        ("Is Firefox eating my RAM?", "No. Firefox is not running."),
        ("Is Firefox ok?", "Firefox is not running."),
        ("is notes-sync the problem", "No. notes-sync is not running."),
        ("what killed mail-zzet", "mail-zzet is not running."),
        ("is notes-sync leaking memory", "No. notes-sync is not running."),
        ("is notes-sync pinned to one core", "notes-sync is not running."),
        ("Is init running?", "Yes. init holds"),
    ],
)
def test_whether_a_program_runs_is_answered(question: str, begins: str) -> None:
    assert answer(question).answer.startswith(begins)


@pytest.mark.parametrize(
    "question", ["Is my SSD dying?", "Is my drive healthy?", "Is my system up to date?", "Did I get hacked?"]
)
def test_what_nobody_looked_at_is_no_yes_and_no_no(question: str) -> None:
    said = answer(question)
    assert said.answer.startswith("I cannot tell. Opta does not look at ")
    assert said.verdict == "unknown"


@pytest.mark.parametrize(
    "question", ["Did my memory fill up?", "did anything crash today", "has my pc crashed?", "was my disk full?"]
)
def test_what_is_over_is_not_told_from_how_it_is_now(question: str) -> None:
    assert answer(question).answer.startswith("I cannot tell what was before this look")


@pytest.mark.parametrize(
    "question",
    [
        "How old is my computer?",
        "Is my system haunted?",
        "is python the problem",
        "postgres is slow",
        "is java too slow",
    ],
)
def test_words_that_are_not_known_are_said_to_be_before_how_it_is_as_a_whole(question: str) -> None:
    assert answer(question).answer.startswith("Opta does not know every word of this")


def test_a_fault_that_only_might_explain_it_does_not_stand_for_what_no_sensor_tells() -> None:
    asked = read("Is my CPU too hot?").wants
    told = diagnose(two_hogs(), asked)
    assert told.verdict == "fault"
    assert told.findings[0].id == "unknown"
    assert diagnose(two_hogs(), read("Why is my CPU so hot?").wants).findings[0].id == "cpu.hog"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("python3.11", "python3"),
        ("mysqld", "mysql"),
        ("skypeforlinux", "skype"),
        ("msedge", "edge"),
        ("code", "vscode"),
        ("soffice.bin", "libreoffice"),
        ("java", "minecraft"),
        ("dockerd", "docker"),
    ],
)
def test_a_program_is_known_by_what_people_call_it(program: str, words: str) -> None:
    assert is_meant(program, frozenset({words}))


@pytest.mark.parametrize(("program", "name"), [("notes-khoy", "notes-sync"), ("video-editor", "video-player")])
def test_a_name_of_two_words_is_no_other_that_shares_one(program: str, name: str) -> None:
    assert not is_meant(program, frozenset({name}))
    assert is_meant(program, frozenset({program}))
    assert is_meant("chrome", frozenset({"google-chrome"}))


@pytest.mark.parametrize(("program", "word"), [("init", "in"), ("nodemon", "node"), ("bash", "ash"), ("sh", "sh")])
def test_a_word_that_only_stands_in_a_name_is_not_that_program(program: str, word: str) -> None:
    assert not is_meant(program, frozenset({word}))


def test_a_program_is_not_called_absent_where_other_users_programs_are_hidden() -> None:
    topic = read("Is Chrome running?")
    found = diagnose(others_hidden(), topic.wants)
    assert "program.absent" not in [each.id for each in found.findings]
    assert "processes" in [each.signal for each in found.unknown]
    assert reply(topic, found) == "I cannot tell."


@pytest.mark.parametrize(("part", "begins"), [("memory", ""), ("mounts", ""), ("gpus", "Yes.")])
def test_that_all_is_well_is_no_bare_yes_where_a_great_part_could_not_be_read(part: str, begins: str) -> None:
    topic = read("Is everything fine?")
    assert reply(topic, diagnose(without(part), topic.wants)) == begins


def test_what_a_fault_says_no_to_is_no_bare_no_beside_what_could_not_be_told() -> None:
    topic = read("Is the GPU too hot?")
    told = diagnose(card_full(), topic.wants)
    assert told.findings[0].id == "unknown"
    assert not reply(topic, told)


def test_a_program_is_called_by_what_it_is_for() -> None:
    said = answer("Is the editor using too much memory?")
    assert said.answer.startswith("editor holds 153 MiB of memory")
    assert is_meant("firefox-bin", frozenset({"browser"}))


@pytest.mark.parametrize(
    ("question", "made", "first", "says"),
    [
        ("is the CPU throttled", clock_limited, "cpu.clock_limit", "Yes."),
        ("is my CPU running at full speed", clock_limited, "cpu.clock_limit", "No."),
        ("is power saving on", saving_on_mains, "power.saving", "Yes."),
        ("is my VM being starved by the host", stolen, "cpu.steal", "Yes."),
        ("is my disk slow", disk_in_the_way, "disk.stall", "Yes."),
        ("is my disk too slow", disk_at_full_speed, "disk.busy", ""),
        ("is the browser the problem", two_hogs, "cpu.hog", "Yes."),
        ("is init the problem", two_hogs, "program.use", "No."),
    ],
)
def test_a_fault_that_is_called_by_its_name_comes_first(
    question: str, made: Callable[[], Window], first: str, says: str
) -> None:
    topic = read(question)
    told = answering_first(topic, diagnose(made(), topic.wants))
    assert told.findings[0].id == first
    assert reply(topic, told) == says


def test_a_folder_that_is_named_is_cleared_of_what_another_disk_is() -> None:
    topic = read("Is / full?")
    told = diagnose(disks(("/", 0.4, False), ("/home", 0.97, False)), topic.wants)
    assert reply(topic, told) == "No."


def test_nobody_is_cleared_of_traffic_who_may_not_be_looked_into() -> None:
    told = next(each for each in diagnose(writer_denied()).findings if each.id == "disk.traffic")
    assert "which programs moved it is not known" in told.why


def test_who_talks_within_this_computer_is_not_said_to_use_the_network() -> None:
    told = next(each for each in diagnose(talk_within()).findings if each.id == "network.top")
    assert "browser" not in told.why


def test_a_word_that_names_no_program_is_not_looked_for() -> None:
    assert not [each for each in answer("Is wibble using too much memory?").findings if each.id.startswith("program.")]


def test_what_this_computer_is_is_told() -> None:
    said = answer("How many cores do I have?")
    assert said.findings[0].id == "machine.about"
    assert said.answer.startswith("This computer has 2 cores")


def test_how_many_processes_run_is_told() -> None:
    said = answer("How many processes are running?")
    told = next(piece for piece in said.findings[0].evidence if piece.signal == "processes.count")
    assert told.value == len(calm().processes)
    assert f" with {told.display}," in said.answer


def test_a_program_that_is_named_comes_before_a_greater_fault_of_another() -> None:
    named, other = diagnose(two_hogs(), Asked(names=frozenset({"editor"}))), diagnose(two_hogs())
    assert [each.culprit.name for each in named.findings[:2]] == ["editor", "editor"]
    assert other.findings[0].culprit.name == "browser"


def test_beside_a_card_nothing_is_said_of_sensors_that_nobody_asked_about() -> None:
    said = answer("is it safe to kill systemd?")
    assert [card.id for card in said.cards] == ["program.system_part"]
    assert said.unknown == ()
    assert "not known" not in said.answer
