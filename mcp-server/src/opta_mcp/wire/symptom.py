"""What a person complains of, as a closed list; imports nothing heavy, since rules name it too."""

from __future__ import annotations

from typing import Literal

Symptom = Literal[
    "slow", "freezes", "full_disk", "full_memory", "full_swap", "memory_use", "cpu_use", "disk_use", "space_use",
    "network", "graphics", "hot", "loud", "battery", "boot", "crash", "cannot_start", "growing", "processes",
    "model_slow", "machine", "anything",
]  # fmt: skip
"""`advise.topics` reads it out of a question; a rule says which it explains."""
