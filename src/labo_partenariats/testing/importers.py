"""
The contract of importers, to be subclassed in the tests of a plugin.

Hostile files are made of the plugin's own sample: cut, spoilt, or replaced by anything.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats import api
from labo_partenariats.errors import UnreadableSource
from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.plugin import Catalogue, Entry, Importer, Limits
from labo_partenariats.plugin.manager import installed

#: How many spoilt files each run of the contract tries.
_SPOILT = 25


def require_texts(entry: Entry) -> None:
    """Every code of a plugin says what is wrong and how to put it right, in every language."""
    for language in LANGUAGES:
        for part in ("title", "message", "why", "remedy"):
            assert (entry.texts or {}).get(language, {}).get(part), f"{entry.code}: no {part} in {language}"


class ImporterContract:
    """
    What every importer keeps («contrat d'un importeur»).

    A subclass gives ``importer``, the name of the importer; ``source``, a file that it reads; and `corrupt`. Sources of
    other kinds that it must refuse may be added in ``foreign``.
    """

    importer: ClassVar[str]
    source: ClassVar[Path]
    foreign: ClassVar[tuple[Path, ...]] = ()

    def corrupt(self, copy: Path) -> str:
        """Make one cell of *copy* (a copy of ``source``) unreadable and return its place, as findings show it."""
        raise NotImplementedError

    @pytest.fixture
    def copy(self, tmp_path: Path) -> Path:
        """A copy of the source, under its name."""
        return Path(shutil.copy(self.source, tmp_path / self.source.name))

    @property
    def found(self) -> Importer:
        """The importer, as its entry point brings it."""
        (one,) = [each for each in installed().importers if each.name == self.importer]
        return one

    def test_the_entry_point_brings_it(self) -> None:
        """It is found by its name, once, and no installed plugin is at fault."""
        assert [each.name for each in installed().importers].count(self.importer) == 1
        assert installed().findings == ()

    def test_its_suffixes_are_lower_case(self) -> None:
        """Suffixes are compared in lower case, with their dot."""
        assert self.found.suffixes
        assert all(each == each.lower() and each.startswith(".") for each in self.found.suffixes)

    def test_its_notes_have_their_texts(self) -> None:
        """Each code of its own notes says what is wrong and how to put it right."""
        for entry in getattr(self.found, "entries", ()):
            require_texts(entry)

    def test_it_recognises_its_own(self, copy: Path) -> None:
        """It says yes to its own source, and is the one that is asked to read it."""
        assert self.found.recognises(copy)
        _, asked = api._tables(copy, Limits(), installed())  # noqa: SLF001  the choice has no other name
        assert asked.name == self.importer

    def test_it_refuses_others(self, tmp_path: Path) -> None:
        """It answers neither for a suffix of nobody nor for the sources of others."""
        stranger = tmp_path / "source.inconnue"
        stranger.write_bytes(b"\x00\x01")
        assert [path.name for path in (stranger, *self.foreign) if self.found.recognises(path)] == []

    def test_it_reads_the_same_twice(self, copy: Path) -> None:
        """The same bytes give the same cells and notes."""
        assert self.found.read(copy, Limits()) == self.found.read(copy, Limits())

    def test_it_hands_over_cells_where_they_stand(self, copy: Path) -> None:
        """There are cells; rows hold them under their own numbers, in order of column, and none is a float."""
        sheets = self.found.read(copy, Limits()).sheets
        assert [cell for sheet in sheets for cell in sheet.cells()]
        for sheet in sheets:
            for number, cells in sheet.rows.items():
                columns = [cell.column for cell in cells]
                assert {cell.row for cell in cells} == {number}
                assert columns == sorted(set(columns))
                assert not any(isinstance(cell.value, float) for cell in cells)

    def test_it_leaves_the_source_alone(self, copy: Path) -> None:
        """Neither the bytes nor the time of the source change, and nothing is left beside it."""
        before = copy.read_bytes(), copy.stat().st_mtime_ns
        self.found.recognises(copy)
        self.found.read(copy, Limits())
        assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before
        assert list(copy.parent.iterdir()) == [copy]

    def test_a_spoilt_cell_is_found_at_its_place(self, copy: Path) -> None:
        """A cell that became unreadable is told where it stands, and was not told before."""
        before = {str(told.location) for told in api.read(copy).findings}
        place = self.corrupt(copy)
        assert place not in before
        assert place in {str(told.location) for told in api.read(copy).findings}

    def test_a_limit_is_honoured(self, copy: Path) -> None:
        """A file larger than the limits allow is refused with the code for it."""
        with pytest.raises(UnreadableSource) as refused:
            self.found.read(copy, Limits(file_bytes=copy.stat().st_size - 1))
        assert refused.value.code == "SRC009"

    def test_hostile_bytes_are_refused_or_read(self, copy: Path) -> None:
        """Whatever stands in the file: recognising never fails, reading raises `UnreadableSource` or nothing."""
        content, importer, catalogue = copy.read_bytes(), self.found, installed().catalogue

        @settings(max_examples=_SPOILT, deadline=None)
        @given(_spoilt(content))
        def holds(hostile: bytes) -> None:
            copy.write_bytes(hostile)
            assert importer.recognises(copy) in (True, False)
            _read_or_refused(importer, copy, catalogue)

        holds()

    def test_what_is_no_file_is_refused(self, tmp_path: Path) -> None:
        """A file that is not there is refused with a code, and recognising it does not fail."""
        absent = tmp_path / f"absent{self.found.suffixes[0]}"
        assert self.found.recognises(absent) in (True, False)
        with pytest.raises(UnreadableSource) as refused:
            self.found.read(absent, Limits())
        assert refused.value.code in installed().catalogue


def _read_or_refused(importer: Importer, path: Path, catalogue: Catalogue) -> None:
    try:
        told = [note.code for note in importer.read(path, Limits(seconds=10)).notes]
    except UnreadableSource as error:
        told = [error.code]
    assert [code for code in told if code not in catalogue] == []


def _spoilt(content: bytes) -> st.SearchStrategy[bytes]:
    """Anything; the content cut short; and the content with a few bytes replaced."""
    places = st.integers(0, max(len(content) - 1, 0))
    cut = places.map(lambda end: content[:end])
    replaced = st.tuples(places, st.binary(min_size=1, max_size=8)).map(
        lambda change: content[: change[0]] + change[1] + content[change[0] + len(change[1]) :]
    )
    return st.binary(max_size=200) | cut | replaced
