"""Sheets made by hand, for tests that need no file."""

import pytest

from labo_partenariats.tabular.assemble import assemble
from labo_partenariats.tabular.records import read_records
from labo_partenariats.tabular.table import Cell, Sheet, Tables


def make_sheet(*rows, name="Feuille", first=1, **attributes):
    """A sheet of rows of values from row *first*; None is blank, and a `Cell` lends its value and state."""
    filled = {}
    for number, row in enumerate(rows, start=first):
        cells = tuple(_cell(number, column, value) for column, value in enumerate(row, start=1) if value is not None)
        if cells:
            filled[number] = cells
    return Sheet(name, filled, **attributes)


def _cell(row, column, value):
    if isinstance(value, Cell):
        return Cell(row, column, value.value, value.state, value.formula, value.number_format)
    return Cell(row, column, value)


@pytest.fixture(scope="session")
def sheet():
    """Make a sheet of rows of values."""
    return make_sheet


@pytest.fixture(scope="session")
def read():
    """The records of sheets."""
    return lambda *sheets, **options: read_records(Tables(sheets), **options)


@pytest.fixture(scope="session")
def programme(read):
    """The programme and all findings that sheets make."""

    def made(*sheets):
        records = read(*sheets)
        assembled = assemble(records)
        return assembled.programme, (*records.findings, *assembled.findings)

    return made
