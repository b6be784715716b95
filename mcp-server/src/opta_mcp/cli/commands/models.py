"""`opta models`: what is installed, how large it is, and whether it fits the memory that is free now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.cli.output import file_size, print_json
from opta_mcp.cli.screen import DIM, INFORMATION, Page
from opta_mcp.cli.text import Text
from opta_mcp.llm.report import models
from opta_mcp.words.exam.record import noted

if TYPE_CHECKING:
    from argparse import Namespace

    from opta_mcp.wire.chat import ModelInfo, ModelList

FITS = {True: "fits", False: "too large", None: "not known"}


def run(arguments: Namespace) -> int:
    """List them; raise a `BackendError` where nothing can tell."""
    found = asyncio.run(models())
    found = found.model_copy(update={"models": noted(found.models)})
    if arguments.json:
        print_json(found)
    else:
        _draw(found)
    return 0


def _draw(found: ModelList) -> None:
    page = Page()
    page.gap()
    if found.models:
        heads = [Text.of(head, DIM) for head in ("model", "size", "needs", "fits now", "exam", "")]
        page.rows([tuple(heads), *(_row(info) for info in found.models)], styles=("bold", "", "", "", "", DIM))
    else:
        page.headline(INFORMATION, "No model is installed")
        page.rows([("What to do", f"opta pull {found.default}")])
    for notice in found.notices:
        page.gap()
        page.paragraph(notice, DIM)
    page.gap()


def _row(info: ModelInfo) -> tuple[str, ...]:
    marks = [info.backend, "loaded" if info.loaded else "", "runs elsewhere" if info.cloud else ""]
    return (
        info.name,
        file_size(info.size_bytes),
        file_size(info.needs_bytes),
        FITS[info.fits],
        info.exam or "not taken",
        ", ".join(filter(None, marks)),
    )
