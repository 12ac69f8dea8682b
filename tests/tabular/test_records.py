"""From tables to records: every value from its cell, every row accounted for, nothing guessed in silence."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.findings import CellLocation, LineLocation
from labo_partenariats.tabular.cells import read_cell, text_of
from labo_partenariats.tabular.records import LeftOut
from labo_partenariats.tabular.schema import SCHEMAS, Column, Kind
from labo_partenariats.tabular.table import Cell, CellState, Merge, Note, Tables, Visibility
from labo_partenariats.values.money import Money, Rate

HEAD = ["Type dépenses", "Montant", "Détail"]


def codes(records):
    return [found.code for found in records.findings]


def places(records, code):
    return [str(found.location) for found in records.findings if found.code == code]


def labels(records, role="expenses", key="label"):
    return [record.get(key) for record in records.of(role)]


def error(value):
    return Cell(1, 1, value, CellState.ERROR)


def test_records_know_their_cells(sheet, read):
    """A record has its values, and the place of each."""
    (record,) = read(sheet(HEAD, ["Animation", "12 603 €", "Un poste"], name="Dépenses")).of("expenses")
    assert (record.get("label"), record.get("amount"), record.get("category")) == (
        "Animation",
        Money.euros(12603),
        None,
    )
    assert record.place() == CellLocation("Dépenses", 2)
    assert record.place("amount") == CellLocation("Dépenses", 2, 2)
    assert record.place("category") == CellLocation("Dépenses", 2)
    assert record.columns == {"label", "amount", "detail"}
    assert record.given("label", "category") == {"label": "Animation"}


def test_places_in_a_text_file_are_lines(sheet, read):
    """Without a grid, a place is a line of the file, a column and a row."""
    made = sheet(HEAD, ["Animation", "douze"], name="d", has_grid_addresses=False, file="d.csv", lines={1: 1, 2: 5})
    (found,) = [found for found in read(made).findings if found.code == "SRC201"]
    assert found.location == LineLocation("d.csv", 5, 2, 2)


# What a row can hold, what becomes of it, the finding and its cell.
ROWS = {
    "a record": (["Animation", "5 €"], "record", None, None),
    "a number": (["Animation", Decimal("5.5")], "record", None, None),
    "unreadable amount": (["Animation", "douze"], "rejected", "SRC201", "B2"),
    "ambiguous amount": (["Animation", "1.234"], "record", "SRC202", "B2"),
    "no amount": (["Animation"], "rejected", "SRC107", "2"),
    "no label": ([None, "5 €"], "rejected", "SRC107", "2"),
    "blank label": (["  ", "5 €"], "rejected", "SRC107", "2"),
    "broken reference": (["Animation", error("#REF!")], "rejected", "SRC111", "B2"),
    "broken detail": (["Animation", "5 €", error("#N/A")], "record", "SRC111", "C2"),
    "formula never computed": (
        ["Animation", Cell(1, 1, None, CellState.FORMULA_WITHOUT_VALUE, formula="SUM(B3:B9)")],
        "rejected",
        "SRC112",
        "B2",
    ),
    "computed formula": (["Animation", Cell(1, 1, Decimal(5), CellState.FORMULA, formula="2+3")], "record", None, None),
    "struck label": ([Cell(1, 1, "Animation", CellState.STRUCK), "5 €"], "rejected", "SRC113", "A2"),
    "struck detail": (["Animation", "5 €", Cell(1, 1, "non", CellState.STRUCK)], "record", "SRC113", "C2"),
    "right total": (["Total", "0 €"], "total", "SRC120", "3"),
    "wrong total": (["Total", "7 €"], "total", "SRC108", "B2"),
    "white space": ([" ", "\n"], "title", None, None),
    "beside the table": ([None, None, None, None, "à revoir"], "outside", "SRC122", "E2"),
}


@pytest.mark.parametrize(("row", "fate", "code", "cell"), ROWS.values(), ids=ROWS)
def test_what_becomes_of_a_row(sheet, read, row, fate, code, cell):
    """A row is a record or is left out for a reason; what is wrong is found at its cell."""
    records = read(sheet(HEAD, row, ["Repas", "1 €"], name="Dépenses"))
    assert len(records.of("expenses")) == (2 if fate == "record" else 1)
    reasons = {left.row: left.reason for left in records.left_out}
    assert reasons == ({1: "header"} if fate == "record" else {1: "header", 2: fate})
    if code:
        assert f"Dépenses!{cell}" in places(records, code)
    else:
        assert codes(records) == []


WORDS = """Total;Sous-total;Animation;Type dépenses;Montant
Dépenses;Acteurs;12 €;1.234;Nom;Action;Date;Rôle;Champ;Valeur
Intitulé du projet;27/04/2018;oui; ;#REF!""".replace("\n", ";").split(";")

