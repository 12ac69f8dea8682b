"""What the tests of this plugin share: workbooks made by hand, and a reader of bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from labo_excel import ExcelImporter
from labo_partenariats.plugin import Cell, Limits, Tables

Read = Callable[..., Tables]
Make = Callable[..., bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Read the bytes of a workbook through a file, whose content must stay as it was."""
    folder = tmp_path_factory.mktemp("workbooks")

    def read_bytes(content: bytes, limits: Limits | None = None, name: str = "plan.xlsx") -> Tables:
        path = folder / name
        path.write_bytes(content)
        try:
            return ExcelImporter().read(path, limits or Limits())
        finally:
            assert path.read_bytes() == content

    return read_bytes


@pytest.fixture(scope="session")
def zipped() -> Make:
    """A zip archive of the parts given."""

    def archive(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as target:
            for name, part in parts.items():
                target.writestr(name, part)
        return stream.getvalue()

    return archive


@pytest.fixture(scope="session")
def parts() -> Callable[..., dict[str, str | bytes]]:
    """The parts of a small workbook of one sheet; *rows* is what its ``<sheetData>`` holds."""

    def make(
        rows: str = "",
        *,
        before: str = "",
        after: str = "",
        strings: str | None = None,
        styles: str | None = None,
        workbook: str = "",
        names: str = "",
        state: str = "visible",
    ) -> dict[str, str | bytes]:
        made: dict[str, str | bytes] = {
            "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            "_rels/.rels": f"<Relationships xmlns='{PACKAGE}'>"
            f"<Relationship Id='rId1' Type='{RELATIONSHIPS}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
            "xl/workbook.xml": f"<workbook xmlns='{MAIN}' xmlns:r='{RELATIONSHIPS}'>{workbook}"
            f"<sheets><sheet name='Plan' sheetId='1' state='{state}' r:id='rId1'/></sheets>{names}</workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{PACKAGE}'>"
            f"<Relationship Id='rId1' Type='{RELATIONSHIPS}/worksheet' Target='worksheets/sheet1.xml'/>"
            f"<Relationship Id='rId2' Type='{RELATIONSHIPS}/sharedStrings' Target='sharedStrings.xml'/>"
            f"<Relationship Id='rId3' Type='{RELATIONSHIPS}/styles' Target='/xl/styles.xml'/></Relationships>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{MAIN}'>{before}<sheetData>{rows}</sheetData>{after}"
            "</worksheet>",
            "xl/sharedStrings.xml": f"<sst xmlns='{MAIN}'>{strings or ''}</sst>",
            "xl/styles.xml": f"<styleSheet xmlns='{MAIN}'>{styles or ''}</styleSheet>",
        }
        return made

    return make


@pytest.fixture(scope="session")
def workbook(parts: Callable[..., dict[str, str | bytes]], zipped: Make) -> Make:
    """The bytes of a small workbook of one sheet; see `parts`."""

    def make(*arguments: str, **options: str) -> bytes:
        return zipped(parts(*arguments, **options))

    return make


@pytest.fixture(scope="session")
def cells(read: Read, workbook: Make) -> Callable[..., dict[tuple[int, int], Cell]]:
    """The cells of a small workbook by row and column; see `parts`."""

    def make(*arguments: str, **options: str) -> dict[tuple[int, int], Cell]:
        sheet = read(workbook(*arguments, **options)).sheets[0]
        return {(cell.row, cell.column): cell for cell in sheet.cells()}

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test may write its workbook."""
    return tmp_path / "classeur.xlsx"
