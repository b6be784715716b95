"""The official client, extended in this one place: what it cannot send, and how it must not trust what it reads.

It sends no `truncate`, keeps an OLLAMA_API_KEY for any host, waits for ever, follows redirects, obeys a proxy even to
loopback, and stops at the first line that is no JSON with an error of json's own.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx
import ollama

from opta_mcp.backends.http import certificates, error_body
from opta_mcp.backends.lines import json_lines
from opta_mcp.backends.ollama.outcomes import answered, lost
from opta_mcp.backends.outcome import IN_STREAM, Failure
from opta_mcp.errors import BackendError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from opta_mcp.backends.address import Address
    from opta_mcp.backends.lines import Line

KEEP_ALIVE = "10m"
"""Ollama forgets a model after 5 minutes; a person who reads an answer and asks again should not wait for it twice."""
CONNECT_SECONDS = 2.0
_OK = 200


class Client(ollama.AsyncClient):
    """ollama's client, for one address."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            address.url,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            headers={"accept-encoding": "identity"},
            trust_env=False,
            verify=certificates(address),
        )
        if not address.keeps_secrets:
            self._client.headers.pop("authorization", None)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def chat_lines(
        self,
        model: str,
        messages: list[dict[str, str]],
        options: ollama.Options,
        format: Mapping[str, object] | None = None,  # noqa: A002  # Ollama's own name
    ) -> AsyncGenerator[Line, None]:
        """Stream a chat's lines; nothing is ever cut silently, and no model thinks its budget away."""
        body: dict[str, object] = {
            "model": model,
            "messages": messages,
            "stream": True,
            "truncate": False,
            "think": least_thinking(model),
            "keep_alive": KEEP_ALIVE,
            "options": options.model_dump(exclude_none=True),
        }
        if format is not None:
            body["format"] = format
        async with aclosing(self.lines("/api/chat", body, model)) as lines:
            async for line in lines:
                yield line

    async def pull_lines(self, model: str) -> AsyncGenerator[Line, None]:
        """Stream a pull's lines; a registry is spoken to unencrypted only where its name begins with http://."""
        body: dict[str, object] = {"model": model, "stream": True}
        if model.startswith("http://"):
            body["insecure"] = True
        async with aclosing(self.lines("/api/pull", body, model)) as lines:
            async for line in lines:
                yield line

    async def lines(self, path: str, body: Mapping[str, object], model: str) -> AsyncGenerator[Line, None]:
        """POST a body and stream the answer's lines; raise `Failure` for every other outcome."""
        try:
            async with self._client.stream("POST", path, json=body) as response:
                if response.status_code != _OK:
                    raise answered(response.status_code, await error_body(response), model)
                async with aclosing(json_lines(response.aiter_raw())) as lines:
                    async for line in lines:
                        if "error" in line:
                            raise answered(IN_STREAM, line, model)
                        yield line
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise lost(error) from error
        except BackendError as error:
            raise Failure(error, error.code) from error


def least_thinking(model: str) -> bool | str:
    """Give what makes a model think least: most can be told not to, gpt-oss only to think little."""
    return "low" if "gpt-oss" in model.lower() else False
