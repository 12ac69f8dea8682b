"""What keeps a form from being filled is told before anything is written; what is doubtful is told too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from labo_dossier import DossierExporter
from labo_dossier.forms.codes import CATALOGUE, FORM_ENTRIES
from labo_dossier.forms.exporter import MappingExporter
from labo_partenariats import api
from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.model import Expense, ExpenseCategory, Programme
from labo_partenariats.plugin import ExportOptions, Severity, UnreadableSource
from labo_partenariats.values.money import Money

Fill = Callable[..., Any]
Make = Callable[..., bytes]


def plain(_book: Any, sheet: Any) -> None:
    """A small form: words, a formula, merged cells, a list to choose from."""
    sheet.write("A1", "Coût total")
    sheet.write_formula("A2", "=B1*2", None, 0)
    sheet.merge_range("D1:E2", "")
    sheet.data_validation("F1", {"validate": "list", "source": ["Public", "Privé"]})
    sheet.data_validation("F2", {"validate": "list", "source": ["Public", "Privé"], "error_type": "warning"})
    sheet.data_validation("F3", {"validate": "decimal", "criteria": "<=", "value": 10000})
    sheet.data_validation("F4", {"validate": "custom", "value": "=F4>0"})
    sheet.data_validation("F5", {"validate": "length", "criteria": "<", "value": 5})
    sheet.data_validation("F6", {"validate": "date", "criteria": ">=", "value": dt.date(2018, 1, 1)})
    sheet.data_validation("F7", {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 99_999})
    sheet.data_validation("F8", {"validate": "list", "source": "=$H$1:$H$2"})
    sheet.write_column("H1", ["feader", "public national"])


@pytest.mark.parametrize(
    ("mapping", "code", "cell"),
    [
        ('[cellules]\n"Plan!A2" = "Feader"', "FRM105", "A2"),
        ('[cellules]\n"Plan!E2" = "Feader"', "FRM107", None),
        ('[cellules]\n"Plan!B1:C9" = "Feader"', "FRM115", None),
        ('[cellules]\n"Plan!B1:C9" = "depenses.montant"', "FRM115", None),
        ('[cellules]\n"Plan!F1" = "titre"', "FRM108", "F1"),
        ('[cellules]\n"Plan!F3" = "Feader"', "FRM108", "F3"),
        ('[cellules]\n"Plan!F3" = "titre"', "FRM108", "F3"),
        ('[cellules]\n"Plan!F5" = "titre"', "FRM108", "F5"),
        ('[cellules]\n"Plan!F6" = "document.date"', "FRM108", "F6"),
        ('[cellules]\n"Plan!F7" = "Feader"', "FRM108", "F7"),
        ('[cellules]\n"Plan!F8" = "porteur.type"', "FRM108", "F8"),
        ('[cellules]\n"Plan!B1" = "Feder"', "FRM103", None),
        ('[cellules]\n"Plan!B1" = "depenses[Voyages].total"', "FRM103", None),
        ('[cellules]\n"Plan!B1" = "lag.nom"', "FRM103", None),
        ('[cellules]\n"Plan!B1" = "financing"', "FRM103", None),
        ('[cellules]\n"Budget!B1" = "Feader"', "FRM104", None),
        ('[cellules]\n"Plan!ZZZ1" = "Feader"', "FRM104", None),
        ('[cellules]\n"B1" = "Feader"', "FRM104", None),
        ('[cellules]\n"Plan!B1" = 3', "FRM102", None),
        ('[cells]\n"Plan!B1" = "Feader"', "FRM102", None),
        ('cellules = "Plan"', "FRM102", None),
        ('[cellules]\n"Plan!B1" = "Feader"\n"plan!$B$1" = "titre"', "FRM113", None),
        ('[cellules]\n"Plan!B1" = "Feader"\n[mots]\n"Publique" = "Public"', "FRM103", None),
        ('[cellules]\n"Plan!B1:B2" = "depenses.montant"', "FRM110", "B1"),
        ('[cellules]\n"Plan!B1:B9" = "depenses[Déplacements].montant"', "FRM111", None),
        ("[cellules]", "FRM101", None),
    ],
)
def test_what_cannot_be_filled_is_refused(
    programme: Programme, fill: Fill, make: Make, mapping: str, code: str, cell: str | None
) -> None:
    """An error with its place, and nothing written."""
    filled = fill(programme, make(plain), mapping)
    errors = [found for found in filled.findings if found.severity is Severity.ERROR]
    assert code in {found.code for found in errors}
    assert filled.data == b""
    if cell is not None:
        assert {getattr(found.location, "cell", None) for found in errors} == {cell}


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ('[cellules]\n"Plan!A1" = "Feader"', "FRM116"),
        ('[cellules]\n"Plan!F2" = "titre"', "FRM118"),
        ('[cellules]\n"Plan!F4" = "titre"', "FRM117"),
        ('[cellules]\n"Plan!B1" = "Feader"\n"Plan!B2" = "convention.date"', "FRM114"),
        ('[cellules]\n"Plan!B1" = "Feader"', "FRM120"),
    ],
)
def test_what_is_doubtful_is_told_and_written(
    programme: Programme, fill: Fill, make: Make, mapping: str, code: str
) -> None:
    """A finding that is no error leaves the form filled."""
    filled = fill(programme, make(plain), mapping)
    assert code in filled.codes
    assert filled.data


@pytest.mark.parametrize(
    ("mapping", "place", "value"),
    [
        ('[cellules]\n"Plan!D1" = "Feader"', "D1", 14745.6),
        ('[cellules]\n"Plan!D1:E2" = "Feader"', "D1", 14745.6),
        ('[cellules]\n"Plan!F8" = "financing.resources[2].kind"', "F8", "FEADER"),
        ('[cellules]\n"Plan!F1" = "financing.resources[1].kind"\n[mots]\n"Public national" = "Public"', "F1", "Public"),
        ('[cellules]\n"Plan!B1" = "{{x"', "B1", None),
        ('[cellules]\n"Plan!B3" = "financing.eafrd"', "B3", 14745.6),
        ('[cellules]\n"Plan!B3" = "financing.expenses[0].amount"', "B3", 12603),
        ('[cellules]\n"Plan!B3" = "Total dépenses"', "B3", 24682),
        ('[cellules]\n"Plan!B3" = "plan.total_depenses"', "B3", 24682),
        ('[cellules]\n"Plan!B3" = "depenses[Communication, Déplacements].total"', "B3", 10189),
        ('[cellules]\n"Plan!B3:B9" = "financing.expenses[*].amount"', "B6", 8789),
        ('[cellules]\n"Plan!B3:B6" = "depenses.montant"', "B6", 8789),
    ],
)
def test_places_and_names_may_be_spelled_in_several_ways(
    programme: Programme, fill: Fill, make: Make, mapping: str, place: str, value: object
) -> None:
    """Merged areas, JSON paths, names without accents, sums by kind, the form's own words."""
    filled = fill(programme, make(plain), mapping)
    if value is None:
        assert filled.data == b""
    else:
        assert filled.sheet()[place].value == value


