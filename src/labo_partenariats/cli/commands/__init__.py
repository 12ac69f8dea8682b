"""One module a sub-command, each with ``make(language)`` returning it; imported only when it is run."""
