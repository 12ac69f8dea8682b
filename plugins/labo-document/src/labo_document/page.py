"""Shapes as one HTML file: Jinja2 escapes every text, the file asks for nothing from anywhere."""

from __future__ import annotations

from typing import BinaryIO

from jinja2 import Environment, PackageLoader, StrictUndefined

from labo_document.shapes import Pages
from labo_partenariats.plugin.report import format_value, text


def write_page(pages: Pages, out: BinaryIO) -> None:
    """Write *pages* as UTF-8 HTML to *out*."""
    environment = Environment(
        loader=PackageLoader("labo_document"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    day = None if pages.date is None else format_value(pages.date, pages.language)
    page = environment.get_template("page.html").render(
        pages=pages,
        kind=lambda shape: type(shape).__name__,
        contents=text("report.cover.contents", pages.language),
        made=None if day is None else text("report.document.made", pages.language, day=day),
        table=lambda number: text("report.document.table", pages.language, number=number),
        chart=lambda number: text("report.document.chart", pages.language, number=number),
    )
    out.write(page.encode("utf-8"))
