"""The `labo` command. Only this module and `labo_partenariats.cli.app` are imported before a command is chosen."""

from labo_partenariats.cli.app import main

__all__ = ["main"]
