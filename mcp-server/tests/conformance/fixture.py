"""What the conformance suite calls by name, served over HTTP by our own mapping.

What Opta itself offers a client (tools with results and errors, progress, documents, questions, lists, caching) goes
through `opta_mcp.server.mapping`, which is what the suite is to judge. What Opta has no use for (pictures, sampling,
elicitation, logging, subscriptions) is written beside it straight on the SDK, so that every scenario can run.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import sys
import warnings
from typing import TYPE_CHECKING

import uvicorn
from mcp import types as mcp
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPDeprecationWarning, MCPError

from opta_mcp.errors import OptaError
from opta_mcp.server.mapping import Mapping, sdk_server
from opta_mcp.tools.table import Annotations, Blank, Context, Document, Offer, Question, tool
from opta_mcp.wire.answer import Event, Part
from opta_mcp.wire.arguments import NoArguments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from collections.abc import Mapping as Values

    from mcp.server.lowlevel import Server

    from opta_mcp.server.mapping import Request
    from opta_mcp.tools.table import Tool

    Handler = Callable[[Request, mcp.CallToolRequestParams], Awaitable[mcp.CallToolResult | mcp.InputRequiredResult]]

Json = dict[str, object]
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SOUND = (
    b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data"
    + bytes(4)
)
HARMLESS = Annotations(read_only=True, destructive=False, idempotent=True, open_world=False)


# Ours: through the table and the mapping.


async def simple(_arguments: NoArguments, _context: Context) -> Part:
    return Part(by="rules", text="This is a simple text response for testing.")


async def failing(_arguments: NoArguments, _context: Context) -> Part:
    raise OptaError("This tool intentionally returns an error for testing")


async def progressing(_arguments: NoArguments, context: Context) -> Part:
    for count in (0, 50, 100):
        await context.emit(Event(kind="phase", text=f"{count} of 100", seq=count))
        await asyncio.sleep(0.05)
    return Part(by="rules", text="All of it is done.")


def ours(name: str, handler: Callable[[NoArguments, Context], Awaitable[Part]]) -> Tool:
    return tool(handler, name=name, title=name, description="For the suite.", input=NoArguments, output=Part,
                annotations=HARMLESS, text=lambda part: part.text)  # fmt: skip


def fixed(body: str | bytes) -> Callable[[Values[str, str]], Awaitable[str | bytes]]:
    async def read(_values: Values[str, str]) -> str | bytes:
        return body

    return read


async def by_id(values: Values[str, str]) -> str:
    return json.dumps({"id": values["id"], "templateTest": True, "data": f"Data for ID: {values['id']}"})


OFFER = Offer(
    tools=(
        ours("test_simple_text", simple),
        ours("test_error_handling", failing),
        ours("test_tool_with_progress", progressing),
    ),
    documents=(
        Document("test://static-text", "text", "Text", "A text.", "text/plain",
                 fixed("This is the content of the static text resource.")),
        Document("test://static-binary", "binary", "Binary", "A picture.", "image/png", fixed(PICTURE)),
        Document("test://watched-resource", "watched", "Watched", "A text.", "text/plain", fixed("Watch me.")),
        Document("test://template/{id}/data", "template", "Template", "Data by id.", "application/json", by_id),
    ),
    questions=(
        Question("test_simple_prompt", "Simple", "Without blanks.", "This is a simple prompt for testing."),
        Question("test_prompt_with_arguments", "Blanks", "With two blanks.",
                 "Prompt with arguments: arg1='{arg1}', arg2='{arg2}'",
                 (Blank("arg1", "First test argument"), Blank("arg2", "Second test argument"))),
    ),
)  # fmt: skip


# Beside it: what Opta does not offer.


def text(words: str) -> mcp.TextContent:
    return mcp.TextContent(text=words)


def said(*content: mcp.ContentBlock) -> mcp.CallToolResult:
    return mcp.CallToolResult(content=list(content))


def picture() -> mcp.ImageContent:
    return mcp.ImageContent(data=base64.b64encode(PICTURE).decode(), mime_type="image/png")


def embedded(uri: str, mime_type: str, words: str) -> mcp.EmbeddedResource:
    return mcp.EmbeddedResource(resource=mcp.TextResourceContents(uri=uri, mime_type=mime_type, text=words))


Answered = mcp.CallToolResult | mcp.InputRequiredResult


def always(*content: mcp.ContentBlock) -> Handler:
    async def answer(_request: Request, _params: mcp.CallToolRequestParams) -> Answered:
        return said(*content)

    return answer


async def logging(request: Request, _params: mcp.CallToolRequestParams) -> Answered:
    for words in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MCPDeprecationWarning)
            await request.session.send_log_message("info", words, related_request_id=request.request_id)
        await asyncio.sleep(0.05)
    return said(text("Logged three times."))


async def sampling(request: Request, params: mcp.CallToolRequestParams) -> Answered:
    prompt = str((params.arguments or {})["prompt"])
    message = mcp.SamplingMessage(role="user", content=text(prompt))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MCPDeprecationWarning)
        result = await request.session.create_message([message], max_tokens=100, related_request_id=request.request_id)
    return said(text(f"LLM response: {getattr(result.content, 'text', '')}"))


def eliciting(schema: Json, before: str) -> Handler:
    async def answer(request: Request, params: mcp.CallToolRequestParams) -> Answered:
        message = str((params.arguments or {}).get("message", "Please fill this in."))
        result = await request.session.elicit_form(message, schema, related_request_id=request.request_id)
        return said(text(f"{before}: action={result.action}, content={json.dumps(result.content)}"))

    return answer


def form(required: list[str] | None = None, **properties: Json) -> Json:
    schema: Json = {"type": "object", "properties": properties}
    return schema | {"required": required} if required else schema


USER = form(["username", "email"], username={"type": "string", "description": "User's response"},
            email={"type": "string", "description": "User's email address"})  # fmt: skip
DEFAULTS = form(
    name={"type": "string", "default": "John Doe"},
    age={"type": "integer", "default": 30},
    score={"type": "number", "default": 95.5},
    status={"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
    verified={"type": "boolean", "default": True},
)
OPTIONS = ["option1", "option2", "option3"]


def titled(kind: str) -> list[Json]:
    return [{"const": f"value{n}", "title": f"{word} {kind}"} for n, word in enumerate(("First", "Second", "Third"), 1)]


CHOICES = form(
    untitledSingle={"type": "string", "enum": OPTIONS},
    titledSingle={"type": "string", "oneOf": titled("Option")},
    legacyEnum={"type": "string", "enum": ["opt1", "opt2", "opt3"],
                "enumNames": ["Option One", "Option Two", "Option Three"]},
    untitledMulti={"type": "array", "items": {"type": "string", "enum": OPTIONS}},
    titledMulti={"type": "array", "items": {"anyOf": titled("Choice")}},
)  # fmt: skip


def elicit(message: str, **properties: str) -> Json:
    kinds: dict[str, Json] = {name: {"type": kind} for name, kind in properties.items()}
    schema = form(list(properties), **kinds)
    return {"method": "elicitation/create", "params": {"message": message, "requestedSchema": schema}}


def sample(words: str, tokens: int = 100) -> Json:
    message = {"role": "user", "content": {"type": "text", "text": words}}
    return {"method": "sampling/createMessage", "params": {"messages": [message], "maxTokens": tokens}}


ROOTS: Json = {"method": "roots/list", "params": {}}


def wanted(requests: dict[str, Json], state: str | None = None) -> mcp.InputRequiredResult:
    return mcp.InputRequiredResult.model_validate({"inputRequests": requests, "requestState": state})


def asking(done: str, state: str | None = None, **requests: Json) -> Handler:
    """Ask until every response is there and of its kind; then say so."""

    async def answer(_request: Request, params: mcp.CallToolRequestParams) -> Answered:
        responses = params.input_responses or {}
        if not all(_fits(requests[key], responses.get(key)) for key in requests) or params.request_state != state:
            return wanted(requests, state)
        return said(text(f"{done} {json.dumps({key: _shown(responses[key]) for key in requests})}"))

    return answer


def _fits(request: Json, response: object) -> bool:
    kinds = {"elicitation/create": mcp.ElicitResult, "sampling/createMessage": mcp.CreateMessageResult,
             "roots/list": mcp.ListRootsResult}  # fmt: skip
    if not isinstance(response, kinds[str(request["method"])]):
        return False
    return not isinstance(response, mcp.ElicitResult) or response.action == "accept"


def _shown(response: object) -> object:
    return response.model_dump(mode="json") if isinstance(response, mcp.Result) else None


async def rounds(_request: Request, params: mcp.CallToolRequestParams) -> Answered:
    if params.request_state == "two":
        return said(text("Three rounds are done."))
    if params.request_state == "one":
        return wanted({"step2": elicit("Step 2: What is your favorite color?", color="string")}, "two")
    return wanted({"step1": elicit("Step 1: What is your name?", name="string")}, "one")


async def within_capabilities(request: Request, _params: mcp.CallToolRequestParams) -> Answered:
    has = request.session.client_capabilities or mcp.ClientCapabilities()
    able = {
        "ask": elicit("What is your name?", name="string") if has.elicitation else None,
        "say": sample("Say something.") if has.sampling else None,
    }
    return wanted({key: request for key, request in able.items() if request})


async def wants_sampling(request: Request, _params: mcp.CallToolRequestParams) -> Answered:
    has = request.session.client_capabilities
    if has is None or has.sampling is None:
        needed = mcp.MissingRequiredClientCapabilityErrorData(
            required_capabilities=mcp.ClientCapabilities(sampling=mcp.SamplingCapability())
        )
        data = needed.model_dump(by_alias=True, mode="json", exclude_none=True)
        raise MCPError(mcp.MISSING_REQUIRED_CLIENT_CAPABILITY, "This tool needs sampling.", data)
    return said(text("The client can sample."))


NAME = elicit("What is your name?", name="string")
BESIDE = {
    "test_image_content": always(picture()),
    "test_audio_content": always(
        mcp.AudioContent(data=base64.b64encode(SOUND).decode(), mime_type="audio/wav")
    ),
    "test_embedded_resource": always(
        embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")
    ),
    "test_multiple_content_types": always(
        text("Multiple content types test:"),
        picture(),
        embedded("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
    ),
    "test_tool_with_logging": logging,
    "test_logging_tool": logging,
    "test_sampling": sampling,
    "test_elicitation": eliciting(USER, "User response"),
    "test_elicitation_sep1034_defaults": eliciting(DEFAULTS, "Elicitation completed"),
    "test_elicitation_sep1330_enums": eliciting(CHOICES, "Elicitation completed"),
    "test_missing_capability": wants_sampling,
    "test_streaming_elicitation": asking("Hello", user_name=NAME),
    "test_input_required_result_elicitation": asking("Hello", user_name=NAME),
    "test_input_required_result_sampling": asking("It is", capital_question=sample("What is the capital of France?")),
    "test_input_required_result_list_roots": asking("Roots:", client_roots=ROOTS),
    "test_input_required_result_request_state": asking(
        "state-ok", "confirmed", confirm=elicit("Please confirm", ok="boolean")
    ),
    "test_input_required_result_multiple_inputs": asking(
        "All of them:", "several", user_name=NAME, greeting=sample("Generate a greeting", 50), client_roots=ROOTS
    ),
    "test_input_required_result_multi_round": rounds,
    "test_input_required_result_tampered_state": asking(
        "Untouched:", "sealed", confirm=elicit("Please confirm", ok="boolean")
    ),
    "test_input_required_result_capabilities": within_capabilities,
}  # fmt: skip
CONTEXT = elicit("What context should the prompt use?", context="string")


class Fixture(Mapping):
    """Our mapping, and the suite's own names beside it."""

    async def list_tools(self, request: Request, params: object, /) -> mcp.ListToolsResult:
        """Name the others beside ours."""
        mine = await super().list_tools(request, params)
        others = [mcp.Tool(name=name, description="For the suite.", input_schema={"type": "object"}) for name in BESIDE]
        return mcp.ListToolsResult(tools=[*mine.tools, *others])

    async def call_tool(  # type: ignore[override]  # an answer that Opta never gives
        self, request: Request, params: mcp.CallToolRequestParams, /
    ) -> Answered:
        """Call one of the others, or one of ours."""
        beside = BESIDE.get(params.name)
        return await (beside(request, params) if beside else super().call_tool(request, params))

    async def list_prompts(self, request: Request, params: object, /) -> mcp.ListPromptsResult:
        """Name the others beside ours."""
        mine = await super().list_prompts(request, params)
        uri = mcp.PromptArgument(name="resourceUri", description="What to embed.", required=True)
        return mcp.ListPromptsResult(prompts=[
            *mine.prompts,
            mcp.Prompt(name="test_prompt_with_embedded_resource", description="For the suite.", arguments=[uri]),
            mcp.Prompt(name="test_prompt_with_image", description="For the suite."),
            mcp.Prompt(name="test_input_required_result_prompt", description="For the suite."),
        ])  # fmt: skip

    async def get_prompt(  # type: ignore[override]  # an answer that Opta never gives
        self, request: Request, params: mcp.GetPromptRequestParams, /
    ) -> mcp.GetPromptResult | mcp.InputRequiredResult:
        """Give one of the others, or one of ours."""
        if params.name == "test_prompt_with_embedded_resource":
            uri = (params.arguments or {})["resourceUri"]
            return prompted(
                embedded(uri, "text/plain", "Embedded resource content for testing."),
                text("Please process the embedded resource above."),
            )
        if params.name == "test_prompt_with_image":
            return prompted(picture(), text("Please analyze the image above."))
        if params.name == "test_input_required_result_prompt":
            given = (params.input_responses or {}).get("user_context")
            return prompted(text(f"In context: {_shown(given)}")) if given else wanted({"user_context": CONTEXT})
        return await super().get_prompt(request, params)


