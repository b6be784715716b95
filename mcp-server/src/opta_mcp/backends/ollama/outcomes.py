"""One table: everything that Ollama, or the way to it, can answer but what was asked for, and the error it becomes.

A row is found by status and text, the first that fits. The texts are Ollama's own (0.32.15) and its engine's; newer
versions word things anew, so each kind of status has a row of its own at the end, and the last row fits anything.
"""

from __future__ import annotations

import httpx

from opta_mcp.backends.outcome import IN_STREAM, Failure, Lost, Outcome, explain, overflow
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

_UPDATE = "Update Ollama: https://ollama.com/download"
_LOCAL_MODEL = "Take a model that runs here: opta models"
_LOG = "Restart Ollama; where it stays so, read its log."


_ANY = range(1000)
_ERRORS = (IN_STREAM, *range(400, 600))

OUTCOMES = (
    Outcome(
        "overflow",
        _ERRORS,
        r"exceed_context_size|exceeds the available context|input length exceeds|context length exceeded",
        ContextFull,
        "The text is longer than {model} can read",
        "Ask for less at once, or begin a new conversation.",
    ),
    Outcome(
        "model unknown to the registry",
        _ERRORS,
        r"pull model manifest: (file does not exist|.*manifest unknown|.*not found)",
        ModelMissing,
        "No registry has a model named {model}",
        "Look the name up at https://ollama.com/library",
    ),
    Outcome(
        "server too old for the model",
        _ERRORS,
        r"\b412\b|newer version of ollama|unknown model architecture",
        BackendRefused,
        "This Ollama is too old for {model}",
        _UPDATE,
    ),
    Outcome(
        "disk full",
        _ERRORS,
        r"no space left|not enough (disk )?space|disk (is )?full",
        BackendRefused,
        "The disk that holds Ollama's models is full",
        "Free some space, then run the same command again.",
    ),
    Outcome(
        "registry out of reach",
        _ERRORS,
        r"\blookup \S+|dial tcp|no such host|network is unreachable|TLS handshake|i/o timeout|x509:",
        BackendUnavailable,
        "Ollama cannot reach the registry of models",
        "See to the network, then run the same command again; what has arrived is kept until Ollama restarts.",
    ),
    Outcome(
        "download broken",
        _ERRORS,
        r"max retries exceeded|digest mismatch|must be downloaded again|download stalled",
        BackendCut,
        "The download broke off",
        "Run the same command again; Ollama keeps the parts that it has checked.",
    ),
    Outcome(
        "queue full",
        (503,),
        r"",
        Busy,
        "Ollama's queue is full",
        "Wait until other programs have their answers, then ask again.",
        "later",
    ),
    Outcome(
        "queue full, in words",
        _ERRORS,
        r"server busy|maximum pending requests",
        Busy,
        "Ollama's queue is full",
        "Wait until other programs have their answers, then ask again.",
        "later",
    ),
    Outcome(
        "cloud model without leave",
        (401, 402),
        r"",
        BackendRefused,
        "{model} runs on other computers, and they want to know who asks",
        _LOCAL_MODEL,
    ),
    Outcome(
        "cloud switched off",
        (403,),
        r"cloud|remote",
        BackendRefused,
        "{model} runs on other computers, which this Ollama is told not to use",
        _LOCAL_MODEL,
    ),
    Outcome("too many requests", (429,), r"", Busy, "{model} has had too many requests", _LOCAL_MODEL),
    Outcome(
        "gateway",
        (502, 504),
        r"",
        BackendUnavailable,
        "The server behind this one does not answer",
        f"Try again later. {_LOCAL_MODEL}",
    ),
    Outcome(
        "memory",
        _ERRORS,
        r"out of memory|more system memory|cudaMalloc|(failed|unable) to allocate|(not enough|insufficient) memory",
        ModelUnfit,
        "{model} does not fit into the memory that is free",
        "Close programs that use much, or take a smaller model: opta models",
    ),
    Outcome(
        "engine missing",
        _ERRORS,
        r"(llama-server|runner).*(not found|no such file)|executable file not found",
        BackendRefused,
        "Ollama is not completely installed: its engine is missing",
        "Install Ollama again: https://ollama.com/download",
    ),
    Outcome(
        "model damaged",
        _ERRORS,
        r"invalid file magic|(unable|failed) to load model|error loading model|corrupt|missing tensor|invalid model"
        r"|blobs?\S* no such file|open \S*blobs",
        ModelUnfit,
        "{model} cannot be loaded: its file is damaged",
        "Fetch it again: opta pull {model}",
    ),
    Outcome(
        "runner crashed",
        (IN_STREAM, 500),
        r"unexpected EOF|: EOF|(runner|llama-server|model process).*(terminated|stopped|exited|died|crashed)"
        r"|connection reset|forcibly closed|broken pipe",
        BackendCut,
        "The process that runs {model} ended before its answer did",
        "Ask again; where it happens again, take a smaller model: opta models",
        "once",
    ),
    Outcome(
        "model absent",
        (IN_STREAM, 404),
        r"model .*not found|try pulling",
        ModelMissing,
        "{model} is not installed",
        "Fetch it: opta pull {model}",
    ),
    Outcome(
        "beyond the model",
        (IN_STREAM, 400, 500, 501),
        r"does not support|not supported",
        ModelUnfit,
        "{model} cannot do what was asked",
        "Take another model: opta models",
    ),
    Outcome(
        "host or origin refused",
        (403,),
        r"",
        BackendRefused,
        "Ollama refuses to be asked by this address",
        "Set OLLAMA_HOST to its address by number, such as 127.0.0.1:11434.",
    ),
    Outcome(
        "call unknown",
        (404, 405),
        r"",
        BackendRefused,
        "This server does not know what it was asked: an old Ollama, or none",
        _UPDATE,
    ),
    Outcome(
        "request refused",
        range(400, 500),
        r"",
        BackendRefused,
        "Ollama refuses the request",
        "Asking again will not help: please report what it says.",
    ),
    Outcome(
        "request refused as a failure",
        (500,),
        r"must be of type|invalid format|invalid option|invalid character|is required",
        BackendRefused,
        "Ollama refuses the request",
        "Asking again will not help: please report what it says.",
    ),
    Outcome("server failed", range(500, 600), r"", BackendRefused, "Ollama failed", _LOG),
    Outcome("error line", (IN_STREAM,), r"", BackendRefused, "Ollama failed in the middle of its answer", _LOG),
    Outcome(
        "anything else",
        _ANY,
        r"",
        BackendGarbled,
        "What answers is not Ollama",
        "See what listens there: opta doctor",
    ),
)

