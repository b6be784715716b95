"""How a status looks: the servers, what would answer, and what is being fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.cli.output import file_size, time_left
from opta_mcp.cli.screen import DIM, HEALTHY, INFORMATION, OFF, Page

if TYPE_CHECKING:
    from opta_mcp.wire.chat import LlmStatus, PullJob, ServerStatus

CALM_LAYERS = frozenset({"ok", "cold", "on_cpu"})
"""Layers at which Ollama answers all the same."""


def draw_status(found: LlmStatus) -> None:
    """Draw the state of each server, what would answer, and the downloads."""
    page = Page()
    page.gap()
    if found.server:
        _draw_server(page, found.server)
        page.gap()
    if found.running or not found.server or found.server.error:  # who has another server needs no Ollama
        _draw_ollama(page, found)
        page.gap()
    _draw_answering(page, found)
    for job in found.jobs:
        page.paragraph(job_line(job))
    page.gap()


def _draw_server(page: Page, server: ServerStatus) -> None:
    if server.error is None:
        page.headline(HEALTHY, f"The server at {server.address} answers")
    else:
        page.headline(OFF, server.error)
        page.rows([("What to do", server.fix or "")])


def _draw_ollama(page: Page, found: LlmStatus) -> None:
    if not found.running or found.layer not in CALM_LAYERS:
        page.headline(OFF, found.error or "Ollama runs, and has no model.")
    else:
        version = f" {found.version}" if found.version else ""
        page.headline(HEALTHY, f"Ollama{version} is running")
        page.paragraph(", ".join(found.models))
    if found.fix:
        page.rows([("What to do", found.fix)])


def _draw_answering(page: Page, found: LlmStatus) -> None:
    if found.backend:
        page.headline(HEALTHY, f"{found.backend.name} would answer ({found.backend.backend})")
    else:
        page.headline(INFORMATION, "No model would answer")
        page.paragraph("Questions about this computer are answered without one.")
    for notice in found.notices:
        page.paragraph(notice, DIM)


def job_line(job: PullJob) -> str:
    """Return a download's state in a line."""
    arrived = f"{file_size(job.completed_bytes)} of {file_size(job.total_bytes)}" if job.total_bytes else ""
    left = f"{time_left(job.seconds_left)} left" if job.seconds_left is not None else ""
    return ", ".join(filter(None, (f"{job.model}: {job.message or job.state}", arrived, left)))
