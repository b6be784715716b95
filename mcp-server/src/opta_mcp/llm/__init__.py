"""Chooses a backend and keeps the plain plain functions that anybody may import.

Importing this imports no heavy library: a status is found by a plain socket, and the rest loads what it needs.
"""

from opta_mcp.llm.plain import check_ollama_status, get_available_models

__all__ = ["check_ollama_status", "get_available_models"]