TRANSPORT: tuple[tuple[type[Exception], type[BackendError], str], ...] = (
    (httpx.ConnectError, BackendUnavailable, "Ollama went away"),
    (httpx.ConnectTimeout, BackendUnavailable, "Ollama cannot be reached"),
    (httpx.TimeoutException, BackendSilent, "Ollama does not answer"),
    (httpx.LocalProtocolError, BackendGarbled, "The request could not be sent"),
    (httpx.RemoteProtocolError, BackendCut, "The answer broke off"),
    (httpx.NetworkError, BackendCut, "The connection to Ollama was lost"),
    (httpx.ProxyError, BackendUnavailable, "The way to Ollama is blocked by a proxy"),
    (httpx.DecodingError, BackendGarbled, "The answer cannot be decoded"),
    (httpx.HTTPError, BackendGarbled, "What answers is not Ollama"),
    (httpx.InvalidURL, BackendUnavailable, "Ollama's address cannot be used"),
    (httpx.StreamError, BackendCut, "The answer broke off"),
    (httpx.CookieConflict, BackendGarbled, "What answers is not Ollama"),
)
"""What httpx raises, the first row whose class fits."""
TRANSPORT_HINT = "See what is wrong with it: opta doctor"


_SAY_ALL = (ModelMissing, Busy)
"""Their rows' words say everything; what the server says would only repeat it, or call the model by another name."""


def answered(status: int, body: bytes | object, model: str) -> Failure:
    """Translate an answer: its status (IN_STREAM for a line inside a 200) and its body or the line's error."""
    told = explain(body)
    row = next(row for row in OUTCOMES if row.fits(status, told.text))
    shown = one_line(model, 80) or "The model"
    detail = f": {one_line(told.text).rstrip('.')}." if told.text and row.error not in _SAY_ALL else "."
    message, hint = row.message.format(model=shown) + detail, row.hint.format(model=shown)
    if row.error is ContextFull:
        return Failure(overflow(shown, told, hint), row.name)
    return Failure(row.error(message, hint=hint), row.name, row.again)


def lost(error: Exception) -> Lost:
    """Translate what httpx raised; its own words are about sockets and chunks, and help nobody."""
    kind, words = next((kind, words) for foreign, kind, words in TRANSPORT if isinstance(error, foreign))
    return Lost(kind(f"{words}.", hint=TRANSPORT_HINT), type(error).__name__)
