"""Files of plans: the bytes that the core writes, Parquet, and what is refused."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from labo_columns import files, text
from labo_columns.engine import ColumnEngine
from labo_partenariats.cli.app import run
from labo_partenariats.plugin import UnreadableSource
from labo_partenariats.plugin.batches import RowEngine
from labo_partenariats.plugin.formulas import INPUT_COLUMNS

LOT = Path(__file__).with_name("lot.csv")
HEAD = b"id,eligible,aid_rate,eafrd_rate,counterpart"
ROW = b"a,24682,0.80,0.80,5000"

#: Bytes of a CSV that a reader may take in more than one way, by what is odd in them.
CONTENTS = {
    "plain": HEAD + b"\n" + ROW + b"\n",
    "no last line end": HEAD + b"\n" + ROW,
    "only a header": HEAD + b"\n",
    "only a header, no line end": HEAD,
    "line ends of Windows": HEAD + b"\r\n" + ROW + b"\r\n" + ROW + b"\r\n",
    "line ends of old": HEAD + b"\r" + ROW + b"\r" + ROW,
    "line ends of all kinds": HEAD + b"\n" + ROW + b"\r" + ROW + b"\r\n" + ROW,
    "a line end of old below": HEAD + b"\r\n" + ROW + b"\n" + ROW + b"\r" + ROW + b"\n",
    "byte order mark": b"\xef\xbb\xbf" + HEAD + b"\n" + ROW + b"\n",
    "blank lines": HEAD + b"\n\n" + ROW + b"\n\n\n" + ROW + b"\n",
    "only blank lines": HEAD + b"\n\n\n",
    "a short line": HEAD + b"\na,24682\n" + ROW + b"\n",
    "a long line": HEAD + b"\n" + ROW + b",x,y\n" + ROW + b"\n",
    "a line of spaces": HEAD + b"\n   \n" + ROW + b"\n",
    "quotes": HEAD + b'\n"a",24682,"0.80",0.80,"5000"\n"b ""c"", d","24 682,00",80 %,0.8,5000\n' + ROW + b"\n",
    "a line end in quotes": HEAD + b'\n"a\nb",24682,0.80,0.80,5000\n' + ROW + b"\n",
    "a quote that nothing closes": HEAD + b'\n"a,24682,0.80,0.80,5000\n' + ROW + b"\n",
    "a quote inside a cell": HEAD + b'\na"b,24682,0.80,0.80,5000\n' + ROW + b"\n",
    "something behind a quote": HEAD + b'\n"a"b,24682,0.80,0.80,5000\n' + ROW + b"\n",
    "quotes in the header": HEAD.replace(b"id,", b'"id",', 1) + b"\n" + ROW + b"\n",
    "a column twice": HEAD + b",eligible\n" + ROW + b",10000\n",
    "identifiers": HEAD + "\n  é\u00a0 ,24682,0.80,0.80,5000\n\u2003x,1,1,0.5,0\n=1+1,1,1,0.5,0\n".encode(),
    "an end of file mark": HEAD + b"\na\x1a,24682,0.80,0.80,5000\n",
    "a nul": HEAD + b"\na\0,24682,0.80,0.80,5000\n",
    "separators that are no line ends": HEAD + "\na\u2028b\x0bc\x1c,24682,0.80,0.80,5000\n".encode(),
    "sixty digits": HEAD + b"\na," + b"9" * 50 + b",0.80,0.80,5000\n" + ROW + b"\n",
    "beyond 64 bits": HEAD + b"\na,92233720368547758.07,0.80,0.80,92233720368547758.08\nb,1000000000000000,1,0.99,9\n",
    "as an example": LOT.read_bytes(),
}

#: Those that Arrow reads from end to end.
ARROW = (
    "plain",
    "no last line end",
    "line ends of Windows",
    "byte order mark",
    "blank lines",
    "quotes",
    "quotes in the header",
)


def made(source: Path, suffix: str = ".csv") -> tuple[bytes, dict[str, int]]:
    """What the engine writes, and what it counts."""
    out = io.BytesIO()
    counts = ColumnEngine().run(source, out, suffix)
    return out.getvalue(), dict(counts)


@pytest.mark.parametrize("piece", [16, 200, 4 * 2**20])
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_csv_has_the_bytes_of_the_core(content, piece, core, tmp_path, monkeypatch):
    """Whatever a CSV holds, and wherever it is cut into pieces, the output is the core's, byte for byte."""
    monkeypatch.setattr(text, "PIECE", piece)
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    assert made(source)[0] == core(content)


