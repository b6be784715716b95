"""`python -m opta_mcp` is the command `opta`; a frozen bundle, having no other Python, starts llama.cpp by it too."""

import sys

if sys.argv[1:] == ["--embedded-child"]:
    from opta_mcp.backends.embedded.child import main as run_child

    run_child()
    raise SystemExit(0)

from opta_mcp.cli import main

raise SystemExit(main())
