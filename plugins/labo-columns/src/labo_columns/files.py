"""Files of plans, read and written piece by piece: CSV as the core reads and writes it, and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from labo_columns.batch import AMOUNT_SCALE, output_schema
from labo_columns.text import read_pieces
from labo_partenariats.plugin import UnreadableSource, syntax_place
from labo_partenariats.plugin.formulas import OUTPUT_COLUMNS

_PARQUET: Final = ".parquet"
#: Rows of a piece of Parquet.
_ROWS: Final = 65_536
_SPECIAL: Final = '[",\r\n]'

Write = Callable[[pa.RecordBatch], None]


@contextmanager
def pieces(source: Path) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
    """
    The schema of the plans in *source* and their batches; raises `UnreadableSource` for what is no such file.
    """
    is_parquet = source.suffix.lower() == _PARQUET
    try:
        if is_parquet:
            with parquet.ParquetFile(source) as file:
                output_schema(file.schema_arrow)
                yield file.schema_arrow, file.iter_batches(_ROWS)
        else:
            yield read_pieces(source)
    except (csv.Error, UnicodeDecodeError, pa.ArrowException) as error:
        kind = "Parquet" if is_parquet else "CSV"
        raise UnreadableSource("SRC080", {"file": source.name, "format": kind, "reason": syntax_place(error)}) from None


@contextmanager
def writer(out: BinaryIO, suffix: str, source: pa.Schema) -> Iterator[Write]:
    """What writes the plans made of batches of the schema *source*, in the format of *suffix*."""
    if suffix != _PARQUET:
        out.write((",".join(OUTPUT_COLUMNS) + "\n").encode())
        yield lambda made: _write_csv(made, out)
        return
    schema = _as_decimals(output_schema(source))
    with parquet.ParquetWriter(out, schema) as file:
        yield lambda made: file.write_batch(made.cast(schema))


def tally(made: pa.RecordBatch) -> Mapping[str, int]:
    """How many plans have each status."""
    return {each["values"]: each["counts"] for each in pc.value_counts(made.column("status")).to_pylist()}


def _as_decimals(schema: pa.Schema) -> pa.Schema:
    """The schema with amounts as decimals: in Parquet nobody wants to read them from text."""
    texts = {"id", "binding", "status", "reasons"}
    return pa.schema(
        [
            field.with_type(pa.decimal128(38, AMOUNT_SCALE))
            if field.name not in texts and pa.types.is_string(field.type)
            else field
            for field in schema
        ]
    )


def _write_csv(made: pa.RecordBatch, out: BinaryIO) -> None:
    """
    Write the rows as Python's writer does, a comma between cells and quotes where a cell needs them.

    Only ``id`` is a free text; where one needs quotes the whole piece goes through Python's writer.
    """
    texts = [pc.fill_null(column.cast(pa.string()), "") for column in made.columns]
    if pc.any(pc.match_substring_regex(texts[0], _SPECIAL)).as_py():
        wrapped = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        csv.writer(wrapped, lineterminator="\n").writerows(zip(*(text.to_pylist() for text in texts), strict=True))
        wrapped.detach()
        return
    *others, last = texts
    lines = pc.binary_join_element_wise(*others, pc.binary_join_element_wise(last, "\n", ""), ",")
    start, stop = _bounds(lines)
    out.write(memoryview(lines.buffers()[2])[start:stop])


def _bounds(texts: pa.Array) -> tuple[int, int]:
    """Where the texts of an array begin and end in its memory, one right after the other."""
    offsets = memoryview(texts.buffers()[1]).cast("i")
    return offsets[texts.offset], offsets[texts.offset + len(texts)]
