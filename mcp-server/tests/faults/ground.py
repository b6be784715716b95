"""What is true while a fault is there, and the names and sizes it is drawn with."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, field

CALLINGS = ("render", "index", "sync", "photo", "build", "mail", "chart", "video", "notes", "audio")


class NotPossible(Exception):
    """This machine lacks a right or a part that the fault needs; the text says which."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The truth that a diagnosis is held against; ``name`` is empty where no program is to blame."""

    kind: str
    """The id of the rule that should find it; for a look-alike the one that must stay silent."""
    name: str = ""
    pid: int | None = None
    members: frozenset[int] = field(default_factory=frozenset)
    """Every process of the program at fault: any of them is a right answer where the work is spread."""
    mount: str | None = None
    amount: float = 0.0
    """What the fault holds, takes or leaves behind, in the unit that its function names."""


def drawn_name() -> str:
    """Return a program name that nobody can guess; at most 15 characters, as the kernel keeps no more."""
    return f"{random.choice(CALLINGS)}-{''.join(random.choices(string.ascii_lowercase, k=4))}"


def drawn_size(low: int, high: int) -> int:
    """Return a number of MiB between the two, as bytes."""
    return random.randint(low, high) << 20
