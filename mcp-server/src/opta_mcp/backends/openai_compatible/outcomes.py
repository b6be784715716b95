"""One table: everything that a server, or the way to it, can answer but what was asked for, and the error it becomes.

A row is found by status and text, the first that fits. The texts are llama.cpp's, vLLM's and OpenAI's own; servers word
things anew, so each kind of status has a row of its own at the end, and the last row fits anything.
"""

from __future__ import annotations

import re
from typing import Final

import httpx

from opta_mcp.backends.openai_compatible.address import KEY_VARIABLE, URL_VARIABLE
from opta_mcp.backends.outcome import IN_STREAM, Explained, Failure, Outcome, explain, overflow
from opta_mcp.backends.text import one_line
from opta_mcp.errors import (
    BackendCut,
    BackendError,
    BackendGarbled,
    BackendRefused,
    BackendSilent,
    BackendUnavailable,
    Busy,
    ContextFull,
    ModelMissing,
    ModelUnfit,
)

LOADING: Final = "loading"
FORMAT: Final = "format refused"
_ERRORS: Final = (IN_STREAM, *range(400, 600))
_ASK_LESS: Final = "Ask for less at once, or begin a new conversation."
_LOG: Final = "Where it stays so, read the server's log."
_SET_URL: Final = f"See what listens there, or set {URL_VARIABLE} anew."

OUTCOMES: Final = (
    Outcome(
        "overflow",
        _ERRORS,
        r"exceed_context_size|exceeds the available context|context_length_exceeded|maximum (context|model) length"
        r"|max_model_len|longer than the .*context|context length",
        ContextFull,
        "The text is longer than {model} can read",
        _ASK_LESS,
    ),
    Outcome(
        LOADING, (503,), r"loading model", Busy, "The server is still loading its model", "Ask again later.", "later"
    ),
    Outcome("key refused", (401, 403), r"", BackendRefused, "The server refuses the key", f"Set {KEY_VARIABLE} anew."),
    Outcome(
        "model absent",
        (IN_STREAM, 400, 404),
        r"model.*(not found|does not exist|not exist)|no model|unknown model|model_not_found",
        ModelMissing,
        "The server has no model {model}",
        "See which it has: opta models",
    ),
    Outcome(
        FORMAT,
        (400, 422, 500, 501),
        r"response_format|json_schema|structured|grammar|chat_template_kwargs|stream_options|return_progress"
        r"|extra inputs|unrecognized|unknown (field|parameter)|unsupported",
        BackendRefused,
        "The server cannot do what was asked",
        "Update the server.",
    ),
    Outcome(
        "memory",
        _ERRORS,
        r"out of memory|cudaMalloc|(failed|unable) to allocate|(not enough|insufficient) memory",
        ModelUnfit,
        "{model} does not fit into the server's memory",
        "Take a smaller model.",
    ),
    Outcome("queue full", (429, 503), r"", Busy, "The server has too much to do", "Ask again later.", "later"),
    Outcome(
        "gateway",
        (502, 504),
        r"",
        BackendUnavailable,
        "The server behind this one does not answer",
        f"Try again later. {_LOG}",
    ),
    Outcome("call unknown", (404, 405, 410), r"", BackendRefused, "There is no OpenAI-compatible server", _SET_URL),
    Outcome("redirect", range(300, 400), r"", BackendRefused, "The server sends us elsewhere", _SET_URL),
    Outcome(
        "request refused", range(400, 500), r"", BackendRefused, "The server refuses the request", "Ask something else."
    ),
    Outcome("server failed", range(500, 600), r"", BackendRefused, "The server failed", _LOG),
    Outcome("error event", (IN_STREAM,), r"", BackendRefused, "The server failed in the middle of its answer", _LOG),
    Outcome(
        "anything else", range(1000), r"", BackendGarbled, "What answers does not speak OpenAI's protocol", _SET_URL
    ),
)

TRANSPORT: Final[tuple[tuple[type[Exception], type[BackendError], str], ...]] = (
    (httpx.ConnectError, BackendUnavailable, "{server} cannot be reached"),
    (httpx.ConnectTimeout, BackendUnavailable, "{server} cannot be reached"),
    (httpx.TimeoutException, BackendSilent, "{server} does not answer"),
    (httpx.LocalProtocolError, BackendGarbled, "The request could not be sent"),
    (httpx.RemoteProtocolError, BackendCut, "The answer broke off"),
    (httpx.NetworkError, BackendCut, "The connection to {server} was lost"),
    (httpx.ProxyError, BackendUnavailable, "The way to {server} is blocked by a proxy"),
    (httpx.HTTPError, BackendGarbled, "What answers at {server} does not speak OpenAI's protocol"),
    (httpx.InvalidURL, BackendUnavailable, "The address of {server} cannot be used"),
    (httpx.StreamError, BackendCut, "The answer broke off"),
)
"""What httpx raises, the first row whose class fits."""

_COUNTS: Final = re.compile(r"(?:maximum|max)\D{0,40}(\d+) tokens.*?requested (\d+) tokens", re.IGNORECASE | re.DOTALL)
"""vLLM's and OpenAI's words for a text that is too long; llama.cpp sends the numbers by themselves."""


def answered(status: int, body: object, model: str, key: str | None) -> Failure:
    """Translate an answer: its status (IN_STREAM for an event inside a 200) and its body; the key stays out of it."""
    told = explain(body)
    row = next(row for row in OUTCOMES if row.fits(status, told.text))
    shown = one_line(model, 80) or "the model"
    if row.error is ContextFull:
        return Failure(_overflow(shown, told, row.hint), row.name)
    detail = one_line(told.text.replace(key, "***") if key else told.text).rstrip(".")
    message = row.message.format(model=shown)
    return Failure(
        row.error(f"{message}: {detail}." if detail else f"{message} (HTTP {status}).", hint=row.hint),
        row.name,
        row.again,
    )


def lost(error: Exception, server: str) -> BackendError:
    """Translate what httpx raised."""
    kind, words = next((kind, words) for foreign, kind, words in TRANSPORT if isinstance(error, foreign))
    return kind(f"{words.format(server=server)}.", hint=f"Start it, or set {URL_VARIABLE} anew.")


def _overflow(model: str, told: Explained, hint: str) -> ContextFull:
    full = overflow(model, told, hint)
    if found := _COUNTS.search(told.text):
        numbers = {"n_ctx": int(found[1]), "n_prompt_tokens": int(found[2])}
        full = overflow(model, Explained(told.text, numbers), hint)
    return full
