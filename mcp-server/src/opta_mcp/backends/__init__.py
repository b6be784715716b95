"""What runs a model: Ollama, any OpenAI-compatible server, llama.cpp in a child, and a scripted one for tests.

protocol   the seam; one package or module a backend beside it
fit, gguf  what a model needs, and what its file says
address, lines, outcome, pulse, thinking, text, aside, grammar    what several backends share
"""
