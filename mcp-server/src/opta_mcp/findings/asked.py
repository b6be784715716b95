"""What a question wants to know, as far as rules need it: data alone, made by whoever reads questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opta_mcp.wire.symptom import Symptom


@dataclass(frozen=True, slots=True)
class Asked:
    """The symptoms and the programs that were asked about; none of either: everything."""

    symptoms: frozenset[Symptom] = frozenset()
    primary: frozenset[Symptom] = frozenset()
    """Those without which the answer is "I cannot tell", whatever the others show; none: all of them."""
    names: frozenset[str] = frozenset()
    """Words that may name a program, lower case."""
    products: frozenset[str] = frozenset()
    """Those of the names that are known to name one, so that its absence can be told."""
    paths: tuple[str, ...] = ()
    """Folders that were named."""
    pid: int | None = None
    """The process that "it" stands for, where an answer before named one."""
    takes_room: bool = False
    """Whether it asks what takes the room, rather than what of it may go."""
    what_may_go: bool = False
    """Whether it asks what can be deleted."""
    kinds: tuple[str, ...] = ()
    """The rules that find what it calls by name ("zombies"), the one without which nothing can be said first."""
    how_it_stands: bool = False
    """Whether it asks how something stands ("how hot is it?"), which what explains it does not answer."""
