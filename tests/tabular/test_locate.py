"""Finding the tables of a sheet: headers, titles, roles."""

import pytest

from labo_partenariats.tabular.locate import find_tables
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.stand_ins import is_spare
from labo_partenariats.tabular.vocabulary import Vocabulary, header

HEAD = ["Type dépenses", "Montant"]
LINES = [["Animation", "12 603 €"], ["Déplacements", "1 400 €"]]


def tables(sheet, role=None):
    """The tables of a sheet, as role, header row and rows."""
    return [(found.schema.role, found.header_row, found.rows) for found in find_tables(sheet, Vocabulary.core(), role)]


def test_a_header_on_the_first_row(sheet):
    """A table may start at once."""
    assert tables(sheet(HEAD, *LINES)) == [("expenses", 1, (2, 3))]


@pytest.mark.parametrize(
    "above",
    [
        [["Plan de financement"], []],
        [["Labo des partenariats"], ["GAL Alpes Sud Isère", "2017"], [], []],
        [["Dépenses"]],
        [["DÉPENSES :"], []],
        [[None, "Document provisoire"]],
        [["Le", "12/10/2017"]],
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["Feuille", "Dépenses"])
def test_a_header_under_titles(sheet, above, name):
    """Titles, dates and blank rows above a header are no table."""
    start = len(above) + 1
    assert tables(sheet(*above, HEAD, *LINES, name=name)) == [("expenses", start, (start + 1, start + 2))]


def test_a_table_away_from_the_corner(sheet):
    """A table may start at any column."""
    (found,) = find_tables(sheet([None, None, *HEAD], [None, None, "Animation", "5"]), Vocabulary.core())
    assert found.columns == {3: "label", 4: "amount"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (["Poste", "Montant", "Financeur", "Montant"], [("expenses", {1, 2}), ("resources", {3, 4})]),
        (["Financeur", "Nature", "Montant", "Poste", "Montant"], [("resources", {1, 2, 3}), ("expenses", {4, 5})]),
        (["Poste", "Montant", "", "Financeur", "Montant"], [("expenses", {1, 2}), ("resources", {4, 5})]),
        (["Poste", "Montant", "Partenaire", "Montant"], [("expenses", {1, 2, 3, 4})]),
        (["Structure", "Type", "Nom", "E-mail"], [("actors", {1, 2, 3, 4})]),
        (["Poste", "Montant", "Montant", "Montant"], [("expenses", {1, 2, 3, 4})]),
    ],
    ids=str,
)
def test_tables_that_touch(sheet, head, expected):
    """Headers are cut in two where both halves are whole tables of two roles, and nowhere else."""
    found = find_tables(sheet(head, ["a"] * len(head)), Vocabulary.core())
    assert [(each.schema.role, set(each.own)) for each in found] == expected


def test_several_tables_on_one_sheet(sheet):
    """Each table of a sheet has its own header, and its title belongs to none."""
    rows = [["Dépenses"], HEAD, *LINES, ["Recettes"], ["Financeur", "Nature", "Montant"], ["Région", "public", "5 000"]]
    assert tables(sheet(*rows)) == [("expenses", 2, (3, 4)), ("resources", 6, (7,))]


def test_two_tables_of_one_role(sheet):
    """A second header of the same role starts a second table."""
    assert tables(sheet(HEAD, LINES[0], [], HEAD, LINES[1])) == [("expenses", 1, (2,)), ("expenses", 4, (5,))]


def test_the_title_of_a_table_tells_its_role(sheet):
    """Where the headers fit several roles, a title above them decides."""
    rows = [["Ressources"], ["Financement", "Montant"], ["Région", "5 000"]]
    assert tables(sheet(*rows)) == [("resources", 2, (3,))]


def test_the_name_of_a_sheet_tells_its_role(sheet):
    """Where the headers fit several roles, the name of the sheet decides."""
    rows = [["Intitulé", "Montant"], ["Animation", "5"]]
    assert tables(sheet(*rows, name="Budget")) == [("expenses", 1, (2,))]


