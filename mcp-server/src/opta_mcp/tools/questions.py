"""The routine questions, prepared: they tell a client's own model which tool to ask, and to add nothing to it."""

from __future__ import annotations

from opta_mcp.tools.table import Blank, Question

GROUND = (
    "Answer from what the tool returns and from nothing else: yes or no first where I asked that, then the culprit by "
    "name, the evidence with its numbers, what to do, its risk and how to undo it. If nothing is wrong, say so and "
    "stop. If a value is unknown, say that it is and why. Recommend no cleaner, booster or setting that a finding does "
    "not."
)


def asked(name: str, title: str, call: str, about: str) -> Question:
    """Return a question that one call of `diagnose` settles."""
    return Question(name, title, f"{title} Measured, not guessed.", f"{about} Call {call}. {GROUND}")


QUESTIONS = (
    asked("why_slow", "Why is my computer slow?", "diagnose with topic slow", "Find out why this computer is slow."),
    asked(
        "what_eats_memory",
        "What is eating my memory?",
        "diagnose with topic memory_use",
        "Find out which programs hold the memory of this computer, and whether that is a problem.",
    ),
    asked(
        "is_disk_full",
        "Is a disk full, and what can go?",
        "diagnose with topic full_disk, then with topic space_use, which adds up folders for some seconds",
        "Find out whether a disk of this computer is full or filling up, and what may be deleted safely.",
    ),
    asked(
        "why_hot_or_loud",
        "Why is it hot or loud?",
        "diagnose with topic hot",
        "Find out why this computer is hot or its fans are loud.",
    ),
    asked(
        "what_grows",
        "Does a program leak memory?",
        "diagnose with topic growing, which looks for ten seconds",
        "Find out whether a program on this computer keeps growing.",
    ),
    asked(
        "is_all_well",
        "Is everything all right?",
        "diagnose without a topic",
        "Check this computer as a whole and say whether anything is wrong with it.",
    ),
    Question(
        "why_is_the_model_slow",
        "Why is my local model slow?",
        "Joins what the model server does to what the computer does.",
        "Find out why the local language model on this computer is slow or does not answer. Call llm_status, then "
        f"diagnose with topic model_slow, and llm_models if the model may not fit into memory. {GROUND}",
    ),
    Question(
        "about_a_program",
        "What does a program cost?",
        "What one program uses now, and whether it is to blame for anything.",
        "Find out what {program} uses on this computer now and whether it is to blame for anything. Call "
        f"get_processes, then diagnose without a topic. {GROUND}",
        (Blank("program", "The program's name, such as firefox."),),
    ),
)
