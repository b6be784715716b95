"""`python -m opta_mcp` is the command `opta`."""

from opta_mcp.cli import main

raise SystemExit(main())
