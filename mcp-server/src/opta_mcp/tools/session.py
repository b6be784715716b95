"""What the tools of one server hold between calls: the last look, and backends, so that a model stays loaded."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from opta_mcp.telemetry.window import Window


class Session:
    """Open while anybody serves with it; then everything held is given back."""

    def __init__(self, *, own_face: bool = False) -> None:
        self.own_face = own_face
        """Whether a person reads the answers, in our own window; else somebody else's model does."""
        self.last_look: Window | None = None
        self._held = AsyncExitStack()
        self._keeps_backends = False
        self._servers = 0

    async def __aenter__(self) -> Self:
        self._servers += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        self._servers -= 1
        if self._servers == 0:
            await self._held.aclose()
            self._keeps_backends = False

    async def keep_backends(self) -> None:
        """Keep every backend that is opened from now on open until the end."""
        if not self._keeps_backends:
            self._keeps_backends = True
            from opta_mcp.llm.choice import keeping_backends  # noqa: PLC0415  # backends, when first asked for

            await self._held.enter_async_context(keeping_backends())
