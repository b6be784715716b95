"""A model's words under a diagnosis, streamed: each sentence with the gate's decision as soon as it is over."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from opta_mcp.backends.protocol import ChatRequest, Delta, Finished, Phase
from opta_mcp.words.gate import Kept, StreamGate

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from opta_mcp.backends.protocol import Backend
    from opta_mcp.wire.chat import ChatMessage
    from opta_mcp.words.facts import Facts

WORDING_TOKENS: Final = 256
"""Four short sentences and room to spare."""
DROPPED_IN_A_ROW_MOST: Final = 6
"""A model that has lost the facts does not find them again; it is stopped."""


async def reword(
    backend: Backend, model: str, prompt: Sequence[ChatMessage], facts: Facts, max_tokens: int = WORDING_TOKENS
) -> AsyncGenerator[Phase | Kept | Finished, None]:
    """Give phases, decided sentences and, where the model came to an end by itself, how it ended.

    The quotation marks that the prompt puts around names are taken off again. The model is stopped when the generator
    is closed, and after six dropped sentences in a row. Raises BackendError as the backend does; what was kept before
    stands.
    """
    gate = StreamGate(facts)
    dropped = 0
    request = ChatRequest(prompt, model, max_tokens=max_tokens)
    async with aclosing(backend.stream(request)) as items:
        async for item in items:
            decided = gate.feed(item.text) if isinstance(item, Delta) else []
            if isinstance(item, Finished):
                decided = gate.flush() if item.reason == "stop" else []
            for decision in decided:
                yield replace(decision, text=facts.names.unquoted(decision.text))
                dropped = 0 if decision.kept else dropped + 1
            if not isinstance(item, Delta):
                yield item
            if dropped >= DROPPED_IN_A_ROW_MOST:
                return
