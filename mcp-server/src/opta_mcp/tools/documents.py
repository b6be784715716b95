"""What may be read without a call: the last look at this computer, and everything that the rules know."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from opta_mcp.errors import UsageError
from opta_mcp.tools.table import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opta_mcp.findings.rule import Rule
    from opta_mcp.tools.session import Session

NO_LOOK = "Opta has not looked at this computer since it was started."


async def last_look(session: Session, _values: Mapping[str, str]) -> str:
    """Return the last look in full, as get_system_snapshot gives it; raise UsageError where there was none."""
    from opta_mcp.telemetry.readings import system_reading  # noqa: PLC0415  # there was a look, so it is loaded

    if session.last_look is None:
        raise UsageError(NO_LOOK, hint="Call diagnose or a get_ tool, then read this again.")
    return system_reading(session.last_look).model_dump_json(indent=1)


async def all_rules(_values: Mapping[str, str]) -> str:
    """Return a line for each rule, by area."""
    from opta_mcp.findings.registry import AREAS  # noqa: PLC0415  # rules, when they are first asked for

    return "\n".join(line for area, rules in AREAS.items() for line in _area(area, rules))


async def one_rule(values: Mapping[str, str]) -> str:
    """Return one rule with its thresholds and sources; raise UsageError where there is none of that id."""
    from opta_mcp.findings.registry import rule_of  # noqa: PLC0415  # rules, when they are first asked for

    try:
        rule = rule_of(values["id"])
    except KeyError:
        raise UsageError(f"There is no rule {values['id']}.", hint="opta://rules names them all.") from None
    return "\n".join(_told(rule))


def _area(area: str, rules: tuple[Rule, ...]) -> Iterator[str]:
    yield f"# {area}"
    for rule in rules:
        yield f"- {rule.id}: {_plain(rule.title)} (explains {', '.join(sorted(rule.explains))})"
    yield ""


def _told(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}: {_plain(rule.title)}"
    yield _plain(rule.why)
    for label, text in (("What to do", rule.advice), ("Risk", rule.risk), ("Undo", rule.undo)):
        if text:
            yield f"- {label}: {_plain(text)}"
    for name, limit in rule.thresholds.items():
        yield f"- Threshold {name}: {limit.value:g} {limit.unit} ({limit.source})"
    yield from (f"- Source: {source}" for source in rule.sources)


def _plain(template: str) -> str:
    """Return a rule's words; a name in braces stands for what was measured."""
    return " ".join(template.split())


def documents(session: Session) -> tuple[Document, ...]:
    """Return what may be read of a session."""
    return (
        Document(
            "opta://snapshot",
            "snapshot",
            "The last look at this computer",
            "Everything that the last call measured, as get_system_snapshot gives it, with the time of it.",
            "application/json",
            partial(last_look, session),
        ),
        Document(
            "opta://rules",
            "rules",
            "What Opta can find",
            "A line for each rule: its id, what it finds, and the complaints that it explains.",
            "text/markdown",
            all_rules,
        ),
        Document(
            "opta://rules/{id}",
            "rule",
            "One rule",
            "A rule's words, its advice with risk and undo, its thresholds and where they come from.",
            "text/markdown",
            one_rule,
        ),
    )