cells = st.sampled_from(
    [
        "24682",
        "24682.5",
        "1 234,56",
        "1.234",
        "0.80",
        "80 %",
        "0,8",
        "",
        " ",
        "-1",
        "1e5",
        '"',
        "a\nb",
        "x,y",
        "\u00a012",
        "fixed",
        "é",
        "1\r2",
    ]
) | st.text(max_size=6)


@given(
    st.lists(st.lists(cells, min_size=4, max_size=7), max_size=8), st.sampled_from(["\n", "\r\n"]), st.integers(8, 90)
)
def test_any_csv_has_the_bytes_of_the_core(tmp_path_factory, rows, end, piece):
    """Rows of anything, written by Python's writer, come out as from the core."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end).writerows(
        [["eligible", "aid_rate", "eafrd_rate", "counterpart", "id"], *rows]
    )
    source = tmp_path_factory.mktemp("any") / "in.csv"
    source.write_bytes(written.getvalue().encode("utf-8", "replace"))
    expected = io.BytesIO()
    counts = RowEngine().run(source, expected, ".csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "PIECE", piece)
        patch.setattr(text, "ROWS", 2)
        assert made(source) == (expected.getvalue(), dict(counts))


@pytest.mark.parametrize("content", [CONTENTS[name] for name in ARROW], ids=ARROW)
def test_a_regular_csv_is_read_by_arrow(content, tmp_path, monkeypatch):
    """Python's slower reader sees no row of a CSV that is regular."""
    monkeypatch.setattr(text, "_python_rows", None)
    monkeypatch.setattr(text, "PIECE", 60)
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    assert sum(made(source)[1].values()) >= 1


def test_the_counts_are_those_of_the_statuses():
    """The engine counts plans by what becomes of them."""
    assert made(LOT)[1] == {"ok": 5, "refused": 2, "invalid": 1}


def as_parquet(tmp_path: Path, columns: dict[str, pa.Array]) -> Path:
    """A Parquet file of these columns."""
    source = tmp_path / "lot.parquet"
    parquet.write_table(pa.table(columns), source, row_group_size=2)
    return source


PLANS = {
    "id": pa.array(["a", "b", "c"]),
    "eligible": pa.array([Decimal("24682.00"), Decimal("24682.00"), None]),
    "aid_rate": pa.array([Decimal("0.80")] * 3),
    "eafrd_rate": pa.array([Decimal("0.80")] * 3),
    "counterpart": pa.array([Decimal("5000.00"), Decimal("20000.00"), Decimal("0.00")]),
}


def test_parquet_in_parquet_out(tmp_path):
    """Decimals come out as decimals of the same digits, null where a plan is invalid."""
    out, counts = made(as_parquet(tmp_path, PLANS), ".parquet")
    table = parquet.read_table(io.BytesIO(out))
    assert table.column("eafrd").to_pylist() == [Decimal("14745.60"), Decimal("0.00"), None]
    assert table.column("reasons").to_pylist() == ["", "FIN121", "FIN133"]
    assert table.schema.field("eafrd").type == PLANS["eligible"].type
    assert counts == {"ok": 1, "refused": 1, "invalid": 1}


