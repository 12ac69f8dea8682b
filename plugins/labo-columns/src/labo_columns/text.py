"""
CSV files read piece by piece, exactly as the library's own reader of batches takes them.

A piece of whole lines with regular quotes is parsed by Arrow. From the first that is not (an open quote, a line of
another length, a lone carriage return) the rest of the file goes through Python's reader, whose word is the rule.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from labo_partenariats.plugin.formulas import INPUT_COLUMNS, check_columns

#: Bytes of a piece: some tens of thousands of rows.
PIECE: Final = 4 * 2**20
#: Rows of a piece read by Python.
ROWS: Final = 16_384

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
#: Lines whose quotes all open with a cell, close with it and double inside it; possessive, so that time is linear.
_REGULAR: Final = re.compile(rb'(?:(?:"[^"\r\n]*+(?:""[^"\r\n]*+)*+"|[^",\r\n]*+)(?:,|\r?\n|\Z))*+')
#: First or last characters that Python might strip.
_MAYBE_BLANK: Final = r"^[^!-~]|[^!-~]$"


def read_pieces(source: Path) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """
    The schema of the batch in *source*, all of it text, and its rows piece by piece.

    Raises `UnreadableSource` (SRC083) for wrong columns, and what Python's reader raises for what is no CSV.
    """
    with source.open("rb") as file:
        if file.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
            file.seek(0)
        start, head = file.tell(), file.readline(PIECE)
    is_regular = head.endswith(b"\n") and _is_regular(head)
    rows = csv.reader([head.decode("utf-8")]) if is_regular else _python_rows(source, start)
    names = next(rows, [])
    check_columns(names, source.name)
    columns = [each for each in INPUT_COLUMNS if each in names]
    width = len(names)
    tables = _pieces(source, start + len(head), width) if is_regular else _python_pieces(rows, width)
    batches = (_batch(dict(zip(names, table, strict=True)), columns) for table in tables)
    return pa.schema([(each, pa.string()) for each in columns]), batches


def _pieces(source: Path, start: int, width: int) -> Iterator[Sequence[pa.Array]]:
    """The columns of *source* from the line that starts at the byte *start*."""
    with source.open("rb") as file:
        file.seek(start)
        while piece := _whole_lines(file):
            columns = _parsed(piece, width)
            if columns is None:
                break
            start += len(piece)
            yield columns
        else:
            return
    yield from _python_pieces(_python_rows(source, start), width)


def _whole_lines(file: BinaryIO) -> bytes:
    """The next piece of *file*, up to the end of a line that is not longer than a piece itself."""
    piece = file.read(PIECE)
    return piece if piece.endswith(b"\n") else piece + file.readline(PIECE)


def _python_rows(source: Path, start: int) -> Iterator[list[str]]:
    """The rows that Python's reader sees from the byte *start*."""
    with source.open(encoding="utf-8", newline="") as file:
        file.seek(start)
        yield from csv.reader(file)


def _python_pieces(rows: Iterator[list[str]], width: int) -> Iterator[Sequence[pa.Array]]:
    """
    The columns of *rows*: what a short row lacks is not given, what stands beyond the header counts for nothing.
    """
    padding = [""] * width
    while some := list(islice(rows, ROWS)):
        padded = [[*row, *padding][:width] for row in some if row]
        yield [pa.array([row[rank] for row in padded], pa.string()) for rank in range(width)]


def _parsed(piece: bytes, width: int) -> Sequence[pa.Array] | None:
    """The columns of a piece as Arrow reads them; None when Python may read them otherwise."""
    if b"\0" in piece or not _is_regular(piece):
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(piece),
            read_options=arrow_csv.ReadOptions(
                column_names=list(map(str, range(width))), use_threads=False, block_size=len(piece) + 1
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(map(str, range(width)), pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:  # a line of another length, a cut character
        return None
    columns = [column.combine_chunks() for column in table.columns]
    limit = csv.field_size_limit()
    if any((pc.max(pc.binary_length(column)).as_py() or 0) > limit for column in columns):
        return None
    return columns


def _is_regular(piece: bytes) -> bool:
    if b'"' in piece:
        return _REGULAR.fullmatch(piece) is not None
    return piece.count(b"\r") == piece.count(b"\r\n")


def _batch(found: dict[str, pa.Array], columns: Sequence[str]) -> pa.RecordBatch:
    if "id" in found:
        found["id"] = _stripped(found["id"])
    return pa.RecordBatch.from_arrays([found[name] for name in columns], names=list(columns))


def _stripped(texts: pa.Array) -> pa.Array:
    """Texts without the spaces around them, as Python sees spaces."""
    doubtful = pc.match_substring_regex(texts, _MAYBE_BLANK)
    if not pc.any(doubtful).as_py():
        return texts
    stripped = [text.strip() for text in texts.filter(doubtful).to_pylist()]
    return pc.replace_with_mask(texts, doubtful, pa.array(stripped, pa.string()))
