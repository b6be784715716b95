"""Doubles of our own that several test files share; each speaks real bytes or starts real processes."""
