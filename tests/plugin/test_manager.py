"""Plugins are loaded one by one, in order of name, and none stops the others."""

from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType, SimpleNamespace

import attrs
import pytest

from labo_partenariats.findings import core_catalogue
from labo_partenariats.plugin import Entry, Severity, Tables, hookimpl, manager
from labo_partenariats.plugin.manager import VARIABLE, installed, load_plugins
from labo_partenariats.rules.check import Check


@attrs.frozen
class FakePoint:
    """An entry point whose module is at hand, or whose loading fails."""

    name: str
    module: object
    value: str = "fake:module"

    @property
    def dist(self):
        return SimpleNamespace(name=f"dist-{self.name}", version="1.2")

    def load(self):
        if isinstance(self.module, BaseException):
            raise self.module
        return self.module


@attrs.frozen
class FakeImporter:
    name: str
    suffixes: tuple[str, ...] = (".fake",)
    entries: tuple[Entry, ...] = ()

    def recognises(self, path):
        return False

    def read(self, path, limits):
        return Tables(())


@attrs.frozen
class FakeExporter:
    name: str
    suffixes: tuple[str, ...] = (".fake",)

    def export(self, work, options, out):
        return ()


@attrs.frozen
class FakeFolderExporter:
    name: str

    def files(self, work, options):
        return {}, ()


class HostileImporter:
    suffixes = ()

    @property
    def name(self):
        raise RuntimeError

    def recognises(self, path):
        return True

    def read(self, path, limits):
        return Tables(())


def plugin(**hooks):
    """A module whose hooks do what they are given: return a value, or raise it."""
    module = ModuleType("fake")
    for name, outcome in hooks.items():
        setattr(module, name, hookimpl(_doing(outcome)))
    return module


def _doing(outcome):
    def hook():
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    return hook


def entry(code):
    texts = {"fr": {"title": "Titre", "message": "Message"}}
    return Entry(code=code, name="fake", severity=Severity.NOTE, texts=texts)


def a_check(code, texts=True):
    return Check(code, lambda _: (), entry(code) if texts else None)


@pytest.fixture
def load(monkeypatch):
    """Load fake plugins, given by name."""

    def load_(wanted=None, points=(), **modules):
        every = [*points, *(FakePoint(name, module) for name, module in modules.items())]
        monkeypatch.setattr(manager, "entry_points", lambda group: every if group == "labo_partenariats" else [])
        return load_plugins(wanted)

    return load_


GOOD = plugin(labo_importers=[FakeImporter("good")])

BROKEN = {
    "missing module": (ModuleNotFoundError("No module named 'gone'"), "PLG001"),
    "syntax": (SyntaxError("invalid syntax"), "PLG001"),
    "exit": (SystemExit(3), "PLG001"),
    "misspelt hook": (plugin(labo_importer=[FakeImporter("x")]), "PLG001"),
    "no object": (plugin(labo_importers=None), "PLG002"),
    "one object": (plugin(labo_importers=FakeImporter("x")), "PLG002"),
    "raising": (plugin(labo_importers=RuntimeError("no luck")), "PLG002"),
    "exiting": (plugin(labo_exporters=SystemExit(3)), "PLG002"),
    "wrong object": (plugin(labo_importers=["csv"]), "PLG002"),
    "class for object": (plugin(labo_exporters=[3]), "PLG002"),
    "importer as exporter": (plugin(labo_exporters=[FakeImporter("x")]), "PLG002"),
    "text as regime": (plugin(labo_regimes=["regime.toml"]), "PLG002"),
    "function as check": (plugin(labo_checks=[print]), "PLG002"),
    "taken code": (plugin(labo_checks=[a_check("FIN101")]), "PLG003"),
    "unknown code": (plugin(labo_checks=[a_check("ZZZ999", texts=False)]), "PLG003"),
    "taken code of an importer": (plugin(labo_importers=[FakeImporter("x", entries=(entry("FIN101"),))]), "PLG003"),
    "hostile attribute": (plugin(labo_importers=[HostileImporter()]), "PLG002"),
    "entries that are none": (plugin(labo_importers=[FakeImporter("x", entries=5)]), "PLG001"),
}


