"""The example of a network's plugin is short, and the guide that walks through it shows its real files."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "mon_reseau"
GUIDE = ROOT / "docs" / "tutoriels" / "greffon.md"


def test_the_example_is_short() -> None:
    """A network's plugin takes about a hundred lines, imports and docstrings among them."""
    lines = [line for path in (EXAMPLE / "src").rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    assert len([line for line in lines if line.strip()]) <= 125


def test_the_guide_shows_the_real_files() -> None:
    """Every file of the guide is included from the example, and none of the example's modules is left out."""
    shown = re.findall(r"\{literalinclude\} (\S+)", GUIDE.read_text("utf-8"))
    files = {(GUIDE.parent / name).resolve() for name in shown}
    assert all(path.is_file() for path in files)
    wanted = {path for path in EXAMPLE.rglob("*.py") if path.name not in {"__init__.py", "make_book.py"}}
    assert wanted <= files
    assert {path.name for path in files - wanted} == {"pyproject.toml", "fr.ara.trois-vallees.toml", "fr.toml"}
