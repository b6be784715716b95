"""One module a command, imported when it is used; each has `run(arguments) -> exit status`."""
