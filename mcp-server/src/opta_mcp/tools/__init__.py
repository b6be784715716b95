"""Everything that Opta does for a client, as one table that knows no protocol.

table      the types: a tool, a document, a prepared question
answering  diagnose
measuring  the get_ tools: this computer, part by part
models     llm_status, llm_models, llm_pull
plain      any measured value as lines of words

What a tool needs is imported when it is called: listing the tools must cost a client no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opta_mcp.tools.table import Offer


def offer() -> Offer:
    """Return all that an MCP client is offered."""
    from opta_mcp.tools.answering import ANSWER_TOOLS  # noqa: PLC0415
    from opta_mcp.tools.measuring import GETTERS  # noqa: PLC0415
    from opta_mcp.tools.models import MODEL_TOOLS  # noqa: PLC0415
    from opta_mcp.tools.table import Offer  # noqa: PLC0415

    return Offer(tools=(*ANSWER_TOOLS, *MODEL_TOOLS, *GETTERS))
