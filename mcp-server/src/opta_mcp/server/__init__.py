"""`opta-mcp`: what `opta_mcp.tools` offers, over MCP on standard input and output.

claim      takes the two pipes, before anything can print to them
mapping    the offer onto the official SDK
progress   events of a running answer, at most 30 a second
eras       both eras of the protocol on one connection
stdio      the pipes: a thread that reads, a task that writes

Importing this imports nothing heavy; `main` does, once the pipes are safe.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from opta_mcp import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from opta_mcp.tools.table import Offer

USAGE = """usage: opta-mcp [--app] [--version] [--help]

Serves Opta over the Model Context Protocol on standard input and output. It is started by an MCP client, such as
Claude Desktop or an editor; in a terminal, use `opta`.

  --app   list what Opta's own window needs, too: history, live readings, choosing a model, starting Ollama
"""
APP = ["--app"]


def main() -> None:
    """Run the command `opta-mcp`."""
    arguments = sys.argv[1:]
    status = _said(arguments)
    raise SystemExit(run(app=arguments == APP) if status is None else status)


def run(offer: Callable[[], Offer] | None = None, *, app: bool = False) -> NoReturn:
    """Serve what is offered, all of Opta unless told otherwise, until the client closes the input; end the process."""
    from opta_mcp.server.claim import claim  # noqa: PLC0415  # so that importing this package costs nothing

    wire = claim()
    gc.disable()  # half a million objects are made by the imports, none of them garbage
    import anyio  # noqa: PLC0415

    from opta_mcp import tools  # noqa: PLC0415
    from opta_mcp.server.mapping import Mapping, sdk_server  # noqa: PLC0415
    from opta_mcp.server.stdio import serve  # noqa: PLC0415

    server = sdk_server(Mapping(offer() if offer else tools.offer(app=app)))
    gc.freeze()
    gc.enable()
    status = 0
    try:
        anyio.run(serve, server, wire)
    except KeyboardInterrupt:
        status = 130
    sys.stderr.flush()
    os._exit(status)  # the reading thread waits for input that may never come, and nothing else is left to do


def _said(arguments: list[str]) -> int | None:
    """Answer what needs no server; return the exit status, or None where there is a server to run."""
    if arguments in ([], APP):
        return None
    if arguments == ["--version"]:
        sys.stdout.write(f"opta-mcp {__version__}\n")
        return 0
    wanted = arguments in (["--help"], ["-h"])
    (sys.stdout if wanted else sys.stderr).write(USAGE)
    return 0 if wanted else 2
