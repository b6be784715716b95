"""The commands of `opta` and what each takes, for argparse. Nothing heavy is imported here."""

from __future__ import annotations

import math
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from typing_extensions import override

from opta_mcp import __version__
from opta_mcp.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction
    from collections.abc import Sequence

    Commands: TypeAlias = "_SubParsersAction[Parser]"

SECONDS_SHORTEST, SECONDS_LONGEST = 1.0, 600.0
"""A reading needs two snapshots 1 s apart; ten minutes is as long as anybody waits for an answer."""

BACKENDS = "ollama, openai, embedded, scripted:faithful, scripted:babble"

PORT_HIGHEST = 65_535

EXAMPLES = """\
examples:
  opta ask "Why is my computer slow?"
  opta ask "What is eating my RAM?"
  opta ask "Is one of my disks full?"
  opta chat
"""


class Parser(ArgumentParser):
    """Argparse that raises instead of printing and exiting, so that every error looks the same."""

    @override
    def error(self, message: str) -> NoReturn:
        raise UsageError(_sentence(message), hint=f"See {self.prog} --help.")


def parse(given: Sequence[str]) -> Namespace:
    """Return what was asked for; raise `UsageError` where it cannot be understood."""
    parser = _parser()
    if not given:
        parser.print_help()
        sys.exit(0)
    return parser.parse_args(given)


def _parser() -> ArgumentParser:
    parser = Parser(
        prog="opta",
        description="Answers questions about this computer. Nothing leaves it.",
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"opta {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for add in (_ask, _chat, _diagnose, _status, _models, _pull, _doctor, _exam, _gate, _mcp, _serve):
        add(commands)
    return parser


def _command(commands: Commands, name: str, summary: str) -> ArgumentParser:
    described = f"{summary[0].upper()}{summary[1:]}."
    return commands.add_parser(name, help=summary, description=described, allow_abbrev=False)


def _ask(commands: Commands) -> None:
    parser = _command(commands, "ask", "answer a question about this computer")
    parser.add_argument("question", nargs="*", metavar="QUESTION", help="in plain words; quotes are not needed")
    _add_measuring(parser)
    _add_model(parser)
    _add_json(parser)


def _chat(commands: Commands) -> None:
    parser = _command(commands, "chat", "talk: questions about this computer are measured, the rest is the model's own")
    group = parser.add_argument_group("history").add_mutually_exclusive_group()
    group.add_argument("--resume", nargs="?", const="", metavar="ID", help="go on with a conversation, the last one")
    group.add_argument("--list", action="store_true", help="list the conversations that are kept")
    group.add_argument("--delete", metavar="ID", help="forget a conversation for good")
    _add_model(parser)


def _diagnose(commands: Commands) -> None:
    parser = _command(commands, "diagnose", "list what is wrong, without a model")
    parser.add_argument("topic", nargs="*", metavar="TOPIC", help="what it is about, such as memory or slow")
    _add_measuring(parser)
    _add_json(parser)


def _status(commands: Commands) -> None:
    _add_json(_command(commands, "status", "say what would answer, and what is wrong with it"))


def _models(commands: Commands) -> None:
    _add_json(_command(commands, "models", "list the installed models, and which fit the memory that is free"))


def _pull(commands: Commands) -> None:
    parser = _command(commands, "pull", "fetch a model; Ctrl-C keeps what arrived")
    parser.add_argument("model", nargs="?", metavar="MODEL", help="such as llama3:8b, which is the default")
    _add_json(parser)


def _doctor(commands: Commands) -> None:
    _add_json(_command(commands, "doctor", "look at every layer of Opta itself: its state, and its one fix"))


def _exam(commands: Commands) -> None:
    parser = _command(commands, "exam", "let a model take the exam that decides whether it may word a diagnosis")
    parser.add_argument("model", nargs="?", metavar="MODEL", help="such as llama3:8b; the one that would answer")
    parser.add_argument("--backend", type=_backend, metavar="NAME", help=BACKENDS)
    _add_json(parser)


def _gate(commands: Commands) -> None:
    _command(commands, "gate", "for development: JSON lines in, the sentences that a model might say, decided, out")


def _mcp(commands: Commands) -> None:
    _command(commands, "mcp", "serve MCP over standard input and output")


def _serve(commands: Commands) -> None:
    parser = _command(commands, "serve", "serve the page on this computer")
    parser.add_argument("--port", type=_port, metavar="N", help="instead of a free one")
    parser.add_argument("--no-open", action="store_true", help="do not open it in the browser")


def _add_measuring(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("measuring")
    group.add_argument("--seconds", type=_seconds, metavar="N", help="look for N seconds (1; growth and leaks 10)")
    group.add_argument("--record", type=Path, metavar="FILE", help="also keep what was measured in FILE")
    group.add_argument("--replay", type=Path, metavar="FILE", help="answer from a recording instead of this computer")


def _add_model(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("model")
    group.add_argument("--no-llm", action="store_true", help="the rules' words alone")
    group.add_argument("--backend", type=_backend, metavar="NAME", help=BACKENDS)
    group.add_argument("--model", metavar="NAME", help="such as llama3:8b")


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output, for programs")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not SECONDS_SHORTEST <= seconds <= SECONDS_LONGEST:
        raise ArgumentTypeError(f"{text[:40]!r} is not a number from {SECONDS_SHORTEST:g} to {SECONDS_LONGEST:g}")
    return seconds


def _backend(text: str) -> str:
    """Refuse what is no backend before anything is measured; whether a script of that name exists, its backend says."""
    if not re.fullmatch(r"ollama|openai|embedded|scripted:[\w-]+", text):
        raise ArgumentTypeError(f"there is no backend {text[:40]!r}; there are {BACKENDS}")
    return text


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= port <= PORT_HIGHEST:
        raise ArgumentTypeError(f"{text[:40]!r} is not a port from 1 to {PORT_HIGHEST}")
    return port


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."
