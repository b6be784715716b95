"""What holds for every test."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell, where Ctrl-C is ignored and children inherit that; here it is tried.
    signal.signal(signal.SIGINT, signal.default_int_handler)
