"""The mark of the sheets to fill in a workbook that holds others: a defined name for each, which survives renaming."""

from __future__ import annotations

#: A cell of that name, followed by the role of a table, says that its sheet is that table to fill, whatever the sheet's
#: own name and place; sheets without such a cell are then no input.
MARK = "LaboSaisie_"

#: The cell of that name stands on a sheet which tells about the others and is never read: the summary of a copy.
ASIDE = "LaboConstats"


def mark_of(role: str) -> str:
    """The name of the marked cell of a table to fill."""
    return f"{MARK}{role}"


def role_marked(name: str) -> str | None:
    """The role that a defined name marks a sheet with; None for any other name. Spreadsheets ignore its case."""
    return name[len(MARK) :].lower() if name.lower().startswith(MARK.lower()) else None
