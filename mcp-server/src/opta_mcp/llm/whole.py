"""A pull to its end and a chat all at once, for the plain functions: what `run` needs an event loop for."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.backends.ollama.backend import OllamaBackend
from opta_mcp.backends.ollama.layers import DEFAULT_MODEL
from opta_mcp.backends.ollama.names import checked_name, same_model
from opta_mcp.backends.protocol import ChatRequest, Delta, Finished
from opta_mcp.errors import BackendError, ModelMissing, OptaError, UsageError
from opta_mcp.llm.choice import pick
from opta_mcp.settings import load_settings
from opta_mcp.wire.chat import ChatMessage

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping, Sequence

    from opta_mcp.llm.plain import Completion

T = TypeVar("T")


def run(work: Coroutine[None, None, T]) -> T:
    """Run a coroutine to its end, also where the calling thread has an event loop already: then in another thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    results: list[T] = []
    errors: list[BaseException] = []

    def worker() -> None:
        try:
            results.append(asyncio.run(work))
        except BaseException as error:  # noqa: BLE001  # handed on to the caller's thread, whatever it is
            errors.append(error)

    thread = threading.Thread(target=worker, name="opta: a plain call")
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


async def pull_to_the_end(model: str) -> None:
    """Download a model unless it is there; raise an `OptaError` where it cannot be had."""
    name, backend = checked_name(model), _ollama()
    try:
        if any(same_model(info.name, name) for info in await backend.models()):
            return
        async with aclosing(backend.pull(name)) as jobs:
            states = [job async for job in jobs]
    finally:
        await backend.aclose()
    if states[-1].state != "done":
        raise BackendError(states[-1].error or states[-1].message, hint=states[-1].hint or "")


async def complete(messages: Sequence[Mapping[str, str]], model: str) -> Completion:
    """Answer a conversation; what goes wrong is said in the result, with the text that had come by then."""
    text: list[str] = []
    try:
        return await _completed(messages, model, text)
    except OptaError as error:
        return {"content": "".join(text), "model": model, "done": False, "error": str(error)}


async def _completed(messages: Sequence[Mapping[str, str]], model: str, text: list[str]) -> Completion:
    conversation, settings, backend = _checked(messages), load_settings(), _ollama()
    try:
        try:
            return await _answer(backend, ChatRequest(conversation, model, settings.answer_tokens), text)
        except ModelMissing:
            if not same_model(model, DEFAULT_MODEL):
                raise
        best, notices = pick(await backend.models(), None, DEFAULT_MODEL)
        answer = await _answer(backend, ChatRequest(conversation, best, settings.answer_tokens), text)
        return {**answer, "notice": " ".join(notices)}
    finally:
        await backend.aclose()


async def _answer(backend: OllamaBackend, request: ChatRequest, text: list[str]) -> Completion:
    ended = False
    async with aclosing(backend.stream(request)) as items:
        async for item in items:
            if isinstance(item, Delta):
                text.append(item.text)
            ended = ended or isinstance(item, Finished)
    return {"content": "".join(text), "model": request.model, "done": ended}


def _checked(messages: Sequence[Mapping[str, str]]) -> tuple[ChatMessage, ...]:
    try:
        conversation = tuple(ChatMessage.model_validate(dict(message)) for message in messages)
    except (ValidationError, TypeError, ValueError) as error:
        raise _no_conversation() from error
    if not conversation:
        raise _no_conversation()
    return conversation


def _no_conversation() -> UsageError:
    return UsageError(
        "The messages are no conversation.",
        hint='Give a list of {"role": "user", "content": "..."}; a role is user, assistant or system.',
    )


def _ollama() -> OllamaBackend:
    settings = load_settings()
    return OllamaBackend(parse_address(settings.ollama_host), silence_seconds=settings.silence_seconds)
