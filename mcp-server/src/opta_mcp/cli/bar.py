"""The bar of a download, on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn

from opta_mcp.cli.output import file_size, time_left

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from opta_mcp.wire.chat import PullJob

NARROW = 70
"""Columns below which the bar gives way to the numbers."""


class PullBar:
    """Shows one download; a context, so that the terminal is left as it was."""

    def __init__(self, model: str) -> None:
        """Show the model's name and what is waited for."""
        console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        name, facts = (TextColumn(f"{{task.fields[{field}]}}", markup=False) for field in ("model", "told"))
        bar = BarColumn(bar_width=28, style="dim", complete_style="cyan", finished_style="green")
        columns: tuple[ProgressColumn, ...] = (name, bar, facts) if console.width >= NARROW else (name, facts)
        self._progress = Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task("", total=None, model=model, told="")
        self._beginning = ""

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._progress.stop()

    def show(self, job: PullJob) -> None:
        """Draw this state; where it begins is said once, above the bar, and stays."""
        beginning = job.message.partition(", ")[2] if job.state == "running" else ""
        if beginning and not self._beginning:
            self._progress.console.print(f"{job.model}: {beginning}", style="dim")
            self._beginning = beginning
        self._progress.update(self._task, total=job.total_bytes, completed=job.completed_bytes, told=told(job))


def told(job: PullJob) -> str:
    """Return how much, how fast and how long, or what goes on where no bytes come."""
    if not job.total_bytes:
        return job.message or job.state
    facts = [f"{file_size(job.completed_bytes)} of {file_size(job.total_bytes)}"]
    if job.state == "stalled":
        facts.append("nothing arrives just now")
    elif job.completed_bytes >= job.total_bytes and ", " not in job.message:  # no longer downloading
        facts.append(job.message)
    elif job.rate_bytes_per_second:
        facts.append(f"{file_size(job.rate_bytes_per_second)}/s")
    if job.seconds_left is not None and job.state == "running":
        facts.append(f"{time_left(job.seconds_left)} left")
    return ", ".join(facts)
