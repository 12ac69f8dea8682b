"""The example of a network's plugin: its own tests pass beside its entry point, and the guide shows its real files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "mon_reseau"
GUIDE = ROOT / "docs" / "tutoriels" / "greffon.md"
PROJECT = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def beside_its_entry_point(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine on which the example is installed, as far as Python can tell."""
    metadata = tmp_path / f"mon_reseau-{PROJECT['version']}.dist-info"
    metadata.mkdir()
    said = f"Metadata-Version: 2.1\nName: {PROJECT['name']}\nVersion: {PROJECT['version']}\n"
    (metadata / "METADATA").write_text(said, "utf-8")
    points = "".join(f"{name} = {to}\n" for name, to in PROJECT["entry-points"]["labo_partenariats"].items())
    (metadata / "entry_points.txt").write_text(f"[labo_partenariats]\n{points}", "utf-8")
    paths = os.pathsep.join((str(tmp_path), str(EXAMPLE / "src")))
    return {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}


def test_the_example_keeps_its_contracts(beside_its_entry_point: dict[str, str], tmp_path: Path) -> None:
    """The tests of the example pass, in a process of their own, under the house's settings."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", str(EXAMPLE / "tests")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=beside_its_entry_point)
    assert done.returncode == 0, done.stdout[-4000:]


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
