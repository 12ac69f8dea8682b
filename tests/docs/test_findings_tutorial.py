"""The tutorial of the findings is followed to the letter: its cells are typed, and its commands say what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import openpyxl
import pytest

from labo_partenariats.cli.app import run

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutoriels" / "lire-les-constats.md"
_STEP = re.compile(
    r"^```(console|text)\n(.*?)^```$|^\| ([^|]+) \| ([A-Z]+\d+) \| ([^|]+) \|$", re.DOTALL | re.MULTILINE
)


def _plain(text: str) -> str:
    """Spaces as a keyboard gives them."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def _type(words: list[tuple[str, str, str]]) -> None:
    """Type the words into their cells."""
    book = openpyxl.load_workbook("constats.xlsx")
    for sheet, cell, text in words:
        book[sheet][cell] = text
    book.save("constats.xlsx")


def test_the_tutorial_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first check finds the amount, the second what the plan gets wrong, and the last one nothing."""
    monkeypatch.chdir(tmp_path)
    said, shown, waiting = "", 0, []
    for language, block, sheet, cell, text in _STEP.findall(TUTORIAL.read_text("utf-8")):
        if cell:
            waiting.append((sheet, cell, text))
        elif language == "console":
            if waiting:
                _type(waiting)
                waiting = []
            statuses = [run(shlex.split(line)[1:]) for line in block.splitlines()]
            assert max(statuses) <= 1
            said = _plain(capsys.readouterr().out)
        else:
            shown += 1
            assert [line for line in _plain(block).splitlines() if line.strip() not in said] == []
    assert shown == 5
