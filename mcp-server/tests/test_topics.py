"""What a question is about: real questions and many phrasings, read without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opta_mcp.advise.topics import LONGEST_QUESTION, read
from opta_mcp.errors import UsageError
from opta_mcp.findings.registry import BY_ID

REAL_QUESTIONS = Path(__file__).parent / "data" / "questions.jsonl"


@pytest.mark.parametrize(
    ("question", "symptoms"),
    [
        ("Why is my computer slow?", "slow"),
        ("what eats my memory", "memory_use"),
        ("What is eating my RAM?", "memory_use"),
        ("Why does my browser take over 70 GB of RAM with mostly inactive tabs?", "memory_use"),
        ("memory?", "memory_use full_memory"),
        ("everything freezes for seconds", "freezes"),
        ("my editor is frozen", "freezes"),
        ("Photoshop is not responding", "freezes"),
        ("fans are loud", "loud hot"),
        ("what's making the fan spin", "loud hot"),
        ("list running processes", "cpu_use memory_use"),
        ("is memory pressure high", "full_memory memory_use"),
        ("I deleted a huge file but the space didn't come back", "full_disk space_use"),
        ("am I plugged in", "battery"),
        ("what can I delete?", "full_disk space_use"),
        ("How do I free up space?", "full_disk space_use"),
        ("what takes up space in my home folder?", "full_disk space_use"),
        ("Where did my disk space go?", "full_disk space_use"),
        ("Which folders are the biggest?", "full_disk space_use"),
        ("Why is my disk full?", "full_disk space_use"),
        ("I have no space left", "full_disk space_use"),
        ("how much disk space is left?", "full_disk"),
        ("which program writes so much to disk", "disk_use"),
        ("is my CPU overheating", "hot cpu_use"),
        ("what's my cpu temperature", "hot cpu_use"),
        ("how many cores do I have", "machine"),
        ("how long has my computer been on", "machine"),
        ("how much RAM do I have", "machine memory_use full_memory"),
        ("which operating system is this", "machine"),
        ("Why is my disk at 100%?", "disk_use full_disk"),
        ("Wi-Fi is slow", "network"),
        ("the internet hangs", "network"),
        ("My laptop gets slow when I play. Why?", "slow graphics"),
        ("Running out of VRAM makes the game stutter until I restart it.", "freezes graphics"),
        ("my laptop is too hot to hold", "hot cpu_use memory_use"),
        ("battery is empty after an hour", "battery"),
        ("What drains it? My tablet is dead in the morning", "battery"),
        ("Boot takes 1 min 57 s on my SSD laptop.", "boot"),
        ("my computer won't start", "boot cannot_start"),
        ("programs can't be opened any more: too many open files", "cannot_start"),
        ("Which app keeps getting bigger? its memory is going up", "growing memory_use"),
        ("is there a memory leak", "growing memory_use"),
        ("there are dozens of defunct processes", "processes"),
        ("there are too many processes", "processes"),
        ("ollama is slow", "model_slow"),
        ("my game crashed", "crash graphics"),
        ("CPU frequency stays at 400 MHz even during a stress test.", "slow hot cpu_use"),
        ("how much memory am I using", "full_memory memory_use"),
        ("Why is my RAM at 90 %?", "full_memory memory_use"),
        ("can I delete my caches", "full_disk space_use"),
        ("what fills my drive", "full_disk space_use"),
        ("docker takes up 50 GB", "full_disk space_use"),
        ("how full is my disk", "full_disk disk_use"),
        ("show me disk usage", "full_disk disk_use"),
        ("how do I clean my computer", "full_disk space_use"),
        ("tell me about my computer", "machine"),
        ("is turbo boost on", "slow hot cpu_use"),
        ("how much free space do I have", "full_disk"),
        ("how many GB are free on my disk", "full_disk"),
        ("when did I last reboot", "machine"),
        ("which OS am I running", "machine"),
        ("what CPU is in here", "machine"),
        ("how many processes are running", "machine"),
        ("am I online", "network"),
        ("cpu temp", "hot cpu_use"),
        ("why is the load average so high", "cpu_use"),
        ("my CPU is not full", "cpu_use"),
        ("YouTube buffers all the time", "network"),
        ("why is swap used when I have free RAM", "full_swap full_memory"),
        ("how big is my home folder", "full_disk space_use"),
        ("how do I empty the cache", "full_disk space_use"),
        ("can I delete pip's cache", "full_disk space_use"),
        ("why can't I save files", "full_disk space_use"),
        ("why cant i save files", "full_disk space_use"),
        ("which Windows version is this", "machine"),
        ("has blender stopped working", "freezes"),
        ("nothing responds", "freezes"),
        ("why is it not fast", "slow"),
        ("copying files takes forever", "slow"),
        ("is virtual memory full", "full_swap memory_use"),
        ("why is C: full", "full_disk space_use"),
        ("is DNS broken", "network"),
        ("who is the culprit", "anything"),
        ("my PC grinds to a halt", "freezes"),
        ("How's my PC doing?", "anything"),
        ("Is everything running smoothly?", "anything"),
        ("anything weird going on?", "anything"),
        ("nothing works on this computer", "anything"),
        ("Is everything OK?", "anything"),
        ("How is my computer?", "anything"),
    ],
)
def test_a_question_is_read_by_its_symptoms(question: str, symptoms: str) -> None:
    topic = read(question)
    assert topic.symptoms == set(symptoms.split())
    assert topic.about_computer


@pytest.mark.parametrize(
    ("question", "asked", "hopeful"),
    [
        ("Is my RAM full?", "full_memory", False),
        ("is one of my disks full", "full_disk", False),
        ("RAM full?", "full_memory", False),
        ("my disk is full, isn't it?", "full_disk", False),
        ("Isn't my disk full?", "full_disk", False),
        ("Is my disk not full?", "full_disk", True),
        ("Is /home full?", "full_disk", False),
        ("Free memory is nearly zero. Is my RAM full?", "full_memory", False),
        ("Do I have enough disk space?", "full_disk", True),
        ("is there space left?", "full_disk", True),
        ("Is my CPU ok?", "cpu_use", True),
        ("Is everything fine?", "anything", True),
        ("is everything not fine?", "anything", False),
        ("Is nothing wrong?", "anything", True),
        ("Fans are loud. Is something wrong?", "anything", False),
        ("Is anything wrong with my computer right now?", "anything", False),
        ("is it overheating", "hot", False),
        ("Is something leaking memory?", "growing", False),
        ("is the internet slow", "network", False),
        ("am I out of disk?", "full_disk", False),
        ("am I running out of memory", "full_memory", False),
        ("am I running out of space", "full_disk", False),
        ("do I need more RAM?", "full_memory", False),
        ("is my laptop running well", "anything", True),
        ("is it running hot", "hot", False),
        ("is my computer idle", "cpu_use", True),
        ("is my computer ok and is my disk full", "anything", True),
        ("is my ram full and is my disk full", "full_memory", False),
    ],
)
def test_a_closed_question_says_what_its_yes_would_mean(question: str, asked: str, hopeful: bool) -> None:  # noqa: FBT001  # one column of the table
    topic = read(question)
    assert topic.asked == (asked,)
    assert topic.hopeful is hopeful


@pytest.mark.parametrize(
    "question",
    [
        "Why is my computer slow?",
        "Can you tell me why my computer is slow?",
        "Does anybody know why my computer is slow?",
        "my editor is frozen",
        "what can I delete?",
        "Is it the CPU or the memory?",
        "Is it safe to close it?",
        "Is it OK to delete my cache?",
        "Is it normal that the CPU is at 100%?",
        "Should I run a RAM cleaner?",
        "Can I remove a disk?",
        "Is my memory better than my disk?",
        "Is my system up to date?",
        "Is someone mining bitcoin on my computer?",
        "Did I get hacked because my CPU is at 100%?",
        "Is my SSD dying?",
        "Is my RAM DDR5?",
        "Is my computer haunted?",
        "Do I have swap?",
        "Do I have an SSD?",
        "CPU usage?",
        "cpu?",
        "Is Firefox running?",
        "Do I have too many programs open?",
        "Is it normal that chrome has 20 processes?",
        "Is my computer virus free?",
        "Is my RAM broken?",
        "Is free RAM wasted RAM?",
        "Is anything running in the background?",
        "Is only one program busy?",
        "The load average is high and nothing is running??",
        "Can I still create files?",
        "Is there room for 200 GB?",
        "Do I have 50gb free?",
    ],
)
def test_an_open_question_a_choice_and_a_judgement_get_no_yes_or_no(question: str) -> None:
    assert read(question).asked == ()


def test_what_they_stands_for_is_what_was_said_before() -> None:
    topic = read("There are dozens of defunct processes, do they slow me down?")
    assert topic.asked == ("slow",)
    assert topic.subject == {"processes"}


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Tell me a joke",
        "Is it hot in Spain?",
        "how do I cook pasta?",
        "how long to drive to Paris",
        "What is RAM?",
        "Explain virtual memory",
        "What does CPU stand for?",
        "What's the difference between RAM and storage?",
        "How does a processor work?",
        "Write a poem about a slow computer",
        "hello",
        "Do you like games?",
        "Warum ist das Wetter schlecht?",
    ],
)
def test_a_question_that_measuring_cannot_answer_is_known_as_such(question: str) -> None:
    assert not read(question).about_computer


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Do I have a virus?", "viruses and other malware"),
        ("Is my PC slow because I was hacked?", "viruses and other malware"),
        ("is my system up to date", "updates"),
        ("are my drivers ok", "the drivers of devices"),
        ("how many tabs do I have open", "the tabs of a browser"),
        ("what's my IP address", "addresses in a network"),
        ("is my hard drive failing", "the health of drives"),
        ("is my drive healthy?", "the health of drives"),
        ("why is my computer slow after the update", None),
        ("which tab eats my memory", None),
        ("what is the price of new RAM", "prices"),
        ("the webcam light is on, who uses my camera?", "cameras"),
        ("is someone using my Wi-Fi", "who else is in the network"),
        ("what starts with my computer", "what starts with the computer"),
        ("can I run Cyberpunk on it", "what a game or a program needs"),
        ("is my computer good enough for video editing", "what a game or a program needs"),
        ("the computer shuts down by itself", "what made the computer itself go down"),
        ("is my fan broken", "whether fans turn"),
        ("does the computer have enough power", "what a game or a program needs"),
        ("how much is my computer worth", "prices"),
        ("how long will my SSD last", "the health of drives"),
        ("printer offline", "printers"),
        ("USB stick not recognized", "devices that are plugged in"),
        ("I forgot my password", "passwords and accounts"),
        ("can I run a local LLM on this machine", None),
        ("my password manager is slow", None),
        ("does my disk need more space", None),
    ],
)
def test_what_nothing_measures_is_named(question: str, thing: str | None) -> None:
    topic = read(question)
    assert topic.about_computer
    assert topic.unmeasured == thing


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("Is Firefox running?", "firefox"),
        ("is node running right now", "node"),
        ("is docker up?", "docker"),
        ("is the shop open?", None),
        ("is it running?", None),
        ("is my computer running", None),
        ("is my laptop running hot", None),
    ],
)
def test_whether_a_program_runs_is_a_question_of_its_own(question: str, program: str | None) -> None:
    topic = read(question)
    assert topic.running == program
    assert not program or (topic.about_computer and program in topic.products)


@pytest.mark.parametrize("question", ["how old is my computer", "Is my system haunted?", "my pc feels like treacle"])
def test_words_that_are_not_known_are_said_to_be(question: str) -> None:
    assert read(question).puzzling


@pytest.mark.parametrize("question", ["How is my computer?", "Is my computer ok?", "is firefox ok", "why is it slow"])
def test_words_that_are_known_puzzle_nobody(question: str) -> None:
    assert not read(question).puzzling


@pytest.mark.parametrize(
    ("question", "past"),
    [("Did anything crash today?", True), ("was my disk full yesterday?", True), ("has my disk filled up?", False)],
)
def test_a_time_that_is_over_is_known_as_such(question: str, past: bool) -> None:  # noqa: FBT001  # one column of the table
    assert read(question).past is past


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("WHY IS MY COMPUTR SLWO", "Why is my computer slow?"),
        ("Why is my memroy full", "Why is my memory full?"),
        ("is my dsik fulll", "Is my disk full?"),
        ("everthing freezs", "everything freezes"),
        ("whats eating my RAM", "What is eating my RAM?"),
        ("my procesor is bussy", "my processor is busy"),
        ("  my\tcpu\nis    hot ", "my CPU is hot"),
        ("is my r\u200bam full", "Is my RAM full?"),
        ("ＩＳ ＭＹ ＲＡＭ ＦＵＬＬ？", "Is my RAM full?"),  # noqa: RUF001  # typed with a wide keyboard
    ],
)
def test_slips_capitals_and_odd_spaces_change_nothing(typed: str, meant: str) -> None:
    assert read(typed).symptoms == read(meant).symptoms


@pytest.mark.parametrize("word", ["desk", "fuel", "warum", "brain", "spain", "blow", "stock", "coffee", "dozen"])
def test_an_ordinary_word_is_not_taken_for_a_slip(word: str) -> None:
    assert read(word).symptoms == {"anything"}


@pytest.mark.parametrize(
    ("question", "called"),
    [
        ("is notes-sync the problem", {"notes-sync"}),
        ("why did mail-zzet crash", {"mail-zzet"}),
        ("kill gnome-shell", {"gnome-shell"}),
        ("my power-saving mode is on", set()),
        ("what did I stop with ctrl-z", set()),
        ("a second-hand laptop", set()),
        ("my dual-boot machine is slow", set()),
    ],
)
def test_what_is_written_as_programs_are_is_one(question: str, called: set[str]) -> None:
    topic = read(question)
    assert topic.called == called
    assert topic.products >= called


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("too many open files", "process.files"),
        ("fork: resource temporarily unavailable", "process.tasks"),
        ("which program is spawning so much", "cpu.short_children"),
        ("context switches through the roof", "cpu.switching"),
        ("can I make blender use all the cores", "cpu.affinity"),
        ("I deleted a big file but the space did not come back", "disk.deleted"),
        ("am I out of inodes", "disk.inodes"),
        ("is any program paused", "process.stopped"),
        ("is my disk too slow", "disk.stall"),
        ("is the CPU throttling", "cpu.throttle"),
        ("is my internet throttled", None),
        ("should I change the power plan", "power.saving"),
        ("noisy neighbour?", "cpu.steal"),
        ("is blender filling my disk", "disk.filling"),
        ("Why is my computer slow?", None),
    ],
)
def test_a_fault_that_is_called_by_its_name_is_known(question: str, kind: str | None) -> None:
    topic = read(question)
    assert next(iter(topic.kinds), None) == kind
    assert set(topic.kinds) <= BY_ID.keys()
    assert topic.about_computer


@pytest.mark.parametrize(
    ("question", "hopeful"),
    [
        ("does blender have too many open files", False),
        ("do I have enough file handles", True),
        ("are there inodes left", True),
        ("is nothing paused", True),
        ("are there no zombies", True),
        ("is my CPU running at full speed", True),
        ("is the CPU throttled", False),
    ],
)
def test_what_a_yes_means_of_a_fault_that_is_called_by_its_name(question: str, hopeful: bool) -> None:  # noqa: FBT001  # one column of the table
    topic = read(question)
    assert topic.asks_whether
    assert topic.hopeful is hopeful


def test_folders_and_names_in_a_question_are_kept_apart() -> None:
    topic = read("Is Firefox filling /var/lib/docker?")
    assert topic.paths == ("/var/lib/docker",)
    assert "firefox" in topic.names
    assert "docker" not in topic.names


def test_only_growth_is_looked_at_for_ten_seconds() -> None:
    assert read("Is something leaking memory?").seconds == 10
    assert read("What is eating my RAM?").seconds == 1


@pytest.mark.parametrize(
    "question",
    [
        "Is my disk full?",
        "what uses my disk?",
        "how much space is left?",
        "how much space is left",
        "how full is my disk",
        "how much free space do I have",
        "disk",
        "is docker running",
        "clear RAM",
    ],
)
def test_folders_are_counted_for_no_question_that_needs_none(question: str) -> None:
    assert not read(question).counts_folders
    assert read("What can I delete?").counts_folders


def test_control_characters_are_gone_from_the_question() -> None:
    assert read("why\x1b[31m is\x07 my pc\u202e slow?\x00").question == "why[31m is my pc slow?"


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00\x1b\u200b"])
def test_an_empty_question_is_refused_with_an_example(question: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(question)
    assert "empty" in raised.value.message
    assert "slow" in raised.value.hint


def test_a_file_pasted_as_a_question_is_refused_with_its_length() -> None:
    with pytest.raises(UsageError, match="102,400 characters; Opta reads up to 4,000"):
        read("x" * 102_400)


def test_all_the_real_questions_but_one_are_about_this_computer() -> None:
    questions = [json.loads(line)["question"] for line in REAL_QUESTIONS.read_text(encoding="utf-8").splitlines()]
    missed = [question for question in questions if not read(question).about_computer]
    assert missed == ["A game with many mods suddenly runs fine again and I changed nothing. What was it?"]


@given(some.text(min_size=1, max_size=LONGEST_QUESTION // 8))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    try:
        topic = read(text)
    except UsageError:
        return
    assert topic.symptoms
    assert topic.question.isprintable()
