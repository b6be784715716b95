"""The child that runs llama.cpp: reads lines of JSON from stdin, writes lines of JSON to what was its stdout.

It ends with its parent: a thread waits for the end of stdin, and on Linux the kernel sees to it even while a model is
being loaded, which holds Python's lock. It ends by itself after a while without use. The HTTP listener, which
llama.cpp opens whether wanted or not, is a socket file in a folder of mode 0700, removed before the first answer; on
Windows, which has none, it is a loopback port behind a random key that nobody is told.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import secrets
import signal
import sys
import tempfile
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, cast

from opta_mcp.backends.embedded.lines import LOG_VARIABLE, encoded, order_of, to_child
from opta_mcp.backends.embedded.threads import IdleCores
from opta_mcp.backends.grammar import grammar_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opta_mcp.backends.embedded.lines import Ask, FromChild, Order, Ready
    from opta_mcp.backends.embedded.llamacpp import Choice, Chunk, Error, LlamaCpp, Parameters, Server, Timings

BATCH_TOKENS_PER_THREAD: Final = 32
MOST_BATCH_TOKENS: Final = 128
"""A stop is heard between two batches of a prompt: 32 tokens took 0.25 s on one slow core with a model of 135 M
parameters, at 88 % of the speed that a batch of 512 reads with."""
SHORTEST_PAUSE_SECONDS: Final = 0.03
"""Between two lines of text: a small model has a token every 2 ms, and a line for each costs it speed."""
_QUIET, _TALKATIVE = -1, 3
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NAME: Final = 15
_NAME: Final = b"opta-model"
"""What lists of processes show: another Opta, asked why it is slow, would else blame a "python"."""


class _Asks:
    """What the parent wants, as its lines come in on a thread of their own."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._waiting: queue.SimpleQueue[tuple[int, Ask] | None] = queue.SimpleQueue()
        self._stopped: set[int] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def stopped(self, number: int) -> bool:
        return number in self._stopped

    def each(self, idle_seconds: float) -> Iterator[tuple[int, Ask]]:
        """Yield asks until there was none for a while, or the parent wants no more answers."""
        with contextlib.suppress(queue.Empty):
            while (ask := self._waiting.get(timeout=idle_seconds)) is not None:
                yield ask

    def _listen(self) -> None:
        for line in self._source:
            told = to_child(line)
            if told.get("retire"):
                self._waiting.put(None)
            elif told.get("stop"):
                self._stopped.add(told["id"])
            else:
                self._waiting.put((told["id"], told["ask"]))
        os._exit(0)  # the parent is gone, whatever llama.cpp is in the middle of


def main() -> None:
    """Load what the first line says, then answer until there is nothing more to do."""
    _belong_to_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    out = _own_stdout()
    order = order_of(sys.stdin.buffer.readline())
    asks = _Asks(sys.stdin.buffer)
    try:
        server, ready = _loaded(order)
    except ImportError as error:
        _write(out, {"broken": str(error)})
        return
    except (RuntimeError, ValueError):  # its words are always that the input parameters are to be checked
        _write(out, {"failed": True})
        return
    _write(out, {"ready": ready})
    for number, ask in asks.each(order["idle_seconds"]):
        _Answer(out, asks, number).give(server, ask)
    os._exit(0)  # without llama.cpp's own clearing up, which takes time and has nothing to save


def _belong_to_parent() -> None:
    """Bear Opta's name and end with whoever started it, on Linux."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    system = ctypes.CDLL(None)
    system.prctl(_PR_SET_NAME, _NAME)
    system.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _own_stdout() -> BinaryIO:
    """Take stdout for the lines alone: what anybody else prints goes where stderr goes."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return out


def _write(out: BinaryIO, line: FromChild) -> None:
    try:
        out.write(encoded(line))
    except OSError:
        os._exit(0)


def _loaded(order: Order) -> tuple[Server, Ready]:
    idle = IdleCores()
    began = time.monotonic()
    import xllamacpp  # noqa: PLC0415  # 100 MB, here alone

    llamacpp = cast("LlamaCpp", xllamacpp)
    threads = idle.count()
    with hidden_listener() as hostname:
        server = llamacpp.Server(parameters_for(llamacpp.CommonParams(), order, threads, hostname))
    return server, {
        "load_seconds": time.monotonic() - began,
        "threads": threads,
        "context_tokens": order["context_tokens"],
    }


@contextlib.contextmanager
def hidden_listener() -> Iterator[str]:
    """Give llama.cpp an address that nobody can reach once the model is loaded."""
    if sys.platform == "win32":
        yield "127.0.0.1"
        return
    with tempfile.TemporaryDirectory(prefix="opta-") as folder:
        os.chdir(folder)  # a short name, however long the folder's: such addresses end at 104 bytes
        try:
            yield "engine.sock"
        finally:
            os.chdir("/")


