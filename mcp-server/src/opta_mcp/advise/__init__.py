"""A question's way: what it is about, what was measured, the rules' words, and what a model may add."""
