"""The law as the installed plugins complete it: the library's own layers and theirs."""

from __future__ import annotations

from labo_partenariats.findings import Finding, finding
from labo_partenariats.law import Library
from labo_partenariats.plugin.manager import Plugins


def library_of(plugins: Plugins) -> tuple[Library, tuple[Finding, ...]]:
    """The layers of the core and of *plugins*; a layer that cannot be used is reported at its place and left out."""
    library = Library.builtin()
    if not plugins.regimes:
        return library, ()
    completed, problems = library.with_layers(plugins.regimes)
    return completed, tuple(finding(each.code, each.data, location=each.location) for each in problems)
