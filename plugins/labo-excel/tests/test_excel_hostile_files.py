"""Files that are not what they seem, damaged files, and files made to harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_excel import ExcelImporter
from labo_partenariats.plugin import Limits, Tables, UnreadableSource

Read = Callable[..., Tables]
Make = Callable[..., bytes]
Parts = Callable[..., dict[str, str]]

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def stream_name(name: str) -> bytes:
    return (name + "\0").encode("utf-16-le")


def refused(read: Read, content: bytes, limits: Limits | None = None) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as refusal:
        read(content, limits)
    assert refusal.value.data["file"] == "plan.xlsx"
    return refusal.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SRC003"),
        (OLE2 + stream_name("Workbook"), "SRC004"),
        (OLE2 + stream_name("Book"), "SRC004"),
        (OLE2 + stream_name("EncryptedPackage"), "SRC005"),
        (OLE2 + stream_name("WordDocument"), "SRC008"),
        (OLE2 + stream_name("PowerPoint Document"), "SRC008"),
        (OLE2, "SRC013"),
        (OLE2[:8], "SRC013"),
        (b"\r\n<html><table><tr><td>1</td></tr></table></html>", "SRC006"),
        (b"<!DOCTYPE html><html></html>", "SRC006"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "SRC006"),
        ("Type dépenses;Montant\r\n".encode("cp1252"), "SRC007"),
        ("\ufeffType;Montant".encode("utf-16-le"), "SRC007"),
        (b"%PDF-1.4", "SRC008"),
        (b"PK\x05\x06" + bytes(18), "SRC012"),
        (bytes(range(1, 32)) * 9, "SRC013"),
        (b"PK\x03\x04 the rest is lost", "SRC014"),
    ],
)
def test_each_disguise_has_its_own_explanation(read: Read, content: bytes, code: str) -> None:
    """A file that bears the suffix of a workbook and is something else is named for what it is."""
    assert refused(read, content).code == code


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["word/document.xml"], "SRC008"),
        (["ppt/presentation.xml"], "SRC008"),
        (["mimetype", "content.xml"], "SRC010"),
        (["xl/workbook.bin"], "SRC011"),
        (["photo.jpg"], "SRC012"),
    ],
)
def test_each_other_archive_has_its_own_explanation(read: Read, zipped: Make, names: list[str], code: str) -> None:
    """Documents that are zip archives too are told from workbooks."""
    assert refused(read, zipped(dict.fromkeys(names, "<x/>"))).code == code


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    """A name that leads nowhere and a folder give two explanations."""
    for path, code in ((tmp_path / "absent.xlsx", "SRC001"), (tmp_path, "SRC002"), (Path("a\0b.xlsx"), "SRC001")):
        with pytest.raises(UnreadableSource) as refusal:
            ExcelImporter().read(path, Limits())
        assert refusal.value.code == code


def test_a_file_closed_to_us_is_explained(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system does not let us open is refused with a code."""

    def closed(*_arguments: object) -> None:
        raise PermissionError

    path.write_bytes(b"PK")
    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(UnreadableSource) as refusal:
        ExcelImporter().read(path, Limits())
    assert refusal.value.code == "SRC002"


def test_recognising_never_raises(tmp_path: Path, workbook: Make, zipped: Make) -> None:
    """By suffix, else by content: yes to workbooks and to those whose refusal is explained, no to the rest."""
    files = {
        "absent.xlsx": None,
        "ancien.XLS": OLE2,
        "binaire.xlsb": b"",
        "sans_suffixe": workbook(),
        "plan.csv": workbook(),
        "texte.csv": b"a;b",
        "document.docx": zipped({"word/document.xml": "<x/>"}),
        "cassé.zip": b"PK\x03\x04",
        "autre.ods": b"",
    }
    for name, content in files.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    known = {name for name in files if ExcelImporter().recognises(tmp_path / name)}
    assert known == {"absent.xlsx", "ancien.XLS", "binaire.xlsb", "sans_suffixe", "plan.csv"}
    assert not ExcelImporter().recognises(tmp_path)
    assert not ExcelImporter().recognises(Path("a\0b"))


