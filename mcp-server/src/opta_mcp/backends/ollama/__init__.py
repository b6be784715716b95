"""Ollama, from the outside in.

address    where it listens, out of OLLAMA_HOST
fetch      one bounded request by a plain socket
look       which layer fails, what is installed, what is loaded
layers     the words and the one fix of each layer
names      names of models

These are all that a status needs, and import the standard library alone.

models     what is installed, and whether it fits
backend    the seam's calls
chat       phases, text and the end of an answer
pull       a download's states                              progress   bytes, rate, stalls, resuming
client     the official client, extended in one place
outcomes   one table: every foreign outcome, and its error
start      starts Ollama for a user who asked for it

Lines of JSON, thoughts and pulses are shared with the other servers' backend: see `backends/`.
"""
