"""No public name leaves, arrives or changes unseen."""

from __future__ import annotations

import importlib.util
import re
import tomllib
import warnings
from pathlib import Path
from types import ModuleType

import pytest

import labo_partenariats

TOOL = Path(__file__).parents[2] / "tools" / "public_names.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("public_names", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_names_are_those_promised(tool: ModuleType) -> None:
    """What is promised is what is there; a change that is meant is written down by ``tools/public_names.py``."""
    assert tomllib.loads(tool.FROZEN.read_text("utf-8")) == tool.public_names()


def test_guides_and_examples_use_what_is_promised(tool: ModuleType) -> None:
    """Whoever follows a page or copies an example imports nothing that may change unseen."""
    root = TOOL.parents[1]
    pages = [root / "README.md", *(root / "docs").rglob("*.md"), *(root / "examples").rglob("*.py")]
    used = {
        (page.name, module)
        for page in pages
        for module in re.findall(r"^ *(?:from|import) (labo_partenariats[\w.]*)", page.read_text("utf-8"), re.MULTILINE)
    }
    for_maintainers = {("migrer-un-fichier.md", "labo_partenariats.codec.migration")}
    assert {each for each in used - for_maintainers if each[1] not in tool.MODULES} == set()


def test_a_shape_tells_what_changes(tool: ModuleType) -> None:
    """A parameter, a member or a value more is a difference."""
    kinds = {
        "function": ["(*, day: int = 1) -> None"],
        "Kind": ["A = 'a'"],
        "Thing": ["(size: int) -> None", "double(self) -> int"],
    }
    code = """
from enum import Enum
def function(*, day: int = 1) -> None: ...
class Kind(Enum):
    A = "a"
class Thing:
    def __init__(self, size: int) -> None: ...
    def double(self) -> int: ...
    def _hidden(self) -> int: ...
"""
    made: dict[str, object] = {"__name__": "labo_partenariats.made"}
    exec(code, made)
    assert {name: list(tool._shape(made[name])) for name in kinds} == kinds


def test_a_former_name_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was replaced gives its successor, and says so."""
    monkeypatch.setitem(labo_partenariats._FORMER, "Cost", "Expense")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert labo_partenariats.__getattr__("Cost") is labo_partenariats.Expense
    assert [(each.category, "Expense" in str(each.message)) for each in told] == [(DeprecationWarning, True)]