@pytest.mark.parametrize(
    "part",
    [
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE x>",
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]>",
        "<!DOCTYPE x SYSTEM 'file:///etc/hostname'>",
    ],
)
def test_a_document_type_is_refused_in_every_part(
    read: Read, parts: Parts, zipped: Make, part: str, declaration: str
) -> None:
    """No part may declare a document type: that is how XML is made to grow or to fetch."""
    made = parts("<row><c><v>1</v></c></row>")
    made[part] = declaration + made[part]
    refusal = refused(read, zipped(made))
    assert (refusal.code, refusal.data["part"]) == ("SRC016", part)


def test_sizes_are_checked_before_anything_is_inflated(read: Read, parts: Parts, zipped: Make) -> None:
    """An archive that announces more than the limit is refused from its directory."""
    bomb = zipped({**parts(), "xl/media/image1.png": bytes(3 * 2**20)})
    assert len(bomb) < 2**16
    refusal = refused(read, bomb, Limits(inflated_bytes=2**20))
    assert (refusal.code, refusal.data["limit"], refusal.data["maximum"]) == ("SRC009", "inflated_bytes", 2**20)
    assert refusal.data["found"] > 3 * 2**20


def test_an_archive_of_a_gigabyte_is_refused_at_once(read: Read, parts: Parts, zipped: Make) -> None:
    """A bomb of one gibibyte is refused for the size that its directory announces."""
    bomb = bytearray(zipped({**parts(), "xl/worksheets/sheet2.xml": bytes(2**20)}))
    at = bomb.rindex(b"xl/worksheets/sheet2.xml") - 46
    bomb[at + 24 : at + 28] = (2**30).to_bytes(4, "little")
    refusal = refused(read, bytes(bomb))
    assert (refusal.code, refusal.data["limit"]) == ("SRC009", "inflated_bytes")
    assert refusal.data["found"] > 2**30


def test_a_directory_of_countless_entries_is_refused(read: Read, zipped: Make) -> None:
    """Entries are counted before the directory is read."""
    content = zipped({"xl/workbook.xml": "<x/>"}) + b"PK\x01\x02" * 20_001
    refusal = refused(read, content)
    assert (refusal.code, refusal.data["limit"]) == ("SRC009", "parts")


def test_a_lie_about_sizes_does_not_help(read: Read, parts: Parts, zipped: Make) -> None:
    """An entry that inflates to more than it announces is damage."""
    made = bytearray(zipped(parts("<row><c><v>1</v></c></row>" * 5000)))
    at = made.rindex(b"xl/worksheets/sheet1.xml") - 46
    made[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert refused(read, bytes(made)).code in {"SRC014", "SRC017"}


def test_what_is_inflated_is_counted(read: Read, parts: Parts, zipped: Make) -> None:
    """A part that two hundred sheets share counts two hundred times."""
    made = parts("<row><c r='A1' s='0'/></row>" * 2000)
    sheet = "<sheet name='Plan' sheetId='1' state='visible' r:id='rId1'/>"
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(sheet, sheet * 100)
    content = zipped(made)
    assert len(read(content).sheets) == 100
    assert refused(read, content, Limits(inflated_bytes=2**20)).data["limit"] == "inflated_bytes"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("xl/worksheets/sheet1.xml", "duplicate"),
        ("xl/worksheets/SHEET1.xml", "duplicate"),
        ("../sheet.xml", "outside"),
        ("xl/../../sheet.xml", "outside"),
        ("/etc/sheet.xml", "outside"),
        ("C:/sheet.xml", "outside"),
    ],
)
def test_names_that_deceive_are_refused(read: Read, workbook: Make, name: str, reason: str) -> None:
    """Two entries of one name, of which programs read one or the other, and names that leave the archive."""
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, "<x/>")
    refusal = refused(read, stream.getvalue())
    assert (refusal.code, refusal.data["reason"]) == ("SRC015", reason)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_without_a_bound_are_refused(read: Read, parts: Parts, zipped: Make, method: int) -> None:
    """Compression methods that no spreadsheet writes are not inflated."""
    assert refused(read, zipped(parts(), method)).code == "SRC014"


