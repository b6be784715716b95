"""An offer that tries the transport: tools that stream, fail, hang, print, and keep the event loop busy."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from opta_mcp.errors import BackendSilent, UsageError
from opta_mcp.server import run
from opta_mcp.tools.table import Annotations, ArgumentsT, Blank, Context, Document, Offer, Question, Tool, tool
from opta_mcp.wire.answer import Event, Part
from opta_mcp.wire.arguments import AskArguments, NoArguments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

HARMLESS = Annotations(read_only=True, destructive=False, idempotent=True, open_world=False)
TOKENS = 500


async def echo(arguments: AskArguments, _context: Context) -> Part:
    return Part(by="rules", text=arguments.question)


async def stream(arguments: AskArguments, context: Context) -> Part:
    """As fast as it can, which is far faster than 30 a second; every word is the next number."""
    await context.emit(Event(kind="phase", text="reading the question", seq=1))
    for number in range(TOKENS):
        await context.emit(Event(kind="delta", by="model", text=f"{number} ", seq=number + 2))
        if number % 50 == 0:
            await anyio.sleep(0.02)
    return Part(by="model", text="".join(f"{number} " for number in range(TOKENS)) + arguments.question)


async def hang(arguments: AskArguments, context: Context) -> Part:
    """Until cancelled, which it writes into the file that the question names, with the time."""
    await context.emit(Event(kind="phase", text="hanging", seq=1))
    try:
        await anyio.sleep_forever()
    except anyio.get_cancelled_exc_class():
        Path(arguments.question).write_text(repr(time.monotonic()), encoding="utf-8")  # noqa: ASYNC240  # at once
        raise
    raise AssertionError


async def fail(_arguments: NoArguments, _context: Context) -> Part:
    raise BackendSilent("Something accepts and does not answer.", hint="Start it again.")


async def break_inside(_arguments: NoArguments, _context: Context) -> Part:
    raise ZeroDivisionError("a secret of the inside")


async def half(_arguments: NoArguments, _context: Context) -> Part:
    return Part(by="model", text="half an ans")


async def noise(_arguments: NoArguments, _context: Context) -> Part:
    """Everything that ever spoilt a protocol: prints, raw writes, a child that prints."""
    print("printed")  # noqa: T201  # the point of it
    sys.stdout.flush()
    os.write(1, b"written to 1\n")
    subprocess.run([sys.executable, "-c", "print('a child')"], check=True)  # noqa: ASYNC221  # so does a probe
    child = subprocess.run([sys.executable, "-c", "input()"], check=False, stderr=subprocess.DEVNULL)  # noqa: ASYNC221
    return Part(by="rules", text=f"a child that read ended with {child.returncode}")


async def busy(_arguments: NoArguments, _context: Context) -> Part:
    """Say so on standard error, then keep the event loop from running anything else."""
    os.write(2, b"busy\n")
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        sum(range(1000))
    return Part(by="rules", text="")


async def read_fixed(_values: Mapping[str, str]) -> str:
    return "the text"


async def read_varying(values: Mapping[str, str]) -> bytes:
    if values["id"] == "none":
        raise UsageError("There is no such thing.", hint="Ask for another.")
    return values["id"].encode()


def made(handler: Callable[[ArgumentsT, Context], Awaitable[Part]], kind: type[ArgumentsT]) -> Tool:
    name = getattr(handler, "__name__", "")
    return tool(
        handler,
        name=name,
        title=name.title(),
        description="For tests.",
        input=kind,
        output=Part,
        annotations=HARMLESS,
        text=lambda part: part.text,
        failed=lambda part: part.text.startswith("half"),
    )


OFFER = Offer(
    tools=(
        made(echo, AskArguments),
        made(stream, AskArguments),
        made(hang, AskArguments),
        made(fail, NoArguments),
        made(break_inside, NoArguments),
        made(half, NoArguments),
        made(noise, NoArguments),
        made(busy, NoArguments),
    ),
    documents=(
        Document("toy://fixed", "fixed", "Fixed", "A text.", "text/plain", read_fixed),
        Document("toy://varying/{id}/bytes", "varying", "Varying", "Bytes.", "application/octet-stream", read_varying),
    ),
    questions=(
        Question("slow", "Slow", "Why is it slow?", "Say why it is slow."),
        Question("who", "Who", "Who holds it?", "Who holds {what}?", (Blank("what", "Memory or a disk."),)),
    ),
    instructions="Only for tests.",
)


if __name__ == "__main__":
    run(lambda: OFFER)
