"""The tools that answer: what the rules find."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.tools.measuring import LOOK_SECONDS, READ_ONLY, look
from opta_mcp.tools.table import Context, tool
from opta_mcp.wire.answer import Diagnosis
from opta_mcp.wire.arguments import DiagnoseArguments

if TYPE_CHECKING:
    from opta_mcp.wire.answer import Finding
    from opta_mcp.wire.symptom import Symptom


async def diagnose(arguments: DiagnoseArguments, context: Context) -> Diagnosis:
    """Look, and say what the rules find."""
    from opta_mcp.advise.topics import SECONDS_FOR_GROWTH  # noqa: PLC0415  # rules, when they are first asked
    from opta_mcp.findings import engine  # noqa: PLC0415

    window = await look(context, SECONDS_FOR_GROWTH if arguments.topic == "growing" else LOOK_SECONDS)
    symptoms: frozenset[Symptom] = frozenset({arguments.topic}) if arguments.topic else frozenset()
    return await asyncio.to_thread(engine.diagnose, window, symptoms)


def diagnosis_text(diagnosis: Diagnosis) -> str:
    """Return each finding in the rule's words, and what could not be read."""
    said = [_finding(finding) for finding in diagnosis.findings]
    unread = [f"Not known: {missed.signal} ({missed.reason})." for missed in diagnosis.unknown]
    return "\n\n".join([*said, *(["\n".join(unread)] if unread else [])])


def _finding(finding: Finding) -> str:
    remedy = {"What to do": finding.advice, "Risk": finding.risk, "Undo": finding.undo}
    return "\n".join([
        f"{finding.severity}: {finding.title} ({finding.id})",
        finding.why,
        *(f"{label}: {text}" for label, text in remedy.items() if text),
    ])  # fmt: skip


ANSWER_TOOLS = (
    tool(
        diagnose,
        name="diagnose",
        title="Find what is wrong with this computer",
        description=(
            "Look at every part of this computer for a second (ten for topic growing) and compare it with known "
            "limits: what is wrong, the culprit by name and pid, the evidence with its thresholds, what to do, its "
            "risk and how to undo it. No model is involved and nothing is changed. Prefer this to reading parts "
            "with get_ tools when asked why a computer is slow, full, hot or misbehaving. `healthy` is an answer: do "
            "not look for a fault beyond it; `unknown` says what could not be read. Suggest no cleaner, killer or "
            "setting that a finding does not."
        ),
        input=DiagnoseArguments,
        output=Diagnosis,
        annotations=READ_ONLY,
        text=diagnosis_text,
    ),
)
