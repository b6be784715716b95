"""Who may speak to the page's server, and what the page itself may do.

Any page in any browser on this computer can send requests to a loopback port. So the Host must be ours (a foreign name
that resolves to 127.0.0.1 is another's page), an Origin must be ours, and the api wants the token of this start, which
only the opened page was given.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from opta_mcp.wire.page import Failure

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

API = "/api/"


class Guard:
    """Lets through what comes from our own page, and seals every response."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        """Guard an application that is served on this port of loopback."""
        self._app = app
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return
        refused = self._refusal(scope["path"], Headers(scope=scope))
        await (refused or self._app)(scope, receive, _sealed(send))

    def _refusal(self, path: str, headers: Headers) -> JSONResponse | None:
        if headers.get("host", "") not in self._hosts:
            return _refuse(403, "web.host", "This address is not the page's.", "Open the one that opta serve printed.")
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return _refuse(403, "web.origin", "Another page may not speak to Opta.", "")
        if path.startswith(API) and not self._knows_token(headers.get("authorization", "")):
            return _refuse(
                401,
                "web.token",
                "This page is from another start of Opta.",
                "Open the address that opta serve printed.",
            )
        return None

    def _knows_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), f"Bearer {self._token}".encode())


def _refuse(status: int, code: str, message: str, hint: str) -> JSONResponse:
    return JSONResponse(Failure(code=code, message=message, hint=hint).model_dump(), status_code=status)


def _sealed(send: Send) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sealed
