"""
The engine of `labo simulate --batch`: a CSV or Parquet file of any size, computed a piece at a time.

Arrow and numpy are imported when a batch is run: a plugin that is only listed costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from labo_partenariats.plugin import UnreadableSource


@frozen
class ColumnEngine:
    """Computes batches in columns, in memory that depends on the size of a piece alone."""

    name: str = "columns"
    suffixes: tuple[str, ...] = (".csv", ".parquet")

    def run(self, source: Path, out: BinaryIO, suffix: str) -> Mapping[str, int]:
        """Write the plans of *source* to *out* as CSV or Parquet and count them by status."""
        from labo_columns import files
        from labo_columns.batch import simulate_batch

        if not source.is_file():
            raise UnreadableSource("SRC001", {"file": str(source)})
        counts = Counter[str]()
        try:
            with files.pieces(source) as (schema, batches), files.writer(out, suffix, schema) as write:
                for batch in batches:
                    made = simulate_batch(batch)
                    write(made)
                    counts.update(files.tally(made))
        except UnreadableSource as refused:
            raise UnreadableSource(refused.code, {**refused.data, "file": source.name}) from refused
        except OSError as error:
            if error.filename != str(source):
                raise
            raise UnreadableSource("SRC002", {"file": source.name, "reason": error.strerror or ""}) from None
        return counts
