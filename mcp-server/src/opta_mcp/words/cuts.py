"""Whether an excerpt ends where its statement may be cut.

What is left out at the end may be needed: "22.4 GiB of memory" of "22.4 GiB of memory is available", "the limit" of
"the limit of its group", "the processor may not run" of "may not run at its full clock".
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from opta_mcp.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opta_mcp.words.reading import Item
    from opta_mcp.words.statements import Statement

OF_TIME: Final = ("last", "past", "time")
"""Of a share of time it is plain what it is of."""


def is_cut_short(followed: str, statement: Statement, start: int, end: int) -> bool:
    """Whether what is left out after an excerpt changes what it says; followed is the link after the piece."""
    while end < len(statement.items) and is_total(statement.items, end):
        end += 1
    if end == len(statement.items):
        return False
    following = statement.items[end]
    denied = any(item.negated for item in statement.items[start:end]) and following.kind != "link"
    torn = _is_torn(following) or _is_due(following) or _shares_a_number(followed, following)
    return denied or torn or _cuts_a_list(statement, start, end)


def _is_torn(following: Item) -> bool:
    """Whether what follows belongs to it: its next word, what is said of it ("is available"), whose or what it is."""
    if following.kind not in ("word", "name"):
        return False
    before = set(following.before)
    predicate = bool(before & lexicon.BE) and not before & lexicon.RELATIVES
    owned = "of" in before and following.form not in OF_TIME
    return not before or predicate or owned


def _is_due(item: Item) -> bool:
    """Whether it says when something will be so ("full in 5 min"), without which it would be so now."""
    in_time = item.quantity is not None and item.quantity.dimension == "s"
    return in_time and bool(set(item.before) & {"in", "within", "after"})


def _shares_a_number(followed: str, following: Item) -> bool:
    """Whether its number is left to another's: "read 1 MiB/s and write 2 MiB/s" is not "read and write 2 MiB/s"."""
    return followed == "and" and following.kind == "number" and not following.before


def _cuts_a_list(statement: Statement, start: int, end: int) -> bool:
    """Whether it takes one of two ("a virtual machine or ..."), or tells a number of several things of the first."""
    rest = statement.items[end:]
    link = next((place for place, item in enumerate(rest) if item.kind == "link"), len(rest))
    others = list(takewhile(lambda item: item.kind != "link", rest[link + 1 :]))
    if not others or any(item.kind == "number" for item in (*rest[:link], *others)):
        return False
    if rest[link].lemma == "or":
        return statement.role == "fact" and not rest[link].negated
    listed = others[0].kind == "name" or bool(set(others[0].before) & lexicon.DETERMINERS)
    return rest[link].form == "and" and listed and any(item.kind == "number" for item in statement.items[start:end])


def is_total(items: Sequence[Item], place: int) -> bool:
    """Whether this is the N of "0.2 GiB of N"."""
    item = items[place]
    return item.kind == "number" and place > 0 and items[place - 1].kind == "number" and "of" in item.before
