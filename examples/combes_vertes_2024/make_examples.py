"""
Make the workbook of this example from its TOML file, the form that people edit.

Run from the repository: ``python examples/combes_vertes_2024/make_examples.py``. It is what ``labo export FILE OUT --to
workbook`` writes; a test reads both forms to the same programme.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("OPENPYXL_LXML", "False")  # the same bytes with lxml installed and without

import labo_partenariats as labo

HERE = Path(__file__).parent


def write_workbook(out: Path) -> None:
    """Write the programme as the workbook to fill, every table of it filled."""
    told = labo.export(labo.read(HERE / "combes_vertes_2024.toml"), out, to="workbook")
    if told:
        raise SystemExit("\n".join(str(each) for each in told))


if __name__ == "__main__":
    write_workbook(HERE / "combes_vertes_2024.xlsx")
