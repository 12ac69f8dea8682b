"""The corpus: files as people make them, described in ``workbooks.toml`` and ``texts.toml``, read from end to end."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import labo_partenariats as labo
from labo_partenariats.codec.presentation import records_data
from labo_partenariats.findings import CellLocation, LineLocation
from labo_partenariats.findings.location import column_letters

Case = Mapping[str, Any]


def cases(file: str) -> list[Case]:
    """The cases of a file of descriptions."""
    path = Path(__file__).with_name(f"{file}.toml")
    found: list[Case] = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
    return found


def written(case: Case, folder: Path) -> Path:
    """The file that a case describes, a workbook or a file of texts."""
    if "text" in case:
        path = folder / f"fichier{case.get('suffix', '.csv')}"
        path.write_bytes(case["text"].encode(case.get("encoding", "utf-8")))
        return path
    path = folder / "classeur.xlsx"
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in case["sheet"]:
        page = book.add_worksheet(sheet["name"])
        for area in sheet.get("merges", ()):
            page.merge_range(area, "")
        for row, cells in enumerate(sheet["rows"]):
            for column, cell in enumerate(cells):
                _write(page, row, column, cell, day)
        for row in sheet.get("hidden_rows", ()):
            page.set_row(row - 1, None, None, {"hidden": True})
        for columns in sheet.get("hidden_columns", ()):
            page.set_column(columns, None, None, {"hidden": True})
        if sheet.get("hidden"):
            page.hide()
    book.close()
    return path


def _write(page: Any, row: int, column: int, cell: Any, day: Any) -> None:
    match cell:
        case "":
            return
        case {"formula": formula, "value": value}:
            page.write_formula(row, column, formula, None, value)
        case dt.date():
            page.write_datetime(row, column, cell, day)
        case str():
            page.write_string(row, column, cell)
        case _:
            page.write_number(row, column, cell)


def understood(result: labo.ReadResult, wanted: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[Any]]:
    """The records of all roles that have some, each with the attributes that its counterpart in *wanted* names."""
    every = {role: found for role, found in records_data(result.programme, result.origins).items() if found}
    return {
        role: [_shown(record, keys) for record, keys in zip(records, _keys(records, wanted.get(role, ())), strict=True)]
        for role, records in every.items()
    }


def _keys(records: list[Any], wanted: Iterable[Mapping[str, Any]]) -> list[Iterable[str]]:
    named: list[Iterable[str]] = [tuple(each) for each in wanted][: len(records)]
    return [*named, *(("label", "name", "title") for _ in records[len(named) :])]


def _shown(record: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    known = {**record, "row": (record.get("source") or {}).get("row")}
    if "periods" in record:
        known["periods"] = [f"{each['start']} {each['end']} {each['precision']}" for each in record["periods"]]
    return {key: known[key] for key in keys if key in known}


def told(result: labo.ReadResult) -> list[str]:
    """Each finding as its code and its address, sorted: ``B4`` of a sheet, ``4:2`` of a line and a column of texts."""
    return sorted(" ".join((found.code, *_address(found.location))) for found in result.findings)


def _address(location: object) -> tuple[str, ...]:
    match location:
        case CellLocation(sheet=sheet, row=None):
            return (sheet,)
        case CellLocation(sheet=sheet, row=row, column=column):
            return (f"{sheet}!{'' if column is None else column_letters(column)}{row}",)
        case LineLocation(line=line, column=column):
            return () if line is None else (f"{line}" if column is None else f"{line}:{column}",)
        case _:
            return ()


CASES = [*cases("workbooks"), *cases("texts")]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_each_file_gives_its_records_and_its_findings(case: Case, tmp_path: Path) -> None:
    """What is understood and what is told, each at its address, is what the description says, no more and no less."""
    result = labo.read(written(case, tmp_path))

    assert (understood(result, case["records"]), told(result)) == (case["records"], case["findings"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_every_row_is_accounted_for(case: Case, tmp_path: Path) -> None:
    """A row that holds something is a record, or was left out for a reason; one rejected has its finding."""
    result = labo.read(written(case, tmp_path))
    assert result.tables is not None
    left = {(row.sheet, row.row) for row in result.left_out}
    for sheet in result.tables.sheets:
        read = {(getattr(place, "sheet", sheet.name), place.row) for place in result.origins.places.values()}
        for row in sheet.rows:
            assert (sheet.name, row) in left or (sheet.name, row) in read, (sheet.name, row)
