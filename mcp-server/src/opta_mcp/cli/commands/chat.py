"""`opta chat`: a conversation; what is about this computer is measured, the rest is the model's own words.

Ctrl-C stops an answer, and the conversation goes on; Ctrl-D, or Ctrl-C twice where nothing is being said, ends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from opta_mcp.advise.kept import chat_kept, last_measured, spoken
from opta_mcp.advise.options import ChatOptions
from opta_mcp.cli import INTERRUPTED
from opta_mcp.cli.answer_view import draw_answer, draw_footer, draw_notices, draw_retold
from opta_mcp.cli.history import begin, draw_last, draw_list, forget, resume
from opta_mcp.cli.progress import PhaseLine
from opta_mcp.cli.screen import DIM, OFF, Page
from opta_mcp.cli.voice import IN_OTHER_WORDS, OWN_WORDS, Voice
from opta_mcp.conversations import HistoryError, UnknownConversation
from opta_mcp.errors import OptaError
from opta_mcp.llm.choice import keeping_backends
from opta_mcp.wire.chat import ChatMessage

if TYPE_CHECKING:
    from argparse import Namespace

    from opta_mcp.wire.answer import Event
    from opta_mcp.wire.chat import ChatResult
    from opta_mcp.wire.history import Conversation

PROMPT = "> "
WELCOME = "Ask about this computer, or talk. Ctrl-C stops an answer, Ctrl-D ends."
NOT_YET = ""
"""Stands for the id of a conversation of which nothing was said; None for one that cannot be kept."""


def run(arguments: Namespace) -> int:
    """Talk until the input ends, or tend to the conversations that are kept."""
    if arguments.list:
        draw_list()
        return 0
    if arguments.delete is not None:
        forget(arguments.delete)
        return 0
    options = ChatOptions(use_model=not arguments.no_llm, backend=arguments.backend, model=arguments.model)
    kept = None if arguments.resume is None else resume(arguments.resume)
    with asyncio.Runner() as runner:
        keeper = keeping_backends()
        runner.run(keeper.__aenter__())
        try:
            return _Conversation(options, runner, kept).go_on()
        finally:
            runner.run(keeper.__aexit__(None, None, None))


class _Conversation:
    """What was said so far, and whether somebody types it."""

    def __init__(self, options: ChatOptions, runner: asyncio.Runner, kept: Conversation | None) -> None:
        self._options = options
        self._runner = runner
        self._id: str | None = kept.id if kept else NOT_YET
        self._kept = kept
        self._messages = list(spoken(kept)) if kept else []
        self._earlier = last_measured(kept) if kept else None
        self._told: set[str] = set()
        self._typed = sys.stdin.isatty()

    def go_on(self) -> int:
        """Answer line after line; return the exit status."""
        if self._typed:
            with contextlib.suppress(ImportError):  # Windows has none, and a bundle leaves it out for its licence
                import readline  # noqa: F401, PLC0415  # gives input() its editing and its history
            if self._kept:
                draw_last(self._kept)
            else:
                Page().paragraph(WELCOME, DIM)
        stopped = False
        while True:
            try:
                line = input(f"\n{PROMPT}" if self._typed else "")
            except EOFError:
                return 0
            except KeyboardInterrupt:
                if stopped or not self._typed:
                    return INTERRUPTED
                stopped = True
                Page().gap()
                Page().paragraph("Ctrl-C again, or Ctrl-D, ends the conversation.", DIM)
            else:
                stopped = False
                self._answer(line)

    def _answer(self, line: str) -> None:
        if not line.strip():
            return
        turn = _Turn()
        question = ChatMessage(role="user", content=line)
        try:
            options = replace(self._options, earlier=self._earlier)
            self._begin(line, turn)
            result = self._runner.run(chat_kept((*self._messages, question), options, turn.hear, self._id))
        except KeyboardInterrupt:
            turn.stopped()
        except OptaError as error:
            turn.failed(str(error))
            if isinstance(error, UnknownConversation):  # deleted elsewhere meanwhile: what comes is kept anew
                self._id = NOT_YET
        else:
            turn.end(result, told=self._told)
            self._told |= set(result.notices)
            self._earlier = result.grounded or self._earlier
        if turn.said:  # a question without an answer is forgotten, so that the next one stands alone
            self._messages += (question, ChatMessage(role="assistant", content=turn.said))

    def _begin(self, title: str, turn: _Turn) -> None:
        """Begin to keep the conversation with its first question; where that cannot be done, it goes on unkept."""
        if self._id != NOT_YET:
            return
        try:
            self._id = begin(title)
        except HistoryError as error:
            self._id = None
            turn.note(str(error))


class _Turn:
    """One answer on the screen."""

    def __init__(self) -> None:
        self._page = Page()
        self._line = PhaseLine()
        self._voice = Voice(self._page)
        self._measured = False
        self.said = ""

    async def hear(self, event: Event) -> None:
        """Draw what is measured whole, and what a model says as it comes."""
        await self._line.hear(event)
        if event.answer:
            draw_answer(self._page, event.answer)
            self.said, self._measured = event.answer.answer, True
        elif event.by == "rules":
            draw_retold(self._page, event.text)
            self.said = event.text
        elif event.by == "model":
            self._voice.say(IN_OTHER_WORDS if self._measured else OWN_WORDS, event.text)
            self.said += event.text

    def end(self, result: ChatResult, told: set[str]) -> None:
        """Say whose words these were, and what else is to be known, once."""
        self._line.clear()
        self._voice.end()
        if result.error:
            self.failed(result.error)
        self.said = result.content or self.said
        if result.grounded:
            draw_footer(self._page, result.grounded, told=told)
        elif result.model:
            self._page.footer(f"{result.model} ({result.backend})", "cut at its longest" if result.truncated else "")
            draw_notices(self._page, result.notices, told)

    def note(self, text: str) -> None:
        """Say what else is to be known."""
        self._page.paragraph(text, DIM)

    def stopped(self) -> None:
        """Say that the answer was stopped."""
        self._line.clear()
        self._voice.end()
        self._page.paragraph("stopped", DIM)

    def failed(self, why: str) -> None:
        """Say what went wrong; the conversation goes on."""
        self._line.clear()
        self._page.gap()
        self._page.headline(OFF, why, "")
