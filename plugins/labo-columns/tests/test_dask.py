"""The example that maps plans over Dask's partitions."""

from __future__ import annotations

import runpy
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

EXAMPLE = Path(__file__).parents[3] / "examples" / "portefeuille_dask" / "portefeuille.py"


def test_the_partitions_add_up_to_the_cent(tmp_path):
    """The totals of the example are those of the plans, wherever the file is cut."""
    pytest.importorskip("dask")
    rows = 7
    columns = {
        "lag": pa.array(["Oisans", "Trièves"] * 3 + ["Oisans"]),
        "eligible": pa.array([Decimal("24682.00")] * rows),
        "aid_rate": pa.array([Decimal("0.80")] * rows),
        "eafrd_rate": pa.array([Decimal("0.80")] * rows),
        "counterpart": pa.array([Decimal("5000.00")] * rows),
    }
    source = tmp_path / "portefeuille.parquet"
    parquet.write_table(pa.table(columns), source, row_group_size=3)
    totals = runpy.run_path(str(EXAMPLE))["totals"](source)
    assert totals == {"Oisans": 4 * Decimal("14745.60"), "Trièves": 3 * Decimal("14745.60")}
