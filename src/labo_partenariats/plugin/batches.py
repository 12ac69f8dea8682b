"""Many plans from a file: which engine runs the batch, and the core's own, row by row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

from labo_partenariats.codec.batch import OUTPUT_COLUMNS, check_columns, simulate_rows
from labo_partenariats.errors import UnreadableSource, UnusableTarget
from labo_partenariats.plugin.faults import blaming
from labo_partenariats.plugin.manager import Plugins
from labo_partenariats.plugin.protocols import BatchEngine
from labo_partenariats.values.reasons import syntax_place

#: Formats of batches that only plugins know; any other file is taken for a CSV.
_OF_PLUGINS: Final = (".parquet",)


def _rows(path: Path) -> Iterator[Mapping[str, str | None]]:
    """The rows of a batch; raises `UnreadableSource` when the file is no such CSV."""
    if not path.is_file():
        raise UnreadableSource("SRC001", {"file": str(path)})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            check_columns(reader.fieldnames or (), path.name)
            yield from reader
    except OSError as error:
        raise UnreadableSource("SRC002", {"file": path.name, "reason": error.strerror or ""}) from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise UnreadableSource("SRC080", {"file": path.name, "format": "CSV", "reason": syntax_place(error)}) from None


@frozen
class RowEngine:
    """The core's own engine: a CSV file in, a CSV file out, one row after the other."""

    name: str = "rows"
    suffixes: tuple[str, ...] = (".csv",)

    def run(self, source: Path, out: BinaryIO, suffix: str) -> Mapping[str, int]:
        """Write the plan of every row and count them by status."""
        counts = Counter[str]()
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        writer = csv.DictWriter(text, OUTPUT_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in simulate_rows(_rows(source)):
            writer.writerow(row)
            counts[row["status"]] += 1
        text.detach()
        return counts


def engine_for(source: Path, target: Path, plugins: Plugins) -> BatchEngine:
    """The engine that reads *source* and writes *target*; raises `UnusableTarget` (SRC085) when a plugin is missing."""
    suffixes = {source.suffix.lower(), target.suffix.lower()}
    for engine in plugins.engines:
        if suffixes <= set(engine.suffixes):
            return engine
    unknown = tuple(sorted(suffixes & set(_OF_PLUGINS)))
    if unknown:
        raise UnusableTarget("SRC085", {"formats": unknown})
    return RowEngine()


def run_batch(source: Path, target: Path, out: BinaryIO, plugins: Plugins) -> Mapping[str, int]:
    """Write to *out* what the engine for *source* and *target* makes of every row; how many plans have each status."""
    engine = engine_for(source, target, plugins)
    with blaming(plugins, "engines", engine.name, UnusableTarget):
        return engine.run(source, out, target.suffix.lower())
