"""Everything that Opta does for a client, as one table that knows no protocol.

table      the types: a tool, a document, a prepared question
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opta_mcp.tools.table import Offer


def offer() -> Offer:
    """Return all that an MCP client is offered."""
    from opta_mcp.tools.table import Offer  # noqa: PLC0415

    return Offer()
