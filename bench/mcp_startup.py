"""How soon the MCP server lists its tools, and what it weighs then, against a bare server on the same SDK."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from pairs import Spread, machine, row

RATIO = 1.15
MORE_MEBIBYTES = 15
RUNS = 11
OPTA = [str(Path(sys.executable).with_name("opta-mcp"))]
BARE = [
    sys.executable,
    "-c",
    """
import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

async def list_tools(_context, _params):
    return types.ListToolsResult(tools=[types.Tool(name="one", input_schema={"type": "object"})])

async def main():
    server = Server("bare", on_list_tools=list_tools)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())

anyio.run(main)
""",
]
"""One tool and the SDK's own transport: what any server on this SDK pays."""
CLIENT = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds from spawn to the answer of tools/list, resident memory then, tools listed."""

    seconds: float
    mebibytes: float
    tools: int

    @classmethod
    def of(cls, command: list[str]) -> Start:
        """Start a server, list its tools, weigh it, end it."""
        began = time.perf_counter()
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("no pipes")
            for message in (
                {"id": 1, "method": "initialize", "params": CLIENT},
                {"method": "notifications/initialized"},
                {"id": 2, "method": "tools/list", "params": {}},
            ):
                process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
            process.stdin.flush()
            process.stdout.readline()
            listed = json.loads(process.stdout.readline())["result"]["tools"]
            seconds = time.perf_counter() - began
            resident = psutil.Process(process.pid).memory_info().rss / 2**20
            process.stdin.close()
            process.wait()
        return cls(seconds, resident, len(listed))


def main() -> None:
    """Print both ratios."""
    both = [(Start.of(OPTA), Start.of(BARE)) for _ in range(RUNS + 1)][1:]
    ratio = Spread.of([ours.seconds / bare.seconds for ours, bare in both])
    more = Spread.of([ours.mebibytes - bare.mebibytes for ours, bare in both])
    sys.stdout.write(f"MCP server, {both[0][0].tools} tools, on {machine()}\n")
    row("spawn to tools/list / bare SDK server", f"{ratio:.2f}", f"<= {RATIO}", within=ratio.median <= RATIO)
    ours, bare = (Spread.of([one.seconds * 1e3 for one in side]) for side in zip(*both, strict=True))
    row("  in milliseconds", f"{ours.median:.0f} against {bare.median:.0f}", "", within=True)
    row(
        "memory over a bare SDK server, MiB",
        f"{more:.1f}",
        f"<= {MORE_MEBIBYTES}",
        within=more.median <= MORE_MEBIBYTES,
    )
    weight = Spread.of([one.mebibytes for one, _ in both])
    row("  of MiB in all", f"{weight.median:.0f}", "", within=True)


if __name__ == "__main__":
    main()
