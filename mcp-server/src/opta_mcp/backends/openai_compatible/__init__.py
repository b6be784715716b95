"""Any server that speaks OpenAI's chat protocol: vLLM (alone or on Ray), llama.cpp's server, LM Studio.

backend    the Backend: status, models, stream
address    the base URL, read and checked
client     one HTTP client: bounded, no redirects, the key told to nobody else
events     server-sent events out of bytes of any kind
outcomes   one table: every other answer, and the error it becomes
catalogue  what the server serves, and which kind of server it is
chat       one answer: phases, text and its end
"""
