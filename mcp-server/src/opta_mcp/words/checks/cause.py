"""Whether what links two pieces is a link that the findings make: cause, consequence, meaning, condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.words.sentence import Objection
from opta_mcp.words.statements import NO_FINDING, Statement

if TYPE_CHECKING:
    from opta_mcp.words.excerpt import Excerpt
    from opta_mcp.words.facts import Facts


def is_made(before: Excerpt | None, link: str, after: Excerpt, facts: Facts) -> Objection | None:
    """Object to a link between two pieces; before is None where "this" stands for what was complained of."""
    if link == "because":
        made = _explains(before, after, facts)
    elif link == "so":
        made = before is not None and _explains(after, before, facts)
    elif link == "means":
        made = before is not None and _sums_up(before, after)
    elif link == "then":
        made = before is not None and _follows(before, after)
    else:
        made = link in ("", "and") or (before is not None and _linked(before, after, link))
    return None if made else Objection("cause", f"no finding makes this link ({link})")


def _explains(effect: Excerpt | None, cause: Excerpt, facts: Facts) -> bool:
    """Whether a statement says it, or a finding that explains the complaint is given as its cause."""
    if effect is not None and (_linked(effect, cause, "because") or _linked(cause, effect, "so")):
        return True
    place = cause.statement.finding
    if not cause.is_core or place == NO_FINDING:
        return False
    if effect is None:
        return place in facts.explaining
    if not isinstance(effect.statement, Statement):
        return False
    if effect.statement.role == "premise":
        return place in facts.explaining
    return effect.statement.role == "verdict" and facts.findings[place].severity != "info"


def _follows(advice: Excerpt, after: Excerpt) -> bool:
    """Whether this is the risk, or the undo, of that advice: "if you close it, unsaved work is lost"."""
    first, second = advice.statement, after.statement
    if not isinstance(first, Statement) or not isinstance(second, Statement) or first.finding != second.finding:
        return False
    return first.role == "advice" and second.role in ("risk", "undo")


def _linked(left: Excerpt, right: Excerpt, link: str) -> bool:
    """Whether one statement has both, in this order, with this link between them."""
    if left.statement is not right.statement or not isinstance(left.statement, Statement):
        return False
    between = left.statement.items[max(left.end - 1, 0) : right.start + 1]
    return left.end <= right.start + 1 and any(item.kind == "link" and item.lemma == link for item in between)


def _sums_up(left: Excerpt, right: Excerpt) -> bool:
    """Whether one is the title of the finding whose reason the other is, or a fact means what the verdict says."""
    if isinstance(right.statement, Statement) and right.statement.role == "verdict":
        return isinstance(left.statement, Statement) and left.statement.role in ("fact", "verdict", "echo")
    if not (left.is_core and right.is_core) or left.statement.finding != right.statement.finding:
        return False
    return left.statement is not right.statement
