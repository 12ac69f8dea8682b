"""Writes the workbook of the tests, `tests/sous.xlsx`."""

from pathlib import Path

import openpyxl

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Sous en k€"
for row in (
    ("Les sous du réseau",),
    ("Ce qu'on paie", "Combien (k€)", "Qui paie"),
    ("Animation", 12.5, "Association"),
    ("Déplacements", 1.4, "Association"),
):
    sheet.append(row)
book.save(Path(__file__).parent / "tests" / "sous.xlsx")
