"""CSV files as people have them: encodings, delimiters, quotes and lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_csv.delimiter import NONE, find_delimiter
from labo_csv.records import split_records
from labo_partenariats.plugin import CellState, Importer, Limits, Tables, UnreadableSource, Visibility

Read = Callable[..., Tables]

EXPENSES = "Type dépenses;Montant\r\nDéplacements;1 400 €\r\nAnimation, frais salariaux;12 603,50 €\r\n"


def table(tables: Tables, sheet: int = 0) -> dict[tuple[int, int], object]:
    return {(cell.row, cell.column): cell.value for cell in tables.sheets[sheet].cells()}


def notes(tables: Tables) -> list[tuple[str, object]]:
    return [(note.code, note.data.get("line")) for note in tables.notes]


def test_the_plugin_hands_over_an_importer() -> None:
    """The hook returns one importer that keeps to the protocol."""
    from labo_csv.plugin import labo_importers

    (importer,) = labo_importers()
    assert isinstance(importer, Importer)
    assert (importer.name, importer.suffixes) == ("csv", (".csv", ".tsv", ".txt"))


def test_the_installed_distribution_is_discovered() -> None:
    """Once installed, the entry point of the group leads to the module of the hooks."""
    found = [point for point in entry_points(group="labo_partenariats") if point.name == "csv"]
    if not found:
        pytest.skip("labo-csv is run from its folder, not installed")
    assert found[0].value == "labo_csv.plugin"


def test_cells_are_texts_and_nothing_is_interpreted(read: Read) -> None:
    """Numbers, dates and postcodes stay the texts that they are."""
    tables = read("Code postal;Montant;Jour;Vrai\n01000;4936.40;27/04/2018;VRAI\n")
    assert table(tables) == {
        (1, 1): "Code postal",
        (1, 2): "Montant",
        (1, 3): "Jour",
        (1, 4): "Vrai",
        (2, 1): "01000",
        (2, 2): "4936.40",
        (2, 3): "27/04/2018",
        (2, 4): "VRAI",
    }
    (sheet,) = tables.sheets
    assert (sheet.name, sheet.has_grid_addresses, sheet.visibility) == ("plan", False, Visibility.VISIBLE)
    assert {cell.state for cell in sheet.cells()} == {CellState.PLAIN}
    assert tables.notes == ()


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (EXPENSES.encode(), []),
        (EXPENSES.encode("utf-8-sig"), []),
        (EXPENSES.encode("utf-16"), []),
        (b"\xfe\xff" + EXPENSES.encode("utf-16-be"), []),
        (EXPENSES.encode("utf-32"), []),
        (b"\0\0\xfe\xff" + EXPENSES.encode("utf-32-be"), []),
        (EXPENSES.encode("utf-16-le"), ["SRC041"]),
        (EXPENSES.encode("utf-16-be"), ["SRC041"]),
        (EXPENSES.encode("cp1252"), ["SRC040"]),
        (EXPENSES.replace("D", "D\0").encode(), ["SRC042"]),
    ],
)
def test_each_encoding_gives_the_same_table(read: Read, content: bytes, codes: list[str]) -> None:
    """A mark is obeyed; without one UTF-16 is recognised, UTF-8 is tried, and Windows-1252 is supposed and said."""
    tables = read(content)
    assert table(tables) == table(read(EXPENSES))
    assert [note.code for note in tables.notes] == codes


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Réunion;Séance;Thème\nÉté;Hiver;Année\n".encode() + b"\xe9", 3),
        (b"\xef\xbb\xbfa;b\n\xe9;c\n", 2),
        (b"R\xe9union;Th\xe8me\nprix \x81;5\n", 2),
    ],
)
def test_spoilt_bytes_are_replaced_and_said(read: Read, content: bytes, line: int) -> None:
    """A byte that the encoding does not know is shown as such, with its line, and spoils nothing around it."""
    tables = read(content)
    (note,) = [note for note in tables.notes if note.code == "SRC047"]
    assert (note.data["count"], note.data["line"]) == (1, line)
    assert sum(str(value).count("\ufffd") for value in table(tables).values()) == 1
    assert table(tables)[1, 1] in {"Réunion", "a"}


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        (EXPENSES, ";"),
        ("Nom,Type\nGAIA,association\n", ","),
        ("Nom\tType\nGAIA\tassociation\n", "\t"),
        ("Nom|Type\nGAIA|association\n", "|"),
        ("Nom;Rôles\nEDF;a, b, c\nGEM;a, b, c\n", ";"),
        ("Poste;Montant\nAnimation;12,50\nTrajets;3,25\n", ";"),
        ("12,50;3,25\n1,00;2,00\n", ";"),
        ('Nom,Note\nGAIA,"a;b;c"\nEDF,"d;e"\n', ","),
        ('Nom;Note\nGAIA;"a, ""b""; c"\n', ";"),
        ("LABO DES PARTENARIATS\nDate;Action;Lieu\n5 février;Séminaire;Vizille\n", ";"),
        ("Commune\nBudget\nVersion relue, validée\nDate;Action\n5 février;Séminaire\n", ";"),
        ("Partenaires\nGAIA\nEDF\nOisans ; Trièves\nCaprural\n", NONE),
        ("Partenaire\nCommunauté de communes, Oisans\nEDF\nCaprural\n", NONE),
        ("une seule ligne", NONE),
        ("", NONE),
        ("sep=,\na;b,c\n", ","),
        ("SEP=|\r\na;b|c\r\n", "|"),
        ('"sep=;"\na;b,c,d\n', ";"),
        ("sep=\t\na;b\tc\n", "\t"),
    ],
)
def test_the_delimiter_cuts_each_record_alike(text: str, delimiter: str) -> None:
    """The delimiter is the candidate that gives the records the same width, whatever the sentences hold."""
    assert find_delimiter(text).character == delimiter


def test_a_doubtful_delimiter_is_said(read: Read) -> None:
    """When another delimiter fits as well and cuts finer, a note gives both."""
    tables = read("a;b,c,d\ne;f,g,h\n")
    assert table(tables)[1, 2] == "b,c,d"
    assert [(note.code, dict(note.data)) for note in tables.notes] == [("SRC043", {"delimiter": ";", "rival": ","})]


def test_a_declared_delimiter_is_no_row(read: Read) -> None:
    """The line ``sep=`` is neither a row nor forgotten in the count of lines."""
    tables = read("sep=;\na;b\nc;d\n")
    assert table(tables) == {(1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d"}
    assert tables.sheets[0].lines == {1: 2, 2: 3}


def test_lines_are_those_of_the_file(read: Read) -> None:
    """A field over several lines, blank lines and the three ways to end a line keep the numbers right."""
    tables = read('a;b\r\n"x\r\ny\nz";1\n\n;;\r\nc;2\rd;3')
    assert table(tables) == {
        (1, 1): "a",
        (1, 2): "b",
        (2, 1): "x\ny\nz",
        (2, 2): "1",
        (5, 1): "c",
        (5, 2): "2",
        (6, 1): "d",
        (6, 2): "3",
    }
    assert tables.sheets[0].lines == {1: 1, 2: 2, 5: 7, 6: 8}
    assert tables.notes == ()


@pytest.mark.parametrize(
    ("text", "row", "line", "expected"),
    [
        ('a;b\nc;"d\ne;f\n', 2, 2, {(2, 2): '"d', (3, 1): "e", (3, 2): "f"}),
        ('a;b\nc;"d\ne;"f"\n', 2, 2, {(2, 2): '"d', (3, 1): "e", (3, 2): "f"}),
        ('"x\ny";b\nc;"d', 2, 3, {(1, 1): "x\ny", (2, 2): '"d'}),
    ],
)
def test_a_quote_never_closed_spoils_its_field_only(
    read: Read, text: str, row: int, line: int, expected: dict[tuple[int, int], str]
) -> None:
    """The quote becomes a character, the rows below are read, and a note gives the line."""
    tables = read(text)
    assert expected.items() <= table(tables).items()
    assert [(note.code, note.row, note.data["line"]) for note in tables.notes] == [("SRC044", row, line)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ('"a ""b"" c"', 'a "b" c'),
        ('""""', '"'),
        ('a "b" c', 'a "b" c'),
        ('"Les 7 Lieux" Oisans', "Les 7 Lieux Oisans"),
        ('5"', '5"'),
        ('"a;b"', "a;b"),
    ],
)
def test_quotes_inside_a_line(field: str, value: str) -> None:
    """Quotes are read as spreadsheets read them."""
    (record,) = split_records(f"x;{field};y", ";")
    assert record.fields == ("x", value, "y")
    assert not record.is_misquoted


