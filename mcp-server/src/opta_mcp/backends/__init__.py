"""What runs a model: Ollama, any OpenAI-compatible server, llama.cpp in a child, and a scripted one for tests."""