def test_near_names_are_suggested(programme: Programme, fill: Fill, make: Make) -> None:
    """A mistyped mark is told with the name that was meant, and its cell."""
    filled = fill(programme, make(lambda _book, sheet: sheet.write("C3", "{{TotalDepense}}")))
    found = filled.told("FRM103")
    assert found.location.cell == "C3"
    assert "TotalDepenses" in found.data["near"]


def test_lines_without_a_row_are_named(programme: Programme, fill: Fill, make: Make) -> None:
    """Four expenses for two rows: the two others are told by their names."""
    filled = fill(programme, make(plain), '[cellules]\n"Plan!B1:B2" = "depenses.libelle"')
    found = filled.told("FRM110")
    assert (found.data["lines"], found.data["rows"]) == (4, 2)
    assert found.data["left"] == ("Coûts indirects", "Frais de communication, prestations pour séminaire")


def test_a_sum_accounts_for_its_lines(programme: Programme, fill: Fill, make: Make) -> None:
    """Lines that a total takes are not lost; the others still are told."""
    lines = '"Plan!B1:B4" = "depenses[Frais de personnel, Coûts indirects].montant"'
    filled = fill(programme, make(plain), f'[cellules]\n{lines}\n"Plan!C1" = "depenses[Déplacements].total"')
    assert filled.told("FRM111").data["lines"] == ("Frais de communication, prestations pour séminaire",)


