"""
The feeds over HTTP: what `labo serve` runs.

The command is a module of the core, which imports this package when it is run and says in one line that it is missing
when it is: a hook for commands would have one user, and `labo --help` would have to load the plugins to list it.
"""

from labo_serve.server import Options, Refused, serve

__all__ = ["Options", "Refused", "serve"]
