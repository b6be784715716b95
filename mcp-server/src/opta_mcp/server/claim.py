"""Standard input and output taken over for the protocol, before anything heavy is imported.

Whatever prints from then on, here or in a child, prints to standard error.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Wire:
    """The client's two pipes, on descriptors that nothing else writes to or reads from."""

    incoming: BinaryIO
    outgoing: BinaryIO


def claim() -> Wire:
    """Take standard input and output for the protocol; 0 reads nothing from now on, and 1 is standard error."""
    sys.stdout.flush()
    wire = Wire(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # started without a standard error
        os.dup2(nothing, 1)
    os.close(nothing)
    return wire
