"""
Un portefeuille d'opérations calculé par Dask, une partition à la fois : le FEADER de chaque fiche-action.

    pip install . ./plugins/labo-columns dask
    python examples/portefeuille_dask/portefeuille.py portefeuille.parquet
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import dask
import pyarrow as pa
from pyarrow import parquet

from labo_columns import simulate_batch


@dask.delayed
def eafrd_of(source: Path, group: int) -> pa.Table:
    """One partition: the EAFRD of its plans, by local action group (the column ``lag``)."""
    return pa.Table.from_batches(_plans(source, group)).group_by("lag").aggregate([("eafrd", "sum")])


def _plans(source: Path, group: int) -> Iterator[pa.RecordBatch]:
    for batch in parquet.ParquetFile(source).iter_batches(row_groups=[group]):
        plans = simulate_batch(batch.drop_columns("lag"))
        yield plans.append_column("lag", batch.column("lag"))


def totals(source: Path) -> dict[str, Decimal]:
    """The EAFRD of each local action group, to the cent."""
    groups = range(parquet.ParquetFile(source).num_row_groups)
    parts = dask.compute(*(eafrd_of(source, group) for group in groups))
    summed = pa.concat_tables(parts).group_by("lag").aggregate([("eafrd_sum", "sum")])
    return dict(zip(summed["lag"].to_pylist(), summed["eafrd_sum_sum"].to_pylist(), strict=True))


if __name__ == "__main__":
    for lag, eafrd in sorted(totals(Path(sys.argv[1])).items()):
        print(f"{lag}: {eafrd} €")
