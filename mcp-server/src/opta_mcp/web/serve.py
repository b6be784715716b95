"""The server of one start: its socket, its token, and the browser that is given both."""

from __future__ import annotations

import asyncio
import html
import os
import secrets
import socket
import sys
import webbrowser
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from typing_extensions import override

from opta_mcp.errors import OptaError
from opta_mcp.llm.choice import keeping_backends
from opta_mcp.llm.pulls import pulls
from opta_mcp.settings import data_path
from opta_mcp.web.lines import Lines
from opta_mcp.web.site import application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOPBACK = "127.0.0.1"
GRACE_SECONDS = 1
"""How long open streams may take to end once the server stops."""


def serve(port: int, tell: Callable[[str], None], *, browse: bool) -> None:
    """Serve the page until interrupted; `tell` gets its address, with the token behind the # that no server sees.

    Raises OptaError where the port is taken or the page was never built.
    """
    token = secrets.token_urlsafe(32)
    with _listening(port) as listener:
        port = listener.getsockname()[1]
        app = application(port, token)
        address = f"http://{LOOPBACK}:{port}/#token={token}"
        tell(address)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        with _opened(address, wanted=browse):
            asyncio.run(_run(_Server(config), listener))


class _Server(uvicorn.Server):
    """Ends its streams before it waits for them: meters would go on for ever."""

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        Lines.end_all()
        await super().shutdown(sockets)


async def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    async with keeping_backends():
        try:
            await server.serve(sockets=[listener])
        finally:
            await pulls.aclose()


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            raise OptaError(
                f"Port {port} cannot be had: {(error.strerror or 'it is taken').lower()}.",
                hint="Leave --port out, and a free one is taken.",
            ) from error
        listener.listen()
        yield listener


@contextmanager
def _opened(address: str, *, wanted: bool) -> Iterator[None]:
    """Open the page in the user's browser, by a file that only the user may read.

    A browser's command line is seen by everybody on the computer, so the token must not stand in it.
    """
    if not wanted or not _has_screen():
        yield
        return
    file = data_path() / f"open-{os.getpid()}.html"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        target = html.escape(address, quote=True)
        file.write_text(f'<meta http-equiv="refresh" content="0; url={target}"><a href="{target}">Opta</a>\n')
        webbrowser.open(Path(file).as_uri())
        yield
    finally:
        file.unlink(missing_ok=True)


def _has_screen() -> bool:
    """Say whether a browser would have a window: one in the terminal would take it over."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
