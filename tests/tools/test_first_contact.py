"""The first tutorial, followed to the letter in this process: what each of its lines shows is what it says."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest

from labo_partenariats.cli.app import run

TOOL = Path(__file__).parents[2] / "tools" / "first_contact.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("first_contact", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where attrs looks annotations up
    spec.loader.exec_module(module)
    return module


def test_steps_are_commands_and_cells_in_their_order(tool: ModuleType) -> None:
    """Lines of console blocks and rows of tables of cells are steps; other blocks, tables and words are none."""
    text = (
        "Faites `labo read a`.\n\n```console\nlabo read a  # relire\n\nlabo check a\n```\n\n"
        "| feuille | case | à écrire |\n|---|---|---|\n| Plan d'action | AB12 | 12 603 € |\n\n"
        "| nom | sens |\n|---|---|\n| a | b |\n\n```python\n| A | B1 | c |\n```\n```console\nlabo build a\n```\n"
    )
    assert list(tool.steps(text)) == [
        tool.Command("labo read a"),
        tool.Command("labo check a"),
        tool.Typing("Plan d'action", "AB12", "12 603 €"),
        tool.Command("labo build a"),
    ]


def test_the_tutorial_holds(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first reading finds the two mistakes at their cells; once corrected, the dossier is written."""
    monkeypatch.chdir(tmp_path)
    said: dict[str, list[tuple[int, str]]] = {}
    waiting = []
    for step in tool.steps(tool.TUTORIAL.read_text("utf-8")):
        if isinstance(step, tool.Typing):
            waiting.append(step)
        elif step.line.startswith(".venv/bin/labo "):
            if waiting:
                tool.typed(tmp_path / "mon_programme.xlsx", waiting)
                waiting = []
            words = shlex.split(step.line)[1:]
            status = run(words)
            said.setdefault(words[0], []).append((status, capsys.readouterr().out))

    (first, found), (second, _) = said["read"]
    assert (first, second) == (1, 0)
    assert [line.split()[:2] for line in found.splitlines() if "!" in line and "SRC110" not in line] == [
        ["SRC201", "Dépenses!C5"],
        ["SRC304", "Plan"],
        ["SRC304", "Plan"],
    ]
    assert [status for command in ("check", "explain", "build") for status, _ in said[command]] == [0, 0, 0]
    assert "14 745,60 €".replace(" ", "\u202f", 1).replace(" ", "\xa0") in said["explain"][0][1]
    made = {path.name for path in (tmp_path / "remise").iterdir()}
    named = tool.TUTORIAL.read_text("utf-8").partition("`remise/`")[2]
    assert made == {"dossier.xlsx", "dossier.docx", "dossier.html", "plan.ics", "programme.json", "findings.json"}
    assert all(f"`{name}`" in named for name in made)
