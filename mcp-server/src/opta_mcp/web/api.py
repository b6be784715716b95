"""The page's requests, each onto one function of the layers below."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field, ValidationError
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from opta_mcp import llm
from opta_mcp.advise.options import ChatOptions
from opta_mcp.conversations import Conversations, UnknownConversation
from opta_mcp.errors import OptaError, UsageError
from opta_mcp.llm.pulls import pulls
from opta_mcp.tools.housekeeping import choose_model, start_ollama
from opta_mcp.tools.keeping import kept_chat
from opta_mcp.tools.live import frames
from opta_mcp.web.lines import Lines, failure_of
from opta_mcp.wire.base import Wire
from opta_mcp.wire.chat import ChatMessage
from opta_mcp.wire.history import ConversationList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request

    from opta_mcp.web.lines import Say
    from opta_mcp.wire.answer import Event

    Handler = Callable[[Request], Awaitable[Response | Lines]]

WireT = TypeVar("WireT", bound=Wire)

LARGEST_BODY_BYTES = 2**20
"""A long conversation is some tens of kB."""


class ChatBody(Wire):
    """What the page sends to be answered."""

    messages: tuple[ChatMessage, ...] = Field(min_length=1)
    conversation_id: str | None = None


class ModelBody(Wire):
    """What the page sends about one model."""

    model: str = Field(min_length=1, max_length=200)


class Api:
    """The requests, over one history file; made within the server's event loop."""

    def __init__(self, history: Path) -> None:
        """Open the file only for each use, so that one that cannot be used hinders nothing else."""
        self._history = history

    def routes(self) -> list[Route]:
        """Return all of them, under /api."""
        return [
            Route("/status", told(self.status)),
            Route("/models", told(self.models)),
            Route("/chat", told(self.chat), methods=["POST"]),
            Route("/pull", told(self.pull), methods=["POST"]),
            Route("/telemetry", told(self.telemetry), methods=["POST"]),
            Route("/start", told(self.start), methods=["POST"]),
            Route("/choose", told(self.choose), methods=["POST"]),
            Route("/conversations", told(self.conversations)),
            Route("/conversations/{id}", told(self.conversation)),
            Route("/conversations/{id}", told(self.forget), methods=["DELETE"]),
        ]

    async def status(self, _request: Request) -> Response:
        """Say what would answer, and what is wrong with it."""
        return said(await llm.status())

    async def models(self, _request: Request) -> Response:
        """List the models that are here."""
        return said(await llm.models())

    async def chat(self, request: Request) -> Lines:
        """Answer the last message, streamed and kept."""
        asked = await body_of(request, ChatBody)

        async def work(say: Say) -> None:
            async def emit(event: Event) -> None:
                await say("event", event)

            with Conversations(self._history) as history:
                options = ChatOptions()
                result = await kept_chat(history, asked.conversation_id, asked.messages, options, emit)
            await say("result", result)

        return Lines(work)

    async def pull(self, request: Request) -> Lines:
        """Fetch a model; whoever leaves stops it, and what arrived is kept."""
        wanted = await body_of(request, ModelBody)

        async def work(say: Say) -> None:
            pulls.start(wanted.model)
            try:
                async with aclosing(pulls.watch(wanted.model)) as jobs:
                    async for job in jobs:
                        await say("job", job)
            finally:
                await pulls.stop(wanted.model)

        return Lines(work)

    async def telemetry(self, _request: Request) -> Lines:
        """Send a frame a second while the page looks."""

        async def work(say: Say) -> None:
            async with aclosing(frames()) as looks:
                async for look in looks:
                    await say("frame", look)

        return Lines(work)

    async def start(self, _request: Request) -> Response:
        """Start Ollama."""
        return said(await start_ollama())

    async def choose(self, request: Request) -> Response:
        """Take a model into use."""
        return said(await choose_model((await body_of(request, ModelBody)).model))

    async def conversations(self, _request: Request) -> Response:
        """List all that are kept."""
        with Conversations(self._history) as history:
            return said(ConversationList(conversations=history.list()))

    async def conversation(self, request: Request) -> Response:
        """Return one of them, whole."""
        with Conversations(self._history) as history:
            return said(history.read(request.path_params["id"]))

    async def forget(self, request: Request) -> Response:
        """Delete one for good."""
        with Conversations(self._history) as history:
            history.delete(request.path_params["id"])
            return said(ConversationList(conversations=history.list()))


def told(handler: Handler) -> Handler:
    """Answer a failure as one: what happened and the next step, never a traceback."""

    async def answered(request: Request) -> Response | Lines:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001  # the page's entry
            return JSONResponse(failure_of(error).model_dump(), status_code=_status_of(error))

    return answered


def said(value: Wire) -> Response:
    """Return a value as JSON that nobody keeps."""
    return Response(
        value.model_dump_json(by_alias=True), media_type="application/json", headers={"Cache-Control": "no-store"}
    )


async def body_of(request: Request, kind: type[WireT]) -> WireT:
    """Return what was sent as its type; raise UsageError where it is too long or something else."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY_BYTES:
            raise UsageError("The conversation is too long to be sent.", hint="Begin a new one.")
    try:
        return kind.model_validate_json(bytes(body))
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise UsageError(f"The page sent something that is no {kind.__name__}: {place or 'all of it'}.") from error


def _status_of(error: Exception) -> int:
    if isinstance(error, UsageError):
        return 400
    if isinstance(error, UnknownConversation):
        return 404
    return 503 if isinstance(error, OptaError) else 500
