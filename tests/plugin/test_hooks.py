"""Every hook is specified, documented and used by a plugin that ships; the documented example works as printed."""

import inspect
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

import attrs
import pytest

from labo_partenariats import api
from labo_partenariats.plugin import Limits, UnreadableSource, hookspecs, manager, protocols
from labo_partenariats.values.money import Money

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "greffons.md").read_text(encoding="utf-8")

HOOKS = {
    name: function
    for name, function in vars(hookspecs).items()
    if inspect.isfunction(function) and hasattr(function, f"{hookspecs.PROJECT}_spec")
}


def test_the_hooks():
    """There are five hooks, and each hands over objects without being given anything."""
    assert set(HOOKS) == {"labo_importers", "labo_exporters", "labo_regimes", "labo_checks", "labo_batch_engines"}
    assert all(not inspect.signature(hook).parameters for hook in HOOKS.values())


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_documented_where_it_stands(name):
    """The docstring of a hook says what it hands over, when it is called and since which version it exists."""
    words = inspect.getdoc(HOOKS[name]) or ""
    assert "Called once" in words
    assert re.search(r"Since \d+\.\d+\.", words)


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_documented_in_the_manual(name):
    """The manual has a section for each hook, with its signature."""
    returned = inspect.signature(HOOKS[name]).return_annotation
    assert f"### `{name}`" in PAGE
    assert f"`{name}() -> {returned}`" in PAGE


@pytest.mark.parametrize(
    "protocol", [protocols.Importer, protocols.Exporter, protocols.FolderExporter, protocols.BatchEngine]
)
def test_a_protocol_is_documented_in_the_manual(protocol):
    """The manual names each protocol and every attribute that it asks for."""
    asked = [name for name in vars(protocol) if not name.startswith("_")]
    assert f"`{protocol.__name__}`" in PAGE
    assert [name for name in asked if not re.search(rf"`{name}[`(]", PAGE)] == []


def _plugins():
    """The folders of the plugins that ship, the example of a network among them."""
    return [*sorted((ROOT / "plugins").iterdir()), ROOT / "examples" / "mon_reseau"]


#: Hook → what tests of its objects are written with: the contract of the testing kit, or the engine's own name.
TESTED_BY = {
    "labo_importers": "(ImporterContract)",
    "labo_exporters": "(ExporterContract)",
    "labo_regimes": "(RegimeContract)",
    "labo_checks": "(CheckContract)",
    "labo_batch_engines": "ColumnEngine",
}


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_used_and_tested_by_a_plugin_that_ships(name):
    """No hook exists for nobody: a plugin of this repository implements it, and tests what it hands over."""
    users = [folder for folder in _plugins() if _holds(folder / "src", f"def {name}(")]
    assert users
    assert [folder.name for folder in users if _holds(folder / "tests", TESTED_BY[name])]


def _holds(folder, words):
    return any(words in path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))


def blocks(language):
    """The fenced blocks of the page in one language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def example(monkeypatch):
    """The plugins when the one of the manual is the only one installed."""
    (source,) = blocks("python")
    module = ModuleType("labo_barres")
    exec(compile(source, "greffons.md", "exec"), vars(module))
    point = SimpleNamespace(
        name="barres",
        value="labo_barres.plugin",
        load=lambda: module,
        dist=SimpleNamespace(name="labo-barres", version="1"),
    )
    monkeypatch.setattr(manager, "entry_points", lambda **_: [point])
    return manager.load_plugins()


def test_the_importer_of_the_manual_is_short():
    """An importer takes about forty lines."""
    (source,) = blocks("python")
    assert len(source.splitlines()) <= 45


def test_the_importer_of_the_manual_is_found(example):
    """The example is a plugin as it is printed."""
    assert example.findings == ()
    assert [info.importers for info in example.infos] == [("barres",)]


def test_the_importer_of_the_manual_reads_the_table_of_the_manual(example, tmp_path):
    """The table of the manual is understood: amounts, and a total that is checked and left out."""
    (table,) = blocks("text")
    source = tmp_path / "depenses.barres"
    source.write_text(table, encoding="utf-8")
    result = api.read(source, plugins=example)
    expenses = result.programme.financing.expenses
    assert [(line.label, line.amount) for line in expenses] == [
        ("Animation, frais salariaux", Money.euros(12603)),
        ("Déplacements", Money.euros(1400)),
    ]
    assert [(left.row, left.reason) for left in result.left_out] == [(1, "header"), (4, "total")]
    assert [told.code for told in result.findings if told.code != "SRC502"] == []


def test_the_importer_of_the_manual_tells_where(example, tmp_path):
    """A cell that cannot be read is told at its line and column."""
    (table,) = blocks("text")
    source = tmp_path / "depenses.barres"
    source.write_text(table.replace("1 400 €  ", "à préciser"), encoding="utf-8")
    (told,) = [told for told in api.read(source, plugins=example).findings if told.code == "SRC201"]
    assert str(told.location) == "depenses.barres:3:2"


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [(b"\xff\xfe", Limits(), "SRC002"), (b"| a |" * 10, attrs.evolve(Limits(), file_bytes=10), "SRC009")],
)
def test_the_importer_of_the_manual_refuses_with_a_code(example, tmp_path, content, limits, code):
    """What cannot be opened is refused with a code, as the protocol asks."""
    source = tmp_path / "depenses.barres"
    source.write_bytes(content)
    with pytest.raises(UnreadableSource) as refused:
        api.read(source, plugins=example, limits=limits)
    assert refused.value.code == code
    assert refused.value.data["file"] == "depenses.barres"
