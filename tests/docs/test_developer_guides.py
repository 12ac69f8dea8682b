"""
The guides for developers are followed to the letter, in a copy of the example of a network's plugin.

A block whose first line is a comment that names a file is written there; every line of a ``sh`` block is run, except
the installation, which needs a network; every line of a ``text`` block has to be in what was said last.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "mon_reseau"
GUIDES = (
    "guides/ajouter-un-taux.md",
    "guides/ajouter-un-gal.md",
    "guides/ecrire-un-importeur.md",
    "guides/ecrire-un-exporteur.md",
    "guides/ecrire-un-controle.md",
    "guides/migrer-un-fichier.md",
    "tutoriels/greffon.md",
)
_BLOCK = re.compile(r"^ *```(sh|text|toml|python)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# ([\w./-]+\.\w+)\n")
_RUN = {
    "labo": [
        sys.executable,
        "-c",
        "import sys; from labo_partenariats.cli.app import run; sys.exit(run(sys.argv[1:]))",
    ],
    "pytest": [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
}


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A newcomer's copy of the example."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "mon_reseau", ignore=shutil.ignore_patterns("__pycache__", ".*")))


def _environment(plugin: Path) -> dict[str, str]:
    """That of a machine on which the copy is installed, as far as Python can tell."""
    project = tomllib.loads((plugin / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = plugin.parent / f"mon_reseau-{project['version']}.dist-info"
    metadata.mkdir(exist_ok=True)
    said = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (metadata / "METADATA").write_text(said, "utf-8")
    points = "".join(f"{name} = {to}\n" for name, to in project["entry-points"]["labo_partenariats"].items())
    (metadata / "entry_points.txt").write_text(f"[labo_partenariats]\n{points}", "utf-8")
    paths = os.pathsep.join((str(plugin.parent), str(plugin / "src")))
    return {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "LABO_LANG": "fr"}


def _run(line: str, plugin: Path) -> str:
    """What *line* says; a plan with something to correct (exit status 1) is no failure of `labo`."""
    name, *words = shlex.split(line, comments=True)
    command = [*_RUN[name], *words]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=plugin, env=_environment(plugin), encoding="utf-8"
    )
    assert done.returncode <= (name == "labo"), f"{line}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def _plain(text: str) -> str:
    """Spaces as a keyboard gives them."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("guide", GUIDES)
def test_guide_is_followed(guide: str, plugin: Path) -> None:
    """Its files are written, its commands run, and they say what it says."""
    said, ran = "", 0
    for language, block in _BLOCK.findall((ROOT / "docs" / guide).read_text("utf-8")):
        if language == "sh":
            lines = [line.strip() for line in block.splitlines() if not line.strip().startswith("pip ")]
            said, ran = _plain("".join(_run(line, plugin) for line in lines)), ran + len(lines)
        elif named := _FILE.match(block):
            target = plugin / named[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block, "utf-8")
        elif language == "text":
            assert [line for line in _plain(block).splitlines() if line.strip() not in said] == []
    assert ran
