"""Charts: one bar for each row of a table, with its amount beside it and a text for those who do not see it."""

from __future__ import annotations

import math

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labo_partenariats.plugin.report import Figure, Table

_DARK, _BAR = "#1F3864", "#2F5597"
_ROW_PIXELS, _CHARACTER_PIXELS, _WIDEST = 20, 7, 760
_AROUND, _A_BAR = 110, 34


def draw(book: Workbook, sheet: Worksheet, figure: Figure, table: Table, first: int, row: int, across: float) -> int:
    """
    Draw *figure* at *row* from *table*, whose rows begin at *first*; *across* is the sheet's width in characters.

    Returns how many rows the chart covers.
    """
    name, last = sheet.get_name(), first + len(table.rows) - 1
    labels, values = table.index(figure.labels), table.index(figure.values)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": figure.title,
            "categories": [name, first, labels, last, labels],
            "values": [name, first, values, last, values],
            "fill": {"color": _BAR},
            "border": {"color": _DARK},
            "gap": 60,
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": figure.title, "name_font": {"size": 12, "color": _DARK}})
    chart.set_legend({"none": True})
    # Left of the bars the names, right of them room for the amount of the longest.
    chart.set_plotarea({"layout": {"x": 0.28, "y": 0.18, "width": 0.54, "height": 0.78}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    height = _AROUND + _A_BAR * len(table.rows)
    chart.set_size({"width": min(int(across * _CHARACTER_PIXELS), _WIDEST), "height": height})
    sheet.insert_chart(row, 0, chart, {"description": figure.alt, "object_position": 1, "x_offset": 4})
    return math.ceil(height / _ROW_PIXELS) + 1