@pytest.mark.parametrize(("module", "code"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_is_reported_and_the_others_go_on(load, module, code):
    """Whatever a plugin does wrong becomes a finding that names its distribution; its neighbours are loaded."""
    found = load(before=GOOD, broken=module, good_too=plugin(labo_exporters=[FakeExporter("too")]))
    (told,) = found.findings
    assert code == told.code
    assert told.data["plugin"] == "broken"
    assert told.data["distribution"] == "dist-broken"
    assert "dist-broken" in found.catalogue.message(told, "fr")
    assert "dist-broken" in found.catalogue.message(told, "en")
    assert {"good"} <= {importer.name for importer in found.importers}
    assert [exporter.name for exporter in found.exporters] == ["too"]


def test_what_is_right_in_a_plugin_is_kept(load):
    """One wrong object or hook does not take along what the same plugin does right."""
    mixed = plugin(labo_importers=["no", FakeImporter("yes")], labo_exporters=ValueError("no"))
    found = load(mixed=mixed)
    assert [importer.name for importer in found.importers] == ["yes"]
    assert [told.code for told in found.findings] == ["PLG002", "PLG002"]
    assert {told.data["hook"] for told in found.findings} == {"labo_importers", "labo_exporters"}


def test_everything_a_plugin_brings(load, tmp_path):
    """Each hook's objects are found again, by plugin and together."""
    layer = tmp_path / "regime.toml"
    module = plugin(
        labo_importers=[FakeImporter("in", entries=(entry("FAK101"),))],
        labo_exporters=(FakeExporter("out"), FakeFolderExporter("folder")),
        labo_regimes=[layer],
        labo_checks=[a_check("NET201")],
    )
    found = load(net=module)
    (info,) = found.infos
    assert info == manager.PluginInfo(
        name="net",
        distribution="dist-net",
        version="1.2",
        importers=("in",),
        exporters=("out", "folder"),
        regimes=("regime.toml",),
        checks=("NET201",),
    )
    assert found.regimes == (layer,)
    assert [check.code for check in found.checks] == ["NET201"]
    assert [exporter.name for exporter in found.folder_exporters] == ["folder"]
    assert "FAK101" in found.catalogue
    assert "NET201" in found.catalogue
    assert "NET201" not in core_catalogue()
    assert found.findings == ()


def test_two_plugins_with_one_code(load):
    """The first by name keeps a code; the other's check is left out and reported."""
    found = load(zeta=plugin(labo_checks=[a_check("FAK101")]), alpha=plugin(labo_checks=[a_check("FAK101")]))
    (told,) = found.findings
    assert (told.code, told.data["plugin"], told.data["code"]) == ("PLG003", "zeta", "FAK101")
    assert len(found.checks) == 1


def test_two_plugins_with_one_name(load):
    """A name taken twice is reported; the first stays."""
    other = plugin(labo_importers=[FakeImporter("other")])
    found = load(points=(FakePoint("same", GOOD, "a:x"), FakePoint("same", other, "b:x")))
    assert [importer.name for importer in found.importers] == ["good"]
    assert [told.code for told in found.findings] == ["PLG001"]


def test_plugins_come_in_order_of_name(load):
    """The order is that of the names, whatever the order in which the distributions are found."""
    modules = {name: plugin(labo_importers=[FakeImporter(name)]) for name in ("b", "c", "a")}
    orders = {tuple(importer.name for importer in load(**modules).importers)}
    orders.add(tuple(importer.name for importer in load(**dict(reversed(modules.items()))).importers))
    assert orders == {("a", "b", "c")}


def test_only_the_wanted_are_loaded(load):
    """Names choose the plugins; one that is not wanted is not even imported, one that is absent is reported."""
    trap = SystemExit("imported")
    found = load(wanted=["good", "absent"], good=GOOD, trap=trap)
    assert [info.name for info in found.infos] == ["good"]
    (told,) = found.findings
    assert (told.code, dict(told.data)) == ("PLG004", {"plugin": "absent"})


@pytest.mark.parametrize(
    ("value", "names"),
    [(None, ["a", "b"]), ("a", ["a"]), (" b , a,", ["a", "b"]), ("none", []), ("", []), ("none,a", ["a"])],
)
def test_the_variable_limits_the_plugins(monkeypatch, value, names):
    """``LABO_PLUGINS`` names what is loaded, «none» nothing, and unset everything."""
    points = [FakePoint("b", GOOD), FakePoint("a", ModuleType("empty"))]
    monkeypatch.setattr(manager, "entry_points", lambda **_: points)
    if value is None:
        monkeypatch.delenv(VARIABLE, raising=False)
    else:
        monkeypatch.setenv(VARIABLE, value)
    installed.cache_clear()
    try:
        found = installed()
    finally:
        installed.cache_clear()
    assert [info.name for info in found.infos] == names
    assert found.findings == ()


def test_a_point_without_distribution_is_named_by_its_module(load):
    """An entry point that belongs to no distribution is reported by what it points to."""
    found = load(points=[EntryPoint("lost", "no_such_module_at_all", "labo_partenariats")])
    (told,) = found.findings
    assert (told.code, told.data["distribution"]) == ("PLG001", "no_such_module_at_all")


def test_nothing_loaded_brings_nothing(load):
    """Without a plugin there is nothing, not even a finding; the catalogue is the library's."""
    found = load()
    assert found == manager.Plugins()
    assert found.catalogue == core_catalogue()


def test_pluggy_is_spoken_to_in_one_module_only():
    """The manager is the only module that uses pluggy's; hooks are declared in one other."""
    source = Path(manager.__file__).parents[1]
    users = {path.name for path in source.rglob("*.py") if "import pluggy" in path.read_text(encoding="utf-8")}
    assert users == {"manager.py", "hookspecs.py"}
