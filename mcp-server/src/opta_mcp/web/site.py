"""The built page and its api as one application."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from opta_mcp.errors import OptaError
from opta_mcp.web.api import Api
from opta_mcp.web.guard import Guard

if TYPE_CHECKING:
    from starlette.types import ASGIApp

PAGE = Path(__file__).parent / "page"
"""Where the wheel holds the built page."""
SOURCE = Path(__file__).parents[4] / "dist"
"""Where `npm run build` leaves it in a checkout."""


def page_folder() -> Path:
    """Return where the built page is; raise OptaError where it was never built."""
    for folder in (SOURCE, PAGE):
        if (folder / "index.html").is_file():
            return folder
    raise OptaError("The page is not built here.", hint="In a checkout: make front. Else install opta-mcp anew.")


def application(port: int, token: str) -> ASGIApp:
    """Return the application for one start of the server."""
    page = StaticFiles(directory=page_folder(), html=True)
    return Guard(Starlette(routes=[Mount("/api", routes=Api().routes()), Mount("/", page)]), port, token)
