"""llama.cpp in a child process, so that its crash, its memory and its logs are never ours.

backend    the Backend: what is asked, what is told meanwhile, every failure in words
engine     the parent's side of the pipe: starts the child, hands out its lines, stops and kills it
child      the child's side: the only module that imports xllamacpp
lines      what goes over the pipe, both ways
model      which file is run, and what it needs
threads    how many cores are idle

No port is open: parent and child talk over the child's own stdin and stdout.
"""
