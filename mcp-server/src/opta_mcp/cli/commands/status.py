"""`opta status`: what would answer, which layer fails and its one fix; within 2 s whatever is wrong.

The look at the server is taken while the libraries that tell of it are still being imported.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.look import look
from opta_mcp.settings import load_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from concurrent.futures import Future

    from opta_mcp.backends.ollama.look import Sight
    from opta_mcp.wire.chat import LlmStatus

LOOK_SECONDS, REST_SECONDS = 1.3, 0.3
"""Of the 2 s: for the server, and at least for what would answer; the interpreter and the page take what is left."""


def run(arguments: Namespace) -> int:
    """Report, and return 0 whatever there is to report."""
    until = time.monotonic() + LOOK_SECONDS + REST_SECONDS
    with ThreadPoolExecutor(1) as aside:
        looking = aside.submit(_look)
        from opta_mcp.cli.output import print_json  # noqa: PLC0415  # imported while the server is looked at
        from opta_mcp.cli.status_view import draw_status  # noqa: PLC0415
        from opta_mcp.words.exam import told  # noqa: PLC0415

        found = told(asyncio.run(_status(looking, until)))
    if arguments.json:
        print_json(found)
    else:
        draw_status(found)
    return 0


async def _status(looking: Future[Sight], until: float) -> LlmStatus:
    from opta_mcp.llm.report import status  # noqa: PLC0415  # imported while the server is looked at

    return await status(sight=asyncio.wrap_future(looking), seconds=max(until - time.monotonic(), REST_SECONDS))


def _look() -> Sight:
    return look(parse_address(load_settings().ollama_host), LOOK_SECONDS)
