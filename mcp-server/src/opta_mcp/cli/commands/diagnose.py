"""`opta diagnose`: what is wrong, from measurements alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.advise.look import diagnose
from opta_mcp.advise.options import LookOptions
from opta_mcp.cli.answer_view import draw_findings, draw_unread, measured_at
from opta_mcp.cli.output import print_json
from opta_mcp.cli.progress import PhaseLine
from opta_mcp.cli.screen import Page

if TYPE_CHECKING:
    from argparse import Namespace

    from opta_mcp.wire.answer import Diagnosis


def run(arguments: Namespace) -> int:
    """List the findings, and return 0 whatever they are."""
    options = LookOptions(seconds=arguments.seconds, replay=arguments.replay, record=arguments.record)
    diagnosis = asyncio.run(_diagnose(" ".join(arguments.topic), options))
    if arguments.json:
        print_json(diagnosis)
    else:
        _draw(diagnosis)
    return 0


async def _diagnose(topic: str, options: LookOptions) -> Diagnosis:
    with PhaseLine() as line:
        return await diagnose(topic, options, line.hear)


def _draw(diagnosis: Diagnosis) -> None:
    page = Page()
    draw_findings(page, diagnosis.findings)
    draw_unread(page, diagnosis.unknown)
    page.footer(f"measured {measured_at(diagnosis.findings)} over {diagnosis.seconds:g} s", "rules only")
