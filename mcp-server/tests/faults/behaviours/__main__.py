"""What a fault's own process does; run as ``NAME behaviours BEHAVIOUR GROUPS ARGUMENTS``, standard library only.

The process leaves its parent, joins the control groups it is told to, says its pid as one JSON line when it is ready,
and ends by itself after ``LIFE_S`` should nobody end it before. A behaviour is a public function of one of the modules
beside this one.
"""

from __future__ import annotations

import sys

import cpu
import disk
import memory
import state
from starting import begin


def main() -> None:
    """Begin, and behave."""
    behaviour, groups, *arguments = sys.argv[1:]
    begin(groups)
    module = next(module for module in (cpu, memory, disk, state) if behaviour in vars(module))
    getattr(module, behaviour)(*arguments)


if __name__ == "__main__":
    main()
