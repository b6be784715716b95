"""Opta's table of tools, documents and questions, mapped onto the official SDK. No transport is known here."""

from __future__ import annotations

import asyncio
import base64
import difflib
import logging
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import anyio
from mcp import types as mcp
from mcp.server.caching import CacheHint
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from opta_mcp import __version__
from opta_mcp.errors import OptaError, UsageError
from opta_mcp.server.progress import throttled
from opta_mcp.tools.table import Context
from opta_mcp.wire.page import Failure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterable

    from mcp.server.context import ServerRequestContext
    from mcp.types.methods import CacheableMethod

    from opta_mcp.tools.table import Document, Emit, Offer, Question, Tool
    from opta_mcp.wire.answer import Event
    from opta_mcp.wire.base import Wire

    Request = ServerRequestContext[dict[str, object]]
    Json = dict[str, object]

EVENT_META = "opta/event"
"""Key in a progress notification's `_meta`: the event itself, as `wire.answer.Event`."""
FAILURE_META = "opta/failure"
"""Key in a failed call's `_meta`: code, message and hint, as `wire.page.Failure`."""

LISTS: tuple[CacheableMethod, ...] = (
    "tools/list", "resources/list", "resources/templates/list", "prompts/list", "server/discover",
)  # fmt: skip
"""They change only with the program."""
LIST_FRESH_MS = 3_600_000
CLEAN_UP_SECONDS = 2.0
"""How long a stopped tool may take to give back what it holds; a model's stream takes a few milliseconds."""

log = logging.getLogger(__name__)


class Mapping:
    """The SDK's handlers over one offer."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        self._tools = {tool.name: tool for tool in offer.tools}
        self._questions = {question.name: question for question in offer.questions}

    @asynccontextmanager
    async def serving(self, _server: object, /) -> AsyncIterator[dict[str, object]]:
        """Hold the session open while a connection is served."""
        async with self.offer.session:
            yield {}

    async def list_tools(self, _request: Request, _params: object, /) -> mcp.ListToolsResult:
        """`tools/list`."""
        return mcp.ListToolsResult(tools=self._described)

    @cached_property
    def _described(self) -> list[mcp.Tool]:
        """Schemas take some tens of milliseconds: made when first asked for, and once."""
        return [self.described(tool) for tool in self.offer.tools]

    def described(self, tool: Tool) -> mcp.Tool:
        """Return a tool as the protocol describes it, all four annotations said."""
        says = tool.annotations
        return mcp.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=untitled(tool.input.model_json_schema()) | {"additionalProperties": False},
            output_schema=untitled(tool.output.model_json_schema(mode="serialization")),
            annotations=mcp.ToolAnnotations(
                title=tool.title,
                read_only_hint=says.read_only,
                destructive_hint=says.destructive,
                idempotent_hint=says.idempotent,
                open_world_hint=says.open_world,
            ),
        )

    async def call_tool(self, request: Request, params: mcp.CallToolRequestParams, /) -> mcp.CallToolResult:
        """`tools/call`: what fails is a result marked so, with the next step; only an unknown name is an error."""
        tool = self._tools.get(params.name)
        if tool is None:
            raise _unknown("tool", params.name, self._tools)
        try:
            async with throttled(_listener(request)) as emit:
                result = await cancelled_once(tool.call(params.arguments or {}, Context(emit, self.offer.session)))
            return self.succeeded(tool, result)
        except OptaError as error:
            return self.failure(error)
        except Exception:  # the transport's entry: nothing may end the session
            log.exception("the tool %s failed inside", tool.name)
            return self.failure(OptaError(f"Opta itself failed in {tool.name}.", hint=INSIDE_HINT, code="internal"))

    def succeeded(self, tool: Tool, result: Wire) -> mcp.CallToolResult:
        """Return what a tool returned: structured, and in a few words."""
        return mcp.CallToolResult(
            content=self.content(tool, result),
            structured_content=result.model_dump(mode="json", by_alias=True),
            is_error=tool.failed(result),
        )

    def content(self, tool: Tool, result: Wire) -> list[mcp.ContentBlock]:
        """Return the words beside a structured result."""
        return [mcp.TextContent(text=tool.text(result))]

    def failure(self, error: OptaError) -> mcp.CallToolResult:
        """Return an error as a result that a model can read and mend."""
        said = Failure(code=error.code, message=error.message, hint=error.hint)
        return mcp.CallToolResult(
            content=[mcp.TextContent(text=f"{error} [{error.code}]")],
            is_error=True,
            meta={FAILURE_META: said.model_dump(mode="json")},
        )

    async def list_resources(self, _request: Request, _params: object, /) -> mcp.ListResourcesResult:
        """`resources/list`."""
        fixed = (document for document in self.offer.documents if not document.is_template)
        return mcp.ListResourcesResult(resources=[
            mcp.Resource(uri=one.uri, name=one.name, title=one.title, description=one.description,
                         mime_type=one.mime_type) for one in fixed
        ])  # fmt: skip

    async def list_resource_templates(self, _request: Request, _params: object, /) -> mcp.ListResourceTemplatesResult:
        """`resources/templates/list`."""
        varying = (document for document in self.offer.documents if document.is_template)
        return mcp.ListResourceTemplatesResult(resource_templates=[
            mcp.ResourceTemplate(uri_template=one.uri, name=one.name, title=one.title, description=one.description,
                                 mime_type=one.mime_type) for one in varying
        ])  # fmt: skip

    async def read_resource(
        self, _request: Request, params: mcp.ReadResourceRequestParams, /
    ) -> mcp.ReadResourceResult:
        """`resources/read`."""
        for document in self.offer.documents:
            values = document.match(params.uri)
            if values is not None:
                return mcp.ReadResourceResult(contents=[await _contents(document, params.uri, values)])
        raise _unknown("resource", params.uri, (document.uri for document in self.offer.documents), uri=params.uri)

    async def list_prompts(self, _request: Request, _params: object, /) -> mcp.ListPromptsResult:
        """`prompts/list`."""
        return mcp.ListPromptsResult(prompts=[_prompt(question) for question in self.offer.questions])

    async def get_prompt(self, _request: Request, params: mcp.GetPromptRequestParams, /) -> mcp.GetPromptResult:
        """`prompts/get`."""
        question = self._questions.get(params.name)
        if question is None:
            raise _unknown("prompt", params.name, self._questions)
        try:
            said = question.filled(params.arguments or {})
        except UsageError as error:
            raise MCPError(code=mcp.INVALID_PARAMS, message=str(error)) from None
        message = mcp.PromptMessage(role="user", content=mcp.TextContent(text=said))
        return mcp.GetPromptResult(description=question.description, messages=[message])


INSIDE_HINT = "This is a fault in Opta, not in the call; its details are in the server's log."


def sdk_server(mapping: Mapping) -> Server[dict[str, object]]:
    """Return the SDK's server over a mapping; what the offer lacks is not advertised."""
    offer = mapping.offer
    documents, questions = bool(offer.documents), bool(offer.questions)
    return Server(
        "opta",
        version=__version__,
        title="Opta",
        instructions=offer.instructions or None,
        lifespan=mapping.serving,
        cache_hints={method: CacheHint(ttl_ms=LIST_FRESH_MS, scope="public") for method in LISTS},
        on_list_tools=mapping.list_tools,
        on_call_tool=mapping.call_tool,
        on_list_resources=mapping.list_resources if documents else None,
        on_list_resource_templates=mapping.list_resource_templates if documents else None,
        on_read_resource=mapping.read_resource if documents else None,
        on_list_prompts=mapping.list_prompts if questions else None,
        on_get_prompt=mapping.get_prompt if questions else None,
    )


