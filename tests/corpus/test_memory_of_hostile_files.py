"""Files made to exhaust the memory or the time of those who open them, each read in a process of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

#: Reads a file under a bound of processor time, and tells by how much the memory of the process grew at most.
READ = """
import json, resource, sys
import labo_partenariats as labo
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]),) * 2)
labo.read(sys.argv[1])  # what is imported late is imported now
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    result = labo.read(sys.argv[2])
    told = {found.code for found in result.findings}
    count = sum(len(plan.expenses) for plan in (result.programme.financing,) if plan)
except labo.UnreadableSource as refusal:
    told, count = {refusal.code}, 0
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"told": sorted(told), "count": count, "mebibytes": grown / 1024}))
"""
SECONDS = 60  # of processor time, against some hundredths or a few at most: for a machine that does other things too


def read(path: Path, folder: Path) -> dict[str, object]:
    """What becomes of a file, and the memory that it took."""
    small = folder / "petit.xlsx"
    small.write_bytes(workbook({2: "<c r='A2' t='inlineStr'><is><t>a</t></is></c><c r='B2'><v>1</v></c>"}))
    command = [sys.executable, "-c", READ, str(small), str(path), str(SECONDS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def workbook(rows: dict[int, str], filling: Iterator[str] | None = None) -> bytes:
    """A workbook of expenses whose sheet holds these rows below its header, and the *filling* between."""
    source, made = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("Dépenses").write_row(0, 0, ("Type dépenses", "Montant"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            part = old.read(name)
            with new.open(name, "w", force_zip64=True) as stream:
                head, end, tail = part.partition(b"</sheetData>")
                stream.write(head)
                for piece in filling or () if end else ():
                    stream.write(piece.encode())
                for number, cells in rows.items() if end else ():
                    stream.write(f"<row r='{number}'>{cells}</row>".encode())
                stream.write(end + tail)
    return made.getvalue()


def expense(number: int, column: str = "B") -> str:
    return (
        f"<c r='A{number}' t='inlineStr'><is><t>Poste {number}</t></is></c><c r='{column}{number}'><v>{number}</v></c>"
    )


def blank_rows(count: int) -> Iterator[str]:
    for number in range(2, count + 2):
        yield f"<row r='{number}' s='1'><c r='A{number}' s='0'/><c r='B{number}' s='0'/></row>"


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    """Three hundred mebibytes in a file of some hundred kibibytes are refused before they are inflated."""
    path = tmp_path / "bombe.xlsx"
    path.write_bytes(workbook({2: expense(2)}, (" " * 2**20 for _ in range(300))))
    found = read(path, tmp_path)

    assert path.stat().st_size < 2 * 2**20
    assert found["told"] == ["SRC009"]
    assert float(str(found["mebibytes"])) < 30


@pytest.mark.parametrize("count", [50_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_rows_that_hold_formats_only_take_no_memory(tmp_path: Path, count: int) -> None:
    """However many they are, what is below them is read."""
    path = tmp_path / "lignes.xlsx"
    path.write_bytes(workbook({count + 2: expense(count + 2)}, blank_rows(count)))
    found = read(path, tmp_path)

    assert (found["told"], found["count"]) == ([], 1)
    assert float(str(found["mebibytes"])) < 60


def test_far_cells_take_no_memory(tmp_path: Path) -> None:
    """A thousand cells in the last column and one in the last row of the grid are a thousand and one cells."""
    path = tmp_path / "loin.xlsx"
    rows = {number: expense(number, "XFD") for number in range(2, 1002)} | {1_048_576: expense(1_048_576)}
    path.write_bytes(workbook(rows))
    found = read(path, tmp_path)

    assert found["count"] == 1
    assert "SRC121" in str(found["told"])
    assert float(str(found["mebibytes"])) < 60


def test_headers_repeated_without_end_take_no_time(tmp_path: Path) -> None:
    """A file of fifteen thousand headers, each the beginning of a table, is read in time proportional to its size."""
    path = tmp_path / "en-tetes.csv"
    path.write_text("Type dépenses;Montant\nAnimation;100\n\n" * 15_000, encoding="utf-8")
    found = read(path, tmp_path)

    assert found["count"] == 15_000
    assert float(str(found["mebibytes"])) < 200
