"""The blocks of README and docs run as tests: every Python block in order, every `labo` line of a console block."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parent


def run_console(example: Example) -> None:
    """Run the lines of a console block that call `labo`; the set-up lines are what CI itself runs."""
    from labo_partenariats.cli.app import run

    source = ROOT / "examples" / "gaia_2017" / "gaia_2017.xlsx"
    for line in example.parsed.splitlines():
        command = line.split("#")[0].strip()
        if not command.startswith(".venv/bin/labo "):
            continue
        words = [str(source) if word == "mon_dossier.xlsx" else word for word in shlex.split(command)[1:]]
        status = run(words)
        if status not in (0, 1):
            message = f"{line}: exit status {status}"
            raise AssertionError(message)


@pytest.fixture(scope="module")
def in_a_copy(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A folder of its own in which blocks may write, with the example where the documents say."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "examples").symlink_to(ROOT / "examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_console),
        SkipParser(),
    ],
    patterns=["README.md", "docs/**/*.md"],
    fixtures=["in_a_copy"],
).pytest()