def test_an_entry_under_a_password_is_refused(read: Read, workbook: Make) -> None:
    """An archive whose entries are encrypted is told like a protected workbook."""
    content = bytearray(workbook())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(read, bytes(content)).code == "SRC005"


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        ("xl/worksheets/sheet1.xml", None, "SRC018"),
        ("xl/sharedStrings.xml", None, "SRC018"),
        ("xl/_rels/workbook.xml.rels", None, "SRC018"),
        ("xl/workbook.xml", None, "SRC012"),
        ("xl/worksheets/sheet1.xml", "<worksheet>", "SRC017"),
        ("xl/worksheets/sheet1.xml", "rien", "SRC017"),
        ("xl/worksheets/sheet1.xml", b"<?xml version='1.0' encoding='inconnu'?><x/>", "SRC017"),
        ("xl/worksheets/sheet1.xml", "<a>" * 300 + "</a>" * 300, "SRC017"),
        ("xl/workbook.xml", "<x/>", "SRC012"),
        ("xl/workbook.xml", "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>", "SRC019"),
        ("xl/sharedStrings.xml", "<sst/>", "SRC017"),
    ],
)
def test_damage_is_told_by_the_part(
    read: Read, parts: Parts, zipped: Make, part: str, change: str | None, code: str
) -> None:
    """A part that is missing, cut short or not XML gives a code and its name."""
    made = parts("<row><c t='s'><v>0</v></c></row>", strings="<si><t>a</t></si>")
    if change is None:
        del made[part]
    else:
        made[part] = change
    assert refused(read, zipped(made)).code == code


ROWS = "".join(f"<row r='{n}'><c r='A{n}' t='str'><v>texte</v></c><c r='B{n}'><v>1</v></c></row>" for n in range(1, 11))


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(file_bytes=100), "file_bytes"),
        (Limits(rows=9), "rows"),
        (Limits(cells=19), "cells"),
        (Limits(cell_characters=4), "cell_characters"),
        (Limits(seconds=1e-9), "seconds"),
    ],
)
def test_each_limit_is_held(read: Read, workbook: Make, limits: Limits, limit: str) -> None:
    """Beyond a limit the refusal says which one, how much it allows and what was found."""
    refusal = refused(read, workbook(ROWS), limits)
    assert (refusal.code, refusal.data["limit"]) == ("SRC009", limit)
    assert refusal.data["found"] > refusal.data["maximum"]


def test_limits_are_reached_without_refusal(read: Read, workbook: Make) -> None:
    """What is just within the limits is read."""
    limits = Limits(rows=10, cells=20, cell_characters=5, sheets=1)
    assert len(list(read(workbook(ROWS), limits).sheets[0].cells())) == 20


def test_too_many_sheets_are_refused(read: Read, parts: Parts, zipped: Make) -> None:
    """Sheets are counted from the table of contents."""
    made = parts()
    sheet = "<sheet name='Plan' sheetId='1' state='visible' r:id='rId1'/>"
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(sheet, sheet * 3)
    assert refused(read, zipped(made), Limits(sheets=2)).data["limit"] == "sheets"


def test_too_many_shared_texts_are_refused(read: Read, workbook: Make) -> None:
    """Texts that no cell shows count like cells."""
    assert refused(read, workbook(strings="<si><t>a</t></si>" * 3), Limits(cells=2)).data["limit"] == "cells"


@pytest.mark.parametrize("where", ["inline", "shared", "formula"])
def test_long_texts_are_refused_wherever_they_are(read: Read, workbook: Make, where: str) -> None:
    """The limit on the text of a cell holds for each way of writing one."""
    text = "x" * 101
    content = {
        "inline": workbook(f"<row><c t='inlineStr'><is><t>{text}</t></is></c></row>"),
        "shared": workbook("<row><c t='s'><v>0</v></c></row>", strings=f"<si><r><t>{text}</t></r></si>"),
        "formula": workbook(f"<row><c><f>{text}</f></c></row>"),
    }[where]
    assert refused(read, content, Limits(cell_characters=100)).data["limit"] == "cell_characters"


