"""Write `contract/schema.json` from wire/ and the types of other languages from it, or check both (`--check`)."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

from pydantic.json_schema import models_json_schema

import gen_types
from opta_mcp import wire
from opta_mcp.wire.base import Wire

SCHEMA = Path(__file__).parents[1] / "contract" / "schema.json"


def wire_types() -> list[type[Wire]]:
    """Every type of every module in wire, by name."""
    for module in pkgutil.iter_modules(wire.__path__):
        importlib.import_module(f"{wire.__name__}.{module.name}")
    return sorted(_below(Wire), key=lambda kind: kind.__name__)


def _below(kind: type[Wire]) -> list[type[Wire]]:
    return [each for child in kind.__subclasses__() for each in (child, *_below(child))]


def schema_text() -> str:
    """Return the JSON Schema of all wire types as serialised, defaults filled in."""
    _, schema = models_json_schema([(kind, "serialization") for kind in wire_types()], title="Opta's contract")
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Write the schema, or say where it has drifted."""
    text = schema_text()
    if "--check" not in sys.argv:
        SCHEMA.write_text(text, encoding="utf-8")
        return gen_types.main()
    if SCHEMA.is_file() and SCHEMA.read_text(encoding="utf-8") == text:
        return gen_types.main()
    print(f"{SCHEMA.name} is not what wire/ says; `make contract` writes it anew.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
