"""`opta doctor`: every layer of Opta itself, its state, and its one fix."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.cli.checks import checks
from opta_mcp.cli.output import print_json
from opta_mcp.cli.screen import DIM, HEALTHY, OFF, UNKNOWN, Page
from opta_mcp.cli.text import Text
from opta_mcp.wire.doctor import DoctorReport

if TYPE_CHECKING:
    from argparse import Namespace

    from opta_mcp.cli.screen import Glyph
    from opta_mcp.wire.doctor import Check

GLYPHS: dict[str, Glyph] = {"ok": HEALTHY, "absent": UNKNOWN, "failed": OFF}
LAYER_WIDTH = 18


def run(arguments: Namespace) -> int:
    """Look, and return 0 whatever is found."""
    asyncio.run(_report() if arguments.json else _draw())
    return 0


async def _report() -> None:
    print_json(DoctorReport(checks=tuple([check async for check in checks()])))


async def _draw() -> None:
    """Draw each layer as soon as it has been looked at."""
    page = Page()
    page.gap()
    async for check in checks():
        _draw_check(page, check)
        page.flush()
    page.gap()


def _draw_check(page: Page, check: Check) -> None:
    lines = [Text.of(check.told), *([Text.of(check.fix, DIM)] if check.fix else [])]
    page.entry(GLYPHS[check.state], check.layer, LAYER_WIDTH, *lines)
