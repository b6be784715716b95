"""The page's requests, each onto one function of the layers below."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field, ValidationError
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from opta_mcp import llm
from opta_mcp.advise.kept import NEW, chat_kept
from opta_mcp.advise.options import ChatOptions, unheard
from opta_mcp.conversations import UnknownConversation
from opta_mcp.errors import OptaError, UsageError
from opta_mcp.llm.pulls import pulls
from opta_mcp.tools import app
from opta_mcp.tools.session import Session
from opta_mcp.tools.table import Context
from opta_mcp.web.lines import Lines, failure_of
from opta_mcp.web.live import frames
from opta_mcp.wire.arguments import ConversationArguments, ModelArguments, NoArguments
from opta_mcp.wire.base import Wire
from opta_mcp.wire.chat import ChatMessage
from opta_mcp.words import exam

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

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


class Api:
    """The requests of one start of the server."""

    def __init__(self) -> None:
        """Hold what the tools of this start share."""
        self._context = Context(emit=unheard, session=Session())

    def routes(self) -> list[Route]:
        """Return all of them, under /api."""
        return [
            Route("/status", told(self.status)),
            Route("/models", told(self.models)),
            Route("/chat", told(self.chat), methods=["POST"]),
            Route("/pull", told(self.pull), methods=["POST"]),
            Route("/pull/stop", told(self.stop_pull), methods=["POST"]),
            Route("/telemetry", told(self.telemetry), methods=["POST"]),
            Route("/start", told(self.start), methods=["POST"]),
            Route("/choose", told(self.choose), methods=["POST"]),
            Route("/conversations", told(self.conversations)),
            Route("/conversations/{id}", told(self.conversation)),
            Route("/conversations/{id}", told(self.forget), methods=["DELETE"]),
        ]

    async def status(self, _request: Request) -> Response:
        """Say what would answer, and what is wrong with it."""
        return said(exam.told(await llm.status()))

    async def models(self, _request: Request) -> Response:
        """List the models that are here."""
        found = await llm.models()
        return said(found.model_copy(update={"models": exam.noted(found.models)}))

    async def chat(self, request: Request) -> Lines:
        """Answer the last message, streamed and kept."""
        asked = await body_of(request, ChatBody)

        async def work(say: Say) -> None:
            async def emit(event: Event) -> None:
                await say("event", event)

            identity = asked.conversation_id or NEW
            result = await chat_kept(asked.messages, ChatOptions(), emit, identity)
            await say("result", result)

        return Lines(work)

    async def pull(self, request: Request) -> Lines:
        """Fetch a model; the last page that leaves stops it, and what arrived is kept."""
        wanted = await body_of(request, ModelArguments)

        async def work(say: Say) -> None:
            async with pulls.held(wanted.name), aclosing(pulls.watch(wanted.name)) as jobs:
                async for job in jobs:
                    await say("job", job)

        return Lines(work)

    async def stop_pull(self, request: Request) -> Response:
        """Stop a download for every page that watches it; what arrived is kept."""
        return said(await pulls.stop((await body_of(request, ModelArguments)).name))

    async def telemetry(self, _request: Request) -> Lines:
        """Send a frame a second while the page looks."""

        async def work(say: Say) -> None:
            async with aclosing(frames()) as looks:
                async for look in looks:
                    await say("frame", look)

        return Lines(work)

    async def start(self, _request: Request) -> Response:
        """Start Ollama."""
        return said(await app.ollama_start(NoArguments(), self._context))

    async def choose(self, request: Request) -> Response:
        """Take a model into use."""
        return said(await app.model_choose(await body_of(request, ModelArguments), self._context))

    async def conversations(self, _request: Request) -> Response:
        """List all that are kept."""
        return said(await app.conversation_list(NoArguments(), self._context))

    async def conversation(self, request: Request) -> Response:
        """Return one of them, whole."""
        return said(await app.conversation_read(named(request), self._context))

    async def forget(self, request: Request) -> Response:
        """Delete one for good."""
        return said(await app.conversation_forget(named(request), self._context))


def named(request: Request) -> ConversationArguments:
    """Return the conversation that the path names."""
    return ConversationArguments(id=request.path_params["id"])


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
