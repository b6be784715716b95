"""Ollama, from the outside in.

address    where it listens, out of OLLAMA_HOST
fetch      one bounded request by a plain socket
look       which layer fails, what is installed, what is loaded
layers     the words and the one fix of each layer

These four are all that a status needs, and import the standard library alone.
"""
