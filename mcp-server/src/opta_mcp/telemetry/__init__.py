"""What the computer is doing: probes, snapshots, the window between two of them, recordings."""
