"""
Hypothesis profiles of the whole house, and the blocks of README and docs run as tests.

Every Python block runs in order, and every `labo` line of a console block; the set-up lines are what CI itself runs.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

# openpyxl writes other bytes where lxml happens to be installed; the examples' bytes are compared.
os.environ.setdefault("OPENPYXL_LXML", "False")

ROOT = Path(__file__).parent

# Machines differ too much for a deadline or for the check on generation time; speed is the benchmarks' business.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
# The quick line tries the same examples everywhere, so that it fails for what changed; the slow one goes on searching.
settings.register_profile("quick", max_examples=50, derandomize=True, **_COMMON)
settings.register_profile("slow", max_examples=2_000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


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