def test_the_caller_tells_the_role(sheet):
    """A role that is given is not questioned."""
    ambiguous = sheet(["Intitulé", "Description"], ["Repas", "Midi"])
    assert tables(ambiguous, "projects") == [("projects", 1, (2,))]
    assert tables(ambiguous, "actions") == [("actions", 1, (2,))]


def test_a_role_that_cannot_be_told(sheet):
    """Headers that fit two roles as well name the rivals."""
    (found,) = find_tables(sheet(["Intitulé", "Description"], ["Repas", "Midi"]), Vocabulary.core())
    assert {found.schema.role, *found.rivals} >= {"actions", "projects"}


@pytest.mark.parametrize("role", SCHEMAS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_headers_of_a_template_find_their_table(sheet, role, language):
    """What a template writes is recognised without the name of the sheet, each column as itself."""
    schema = SCHEMAS[role]
    keys = tuple(
        column.key for column in schema.columns if not is_spare(role, column.key, {each.key for each in schema.columns})
    )
    (found,) = find_tables(sheet([header(role, key, language) for key in keys], ["x"] * len(keys)), Vocabulary.core())
    assert found.schema is schema
    assert tuple(found.columns.values()) == keys
    assert (found.unknown, found.duplicate, found.rivals, found.missing) == ((), (), (), ())


@pytest.mark.parametrize(
    "words",
    [
        ("TYPE DEPENSES", "MONTANT"),
        ("type de  dépenses :", "montant (€)"),
        ("Type\nde dépense", "Montant en euros"),
        ("Poste de dépense", "Coût"),
        ("Expense", "Amount"),
        ("Libellé", "Montant prévisionnel"),
    ],
)
def test_headers_are_folded(sheet, words):
    """Case, accents, punctuation, line breaks and known synonyms make no difference."""
    (found,) = find_tables(sheet(words, ["Animation", "5"], name="Dépenses"), Vocabulary.core())
    assert (found.schema.role, tuple(found.columns.values())) == ("expenses", ("label", "amount"))


def test_unknown_repeated_and_missing_headers(sheet):
    """Headers that are not used, or come twice, are told apart; required ones that lack are named."""
    (found,) = find_tables(
        sheet(["Poste", "Humeur", "Libellé", "Catégorie"], ["a", "b", "c", "d"]), Vocabulary.core(), "expenses"
    )
    assert [cell.value for cell in found.unknown] == ["Humeur"]
    assert [cell.value for cell in found.duplicate] == ["Libellé"]
    assert found.missing == ("amount",)


@pytest.mark.parametrize(
    "rows",
    [
        [["Bonjour"], ["à tous"]],
        [[1, 2], [3, 4]],
        [["Montant", "Humeur"]],
        [["Dépenses"]],
        [[" "]],
        [],
    ],
    ids=str,
)
def test_what_is_no_table(sheet, rows):
    """One known word is not a header, and a sheet may hold no table."""
    assert tables(sheet(*rows)) == []


def test_a_row_of_words_is_not_another_header(sheet):
    """A row of data made of headers' words stays data when the table has more columns than it has words."""
    rows = [["Action", "Date", "Lieu", "Public"], ["Action", "27/04/2018", "Vizille", "Élus"]]
    assert tables(sheet(*rows)) == [("actions", 1, (2,))]


@pytest.mark.parametrize("name", ["Feuille", "Programme"])
def test_facts_may_come_without_headers(sheet, name):
    """Two columns of which the first names fields of the programme are its table."""
    rows = [["Intitulé du projet", "Labo"], ["GAL", "Alpes Sud Isère"], ["Humeur", "bonne"]]
    (found,) = find_tables(sheet(*rows, name=name), Vocabulary.core())
    assert (found.schema.role, found.header_row, found.rows) == ("programme", None, (1, 2, 3))
    assert found.columns == {1: "field", 2: "value", 3: "note"}