def parameters_for(parameters: Parameters, order: Order, threads: int, hostname: str) -> Parameters:
    """Set what stays constant: one conversation at a time, no second cache in memory, threads that never spin."""
    parameters.model.path = order["model"]
    parameters.n_ctx = order["context_tokens"]
    parameters.n_batch = parameters.n_ubatch = min(BATCH_TOKENS_PER_THREAD * threads, MOST_BATCH_TOKENS)
    parameters.n_parallel = 1
    for cpu in (parameters.cpuparams, parameters.cpuparams_batch):
        cpu.n_threads, cpu.poll = threads, 0
    parameters.cache_ram_mib = 0
    parameters.cache_idle_slots = False
    parameters.warmup = False
    parameters.offline = True
    parameters.ui = parameters.endpoint_slots = parameters.endpoint_props = False
    parameters.hostnames = [hostname]
    parameters.n_threads_http = 1
    parameters.api_keys = [secrets.token_hex()]
    parameters.verbosity = _TALKATIVE if os.environ.get(LOG_VARIABLE) else _QUIET
    return parameters


class _Answer:
    """One answer on its way: llama.cpp's chunks come in, lines go out."""

    def __init__(self, out: BinaryIO, asks: _Asks, number: int) -> None:
        self._out, self._asks, self._number = out, asks, number
        self._ended = False
        self._held, self._told_at = "", 0.0

    def give(self, server: Server, ask: Ask) -> None:
        """Answer; the last line is always an `end` or an `error`."""
        if not self._asks.stopped(self._number):
            self._tell({"begun": True})
            try:
                server.handle_chat_completions(_request(ask), self._heard)
            except (RuntimeError, ValueError) as error:
                self._fail({"message": str(error)})
        if self._asks.stopped(self._number):
            self._end("stopped", {})
        self._fail({"message": "llama.cpp ended without an answer"})

    def _heard(self, chunk: Chunk) -> bool:
        """Pass a chunk on; True stops llama.cpp, which hides what is raised in here: `give` says that it failed."""
        if "error" in chunk:
            self._fail(chunk["error"])
        if "prompt_progress" in chunk:
            self._tell({"read": (chunk["prompt_progress"]["processed"], chunk["prompt_progress"]["total"])})
        for choice in chunk.get("choices", ()):
            self._choice(choice, chunk.get("timings", {}))
        return self._ended or self._asks.stopped(self._number)

    def _choice(self, choice: Choice, timings: Timings) -> None:
        delta = choice.get("delta", {})
        if text := delta.get("content"):
            self._say(text)
        elif delta.get("reasoning_content"):
            self._tell({"thinking": True})
        if reason := choice.get("finish_reason"):
            self._end("length" if reason == "length" else "stop", timings)

    def _say(self, text: str) -> None:
        """Pass text on: at once, or with what comes next where the last line was only just written."""
        self._held += text
        if time.monotonic() - self._told_at >= SHORTEST_PAUSE_SECONDS:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._tell({"text": self._held})
            self._held, self._told_at = "", time.monotonic()

    def _end(self, reason: Literal["stop", "length", "stopped"], timings: Timings) -> None:
        cached = timings.get("cache_n", 0)
        self._last(
            {
                "end": {
                    "reason": reason,
                    "prompt_tokens": cached + timings.get("prompt_n", 0),
                    "cached_tokens": cached,
                    "answer_tokens": timings.get("predicted_n", 0),
                    "prompt_seconds": timings.get("prompt_ms", 0) / 1000,
                    "answer_seconds": timings.get("predicted_ms", 0) / 1000,
                }
            }
        )

    def _fail(self, error: Error) -> None:
        self._last(
            {
                "error": {
                    "message": error.get("message", ""),
                    "kind": error.get("type", ""),
                    "prompt_tokens": error.get("n_prompt_tokens", 0),
                    "context_tokens": error.get("n_ctx", 0),
                }
            }
        )

    def _last(self, line: FromChild) -> None:
        if not self._ended:
            self._ended = True
            self._flush()
            self._tell(line)

    def _tell(self, line: FromChild) -> None:
        _write(self._out, {"id": self._number, **line})


def _request(ask: Ask) -> dict[str, object]:
    request: dict[str, object] = {
        "messages": ask["messages"],
        "max_tokens": ask["max_tokens"],
        "temperature": ask["temperature"],
        "stream": True,
        "return_progress": True,
        "cache_prompt": True,
        "stop": ask["stops"],
        "chat_template_kwargs": {"enable_thinking": False},
    }
    if ask["choices"]:
        request["grammar"] = grammar_of(ask["choices"])
    return request


if __name__ == "__main__":
    main()
