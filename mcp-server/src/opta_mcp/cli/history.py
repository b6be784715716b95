"""The conversations that are kept, as the terminal lists, resumes and forgets them."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from opta_mcp.advise.kept import history_path
from opta_mcp.cli.screen import DIM, Page
from opta_mcp.conversations import Conversations, UnknownConversation
from opta_mcp.errors import UsageError

if TYPE_CHECKING:
    from opta_mcp.wire.history import Conversation, MessageState

SHOWN_ID = 8
"""Characters of an id that are shown, and enough of one to be named by."""

MARKS: dict[MessageState, str] = {
    "whole": "",
    "partial": "Opta ended before this answer did; this is as far as it came.",
    "stopped": "stopped",
    "failed": "This answer broke off.",
}
"""What is said below an answer, by how it ended."""


def draw_list() -> None:
    """Draw what is kept, the one spoken in last first."""
    with Conversations(history_path()) as kept:
        conversations = kept.list()
    page = Page()
    page.gap()
    if not conversations:
        page.paragraph("No conversation is kept.")
    else:
        when = (datetime.fromisoformat(each.updated_at).astimezone() for each in conversations)
        rows = zip(conversations, when, strict=True)
        page.rows([(each.id[:SHOWN_ID], f"{at:%Y-%m-%d %H:%M}", each.title) for each, at in rows], ("bold", DIM, ""))
    page.gap()


def draw_last(conversation: Conversation) -> None:
    """Draw where a conversation stands: its title, the last answer, and what became of it where it is not whole."""
    page = Page()
    page.paragraph(f"Going on with: {conversation.title}", DIM)
    for question, answer in list(pairwise(conversation.messages))[-1:]:
        page.gap()
        page.paragraph(question.content, "bold")
        for line in answer.content.splitlines():
            page.paragraph(line)
        if mark := MARKS[answer.state]:
            page.paragraph(mark, DIM)


def forget(named: str) -> None:
    """Forget one for good; raise `UnknownConversation` where there is none of that name."""
    with Conversations(history_path()) as kept:
        conversation = _find(kept, named)
        kept.delete(conversation.id)
    Page().paragraph(f"Forgotten: {conversation.title}")


def resume(named: str) -> Conversation:
    """Return the conversation of this id, or of its beginning; the last one where none is named."""
    with Conversations(history_path()) as kept:
        return _find(kept, named)


def begin(title: str) -> str:
    """Begin a conversation that is kept; return its id. Raises `HistoryError` where none can be."""
    with Conversations(history_path()) as kept:
        return kept.start(title)


def _find(kept: Conversations, named: str) -> Conversation:
    matching = [each.id for each in kept.list() if each.id.startswith(named)]
    if not matching and not named:
        raise UnknownConversation("No conversation is kept yet.", hint="opta chat begins one.")
    if named and len(matching) > 1:
        raise UsageError(f"{len(matching)} conversations begin with {named!r}.", hint="Give more of its id.")
    return kept.read(matching[0] if matching else named)