VALUES = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(WORDS),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)
CELLS = st.one_of(VALUES, st.builds(Cell, st.just(1), st.just(1), VALUES, st.sampled_from(CellState)))
GRIDS = st.lists(st.lists(CELLS, max_size=5), max_size=8)
HEADS = st.sampled_from(
    [[], HEAD, ["Nom", "Rôle", "SIRET"], ["Date", "Action"], ["Champ", "Valeur"], ["Projet", "Étape"]]
)


@given(HEADS, GRIDS, st.sampled_from(["Feuille", "Dépenses", "Programme", "Mode d'emploi"]))
def test_every_row_is_accounted_for(sheet, read, head, grid, name):
    """Each row of a sheet is a record or is left out, and never both: nothing is lost in silence, nothing is raised."""
    made = sheet(head, *grid, name=name)
    records = read(made)
    taken = [record.row for rows in records.by_role.values() for record in rows]
    left = [left.row for left in records.left_out]
    assert sorted(taken + left) == sorted(made.rows)


@given(GRIDS, st.sampled_from(sorted(SCHEMAS)))
def test_every_row_is_accounted_for_whatever_the_role(sheet, read, grid, role):
    """The same when the caller says what the sheet holds."""
    made = sheet(HEAD, *grid)
    records = read(made, role=role)
    taken = [record.row for rows in records.by_role.values() for record in rows]
    assert sorted(taken + [left.row for left in records.left_out]) == sorted(made.rows)


READABLE = {"Animation": "5 €", "Déplacements": "1 400 €", "Repas": "12,50", "Salle": "80", "Affiches": "1 234,56"}


@given(st.permutations(sorted(READABLE)), st.integers(0, 4), st.sampled_from(["douze", "1e5", "(5", "5 €€ 5"]))
def test_a_corrupted_cell_is_found_at_its_address(sheet, read, order, rank, wrong):
    """Spoiling one amount gives one more finding, at that cell with its text, and every other record as before."""
    rows = [[label, READABLE[label]] for label in order]
    before = read(sheet(HEAD, *rows, name="Dépenses"))
    rows[rank][1] = wrong
    after = read(sheet(HEAD, *rows, name="Dépenses"))
    (found,) = after.findings
    assert (str(found.location), found.value) == (f"Dépenses!B{rank + 2}", wrong)
    assert labels(after) == [label for label in labels(before) if label != order[rank]]


def test_merged_cells_hold_for_all_their_rows(sheet, read):
    """A merged cell gives its value to each row that it covers; an empty cell that is not merged stays empty."""
    rows = [["Action", "Date"], ["A", "mars 2018"], ["B"], ["C"]]
    made = attrs.evolve(sheet(*rows, name="Plan d'action"), merges=(Merge(2, 2, 3, 2),))
    periods = [record.get("period_text") for record in read(made).of("actions")]
    assert periods[0] is not None
    assert periods == [periods[0], periods[0], None]


def test_a_merged_amount_is_not_counted_twice(sheet, read):
    """An amount over two rows is that of both together: the second row has none, and says so."""
    made = attrs.evolve(sheet(HEAD, ["A", "10 €"], ["B"], ["C", "1 €"], name="D"), merges=(Merge(2, 2, 3, 2),))
    records = read(made)
    assert labels(records) == ["A", "C"]
    assert places(records, "SRC129") == ["D!B3"]


def test_a_merged_header_is_no_value(sheet, read):
    """A header over two rows does not run into the row below it."""
    made = attrs.evolve(
        sheet(HEAD, [None, None, "(en clair)"], ["A", "10 €"]), merges=(Merge(1, 1, 2, 1), Merge(1, 2, 2, 2))
    )
    assert labels(read(made)) == ["A"]


