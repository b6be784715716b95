"""Real faults, and look-alikes that are none: each a context manager that says what is true and always cleans up.

Every fault runs in processes, control groups or mounts of its own, under a name and of a size drawn at random, and is
ended by pid. The processes are no children of whoever asks for them, so that Opta does not take them for its own.
What this machine cannot do (no root, no loop devices, no control groups) raises ``NotPossible`` with the reason.
Tests and the benchmark of answers share them: put this folder's parent on the path and ``import faults``.
"""
