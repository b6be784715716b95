"""What `opta doctor` finds of Opta itself."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opta_mcp.wire.base import Wire

CheckState = Literal["ok", "absent", "failed"]


class Check(Wire):
    """One layer of Opta: how it stands, and the one thing to do about it."""

    layer: str
    state: CheckState = Field(description="absent: Opta does without it; failed: something is to be mended.")
    told: str
    fix: str | None = None


class DoctorReport(Wire):
    """All layers, from the ground up."""

    checks: tuple[Check, ...]
