"""A plugin adds a local action group with one file of law."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

import labo_partenariats as labo
from labo_partenariats import api
from labo_partenariats.findings import PathLocation
from labo_partenariats.model import (
    Application,
    Expense,
    FinancingPlan,
    LocalActionGroup,
    Programme,
    Resource,
    ResourceKind,
)
from labo_partenariats.plugin import hookimpl, manager
from labo_partenariats.plugin.law import library_of
from labo_partenariats.plugin.manager import Plugins, load_plugins
from labo_partenariats.values.money import Money

GROUP = """
[layer]
id = "fr.ara.trois-vallees"
kind = "lag"
parent = "fr.ara"
label = { fr = "GAL des Trois Vallées", en = "Trois Vallées local action group" }

[[parameters.aid_rate.values]]
from = 2014-01-01
to = 2022-12-31
value = 0.90
certainty = "unverified"

[[parameters.eafrd_rate.values]]
from = 2014-01-01
to = 2022-12-31
value = 0.60
certainty = "unverified"
"""
PROGRAMME = Programme(
    lag=LocalActionGroup(name="GAL des Trois Vallées", region="Rhône-Alpes"),
    application=Application(date=dt.date(2017, 10, 12)),
    financing=FinancingPlan(
        expenses=(Expense(id="e", label="Dépense", amount=Money.euros(10000)),),
        resources=(Resource(id="r", label="État", amount=Money.euros(3600), kind=ResourceKind.NATIONAL_PUBLIC),),
    ),
)


def _plugins(monkeypatch: pytest.MonkeyPatch, *files: Path) -> Plugins:
    """The plugins of a machine on which one distribution brings *files* of law."""
    module = ModuleType("labo_trois_vallees")
    setattr(module, "labo_regimes", hookimpl(lambda: files))  # noqa: B010  a module made by hand
    point = EntryPoint("trois-vallees", "labo_trois_vallees", "labo_partenariats")
    monkeypatch.setattr(EntryPoint, "load", lambda _: module)
    monkeypatch.setattr(manager, "entry_points", lambda group: [point] if group == "labo_partenariats" else [])
    return load_plugins(None)


def _file(folder: Path, text: str) -> Path:
    path = folder / "fr.ara.trois-vallees.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_file_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The group is found by its name, its rates give the amounts, its region and the Union the rest."""
    plugins = _plugins(monkeypatch, _file(tmp_path, GROUP))
    report = labo.check(PROGRAMME, plugins=plugins)
    regime = report.assessment.case.regime

    assert regime is not None
    assert [layer.id for layer in regime.layers] == ["eu", "fr", "fr.ara", "fr.ara.trois-vallees"]
    assert report.assessment.amounts["eafrd"] == Money.euros(5400)
    assert report.assessment.amounts["self_financing"] == Money.euros(1000)
    assert "DOS107" not in {found.code for found in report.findings}


def test_without_the_plugin_the_region_stands_in_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same programme elsewhere: no rate of the group is invented, and the fall-back has its finding."""
    report = labo.check(PROGRAMME, plugins=_plugins(monkeypatch))
    (told,) = [found for found in report.findings if found.code == "DOS107"]

    assert report.assessment.amounts["eafrd"] is None
    assert "Auvergne-Rhône-Alpes" in report.catalogue.message(told, "fr")
    assert "GAL des Trois Vallées" in report.catalogue.message(told, "en")


def test_every_problem_of_the_file_is_a_finding_at_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file with several faults is left out whole, and says them all, as errors, with its name."""
    faulty = GROUP.replace("value = 0.90", "value = 9").replace("to = 2022-12-31", "to = 2012-12-31", 1)
    plugins = _plugins(monkeypatch, _file(tmp_path, faulty))
    library, findings = library_of(plugins)
    report = api.check(PROGRAMME, plugins=plugins)

    assert "fr.ara.trois-vallees" not in library
    assert [(found.code, found.severity) for found in findings] == [
        ("LAW008", labo.Severity.ERROR),
        ("LAW007", labo.Severity.ERROR),
    ]
    assert [found.location for found in findings] == [
        PathLocation(f"parameters.aid_rate.values[0].{key}", "fr.ara.trois-vallees.toml") for key in ("to", "value")
    ]
    assert {"LAW007", "LAW008", "DOS107"} <= {found.code for found in report.findings}
