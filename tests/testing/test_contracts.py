"""The contracts fail for plugins that break them, each for its own reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import labo_partenariats as labo
from labo_partenariats.law import load_layer
from labo_partenariats.plugin import Case, Cell, Entry, Limits, Outcome, Severity, Sheet, Tables, check, violated
from labo_partenariats.plugin.manager import PluginInfo, Plugins, installed
from labo_partenariats.testing import contracts, importers

PLUGINS = Path(__file__).parents[2] / "plugins"
LAYER = """
[layer]
id = "fr.ara.trois-vallees"
kind = "lag"
parent = "fr.ara"
label = { fr = "GAL des Trois Vallées", en = "Trois Vallées local action group" }
"""


class Careless:
    """An importer of text files, a line a row, that each test below spoils in one respect."""

    name = "careless"
    suffixes: tuple[str, ...] = (".careless",)

    def recognises(self, path: Path) -> bool:
        """Whatever it is."""
        return True

    def read(self, path: Path, limits: Limits) -> Tables:
        """Two cells in the wrong place, a failure for what is no UTF-8, and a trace in the source."""
        content = path.read_text("utf-8")
        path.write_text(content + "x", "utf-8")
        return Tables((Sheet("s", {1: (Cell(2, 1, content),)}),))


class CarelessContract(importers.ImporterContract):
    """The contract of the importer above."""

    importer = "careless"

    def corrupt(self, copy: Path) -> str:
        """Nothing becomes unreadable."""
        return "nowhere"


class CarelessExporter:
    """An exporter whose bytes differ from one time to the next."""

    name = "careless"
    suffixes: tuple[str, ...] = ()
    count = 0

    def export(self, work: Any, options: Any, out: Any) -> tuple[()]:
        """Write how many times it wrote."""
        self.count += 1
        out.write(str(self.count).encode())
        return ()


class CarelessExporterContract(contracts.ExporterContract):
    """The contract of the exporter above."""

    exporter = "careless"
    programme = labo.Programme(title="T")
    target = "out.txt"


@check("ZZZ101", entry=Entry("ZZZ101", "careless", Severity.NOTE, texts={"fr": {"message": "Non."}}))
def always_broken(case: Case) -> Iterator[Outcome]:
    """Every programme breaks it, nowhere."""
    yield violated()


class CarelessCheckContract(contracts.CheckContract):
    """The contract of the check above."""

    code = "ZZZ101"
    kept = broken = labo.Programme(title="T")


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> Plugins:
    """A machine on which only the careless things are installed."""
    info = PluginInfo("careless", "careless", "1", ("careless",), ("careless",), checks=("ZZZ101",))
    made = Plugins((info,), importers=(Careless(),), exporters=(CarelessExporter(),), checks=(always_broken,))
    assert always_broken.entry is not None
    made = evolve(made, catalogue=made.catalogue.with_entries([always_broken.entry]))
    for module in (contracts, importers, labo.api):
        monkeypatch.setattr(module, "installed", lambda: made)
    return made


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        ("test_it_refuses_others", AssertionError),
        ("test_it_reads_the_same_twice", AssertionError),
        ("test_it_hands_over_cells_where_they_stand", AssertionError),
        ("test_it_leaves_the_source_alone", AssertionError),
        ("test_a_spoilt_cell_is_found_at_its_place", AssertionError),
        ("test_a_limit_is_honoured", pytest.fail.Exception),
        ("test_hostile_bytes_are_refused_or_read", UnicodeDecodeError),
        ("test_what_is_no_file_is_refused", FileNotFoundError),
    ],
)
@pytest.mark.usefixtures("plugins")
def test_a_careless_importer_fails(promise: str, told: type[BaseException], tmp_path: Path) -> None:
    """Each promise that the importer breaks is a test of the contract that fails."""
    copy = tmp_path / "source.careless"
    copy.write_text("Montant", "utf-8")
    test = getattr(CarelessContract(), promise)
    wants_folder = promise in {"test_it_refuses_others", "test_what_is_no_file_is_refused"}
    with pytest.raises(told):
        test(tmp_path if wants_folder else copy)


@pytest.mark.usefixtures("plugins")
def test_a_careless_exporter_fails(tmp_path: Path) -> None:
    """Bytes that differ are told."""
    with pytest.raises(AssertionError):
        CarelessExporterContract().test_the_same_programme_gives_the_same_bytes(tmp_path)


@pytest.mark.parametrize(
    "promise",
    [
        "test_its_code_has_its_texts",
        "test_it_is_silent_where_the_rule_is_kept",
        "test_it_tells_where_the_rule_is_broken",
    ],
)
@pytest.mark.usefixtures("plugins")
def test_a_careless_check_fails(promise: str) -> None:
    """Texts in one language only, a finding where all is well, and a finding without a place are told."""
    with pytest.raises(AssertionError):
        getattr(CarelessCheckContract(), promise)()


def test_an_unsourced_value_never_gets_so_far(tmp_path: Path) -> None:
    """The loader itself refuses a value with neither source nor warning; the contract would not find the layer."""
    file = tmp_path / "layer.toml"
    value = "\n[[parameters.aid_rate.values]]\nfrom = 2014-01-01\nvalue = 0.9\n"
    file.write_text(LAYER + value + 'certainty = "verified"\n', "utf-8")
    assert load_layer(file)[1] != ()
    file.write_text(LAYER + value + 'certainty = "unverified"\n', "utf-8")
    assert load_layer(file)[1] == ()


#: Written from a source's cells, or into a form: not from a programme alone, which is what the contract gives.
_OF_SOMETHING_ELSE = {"annotated", "mapping"}


def test_every_shipped_part_keeps_its_contract() -> None:
    """No plugin of this repository hands over a reader, a writer or a check that the kit does not try."""
    tested = "\n".join(path.read_text("utf-8") for path in PLUGINS.glob("*/tests/test_*_contracts.py"))
    told = set(re.findall(r'^    (?:importer|exporter|code) = "([\w-]+)"$', tested, re.MULTILINE))
    parts = {part for info in installed().infos for part in (*info.importers, *info.exporters, *info.checks)}
    assert parts - _OF_SOMETHING_ELSE - told == set()
