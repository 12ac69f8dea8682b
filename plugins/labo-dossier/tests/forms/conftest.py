"""Forms made by hand, and forms filled."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xlsxwriter
from attrs import frozen
from openpyxl import load_workbook

from labo_dossier import DossierExporter
from labo_partenariats.codec.programme import loads
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.plugin import ExportOptions, Finding, Work
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case

EXAMPLES = Path(__file__).parents[4] / "examples"

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"((?:[^>"]|"[^"]*")*?)(?:/>|>(.*?)</c>)', re.DOTALL)


@frozen(repr=False)
class Filled:
    """A form before and after, and what was said of filling it."""

    before: bytes
    data: bytes
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of the findings."""
        return [found.code for found in self.findings]

    def told(self, code: str) -> Finding:
        """The only finding of that code."""
        (found,) = [each for each in self.findings if each.code == code]
        return found

    def sheet(self, name: str = "Plan") -> Any:
        """A sheet of the filled form, formulas as such."""
        return load_workbook(io.BytesIO(self.data))[name]

    def part(self, name: str) -> bytes:
        """A part of the filled form."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)

    def words(self, place: str, part: str = "xl/worksheets/sheet1.xml") -> str:
        """The text of a cell as it is written, whatever a reader makes of its spaces."""
        (cell,) = [each for each in ET.fromstring(self.part(part)).iter(f"{MAIN}c") if each.get("r") == place]
        assert cell.get("t") == "inlineStr"
        return re.sub(r"_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", cell.findtext(f"{MAIN}is/{MAIN}t") or "")

    def styles(self, part: str) -> tuple[dict[str, str], dict[str, str]]:
        """The style of each cell of a sheet, before and after."""
        with zipfile.ZipFile(io.BytesIO(self.before)) as one:
            read = (one.read(part), self.part(part))
        before, after = (
            {str(c.get("r")): c.get("s", "0") for c in ET.fromstring(each).iter(f"{MAIN}c")} for each in read
        )
        return before, after

    def changed(self) -> dict[str, tuple[bytes, bytes]]:
        """The parts that differ, before and after; their names and order are the same."""
        with zipfile.ZipFile(io.BytesIO(self.before)) as one, zipfile.ZipFile(io.BytesIO(self.data)) as other:
            assert one.namelist() == other.namelist()
            pairs = {name: (one.read(name), other.read(name)) for name in one.namelist()}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def without(part: bytes, filled: Iterable[str]) -> bytes:
    """A sheet's part without the content of some cells and without the cached values of formulas."""
    left_out = set(filled)

    def bare(match: re.Match[bytes]) -> bytes:
        if match[1].decode() in left_out:
            return b"<c " + match[1] + b">"
        if match[3] is not None and b"<f" in match[3]:
            kept = re.sub(rb"<v>.*?</v>|<v/>", b"", match[3])
            return b"<c " + match[1] + re.sub(rb' t="\w+"', b"", match[2]) + b">" + kept
        return match[0]

    return _CELL.sub(bare, part)


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The packaged example."""
    decoded = loads((EXAMPLES / "gaia_2017" / "gaia_2017.toml").read_text(encoding="utf-8"), "toml")
    assert not decoded.findings
    return decoded.programme


@pytest.fixture(scope="session")
def fill(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Filled]:
    """Fills a form, given as bytes or as a path, with what a programme says."""

    def filled(programme: Programme, form: bytes | Path, mapping: str | Path | None = None, **options: Any) -> Filled:
        folder = tmp_path_factory.mktemp("form")
        path = form
        if isinstance(form, bytes):
            path = folder / "formulaire.xlsx"
            path.write_bytes(form)
        if isinstance(mapping, str):
            (folder / "carte.toml").write_text(mapping, encoding="utf-8")
            mapping = folder / "carte.toml"
        assessment = assess(make_case(programme, Library.builtin()))
        work = Work(programme=programme, assessment=assessment, findings=assessment.findings)
        out = io.BytesIO()
        options = {"suffix": ".xlsx", **options}
        found = DossierExporter().export(work, ExportOptions(template=path, mapping=mapping, **options), out)
        before = path.read_bytes()
        assert form == before or isinstance(form, Path)
        return Filled(before, out.getvalue(), found)

    return filled


Sheet = Callable[[Any, Any], object]


@pytest.fixture(scope="session")
def make() -> Callable[..., bytes]:
    """A form of one sheet, «Plan», on which a function writes; *options* are those of the workbook."""

    def made(write: Sheet, **options: Any) -> bytes:
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
        write(book, book.add_worksheet("Plan"))
        book.close()
        return stream.getvalue()

    return made


@pytest.fixture(scope="session")
def patched() -> Callable[..., bytes]:
    """A form with some of its parts written otherwise, taken out (None) or added."""

    def changed(form: bytes, parts: dict[str, Any]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(form)) as source, zipfile.ZipFile(stream, "w") as target:
            for name in source.namelist():
                made = parts.get(name, source.read(name))
                if callable(made):
                    made = made(source.read(name))
                if made is not None:
                    target.writestr(name, made)
            for name, made in parts.items():
                if name not in source.namelist() and made is not None:
                    target.writestr(name, made)
        return stream.getvalue()

    return changed


@pytest.fixture(scope="session")
def unfilled() -> Callable[..., bytes]:
    """A sheet's part without the content of some cells and without the cached values of formulas."""
    return without


#: A spreadsheet that never recalculates what has a value: a stale value would stay.
_NEVER_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop></item>
</oor:items>"""


@pytest.fixture
def recalculated(tmp_path: Path) -> Callable[[dict[str, bytes]], dict[str, Any]]:
    """Workbooks as LibreOffice leaves them, by name; it computes only what has no value."""

    def done(files: dict[str, bytes]) -> dict[str, Any]:
        profile, out = tmp_path / "profile", tmp_path / "out"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_NEVER_RECALCULATE, encoding="utf-8")
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
        subprocess.run(
            [*command, *(str(tmp_path / name) for name in files)], check=True, capture_output=True, timeout=300
        )
        return {name: load_workbook(out / name, data_only=True) for name in files}

    return done
