"""Every value that crosses a process: frozen Pydantic models, from which `contract/` is generated.

base       what they have in common; how an absent value is said
answer     a question's answer: findings, evidence, parts, events
chat       conversations, models, servers, downloads
snapshot   what the probes read at one instant, and recordings of it
page       failures, and streams for our own shell and page
arguments  what tools are asked
symptom    what a person complains of
reading    what happened between two snapshots: the results of the get_ tools
"""