def test_a_value_merged_over_columns_belongs_to_the_first(sheet, read):
    """A cell merged across columns fills its first column only."""
    made = attrs.evolve(sheet(["Action", "Lieu", "Public"], ["A", "Vizille"]), merges=(Merge(2, 2, 2, 3),))
    (record,) = read(made).of("actions")
    assert (record.get("place"), record.get("audience")) == ("Vizille", None)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([["A", "10"], ["B", "5"], ["Total", "15"]], []),
        ([["A", "10"], ["B", "5"], ["TOTAL :", "16"]], ["4"]),
        ([["A", "10"], ["Sous-total", "10"], ["B", "5"], ["Sous-total salaires", "5"], ["Total général", "15"]], []),
        ([["A", "10"], ["Sous-total", "10"], ["B", "5"], ["Sous-total", "15"], ["Total", "5"]], ["5", "6"]),
        ([["A", "10"], ["Total dépenses éligibles", "10"]], []),
        ([["A", "10"], ["Coût total", "11"]], ["3"]),
        ([["A", "10"], ["Total"]], []),
        ([["A", "10"], ["Total", "10"], [], HEAD, ["B", "5"], ["Total", "5"]], []),
    ],
)
def test_totals_are_checked_and_left_out(sheet, read, rows, wrong):
    """A row of totals is compared with the lines of its table, or of its part; it is never a line."""
    records = read(sheet(HEAD, *rows, name="D"))
    assert set(labels(records)) <= {"A", "B"}
    assert places(records, "SRC108") == [f"D!B{row}" for row in wrong]


def test_a_wrong_total_tells_both_sums(sheet, read):
    """The finding has the sum that is announced and the one that is found."""
    (found,) = read(sheet(HEAD, ["A", "10"], ["Total", "16"])).findings
    assert dict(found.data) == {"announced": Money.euros(16), "summed": Money.euros(10)}


def test_a_company_may_be_called_total(sheet, read):
    """Where nothing is added up, «Total» is a name."""
    records = read(sheet(["Nom", "Type"], ["Total", "entreprise"]))
    assert labels(records, "actors", "name") == ["Total"]


def test_columns_are_told(sheet, read):
    """An unknown, a repeated and a missing column are each found, at their header or at the table."""
    records = read(sheet(["Poste", "Humeur", "Libellé", "Catégorie"], ["A", "b", "c"], name="Dépenses"))
    assert places(records, "SRC104") == ["Dépenses!B1"]
    assert places(records, "SRC105") == ["Dépenses!C1"]
    assert places(records, "SRC106") == ["Dépenses!1"]
    assert LeftOut("Dépenses", 2, "rejected", "expenses") in records.left_out


def test_the_role_of_a_lone_table_may_be_unclear(sheet, read):
    """A table that fits two roles is left out, and the finding names the candidates; the caller may then say which."""
    made = sheet(["Intitulé", "Description"], ["Repas", "Midi"], name="Feuille")
    records = read(made)
    assert codes(records) == ["SRC103"]
    assert {"actions", "projects"} <= set(records.findings[0].data["roles"])
    assert records.left_out == (LeftOut("Feuille", 1, "header"), LeftOut("Feuille", 2, "rejected"))
    assert labels(read(made, role="projects"), "projects", "title") == ["Repas"]


def test_hidden_sheets_are_read_and_told(sheet, read):
    """A hidden sheet counts like any other, and the user is told that it is there."""
    records = read(sheet(HEAD, ["A", "1"], name="D", visibility=Visibility.HIDDEN))
    assert (labels(records), codes(records)) == (["A"], ["SRC109"])


def test_sheets_without_tables(sheet, read):
    """An empty sheet, one without a table and a table without rows are told apart; nothing at all is said too."""
    rows = read(sheet(name="Vide"), sheet(["Bonjour"], name="Lettre"), sheet(HEAD, name="Dépenses"))
    assert sorted(codes(rows)) == ["SRC101", "SRC102", "SRC110", "SRC114"]
    assert codes(read()) == ["SRC114"]


def test_empty_tables_are_told_together(sheet, read):
    """All the tables without rows of a source make one finding, which names them and leads to the first."""
    empty = [sheet(HEAD, name="Dépenses"), sheet(["Nom", "Type"], name="Acteurs")]
    (found,) = [each for each in read(sheet(HEAD, ["A", "1"], name="D"), *empty).findings if each.code == "SRC110"]
    assert (found.data["sheets"], str(found.location)) == (("Dépenses", "Acteurs"), "Dépenses!1")


def test_notices_are_passed_over(sheet, read):
    """The instructions of a template are no table, and nobody is told so."""
    records = read(sheet(["Remplissez les feuilles"], name="Mode d'emploi"), sheet(HEAD, ["A", "1"]))
    assert codes(records) == []
    assert records.left_out[0] == LeftOut("Mode d'emploi", 1, "notice")