def prompted(*content: mcp.ContentBlock) -> mcp.GetPromptResult:
    return mcp.GetPromptResult(messages=[mcp.PromptMessage(role="user", content=one) for one in content])


async def completed(_request: Request, _params: mcp.CompleteRequestParams) -> mcp.CompleteResult:
    return mcp.CompleteResult(completion=mcp.Completion(values=["paris", "park", "party"], total=3, has_more=False))


async def accepted(_request: Request, _params: object) -> mcp.EmptyResult:
    return mcp.EmptyResult()


def fixture_server(mapping: Mapping) -> Server[dict[str, object]]:
    """Return the SDK's server over a mapping, as `opta-mcp` makes it, with the suite's own methods beside it."""
    server = sdk_server(mapping)
    server.add_request_handler("completion/complete", mcp.CompleteRequestParams, completed)
    server.add_request_handler("logging/setLevel", mcp.SetLevelRequestParams, accepted)
    server.add_request_handler("resources/subscribe", mcp.SubscribeRequestParams, accepted)
    server.add_request_handler("resources/unsubscribe", mcp.UnsubscribeRequestParams, accepted)
    listening = ListenHandler(InMemorySubscriptionBus())
    server.add_request_handler("subscriptions/listen", mcp.SubscriptionsListenRequestParams, listening)
    server.middleware.append(RequestStateBoundary(RequestStateSecurity.ephemeral(), default_audience="opta"))
    return server


def serve(mapping: Mapping) -> None:
    """Serve over HTTP on a free loopback port, which is printed, until killed."""
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}/mcp\n")
    sys.stdout.flush()
    app = fixture_server(mapping).streamable_http_app()
    config = uvicorn.Config(app, log_level="warning")
    asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


if __name__ == "__main__":
    serve(Fixture(OFFER))
