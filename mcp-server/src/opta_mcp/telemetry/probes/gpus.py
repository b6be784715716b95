"""Graphics cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opta_mcp.telemetry.os.cards import untold
from opta_mcp.telemetry.os.nvidia import Nvidia, has_driver
from opta_mcp.telemetry.os.this import name_of, read_cards
from opta_mcp.wire.base import Absent

if TYPE_CHECKING:
    from opta_mcp.wire.snapshot import Gpu

_NONE = Absent(unknown="no graphics card was found whose driver tells anything")


class GpuProbe:
    """NVIDIA's through a child process, AMD's through /sys."""

    id = "gpus"
    deadline_s = 5.0

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._nvidia = Nvidia()

    def read(self) -> tuple[Gpu, ...] | Absent:
        """Read it now; raise OSError."""
        cards = read_cards()
        if has_driver():
            asked = self._nvidia.read(name_of)
            if isinstance(asked, Absent):
                return (*cards, untold("NVIDIA graphics", "NVIDIA", asked)) if cards else asked
            cards = (*asked, *cards)
        return cards or _NONE

    def close(self) -> None:
        """End the child."""
        self._nvidia.close()