def test_ragged_rows_are_told_by_their_line(read: Read) -> None:
    """A row wider or narrower than the others of its block is noted; titles and trailing blanks are not."""
    tables = read("Dépenses\na;b;c\n1;2;3\n4;5;6;7\n8;9\n10;11;12;;\n\nNom;Type\nGAIA;association\n")
    assert [(note.code, note.row, dict(note.data)) for note in tables.notes] == [
        ("SRC045", 4, {"line": 4, "expected": 3, "found": 4}),
        ("SRC046", 5, {"line": 5, "expected": 3, "found": 2}),
    ]
    assert table(tables)[4, 4] == "7"


def test_many_notes_of_one_kind_become_a_count(read: Read) -> None:
    """A fault on every other line gives a hundred notes and the number of the others."""
    notes = read("a;b\n" * 200 + "a;b;c\n" * 130).notes
    assert [note.code for note in notes] == ["SRC045"] * 100 + ["SRC039"]
    assert notes[-1].data == {"code": "SRC045", "count": 30}


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc"]), max_size=12)
LATIN = st.text(st.sampled_from("aéèçàÉœ€’ \n\r\t\"';,|0123,5"), max_size=12)


def as_read(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(LATIN | TEXTS, min_size=2, max_size=2), min_size=1, max_size=8),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_table_comes_back_whole(
    read: Read, rows: list[list[str]], delimiter: str, quoting: Literal[0, 1, 2], encoding: str
) -> None:
    """Whatever the standard library writes, in any dialect and encoding, is read back cell by cell."""
    stream = io.StringIO(newline="")
    stream.write(f"sep={delimiter}\r\n")
    csv.writer(stream, delimiter=delimiter, quoting=quoting).writerows(rows)
    tables = read(stream.getvalue().encode(encoding))
    assert table(tables) == {
        (row, column): as_read(text)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text.strip()
    }


