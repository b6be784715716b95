"""Opta: code answers questions about this computer, and a local model converses."""

__version__ = "0.1.0"
