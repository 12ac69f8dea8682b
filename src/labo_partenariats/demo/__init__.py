"""
The packaged example: the GAIA 2017 programme, for `labo demo`.

The files are those of ``examples/gaia_2017``; the build puts them into the installed distribution.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

from labo_partenariats.errors import UnreadableSource


def example() -> Path:
    """The workbook when something installed can read it, else the same programme in TOML."""
    from labo_partenariats.plugin.manager import installed

    readable = {suffix for importer in installed().importers for suffix in importer.suffixes}
    name = "gaia_2017.xlsx" if ".xlsx" in readable else "gaia_2017.toml"
    path = Path(str(distribution("labo-partenariats").locate_file(f"labo_partenariats/demo/{name}")))
    if not path.is_file():
        raise UnreadableSource("SRC001", {"file": name})
    return path
