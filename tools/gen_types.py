"""Write the types of other languages from `contract/schema.json`, or check that they are what it says (`--check`).

`kinds` turns the schema into a few kinds of type and refuses any construct that it does not know; an emitter for each
language writes those kinds down.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kinds import read_contract
from rust import rust
from typescript import typescript

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinds import Struct

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "contract" / "schema.json"

EMITTERS: dict[Path, Callable[[tuple[Struct, ...]], str]] = {
    ROOT / "src" / "types" / "contract.ts": typescript,
    ROOT / "src-tauri" / "core" / "src" / "contract.rs": rust,
}


def main() -> int:
    """Write each language's file, or say which has drifted."""
    structs = read_contract(json.loads(SCHEMA.read_text(encoding="utf-8")))
    drifted = False
    for path, emit in EMITTERS.items():
        code = emit(structs)
        if "--check" not in sys.argv:
            path.write_text(code, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != code:
            print(
                f"{path.relative_to(ROOT)} is not what the contract says; `make contract` writes it anew.",
                file=sys.stderr,
            )
            drifted = True
    return int(drifted)


if __name__ == "__main__":
    raise SystemExit(main())
