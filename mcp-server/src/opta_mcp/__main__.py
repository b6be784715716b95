"""`python -m opta_mcp` is the command `opta`; a frozen bundle starts here by each of its names, and as each child."""

import sys

from opta_mcp import program

program.give_back_library_path()
child = program.child_asked_for(sys.argv[1:])
command = "opta_mcp.server" if program.name() == "opta-mcp" else "opta_mcp.cli"
raise SystemExit(program.run(child or command))