def test_formatted_blank_rows_are_harmless(read: Read, workbook: Make) -> None:
    """Rows that hold only formats count for nothing, whatever their number; the value after them is read."""
    blank = "".join(f"<row r='{n}' s='1'><c r='A{n}' s='1'/><c r='B{n}' s='1'/></row>" for n in range(1, 30_001))
    tables = read(workbook(blank + "<row r='40000'><c r='A40000'><v>1</v></c></row>"), Limits(rows=1, cells=1))
    assert list(tables.sheets[0].rows) == [40_000]


def test_a_formula_shared_by_many_cells_does_not_grow_without_bound(read: Read, workbook: Make) -> None:
    """Writing out shared formulas counts as inflating."""
    long = "A1+" * 2000 + "A1"
    rows = f"<row r='1'><c r='A1'><f t='shared' si='0'>{long}</f></c></row>" + "".join(
        f"<row r='{n}'><c r='A{n}'><f t='shared' si='0'/></c></row>" for n in range(2, 60)
    )
    assert refused(read, workbook(rows), Limits(inflated_bytes=200_000)).data["limit"] == "inflated_bytes"


def test_macros_and_links_are_noted_and_left_alone(read: Read, parts: Parts, zipped: Make) -> None:
    """A macro and a link to another workbook are told; neither is opened."""
    made = {
        **parts("<row><c><v>1</v></c></row>"),
        "xl/vbaProject.bin": b"\0",
        "xl/externalLinks/externalLink1.xml": "rien",
    }
    assert [(note.code, dict(note.data)) for note in read(zipped(made), name="plan.xlsm").notes] == [
        ("SRC020", {}),
        ("SRC021", {"count": 1}),
    ]


@settings(max_examples=150, deadline=None)
@given(
    content=st.binary(max_size=300)
    | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail)
    | st.text().map(str.encode)
)
def test_any_bytes_are_read_or_refused(read: Read, content: bytes) -> None:
    """No file makes the importer raise anything but its refusal."""
    try:
        read(content)
    except UnreadableSource as refusal:
        assert refusal.code.startswith("SRC")


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_damage_to_a_file_is_read_or_refused(read: Read, workbook: Make, data: st.DataObject) -> None:
    """Bytes changed, cut or doubled anywhere in a workbook lead to a reading or to a refusal."""
    content = bytearray(workbook(ROWS, after="<mergeCells><mergeCell ref='A1:B1'/></mergeCells>"))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        read(bytes(content))
    except UnreadableSource as refusal:
        assert refusal.code.startswith("SRC")


XML_PIECES = st.sampled_from(
    [
        "<row>",
        "</row>",
        "<row r='2'>",
        "<c>",
        "<c r='B2' t='s' s='1'>",
        "<c t='inlineStr'>",
        "<c t='e'>",
        "</c>",
        "<v>",
        "</v>",
        "<v>3</v>",
        "<v>-1</v>",
        "<f>",
        "</f>",
        "<f t='shared' si='0'/>",
        "<f>A1</f>",
        "<is>",
        "</is>",
        "<t>",
        "</t>",
        "<r>",
        "</r>",
        "<rPr><strike/></rPr>",
        "<rPh>",
        "</rPh>",
        "texte",
        "1.5",
        "<mergeCell ref='A1:B2'/>",
        "<mergeCell/>",
        "&amp;",
    ]
)


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(XML_PIECES, max_size=14).map("".join), strings=st.lists(XML_PIECES, max_size=5).map("".join))
def test_any_markup_is_read_or_refused(read: Read, workbook: Make, rows: str, strings: str) -> None:
    """Elements in any order, nested in any way, lead to a reading or to a refusal."""
    try:
        tables = read(workbook(rows, strings=strings))
    except UnreadableSource as refusal:
        assert refusal.code == "SRC017"
    else:
        assert all(not cell.is_blank or cell.formula is not None for cell in tables.sheets[0].cells())
