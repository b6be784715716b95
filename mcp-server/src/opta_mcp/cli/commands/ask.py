"""`opta ask`: a question about this computer, answered on a terminal or as one JSON object."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from opta_mcp.advise.ask import ask
from opta_mcp.advise.options import AskOptions
from opta_mcp.cli.answer_view import draw_answer, draw_footer
from opta_mcp.cli.output import print_json
from opta_mcp.cli.progress import PhaseLine
from opta_mcp.cli.screen import Page
from opta_mcp.cli.voice import IN_OTHER_WORDS, Voice

if TYPE_CHECKING:
    from argparse import Namespace

    from opta_mcp.wire.answer import Answer, Event


def run(arguments: Namespace) -> int:
    """Answer, and return 0 whatever the verdict."""
    options = AskOptions(
        seconds=arguments.seconds,
        replay=arguments.replay,
        record=arguments.record,
        use_model=not arguments.no_llm,
        backend=arguments.backend,
        model=arguments.model,
    )
    question = " ".join(arguments.question)
    if arguments.json:
        print_json(asyncio.run(_answer_quietly(question, options)))
    else:
        asyncio.run(_answer_in_words(question, options))
    return 0


async def _answer_quietly(question: str, options: AskOptions) -> Answer:
    with PhaseLine() as line:
        return await ask(question, options, line.hear)


async def _answer_in_words(question: str, options: AskOptions) -> None:
    page = Page()
    voice = Voice(page)
    with PhaseLine() as line:

        async def hear(event: Event) -> None:
            await line.hear(event)
            if event.answer:
                draw_answer(page, event.answer)
            elif event.by == "model":
                voice.say(IN_OTHER_WORDS, event.text)

        answer = await ask(question, options, hear)
    voice.end()
    draw_footer(page, answer, source=options.replay.name if options.replay else "")