def locked(book: Any, sheet: Any) -> None:
    """A protected sheet: one open cell, one locked, one locked that holds a mark; names on the first two."""
    sheet.protect("")
    sheet.write_blank("B1", None, book.add_format({"locked": False}))
    sheet.write("B2", 0.5)
    sheet.write("B3", "{{titre}}")
    sheet.write_formula("B4", "=B1+1", None, 1)
    for name, row in (("Feader", 1), ("TauxFeader", 2), ("TotalDepenses", 4)):
        book.define_name(name, f"=Plan!$B${row}")


def test_names_leave_locked_and_computed_cells_to_the_form(programme: Programme, fill: Fill, make: Make) -> None:
    """A funder's parameter and total keep their content; a mark is filled wherever it stands."""
    filled = fill(programme, make(locked))
    sheet = filled.sheet()
    assert [sheet[place].value for place in ("B1", "B2", "B3", "B4")] == [
        14745.6,
        0.5,
        "Labo des partenariats",
        "=B1+1",
    ]
    assert filled.told("FRM124").location.cell == "B4"
    assert filled.told("FRM125").location.cell == "B2"


def test_a_mapping_does_not_pick_locks(programme: Programme, fill: Fill, make: Make) -> None:
    """Asked for by a mapping, a locked cell is an error."""
    filled = fill(programme, make(locked), '[cellules]\n"Plan!B2" = "TauxFeader"\n"Plan!C9" = "titre"')
    assert [found.location.cell for found in filled.findings if found.code == "FRM106"] == ["B2", "C9"]


def test_amount_that_cannot_be_told_leaves_its_box_empty(programme: Programme, fill: Fill, make: Make) -> None:
    """Without resources no EAFRD can be told: no zero is written, and what is missing is said."""
    assert programme.financing is not None
    alone = evolve(programme, financing=evolve(programme.financing, resources=()))
    filled = fill(alone, make(lambda _book, sheet: sheet.write("A1", "{{Feader}}")))
    assert filled.sheet()["A1"].value is None
    assert filled.told("FRM131").data["missing"]


def test_texts_too_long_are_not_cut(programme: Programme, fill: Fill, make: Make) -> None:
    """32 767 characters go in, one more is refused."""
    form = make(lambda _book, sheet: sheet.write("A1", "{{titre}}"))
    assert len(fill(evolve(programme, title="é" * 32_767), form).sheet()["A1"].value) == 32_767
    filled = fill(evolve(programme, title="é" * 32_768), form)
    assert (filled.data, filled.codes) == (b"", ["FRM109"])


def test_signed_forms_are_refused(programme: Programme, fill: Fill, make: Make, patched: Callable[..., bytes]) -> None:
    """A signature covers what would be changed."""
    form = patched(make(lambda _book, sheet: sheet.write("A1", "{{titre}}")), {"_xmlsignatures/sig1.xml": "<s/>"})
    filled = fill(programme, form)
    assert (filled.data, filled.codes) == (b"", ["FRM112"])


def test_marks_outside_cells_are_told(programme: Programme, fill: Fill, make: Make) -> None:
    """A mark in the head of the pages stays as it is, and is told."""

    def write(_book: Any, sheet: Any) -> None:
        sheet.write("A1", "{{titre}}")
        sheet.set_header("&L{{porteur.nom}}")

    filled = fill(programme, make(write))
    assert filled.told("FRM128").data["places"] == ("Plan",)
    assert b"{{porteur.nom}}" in filled.part("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "SRC003"), (b"%PDF-1.4", "SRC008"), (b"PK\x03\x04 the rest is lost", "SRC014")],
)
def test_files_that_are_no_form_are_named_for_what_they_are(
    programme: Programme, fill: Fill, content: bytes, code: str
) -> None:
    """A form is opened with the same suspicion as any workbook."""
    with pytest.raises(UnreadableSource) as refusal:
        fill(programme, content)
    assert (refusal.value.code, refusal.value.data["file"]) == (code, "formulaire.xlsx")


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>", "SRC016"),
        (b"<worksheet><sheetData>", "SRC017"),
        ("<?xml version='1.0' encoding='UTF-16'?><worksheet/>".encode("utf-16"), "SRC017"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><worksheet/>", "SRC017"),
    ],
)
def test_hostile_parts_are_refused(
    programme: Programme, fill: Fill, make: Make, patched: Callable[..., bytes], part: bytes, code: str
) -> None:
    """Declarations, broken markup and other encodings end in one typed refusal."""
    form = patched(make(plain), {"xl/worksheets/sheet1.xml": part})
    with pytest.raises(UnreadableSource) as refusal:
        fill(programme, form, '[cellules]\n"Plan!B1" = "Feader"')
    assert refusal.value.code == code