async def cancelled_once(work: Awaitable[Wire]) -> Wire:
    """Await work in a task of its own, which a cancellation interrupts once, and wait until it has cleaned up.

    The SDK cancels by anyio's scopes, which interrupt every further await, those that close a model's stream too.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.cancel()
        with anyio.CancelScope(shield=True):
            await asyncio.wait({task}, timeout=CLEAN_UP_SECONDS)
        if task.done() and not task.cancelled():
            task.exception()  # looked at, so that asyncio does not complain of it; nobody waits for it any more
        raise


def untitled(schema: Json) -> Json:
    """Leave out the titles that Pydantic makes of names: they say nothing twice, and a model pays for each word."""
    return {key: _untitled(value) for key, value in schema.items() if key != "title" or not isinstance(value, str)}


def _untitled(value: object) -> object:
    if isinstance(value, dict):
        return untitled(value)
    return [_untitled(one) for one in value] if isinstance(value, list) else value


def _listener(request: Request) -> Emit:
    """Return what carries an event to the client, where it asked for progress with a token."""
    token = (request.meta or {}).get("progress_token")

    async def send(event: Event) -> None:
        if token is None:
            return
        params = mcp.ProgressNotificationParams(
            progress_token=token,
            progress=event.seq,
            message=event.text or None,
            meta={EVENT_META: event.model_dump(mode="json")},
        )
        await request.session.send_notification(mcp.ProgressNotification(params=params), request.request_id)

    return send


async def _contents(
    document: Document, uri: str, values: dict[str, str]
) -> mcp.TextResourceContents | mcp.BlobResourceContents:
    try:
        body = await document.read(values)
    except OptaError as error:
        raise MCPError(code=mcp.INVALID_PARAMS, message=str(error), data={"uri": uri}) from None
    if isinstance(body, str):
        return mcp.TextResourceContents(uri=uri, mime_type=document.mime_type, text=body)
    return mcp.BlobResourceContents(uri=uri, mime_type=document.mime_type, blob=base64.b64encode(body).decode())


def _prompt(question: Question) -> mcp.Prompt:
    blanks = [
        mcp.PromptArgument(name=blank.name, description=blank.description, required=blank.required)
        for blank in question.blanks
    ]
    return mcp.Prompt(name=question.name, title=question.title, description=question.description, arguments=blanks)


def _unknown(kind: str, name: str, known: Iterable[str], **data: str) -> MCPError:
    near = difflib.get_close_matches(name, list(known), n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    return MCPError(code=mcp.INVALID_PARAMS, message=f"There is no {kind} {name!r}.{meant}", data=data or None)