def test_records_follow_the_sheets(sheet, read):
    """Records of one role come in the order of the sheets and of their rows."""
    first, second = sheet(HEAD, ["A", "1"], ["B", "2"], name="1"), sheet(HEAD, ["C", "3"], name="2")
    assert labels(read(first, second)) == ["A", "B", "C"]
    assert labels(read(second, first)) == ["C", "A", "B"]


def test_notes_of_the_importer_become_findings(sheet):
    """What the importer noticed is told with the place that it gave."""
    from labo_partenariats.tabular.records import read_records

    made = sheet(HEAD, ["A", "1"], name="D")
    notes = (Note("SRC048", {"file": "x"}), Note("SRC109", {"sheet": "D"}, sheet="D", row=1, column=2))
    found = read_records(Tables((made,), notes)).findings
    assert {(told.code, str(told.location)) for told in found} == {("SRC048", "x"), ("SRC109", "D!B1")}


# The kind of a column, a cell, the value, the codes of the doubts.
KINDS = [
    (Kind.TEXT, "  un\n mot ", "un mot", ()),
    (Kind.TEXT, Decimal("38350.00"), "38350", ()),
    (Kind.TEXT, True, "oui", ()),
    (Kind.LINES, "- un\n• deux\n\n– trois", ("un", "deux", "trois"), ()),
    (Kind.NAMES, "EDF ; CCI\nGEM ; EDF", ("EDF", "CCI", "GEM"), ()),
    (Kind.AMOUNT, Decimal("4936.4"), Money.euros("4936.40"), ()),
    (Kind.COUNT, "12", 12, ()),
    (Kind.COUNT, Decimal("12.5"), None, ("SRC206",)),
    (Kind.COUNT, "-1", None, ("SRC206",)),
    (Kind.YES_NO, "Oui", True, ()),
    (Kind.YES_NO, "NON", False, ()),
    (Kind.YES_NO, False, False, ()),
    (Kind.YES_NO, "peut-être", None, ("SRC505",)),
    (Kind.DATE, dt.date(2018, 4, 27), dt.date(2018, 4, 27), ()),
    (Kind.DATE, dt.datetime.fromisoformat("2018-04-27T09:00"), dt.date(2018, 4, 27), ()),
    (Kind.DATE, "27 avril 2018", dt.date(2018, 4, 27), ()),
    (Kind.DATE, "mars 2018", None, ("SRC507",)),
    (Kind.SIRET, Decimal(55208131766522), "55208131766522", ()),
    (Kind.POSTCODE, Decimal(5000), "05000", ("SRC403",)),
]


@pytest.mark.parametrize(("kind", "value", "expected", "doubts"), KINDS, ids=lambda value: str(value)[:20])
def test_cells_are_read_by_the_kind_of_their_column(kind, value, expected, doubts):
    """Each kind of column has its reading, with its doubts."""
    reading = read_cell(Cell(1, 1, value), Column("x", kind))
    assert (reading.value, tuple(doubt.code for doubt in reading.doubts)) == (expected, doubts)


@pytest.mark.parametrize(("shown", "rate"), [("0%", "0.80"), ("0.00 %", "0.80"), (None, "0.80")])
def test_the_format_of_a_cell_tells_a_percentage(shown, rate):
    """0.8 shown as 80 % is 80 %, as is a bare 0.8; 1 shown as 100 % is the whole."""
    column = Column("x", Kind.RATE)
    assert read_cell(Cell(1, 1, Decimal("0.8"), number_format=shown), column).value == Rate(rate)
    assert read_cell(Cell(1, 1, Decimal(1), number_format=shown), column).value == Rate(1)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "oui"),
        (Decimal("12603.00"), "12603"),
        (Decimal("0.10"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (dt.date(2018, 4, 27), "27/04/2018"),
        (dt.datetime.fromisoformat("2018-04-27T00:00"), "27/04/2018"),
        (dt.datetime.fromisoformat("2018-04-27T09:05"), "27/04/2018 09:05"),
        (dt.time(9, 5), "09:05"),
        (" a  b ", "a b"),
    ],
)
def test_a_cell_as_a_reader_sees_it(value, shown):
    """The text of a cell has no noise of its binary form."""
    assert text_of(Cell(1, 1, value)) == shown