@pytest.mark.parametrize("text", ["[cellules", "= 3", "\x00"])
def test_mapping_that_is_no_toml_is_refused(programme: Programme, fill: Fill, make: Make, text: str) -> None:
    """A missing bracket is told with its place."""
    with pytest.raises(UnreadableSource) as refusal:
        fill(programme, make(plain), text)
    assert (refusal.value.code, refusal.value.data["file"]) == ("SRC080", "carte.toml")


def test_command_keeps_the_blank_form_and_the_former_file(programme: Programme, make: Make, tmp_path: Path) -> None:
    """A refusal leaves what was there; the blank form is never overwritten; other exporters take no form."""
    form, out = tmp_path / "vierge.xlsx", tmp_path / "rempli.xlsx"
    form.write_bytes(make(plain))
    out.write_bytes(b"former")
    told = api.export(programme, out, options=ExportOptions(template=form))
    assert [found.code for found in told] == ["FRM101"]
    assert out.read_bytes() == b"former"
    with pytest.raises(api.UnusableTarget) as refusal:
        api.export(programme, form, options=ExportOptions(template=form))
    assert refusal.value.code == "SRC073"
    with pytest.raises(api.UnusableTarget) as refusal:
        api.export(programme, tmp_path / "a.json", options=ExportOptions(template=form))
    assert refusal.value.code == "SRC075"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (ExportOptions(mapping=Path("carte.toml")), "FRM129"),
        (ExportOptions(suffix=".xlsm"), "FRM130"),
    ],
)
def test_options_that_need_a_form_say_so(options: ExportOptions, code: str) -> None:
    """A mapping alone, or a file with macros, needs a form."""
    (found,) = DossierExporter().export(None, options, None)  # type: ignore[arg-type]
    assert found.code == code


def test_mapping_needs_a_form() -> None:
    """Nothing can be prepared without one."""
    (found,) = MappingExporter().export(None, ExportOptions(), None)  # type: ignore[arg-type]
    assert found.code == "FRM132"


def test_as_many_lines_as_rows_fit(programme: Programme, fill: Fill, make: Make) -> None:
    """The last row takes the last line; one line more is refused."""
    form = make(lambda _book, sheet: [sheet.write(row, 0, "{{depenses.montant}}") for row in range(3)])
    assert programme.financing is not None

    def with_lines(count: int) -> Programme:
        lines = tuple(
            Expense(id=str(n), label=f"d{n}", amount=Money(n), category=ExpenseCategory.STAFF) for n in range(count)
        )
        assert programme.financing is not None
        return evolve(programme, financing=evolve(programme.financing, expenses=lines))

    assert [cell.value for (cell,) in fill(with_lines(3), form).sheet().iter_rows()] == [0, 0.01, 0.02]
    assert [cell.value for (cell,) in fill(with_lines(1), form).sheet()["A1:A3"]] == [0, None, None]
    assert fill(with_lines(4), form).codes == ["FRM110"]


@pytest.mark.parametrize("entry", FORM_ENTRIES, ids=lambda entry: entry.code)
def test_codes_speak_both_languages(entry: Any) -> None:
    """Every code has its texts in French and English."""
    for language in LANGUAGES:
        texts = CATALOGUE[entry.code].texts
        assert texts is not None
        assert {"title", "message", "why", "remedy"} <= texts[language].keys()
