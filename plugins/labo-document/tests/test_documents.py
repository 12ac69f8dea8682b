"""The document and the page say what the workbook says, whole, escaped, and in the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from attrs import evolve
from docx import Document
from hypothesis import HealthCheck, given, settings

from labo_document.widths import shares
from labo_partenariats.i18n import format_value
from labo_partenariats.model import Programme
from labo_partenariats.plugin.report import Dossier, NamedAmount, Table, build_claim, build_dossier
from labo_partenariats.testing.dossiers import dossiers

Write = Callable[..., Any]
FORMATS = ("docx", "html")


def words_of(data: bytes, to: str) -> str:
    """Everything that a reader of the file reads."""
    if to == "html":
        tree = html5lib.parse(data.decode("utf-8"), namespaceHTMLElements=False)
        body = tree.find("body")
        return "\n".join(body.itertext())
    document = Document(io.BytesIO(data))
    texts = [node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")]
    return "\n".join(texts)


def amounts_of(report: Dossier) -> set[str]:
    """The amounts of a report, as its readers read them."""
    cells = (
        cell
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    )
    return {
        format_value(cell.value, report.language)
        for cell in cells
        if isinstance(cell, NamedAmount) and cell.unit == "EUR" and cell.value is not None
    }


@pytest.mark.parametrize("to", FORMATS)
def test_every_part_and_amount_of_the_dossier_is_there(write: Write, gaia: Programme, to: str) -> None:
    """The titles of all sections and all amounts of the calculation stand in the file."""
    written = write(gaia, to)
    report = build_dossier(gaia, written.assessment, written.assessment.findings)
    words = words_of(written.data, to)
    assert {section.title for section in report.sections if section.title not in words} == set()
    assert {amount for amount in amounts_of(report) if amount not in words} == set()
    assert "14\N{NARROW NO-BREAK SPACE}745,60" in words


@pytest.mark.parametrize("to", FORMATS)
def test_a_claim_is_a_document_too(write: Write, operation: Programme, to: str) -> None:
    """The claim asked for is written with its lines and its amounts."""
    written = write(operation, to, claim="solde")
    report = build_claim(operation, written.assessment, claim="solde")
    assert report is not None
    words = words_of(written.data, to)
    assert {amount for amount in amounts_of(report) if amount not in words} == set()
    assert "Temps passé justifié pour huit mois sur dix" in words


@pytest.mark.parametrize("to", FORMATS)
def test_same_programme_same_bytes(write: Write, gaia: Programme, to: str) -> None:
    """No clock and no chance: two writings are the same file."""
    assert write(gaia, to).data == write(gaia, to).data


@pytest.mark.parametrize("to", FORMATS)
def test_english(write: Write, gaia: Programme, to: str) -> None:
    """What the document adds is in the language asked for."""
    words = words_of(write(gaia, to, "en").data, to)
    assert "Financing plan" in words
    assert "Plan de financement" not in words


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "end of a tag": "\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7 * 7 }} {% raw %}",
    "entity": "&eacute; &#x41; ]]>",
    "field": '=HYPERLINK("http://example.org")',
}


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_stay_texts(write: Write, gaia: Programme, to: str, name: str) -> None:
    """A text is read as it was written, whatever it looks like."""
    hostile = HOSTILE[name]
    changed = evolve(gaia, title=hostile, summary=(hostile,))
    written = write(changed, to)
    assert hostile in words_of(written.data, to)
    if to == "html":
        assert b"<script" not in written.data
        assert b"<img" not in written.data


@pytest.mark.parametrize("to", FORMATS)
def test_forbidden_characters_are_removed_and_said(write: Write, gaia: Programme, to: str) -> None:
    """Characters that the format has no place for go, and a finding counts them."""
    written = write(evolve(gaia, summary=("avant\x00\x07\ufffeaprès",)), to)
    assert "avantaprès" in words_of(written.data, to)
    assert written.codes == ["TXT101"]
    assert written.findings[0].data["count"] == 3


@pytest.mark.parametrize("to", FORMATS)
def test_endless_texts_are_cut_and_said(write: Write, gaia: Programme, to: str) -> None:
    """A text beyond what anyone reads is cut, and its length told."""
    written = write(evolve(gaia, summary=("mot " * 50_000,)), to)
    assert written.codes == ["TXT102"]
    assert written.findings[0].data["length"] == 200_000
    assert "[…]" in words_of(written.data, to)


@pytest.mark.parametrize("to", FORMATS)
def test_parts_are_chosen_by_name_or_key(write: Write, gaia: Programme, to: str) -> None:
    """Only the parts asked for are written, in the order of the dossier."""
    words = words_of(write(gaia, to, sections="Dépenses, plan").data, to)
    assert words.index("Plan d'action") < words.index("Dépenses par catégorie")
    assert "Pièces du dossier" not in words


@pytest.mark.parametrize(
    ("extra", "code"),
    [({"sections": "Dépenses,inconnue"}, "TXT103"), ({"sections": ","}, "TXT103"), ({"claim": "autre"}, "TXT104")],
)
@pytest.mark.parametrize("to", FORMATS)
def test_what_does_not_exist_is_refused(
    write: Write, operation: Programme, to: str, extra: dict[str, str], code: str
) -> None:
    """An unknown part or claim writes nothing and says which there are."""
    written = write(operation, to, **extra)
    assert (written.codes, written.data) == ([code], b"")
    assert written.findings[0].data["known"]


def test_the_page_asks_for_nothing(write: Write, gaia: Programme) -> None:
    """No address, no script, no image; what is said in colour is said in words."""
    page = write(gaia, "html").data.decode("utf-8")
    attributes = re.findall(r'<(?:a|link|img|script|iframe)\b[^>]*?(?:href|src)="([^"]*)"', page)
    assert attributes
    assert all(address.startswith("#") for address in attributes)
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_the_page_is_strict_html_with_headings_in_order(write: Write, gaia: Programme) -> None:
    """The page parses strictly, its language is told, headings go down one step at a time, tables name their cells."""
    page = write(gaia, "html").data.decode("utf-8")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert tree.get("lang") == "fr"
    levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch(r"h\d", str(node.tag))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tables = list(tree.iter("table"))
    assert all(table.find("caption") is not None for table in tables)
    assert all(head.get("scope") for table in tables for head in table.iter("th"))
    known = {node.get("id") for node in tree.iter() if node.get("id")}
    assert {link.get("href")[1:] for link in tree.iter("a")} <= known


def test_the_document_is_a4_with_pages_titles_and_language(write: Write, gaia: Programme) -> None:
    """A4 in both orientations, real headings, rows of titles repeated, pages numbered, language and properties set."""
    document = Document(io.BytesIO(write(gaia, "docx").data))
    sizes = {tuple(sorted((round(s.page_width.mm), round(s.page_height.mm)))) for s in document.sections}
    assert sizes == {(210, 297)}
    assert len({s.orientation for s in document.sections}) == 2
    assert [p for p in document.paragraphs if p.style.name == "Heading 1"]
    xml = document.element.xml
    assert xml.count("<w:tblHeader/>") >= 5
    assert "NUMPAGES" in document.sections[0].footer._element.xml
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("Labo des partenariats", "GAIA", "fr-FR")
    assert core.created == core.modified


def test_no_part_of_the_document_bears_an_hour(write: Write, gaia: Programme) -> None:
    """The parts of the package are dated alike, and nothing in it names the tool's own author."""
    with zipfile.ZipFile(io.BytesIO(write(gaia, "docx").data)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python-docx" not in archive.read("docProps/core.xml")


@settings(suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow], max_examples=10)
@given(programme=dossiers())
def test_any_programme_is_written_whole(write: Write, programme: Programme) -> None:
    """Whatever the programme, both files open and hold every amount of its calculation."""
    for to in FORMATS:
        written = write(programme, to)
        words = words_of(written.data, to)
        report = build_dossier(programme, written.assessment, written.assessment.findings)
        assert {amount for amount in amounts_of(report) if amount not in words} == set()


@pytest.mark.parametrize(
    ("weights", "needs", "room"),
    [([1, 1], [0, 0], 100), ([3, 1, 1], [50, 60, 70], 100), ([1] * 12, [3] * 12, 105), ([5, 1], [0, 99], 100)],
    ids=range(4),
)
def test_widths_fill_the_page(weights: list[float], needs: list[int], room: int) -> None:
    """Whatever columns need, their shares add up to the page and none is lost."""
    found = shares(weights, needs, room)
    assert sum(found) == 100
    assert all(share > 0 for share in found)
