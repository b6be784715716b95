"""What our own window and page are offered beside the rest: history, live readings, choosing a model, starting Ollama.

Listed only with `opta-mcp --app`: no other client sees it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.tools.table import Annotations, Context, tool
from opta_mcp.wire.arguments import ConversationArguments, ModelArguments, NoArguments
from opta_mcp.wire.chat import LlmStatus
from opta_mcp.wire.history import Conversation, ConversationList
from opta_mcp.wire.page import Frame

if TYPE_CHECKING:
    from opta_mcp.conversations import Conversations

READS = Annotations(read_only=True, destructive=False, idempotent=True, open_world=False)
CHANGES = Annotations(read_only=False, destructive=False, idempotent=True, open_world=False)
FORGETS = Annotations(read_only=False, destructive=True, idempotent=True, open_world=False)
FRAME_SECONDS = 1.0


def _history() -> Conversations:
    from opta_mcp.advise.kept import history_path  # noqa: PLC0415  # rules come with it
    from opta_mcp.conversations import Conversations  # noqa: PLC0415  # SQLite, when history is asked for

    return Conversations(history_path())


async def conversation_list(_arguments: NoArguments, _context: Context) -> ConversationList:
    """List the kept conversations."""
    with _history() as kept:
        return ConversationList(conversations=kept.list())


async def conversation_read(arguments: ConversationArguments, _context: Context) -> Conversation:
    """Give one conversation whole."""
    with _history() as kept:
        return kept.read(arguments.id)


async def conversation_forget(arguments: ConversationArguments, _context: Context) -> ConversationList:
    """Forget one conversation for good; give those that are left."""
    with _history() as kept:
        kept.delete(arguments.id)
        return ConversationList(conversations=kept.list())


async def telemetry_frame(_arguments: NoArguments, _context: Context) -> Frame:
    """Look for a second, for the meters."""
    from opta_mcp.telemetry.frame import frame  # noqa: PLC0415  # psutil comes with it
    from opta_mcp.telemetry.sources import LiveSource  # noqa: PLC0415
    from opta_mcp.telemetry.window import Window  # noqa: PLC0415

    recording = await LiveSource().record(FRAME_SECONDS)
    return await asyncio.to_thread(lambda: frame(Window.of(recording)))


async def model_choose(arguments: ModelArguments, _context: Context) -> LlmStatus:
    """Let a model answer from now on, here and after a restart."""
    from opta_mcp import llm  # noqa: PLC0415  # backends, when they are first asked for
    from opta_mcp.settings import save_model  # noqa: PLC0415

    await asyncio.to_thread(save_model, arguments.name)
    return await llm.status()


async def ollama_start(_arguments: NoArguments, _context: Context) -> LlmStatus:
    """Start Ollama where it is installed and does not run; raise an OptaError where it cannot be."""
    from opta_mcp import llm  # noqa: PLC0415  # backends, when they are first asked for
    from opta_mcp.backends.ollama.address import parse_address  # noqa: PLC0415
    from opta_mcp.backends.ollama.start import start  # noqa: PLC0415
    from opta_mcp.settings import load_settings  # noqa: PLC0415

    await start(parse_address(load_settings().ollama_host))
    return await llm.status()


def _count(history: ConversationList) -> str:
    return f"{len(history.conversations)} conversations are kept."


APP_TOOLS = (
    tool(
        conversation_list,
        name="conversation_list",
        title="Kept conversations",
        description="The conversations kept on this computer, the one spoken in last first.",
        input=NoArguments,
        output=ConversationList,
        annotations=READS,
        text=_count,
    ),
    tool(
        conversation_read,
        name="conversation_read",
        title="One conversation",
        description="A kept conversation, whole.",
        input=ConversationArguments,
        output=Conversation,
        annotations=READS,
        text=lambda conversation: f"{conversation.title}: {len(conversation.messages)} messages.",
    ),
    tool(
        conversation_forget,
        name="conversation_forget",
        title="Forget a conversation",
        description="Delete a kept conversation for good.",
        input=ConversationArguments,
        output=ConversationList,
        annotations=FORGETS,
        text=_count,
    ),
    tool(
        telemetry_frame,
        name="telemetry_frame",
        title="The meters",
        description="This computer over one second, for live meters.",
        input=NoArguments,
        output=Frame,
        annotations=READS,
        text=lambda frame: f"Measured at {frame.at}.",
    ),
    tool(
        model_choose,
        name="model_choose",
        title="Choose a model",
        description="Let another model answer from now on; kept in Opta's settings.",
        input=ModelArguments,
        output=LlmStatus,
        annotations=CHANGES,
        text=lambda status: f"{status.backend.name if status.backend else 'No model'} answers from now on.",
    ),
    tool(
        ollama_start,
        name="ollama_start",
        title="Start Ollama",
        description="Start Ollama where it is installed and does not run.",
        input=NoArguments,
        output=LlmStatus,
        annotations=CHANGES,
        text=lambda status: "Ollama runs." if status.running else status.error or "Ollama does not run.",
    ),
)
