"""What a pull's lines add up to: bytes, rate, time left, stalls, and what was here before. Pure but for its clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import ollama

from opta_mcp.backends.lines import GARBLED_HINT
from opta_mcp.backends.text import one_line
from opta_mcp.errors import BackendGarbled
from opta_mcp.wire.chat import PullJob

if TYPE_CHECKING:
    from opta_mcp.backends.lines import Line
    from opta_mcp.wire.chat import JobState

RATE_SECONDS = 5.0
"""The rate is that of the last seconds: what counts for the time left is how it goes now."""
STALL_SECONDS = 10.0
"""Ollama starts a part anew after 5 s without a byte; twice that is a stall that a person should know of."""
RESUMED_AT_LEAST_BYTES = 16 << 20
_FASTEST_BYTES_PER_SECOND = 5e9
"""No way from a registry is faster; a layer that is whole sooner was here."""
MANIFEST = "pulling manifest"
ASKING = "asking the registry"
DOWNLOADING = "downloading"
AFTER_DOWNLOAD = {
    "verifying sha256 digest": "checking what arrived",
    "writing manifest": "putting the model in its place",
    "removing unused layers": "removing what is no longer needed",
    "success": "the model is here",
}
"""Ollama's own words for what comes when every byte is here, and ours."""


@dataclass
class Progress:
    """Adds up one pull; `start` and every `now` are monotonic seconds."""

    model: str
    start: float
    message: str = ASKING
    layers: dict[str, tuple[int, int]] = field(default_factory=dict)
    firsts: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    """Of a layer's first line: the bytes, the seconds since the line before it, and when; until a second line."""
    judged: bool = False
    succeeded: bool = False
    resumed_bytes: int = 0
    moved_at: float = 0.0
    loading: bool = True
    samples: deque[tuple[float, int]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.moved_at = self.start

    @property
    def completed_bytes(self) -> int:
        """All that is here, of all layers so far."""
        return sum(completed for completed, _ in self.layers.values())

    def feed(self, line: Line, now: float) -> None:
        """Take a line in; raise `BackendGarbled` where it is none of a pull's."""
        try:
            part = ollama.ProgressResponse.model_validate(line)
        except ValueError as error:
            raise BackendGarbled("What answers sent a line that is no part of a pull.", hint=GARBLED_HINT) from error
        status = one_line(part.status or "", 80)
        self.succeeded = self.succeeded or status == "success"
        self.loading = bool(part.digest) or status == MANIFEST
        if part.digest and part.total:
            self._layer(part.digest, part.completed or 0, part.total, now)
        else:
            self.moved_at = now
            if status in AFTER_DOWNLOAD:  # the last line of a layer may fall a little short of its end
                self.layers = {digest: (total, total) for digest, (_, total) in self.layers.items()}
        self.message = _words(status, loading=bool(part.digest)) or self.message

    def _layer(self, digest: str, completed: int, total: int, now: float) -> None:
        known = self.layers.get(digest)
        if known is None:
            self._first(digest, completed, total, now)
        elif completed > known[0]:
            self._second(digest, completed, now)
        if known is None or completed > known[0]:
            self.moved_at = now
        self.layers[digest] = (completed, total)
        self.samples.append((now, self.completed_bytes))
        while now - self.samples[0][0] > RATE_SECONDS and len(self.samples) > 2:  # noqa: PLR2004  # a rate needs two
            self.samples.popleft()

    def _first(self, digest: str, completed: int, total: int, now: float) -> None:
        """Note a layer's first line, which comes after 60 ms of download; and begin the rate anew."""
        since = max(now - self.moved_at, 1e-4)
        self.samples.clear()
        if completed < total:
            self.firsts[digest] = (completed, since, now)
        elif completed / since > _FASTEST_BYTES_PER_SECOND:
            self.resumed_bytes += completed
            self.judged = True

    def _second(self, digest: str, completed: int, now: float) -> None:
        """Judge by the second line what of the first cannot have come in the time before it: that was here."""
        first, since, at = self.firsts.pop(digest, (0, 0.0, 0.0))
        if first and now > at:
            came = 2 * (completed - first) / (now - at) * since
            self.resumed_bytes += first if first > came + RESUMED_AT_LEAST_BYTES else 0
        self.judged = True

    @property
    def rate(self) -> float | None:
        """Bytes per second of late, what was here before left out; None until two lines tell."""
        if len(self.samples) < 2:  # noqa: PLR2004
            return None
        (first_at, first), (last_at, last) = self.samples[0], self.samples[-1]
        return (last - first) / (last_at - first_at) if last_at > first_at and last > first else None

    def job(self, now: float, state: JobState | None = None) -> PullJob:
        """Say how it stands."""
        stalled = self.loading and now - self.moved_at >= STALL_SECONDS
        rate = None if stalled or state else self.rate
        total = sum(total for _, total in self.layers.values()) or None
        left = (total - self.completed_bytes) / rate if total and rate else None
        return PullJob(
            model=self.model,
            state=state or ("stalled" if stalled else "running"),
            message=self._message(now, stalled=stalled),
            completed_bytes=self.completed_bytes,
            total_bytes=total,
            rate_bytes_per_second=rate,
            seconds_left=left,
            resumed_bytes=self.resumed_bytes,
        )

    def _message(self, now: float, *, stalled: bool) -> str:
        if stalled:
            return f"nothing has arrived for {now - self.moved_at:.0f} s; Ollama keeps trying"
        if self.message == DOWNLOADING and self.judged:
            return f"{DOWNLOADING}, {self._beginning()}"
        return self.message

    def _beginning(self) -> str:
        return f"going on from {self.resumed_bytes / 1e6:.0f} MB" if self.resumed_bytes else "from the beginning"


def _words(status: str, *, loading: bool) -> str:
    """Say Ollama's own words in ours; what is not known is passed on."""
    if loading:
        return DOWNLOADING
    return AFTER_DOWNLOAD.get(status) or {MANIFEST: ASKING}.get(status, status)
