"""
The contracts of exporters, regimes and checks, to be subclassed in the tests of a plugin.

Each is a class of tests that needs two or three attributes: pytest runs them under the name of the subclass.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import given, settings

from labo_partenariats import api
from labo_partenariats.findings import has_errors
from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.law import Certainty, Layer, load_layer
from labo_partenariats.model import Programme
from labo_partenariats.plugin import Check, Exporter, FolderExporter
from labo_partenariats.plugin.law import library_of
from labo_partenariats.plugin.manager import installed
from labo_partenariats.rules.case import make_case
from labo_partenariats.rules.outcome import Answer, Outcome
from labo_partenariats.tabular.normal import normal_form
from labo_partenariats.testing.importers import require_texts
from labo_partenariats.testing.strategies import programmes

#: How many programmes each run of a contract tries.
_PROGRAMMES = 15


class ExporterContract:
    """
    What every exporter keeps («contrat d'un exporteur»).

    A subclass gives ``exporter``, what users type after ``--to``; ``programme``, one that it can write; and ``target``,
    the name of the file written (a folder where the name has no suffix). ``reads_back`` is True for a format from which
    the whole programme comes back.
    """

    exporter: ClassVar[str]
    programme: ClassVar[Programme]
    target: ClassVar[str]
    reads_back: ClassVar[bool] = False

    def _written(self, folder: Path, programme: Programme | None = None) -> dict[str, bytes]:
        folder.mkdir(exist_ok=True)
        told = api.export(programme or self.programme, folder / self.target, to=self.exporter)
        catalogue = installed().catalogue
        assert all(catalogue.message(each, language) for each in told for language in LANGUAGES)
        if programme is None:  # what any programme may be refused for, the plugin's own sample may not
            assert not has_errors(told), told
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    def test_the_entry_point_brings_it(self) -> None:
        """It is found by its name, once, and no installed plugin is at fault."""
        plugins = installed()
        assert [name for info in plugins.infos for name in info.exporters].count(self.exporter) == 1
        assert plugins.findings == ()

    def test_its_findings_have_their_texts(self) -> None:
        """Each code of its own says what is wrong and how to put it right."""
        plugins = installed()
        every: tuple[Exporter | FolderExporter, ...] = (*plugins.exporters, *plugins.folder_exporters)
        for each in every:
            for entry in getattr(each, "entries", ()) if each.name == self.exporter else ():
                require_texts(entry)

    def test_the_same_programme_gives_the_same_bytes(self, tmp_path: Path) -> None:
        """Two exports are alike to the byte, and there is something in them."""
        first, second = self._written(tmp_path / "a"), self._written(tmp_path / "b")
        assert any(first.values())
        assert first == second

    def test_it_writes_nowhere_else(self, tmp_path: Path) -> None:
        """Nothing stands beside the target afterwards."""
        self._written(tmp_path / "a")
        assert [path.name for path in (tmp_path / "a").iterdir()] == [self.target]

    def test_any_programme_is_written_or_refused(self, tmp_path: Path) -> None:
        """Whatever the programme holds, what cannot be said is a finding with its texts, never an exception."""

        @settings(max_examples=_PROGRAMMES, deadline=None)
        @given(programmes())
        def holds(programme: Programme) -> None:
            with TemporaryDirectory(dir=tmp_path) as folder:  # a folder of tables refuses to stand among others
                self._written(Path(folder), programme)

        holds()

    def test_the_programme_comes_back(self, tmp_path: Path) -> None:
        """What was written is read again as the same programme, where the format promises it."""
        if not self.reads_back:
            pytest.skip("reads_back is False: the format promises nothing")
        self._written(tmp_path)
        assert normal_form(api.read(tmp_path / self.target).programme) == normal_form(self.programme)


class RegimeContract:
    """
    What every layer of law keeps («contrat d'un régime»).

    A subclass gives ``layer``, the id of the layer, and ``named``, how dossiers call the group or region.
    """

    layer: ClassVar[str]
    named: ClassVar[str]

    @property
    def found(self) -> Layer:
        """The layer, among those of the library and of the plugins."""
        return library_of(installed())[0].layer(self.layer)

    def test_a_plugin_brings_it(self) -> None:
        """One file of one plugin holds the layer, and all layers can be stacked."""
        held = [made.id for file in installed().regimes if (made := load_layer(file)[0]) is not None]
        assert held.count(self.layer) == 1
        assert library_of(installed())[1] == ()

    def test_dossiers_find_it_by_its_name(self) -> None:
        """The name that dossiers use leads to this layer and to no other."""
        assert library_of(installed())[0].find(self.named) == self.layer

    def test_it_stands_on_the_law_of_the_union(self) -> None:
        """Its regime begins with the law of the Union and ends with itself."""
        layers = library_of(installed())[0].regime(self.layer).layers
        assert (layers[0].id, layers[-1].id) == ("eu", self.layer)

    def test_it_is_named_in_every_language(self) -> None:
        """Its label stands in French and in English."""
        assert self.found.label.fr
        assert self.found.label.en

    def test_every_value_is_sourced(self) -> None:
        """A value names its act and when it was consulted, or says itself that nobody verified it."""
        values = [value for parameter in self.found.parameters.values() for value in parameter.values]
        assert values
        for value in values:
            where = f"{self.layer}: {value.key}"
            assert value.references or value.certainty is Certainty.UNVERIFIED, f"{where}: neither source nor warning"
            for reference in value.references:
                assert reference.act, f"{where}: no act"
                assert reference.url is None or reference.consulted, f"{where}: consulted on no day"

    def test_every_value_is_dated(self) -> None:
        """A value that has a first day ends no earlier; one without a first day is not given as verified."""
        for parameter in self.found.parameters.values():
            for value in parameter.values:
                if value.start is None:
                    assert value.dates_certainty is not Certainty.VERIFIED, f"{value.key}: dated by nobody"
                elif value.end is not None:
                    assert value.start <= value.end, f"{value.key}: ends before it begins"


class CheckContract:
    """
    What every check keeps («contrat d'un contrôle»).

    A subclass gives ``code``, and two programmes: one that keeps the rule (``kept``) and one that breaks it
    (``broken``).
    """

    code: ClassVar[str]
    kept: ClassVar[Programme]
    broken: ClassVar[Programme]

    @property
    def found(self) -> Check:
        """The check, as its entry point brings it."""
        (one,) = [each for each in installed().checks if each.code == self.code]
        return one

    def _outcomes(self, programme: Programme) -> tuple[Outcome, ...]:
        return self.found(make_case(programme, library_of(installed())[0], None))

    def test_the_entry_point_brings_it(self) -> None:
        """It is found by its code, once, and no installed plugin is at fault."""
        assert [each.code for each in installed().checks].count(self.code) == 1
        assert installed().findings == ()

    def test_its_code_has_its_texts(self) -> None:
        """Its code says what is wrong and how to put it right, in every language."""
        assert self.found.entry is not None
        assert self.found.entry.code == self.code
        require_texts(self.found.entry)

    def test_it_is_silent_where_the_rule_is_kept(self) -> None:
        """A programme that keeps the rule has no finding of it."""
        assert [told for told in api.check(self.kept).findings if told.code == self.code] == []

    def test_it_tells_where_the_rule_is_broken(self) -> None:
        """A programme that breaks the rule has a finding at its place, in every language."""
        report = api.check(self.broken)
        told = [each for each in report.findings if each.code == self.code]
        assert told
        for each in told:
            assert each.location is not None
            assert all(report.catalogue.message(each, language) for language in LANGUAGES)

    def test_it_answers_the_same_twice(self) -> None:
        """The same programme gives the same answers."""
        assert self._outcomes(self.broken) == self._outcomes(self.broken)

    def test_it_answers_for_any_programme(self) -> None:
        """Whatever the programme holds, it answers; what it tells can be said in every language."""
        entry = self.found.entry
        assert entry is not None

        @settings(max_examples=_PROGRAMMES, deadline=None)
        @given(programmes())
        def holds(programme: Programme) -> None:
            for outcome in self._outcomes(programme):
                if outcome.answer is Answer.VIOLATED:
                    assert all(entry.text("message", language, outcome.data) for language in LANGUAGES)

        holds()
