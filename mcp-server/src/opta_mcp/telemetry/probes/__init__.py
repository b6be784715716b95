"""A probe for each metric: what it reads, and how long it may take. Where systems differ, `os/` knows how."""
