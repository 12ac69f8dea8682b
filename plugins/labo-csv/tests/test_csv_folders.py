"""Folders of CSV files, and what the importer answers for."""

from __future__ import annotations

from pathlib import Path

import pytest

from labo_csv import CsvImporter
from labo_partenariats.plugin import Limits, UnreadableSource

LIMITS = Limits()


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_a_folder_gives_one_sheet_a_file(tmp_path: Path) -> None:
    """Tables come by file name and bear it; other files are left out with a note, hidden ones without."""
    fill(
        tmp_path,
        {
            "depenses.csv": b"Type;Montant\nAnimation;12603\n",
            "Acteurs.CSV": b"Nom\nGAIA\n",
            "depenses.tsv": b"a\tb\n",
            "LISEZMOI.txt": b"A lire",
            "photo.png": b"\x89PNG",
            ".cache.csv": b"x",
            "~$depenses.csv": b"x",
        },
    )
    (tmp_path / "sous-dossier.csv").mkdir()
    tables = CsvImporter().read(tmp_path, LIMITS)
    assert [(sheet.name, sheet.file) for sheet in tables.sheets] == [
        ("Acteurs", "Acteurs.CSV"),
        ("depenses", "depenses.csv"),
        ("depenses.tsv", "depenses.tsv"),
    ]
    assert [(note.code, note.data["file"]) for note in tables.notes] == [
        ("SRC048", "LISEZMOI.txt"),
        ("SRC048", "photo.png"),
        ("SRC048", "sous-dossier.csv"),
    ]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """A file that cannot be read is noted with the code of its refusal; when none can be, the first refusal stands."""
    fill(tmp_path, {"acteurs.csv": b"", "projets.csv": b"PK\x03\x04"})
    with pytest.raises(UnreadableSource) as refusal:
        CsvImporter().read(tmp_path, LIMITS)
    assert (refusal.value.code, refusal.value.data["file"]) == ("SRC003", "acteurs.csv")
    fill(tmp_path, {"depenses.csv": b"Type;Montant\n"})
    tables = CsvImporter().read(tmp_path, LIMITS)
    assert [sheet.name for sheet in tables.sheets] == ["depenses"]
    assert [(note.code, note.data["file"]) for note in tables.notes] == [
        ("SRC003", "acteurs.csv"),
        ("SRC049", "projets.csv"),
    ]


def test_limits_hold_for_the_folder_as_a_whole(tmp_path: Path) -> None:
    """Sheets, rows and bytes are counted over all the files."""
    fill(tmp_path, {"a.csv": b"x;y\n" * 3, "b.csv": b"x;y\n" * 3})
    for limits, limit in (
        (Limits(sheets=1), "sheets"),
        (Limits(rows=5), "rows"),
        (Limits(file_bytes=20), "file_bytes"),
    ):
        with pytest.raises(UnreadableSource) as refusal:
            CsvImporter().read(tmp_path, limits)
        assert (refusal.value.code, refusal.value.data["limit"]) == ("SRC009", limit)


def test_absent_files_and_folders_without_table_are_explained(tmp_path: Path) -> None:
    """A name that leads nowhere and a folder that holds no table give two explanations."""
    for path, code in ((tmp_path / "absent.csv", "SRC001"), (tmp_path, "SRC050"), (Path("a\0b.csv"), "SRC001")):
        with pytest.raises(UnreadableSource) as refusal:
            CsvImporter().read(path, LIMITS)
        assert refusal.value.code == code


@pytest.mark.parametrize("method", ["open", "is_dir", "iterdir"])
def test_a_file_closed_to_us_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """Whatever the system refuses, the importer refuses with a code, and still answers for what bears its suffix."""

    def closed(*_arguments: object) -> None:
        raise PermissionError

    path = fill(tmp_path, {"a.csv": b"a;b"}) / ("" if method == "iterdir" else "a.csv")
    monkeypatch.setattr(Path, method, closed)
    with pytest.raises(UnreadableSource) as refusal:
        CsvImporter().read(path, LIMITS)
    assert refusal.value.code == "SRC002"
    assert CsvImporter().recognises(path) is (method != "iterdir")


def test_recognising_never_raises(tmp_path: Path) -> None:
    """Yes to tables by their suffix and to folders that hold one; no to workbooks in disguise and to the rest."""
    fill(tmp_path, {"a.csv": b"a;b", "b.TSV": b"", "c.txt": b"a", "d.csv": b"PK\x03\x04", "e.xlsx": b"a;b"})
    known = {path.name for path in tmp_path.iterdir() if CsvImporter().recognises(path)}
    assert known == {"a.csv", "b.TSV", "c.txt"}
    assert CsvImporter().recognises(tmp_path)
    assert CsvImporter().recognises(tmp_path / "absent.csv")
    empty = tmp_path / "vide"
    empty.mkdir()
    fill(empty, {"LISEZMOI.txt": b"rien"})
    assert not CsvImporter().recognises(empty)
    assert not CsvImporter().recognises(Path("a\0b"))