WORDS = st.text(st.sampled_from("aéèçàÉœ€ 0123,5"), min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from([";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]),
)
def test_the_dialect_of_any_table_is_found(read: Read, rows: list[list[str]], delimiter: str, encoding: str) -> None:
    """Without any declaration, delimiter and encoding of a French table are found, decimal commas notwithstanding."""
    text = "".join(delimiter.join(row) + "\n" for row in rows)
    read_back = table(read(text.encode(encoding)))
    assert read_back == {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)}


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from('ab"; \n'), max_size=40))
def test_records_agree_with_the_standard_library(text: str) -> None:
    """Wherever quotes are right, the records are those of the standard library."""
    records = list(split_records(text, ";"))
    if any(record.is_misquoted for record in records):
        return
    expected = [tuple(fields) or ("",) for fields in csv.reader(io.StringIO(text, newline=""), delimiter=";")]
    assert [record.fields for record in records] == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SRC003"),
        (b"PK\x03\x04" + b"classeur", "SRC049"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "SRC049"),
        (b"%PDF-1.4", "SRC049"),
        (bytes(range(1, 32)) * 4, "SRC049"),
        (bytes(100), "SRC049"),
    ],
)
def test_what_is_no_text_is_refused(read: Read, content: bytes, code: str) -> None:
    """Empty files, workbooks and other documents under the suffix of a table are refused with a reason."""
    with pytest.raises(UnreadableSource) as refusal:
        read(content)
    assert (refusal.value.code, refusal.value.data["file"]) == (code, "plan.csv")


@pytest.mark.parametrize(
    ("limits", "content", "limit"),
    [
        (Limits(file_bytes=10), "a;b\n" * 10, "file_bytes"),
        (Limits(rows=9), "a;b\n" * 10, "rows"),
        (Limits(cells=19), "a;b\n" * 10, "cells"),
        (Limits(cell_characters=4), "texte;b\n", "cell_characters"),
        (Limits(seconds=1e-9), "a;b\n" * 2000, "seconds"),
        (Limits(seconds=1e-9), "\n" * 2000, "seconds"),
        (Limits(), ";" * 20_000, "columns"),
    ],
)
def test_each_limit_is_held(read: Read, limits: Limits, content: str, limit: str) -> None:
    """Beyond a limit the refusal says which one, how much it allows and what was found."""
    with pytest.raises(UnreadableSource) as refusal:
        read(content, limits)
    data = refusal.value.data
    assert (refusal.value.code, data["limit"]) == ("SRC009", limit)
    assert float(str(data["found"])) > float(str(data["maximum"]))


def test_limits_are_reached_without_refusal(read: Read) -> None:
    """What is just within the limits is read; blank lines count for nothing."""
    limits = Limits(file_bytes=50, rows=10, cells=20, cell_characters=1)
    assert len(table(read("a;b\n" * 10 + "\n" * 10, limits))) == 20


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200) | st.text(st.sampled_from('a;",\t|\r\n\0é')).map(str.encode))
def test_any_bytes_are_read_or_refused(read: Read, content: bytes) -> None:
    """No file makes the importer raise anything but its refusal."""
    try:
        tables = read(content)
    except UnreadableSource as refusal:
        assert refusal.code.startswith("SRC")
    else:
        assert tables.sheets[0].rows.keys() == tables.sheets[0].lines.keys()
