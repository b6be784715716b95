"""What folders take: a table of known places, a tree that is counted against a clock, and whose names may be told."""