def test_parquet_and_csv_say_the_same(tmp_path):
    """From Parquet to CSV, and from CSV to Parquet, the plans are those of CSV to CSV."""
    plain = tmp_path / "lot.csv"
    names = list(PLANS)
    rows = zip(*(column.to_pylist() for column in PLANS.values()), strict=True)
    plain.write_text(
        "\n".join([",".join(names), *(",".join("" if v is None else str(v) for v in row) for row in rows)])
    )
    expected, _counts = made(plain)
    assert made(as_parquet(tmp_path, PLANS))[0] == expected
    table = parquet.read_table(io.BytesIO(made(plain, ".parquet")[0]))
    assert table.schema.field("eafrd").type == pa.decimal128(38, 2)
    rows = ([("" if value is None else str(value)) for value in row.values()] for row in table.to_pylist())
    assert list(rows) == list(csv.reader(io.StringIO(expected.decode())))[1:]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("in.csv", b"", "SRC083"),
        ("in.csv", b"\n" + HEAD, "SRC083"),
        ("in.csv", b"a,b\n1,2\n", "SRC083"),
        ("in.csv", HEAD + b"\n\xe9,1,1,1,1\n", "SRC080"),
        ("in.csv", b"\xff\xfe\x00", "SRC080"),
        ("in.csv", HEAD + b"\n" + b"x" * 200_000 + b",1,1,1,1\n", "SRC080"),
        ("in.csv", HEAD + b'\n"' + b"x" * 200_000 + b"\n", "SRC080"),
        ("in.parquet", b"PAR1 or not", "SRC080"),
        ("in.parquet", b"", "SRC080"),
    ],
)
def test_what_is_no_batch_is_refused(name, content, code, tmp_path):
    """A file that is no batch is refused with the code that the core gives, and the name of the file."""
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(UnreadableSource) as refused:
        made(source)
    assert (refused.value.code, refused.value.data["file"]) == (code, name)
    if name == "in.csv":
        with pytest.raises(UnreadableSource) as plain:
            RowEngine().run(source, io.BytesIO(), ".csv")
        assert plain.value.code == code


@pytest.mark.parametrize("name", ["none.csv", "none.parquet", "."])
def test_a_file_that_is_not_there(name, tmp_path):
    """A source that is no file is said not to be found."""
    with pytest.raises(UnreadableSource) as refused:
        made(tmp_path / name)
    assert refused.value.code == "SRC001"


def test_floats_in_parquet_are_refused(tmp_path):
    """A Parquet file with floating-point amounts is refused by the name of its column."""
    source = as_parquet(tmp_path, {**PLANS, "counterpart": pa.array([5000.0, 1.0, 0.0])})
    with pytest.raises(UnreadableSource) as refused:
        made(source, ".parquet")
    assert refused.value.code == "SRC084"
    assert refused.value.data["file"] == "lot.parquet"


def test_memory_is_that_of_a_piece(tmp_path, monkeypatch):
    """However long the file, no more than a piece of it is computed at a time."""
    source = tmp_path / "in.csv"
    source.write_bytes(HEAD + b"\n" + (ROW + b"\n") * 5_000)
    monkeypatch.setattr(text, "PIECE", 4_096)
    with files.pieces(source) as (_schema, batches):
        assert max(batch.num_rows for batch in batches) <= 4_096 // len(ROW) + 1


def test_the_command_writes_parquet(tmp_path, capsys):
    """`labo simulate --batch` hands the file to this engine; the exit status tells of refused plans."""
    target = tmp_path / "plans.parquet"
    assert run(["simulate", "--batch", str(LOT), "-o", str(target), "--lang", "fr"]) == 1
    assert capsys.readouterr().out == "Plans acceptés : 5 ; refusés : 2 ; illisibles : 1.\n"
    assert parquet.read_table(target).num_rows == 8


def test_all_columns_are_in_the_example():
    """The example of the tests has every column of a batch."""
    assert LOT.read_text("utf-8").splitlines()[0] == ",".join(INPUT_COLUMNS)
