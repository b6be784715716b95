"""The types of what Opta offers to a client: tools, documents, questions. No protocol is known here.

A transport parses a call, looks the tool up, awaits it, and serialises what it returns; the MCP server and the page
serve the same table.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from opta_mcp.errors import UsageError
from opta_mcp.tools.session import Session
from opta_mcp.wire.answer import Event
from opta_mcp.wire.base import Wire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    Emit = Callable[[Event], Awaitable[None]]

ArgumentsT = TypeVar("ArgumentsT", bound=Wire)
ResultT = TypeVar("ResultT", bound=Wire)


@dataclass(frozen=True, slots=True)
class Context:
    """What a running tool is given beside its arguments."""

    emit: Emit
    """Sends an event of a running answer; drops it where nobody listens. It never waits for a slow listener."""
    session: Session
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def phase(self, text: str) -> None:
        """Say what goes on; only for tools that number no events of their own."""
        await self.emit(Event(kind="phase", text=text, seq=next(self._numbers)))


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a client may assume of a tool; all four are always said, since the protocol's defaults assume the worst."""

    read_only: bool
    destructive: bool
    idempotent: bool
    open_world: bool


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that Opta does for a client. Made by `tool`, which ties the types together."""

    name: str
    title: str
    description: str
    input: type[Wire]
    output: type[Wire]
    annotations: Annotations
    call: Callable[[Mapping[str, object], Context], Awaitable[Wire]]
    """Raises UsageError where the arguments cannot be used, any OptaError where the work fails."""
    text: Callable[[Wire], str]
    """The result in a few words, for a client that shows nothing else."""
    failed: Callable[[Wire], bool]
    """Whether a result is one of failure, although it was returned."""


def tool(  # noqa: PLR0913  # one keyword for each field of the table
    handler: Callable[[ArgumentsT, Context], Awaitable[ResultT]],
    *,
    name: str,
    title: str,
    description: str,
    input: type[ArgumentsT],  # noqa: A002  # the field's name
    output: type[ResultT],
    annotations: Annotations,
    text: Callable[[ResultT], str],
    failed: Callable[[ResultT], bool] = lambda _: False,
) -> Tool:
    """Make a tool whose handler's types agree with its declared input and output."""

    async def call(arguments: Mapping[str, object], context: Context) -> Wire:
        return await handler(parsed(name, input, arguments), context)

    def of_output(use: Callable[[ResultT], str]) -> Callable[[Wire], str]:
        return lambda result: use(output.model_validate(result))

    return Tool(
        name=name,
        title=title,
        description=description,
        input=input,
        output=output,
        annotations=annotations,
        call=call,
        text=of_output(text),
        failed=lambda result: failed(output.model_validate(result)),
    )


def parsed(name: str, kind: type[ArgumentsT], arguments: Mapping[str, object]) -> ArgumentsT:
    """Return the arguments as their type; raise UsageError in words that a person or a model can act on.

    An argument that the tool does not have is refused, so that a misspelt one is heard of.
    """
    wrong = [_stranger(key, kind) for key in arguments if key not in kind.model_fields]
    try:
        if not wrong:
            return kind.model_validate(arguments)
    except ValidationError as error:
        wrong = [_complaint(dict(one)) for one in error.errors(include_url=False, include_input=False)]
    raise UsageError(f"{name} cannot be called like this. {' '.join(wrong)}", hint=_usage(name, kind))


def _stranger(key: str, kind: type[Wire]) -> str:
    near = difflib.get_close_matches(key, list(kind.model_fields), n=1)
    return f"It has no argument {key}." + (f" Did you mean {near[0]}?" if near else "")


def _complaint(error: Mapping[str, object]) -> str:
    place = error["loc"]
    where = ".".join(str(step) for step in place) if isinstance(place, tuple) else ""
    return f"{where} is missing." if error["type"] == "missing" else f"{where}: {error['msg']}."


def _usage(name: str, kind: type[Wire]) -> str:
    fields = [key if value.is_required() else f"{key}?" for key, value in kind.model_fields.items()]
    return f"{name} takes {', '.join(fields)}." if fields else f"{name} takes no arguments."


@dataclass(frozen=True, slots=True)
class Document:
    """Something to read: a fixed URI, or a template with one name in braces for each part that varies."""

    uri: str
    name: str
    title: str
    description: str
    mime_type: str
    read: Callable[[Mapping[str, str]], Awaitable[str | bytes]]
    """Takes the values of the template's names; raises UsageError where there is no such document."""

    @property
    def is_template(self) -> bool:
        """Whether the URI has parts that vary."""
        return "{" in self.uri

    def match(self, uri: str) -> dict[str, str] | None:
        """Return the values of the template's names in this URI, or None where it is another document."""
        steps = re.split(r"\{(\w+)\}", self.uri)
        pattern = "".join(f"(?P<{step}>[^/]+)" if place % 2 else re.escape(step) for place, step in enumerate(steps))
        found = re.fullmatch(pattern, uri)
        return found.groupdict() if found else None


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap in a prepared question that the user fills."""

    name: str
    description: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A routine question, prepared so that a client's own model asks Opta's tools rather than guesses."""

    name: str
    title: str
    description: str
    template: str
    """What is said to the model, with a name in braces for each blank."""
    blanks: tuple[Blank, ...] = ()

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the question with its blanks filled; raise UsageError where a required one is left open."""
        missing = [blank.name for blank in self.blanks if blank.required and not values.get(blank.name, "").strip()]
        if missing:
            raise UsageError(f"{self.name} wants {', '.join(missing)}.", hint="Fill it in and ask again.")
        return self.template.format_map({blank.name: values.get(blank.name, "") for blank in self.blanks})


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that one server offers."""

    tools: tuple[Tool, ...] = ()
    documents: tuple[Document, ...] = ()
    questions: tuple[Question, ...] = ()
    instructions: str = ""
    """When to use which, for the client's own model."""
    session: Session = field(default_factory=Session)
