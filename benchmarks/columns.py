"""
Plans by the million, by four engines in one run: speed, and cents that are wrong.

All compute the same plan: cap, EAFRD within its limits, calling part, top-up, self-financing, whether it is refused.
The columns plugin and the two data engines use integers; OpenFisca computes in 32-bit floating point, as it does by
default. Engines take turns, so that a busy moment of the machine weighs on all alike. Two times are taken:

* *compute*: from the form that the engine likes best, already in memory, to its results;
* *batch*: from one and the same Arrow record batch of decimals, as a database gives it, to its results.

Two portfolios: one region (the same two rates in every row, no other limit) and many (rates, limits and floors differ
from row to row and half of the limits are not given). The plugin alone also says which limit binds and why a plan is
refused. Polars and DuckDB use every core, the plugin and OpenFisca one.

    python -m venv peers
    peers/bin/pip install -e . -e plugins/labo-columns -r benchmarks/requirements.txt
    peers/bin/python benchmarks/columns.py [ROWS [RUNS]]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from labo_columns import plans, simulate_batch
from labo_columns.batch import blocks
from labo_columns.widths import in_widths

Arrays = Mapping[str, Any]
AMOUNTS = ("public_aid_cap", "eafrd", "calling_counterpart", "top_up", "self_financing")
NONE = 2**53  # a limit that is not given, for engines whose columns cannot say so as cheaply


def portfolio(rows: int, *, mixed: bool) -> dict[str, Any]:
    """Columns of cents and of hundredths; -1 is «not given»."""
    random = np.random.default_rng(20170901)
    eligible = random.integers(100_000, 20_000_000, rows)
    whole = np.full(rows, 80)

    def half(values: Any) -> Any:
        return np.where(random.random(rows) < 0.5, values, -1) if mixed else np.full(rows, -1)

    return {
        "eligible": eligible,
        "counterpart": eligible * random.integers(5, 25, rows) // 100,
        "aid_rate": random.integers(60, 101, rows) if mixed else whole,
        "eafrd_rate": random.integers(50, 86, rows) if mixed else whole,
        "requested": half(eligible * random.integers(30, 80, rows) // 100),
        "eafrd_ceiling": half(np.full(rows, 4_000_000)),
        "eafrd_floor": half(np.full(rows, 200_000)),
    }


def as_batch(data: Arrays) -> pa.RecordBatch:
    """The portfolio as decimals with two digits after the mark; columns of nothing are left out."""

    def decimals(values: Any) -> pa.Array:
        limbs = np.stack([np.maximum(values, 0), np.zeros_like(values)], axis=1)
        valid = pa.py_buffer(np.packbits(values >= 0, bitorder="little")) if values.min() < 0 else None
        return pa.Array.from_buffers(pa.decimal128(18, 2), len(values), [valid, pa.py_buffer(limbs)])

    return pa.RecordBatch.from_pydict({name: decimals(each) for name, each in data.items() if each.max() >= 0})


class Columns:
    """The columns plugin: an Arrow record batch in, another out; or blocks of integers in and out."""

    name = "labo-columns"

    def load(self, batch: pa.RecordBatch) -> Any:
        return list(blocks(batch))

    def compute(self, loaded: Any) -> Any:
        return [in_widths(plans.compute, columns, rows) for columns, rows in loaded]

    def from_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return simulate_batch(batch)

    def amounts(self, made: pa.RecordBatch) -> Arrays:
        return {name: np.frombuffer(made.column(name).buffers()[1], dtype=np.int64)[0::2] for name in AMOUNTS}


OPERATION = build_entity(key="operation", plural="operations", label="An operation", is_person=True)


def variable(name: str, formula: Callable[[Any, Any], Any] | None = None, *, default: Any = 0.0) -> type:
    """An OpenFisca variable, an input when it has no formula; a default that is a bool makes one of yes and no."""
    facts = {"value_type": type(default), "entity": OPERATION, "definition_period": DateUnit.YEAR, "label": name}
    return type(
        name, (Variable,), {**facts, "default_value": default} | ({} if formula is None else {"formula": formula})
    )


def _cap(x: Any, y: Any) -> Any:
    return np.floor(x("aid_rate", y) * x("eligible", y) * 100) / 100


def _unlimited(x: Any, y: Any) -> Any:
    counterpart, rate = x("counterpart", y), x("eafrd_rate", y)
    called = np.minimum(counterpart * rate / (1 - rate), x("public_aid_cap", y) - counterpart)
    return np.floor(np.maximum(0, np.minimum(np.minimum(called, x("eafrd_ceiling", y)), x("requested", y))) * 100) / 100


def _refused(x: Any, y: Any) -> Any:
    return (x("counterpart", y) > x("public_aid_cap", y)) | (x("unlimited", y) < x("eafrd_floor", y))


def _eafrd(x: Any, y: Any) -> Any:
    return np.where(x("refused", y), 0, x("unlimited", y))


def _calling(x: Any, y: Any) -> Any:
    rate = x("eafrd_rate", y)
    return np.ceil(x("eafrd", y) * (1 - rate) / rate * 100) / 100


class OpenFisca:
    """OpenFisca-core: one period, arrays set as inputs, variables calculated."""

    name = "OpenFisca-core"

    def __init__(self) -> None:
        self.system = TaxBenefitSystem([OPERATION])
        self.system.add_variables(
            *(variable(name) for name in ("eligible", "counterpart", "aid_rate", "eafrd_rate", "eafrd_floor")),
            *(variable(name, default=np.inf) for name in ("requested", "eafrd_ceiling")),
            variable("public_aid_cap", _cap),
            variable("unlimited", _unlimited),
            variable("refused", _refused, default=False),
            variable("eafrd", _eafrd),
            variable("calling_counterpart", _calling),
            variable("top_up", lambda x, y: x("counterpart", y) - x("calling_counterpart", y)),
            variable("self_financing", lambda x, y: x("eligible", y) - x("counterpart", y) - x("eafrd", y)),
        )

    def load(self, batch: pa.RecordBatch) -> Arrays:
        absent = {"requested": np.inf, "eafrd_ceiling": np.inf}
        floats = {name: batch.column(name).cast(pa.float64()) for name in batch.schema.names}
        given = {name: pc.fill_null(each, absent.get(name, 0.0)).to_numpy() for name, each in floats.items()}
        return {name: values.astype(np.float32) for name, values in given.items()}

    def compute(self, loaded: Arrays) -> Arrays:
        simulation = SimulationBuilder().build_default_simulation(self.system, len(loaded["eligible"]))
        for name, values in loaded.items():
            simulation.set_input(name, "2017", values)
        return {name: simulation.calculate(name, "2017") for name in (*AMOUNTS, "refused")}

    def from_batch(self, batch: pa.RecordBatch) -> Arrays:
        return self.compute(self.load(batch))

    def amounts(self, made: Arrays) -> Arrays:
        return {name: np.rint(made[name].astype(np.float64) * 100).astype(np.int64) for name in AMOUNTS}


class Polars:
    """Polars: lazy expressions over 64-bit integers, which it would wrap without a word if they overflowed."""

    name = "Polars (int64)"

    def load(self, batch: pa.RecordBatch) -> pl.LazyFrame:
        absent = {"requested": NONE, "eafrd_ceiling": NONE, "eafrd_floor": 0}
        cents = {name: pl.col(name).to_physical().cast(pl.Int64) for name in batch.schema.names}
        given = {name: each.fill_null(absent.get(name, 0)) for name, each in cents.items()}
        others = {name: pl.lit(value, pl.Int64) for name, value in absent.items() if name not in given}
        return pl.from_arrow(batch).lazy().select(**given, **others)

    def compute(self, loaded: pl.LazyFrame) -> pl.DataFrame:
        c = pl.col
        called = c("counterpart") * c("eafrd_rate") // (100 - c("eafrd_rate"))
        left = c("public_aid_cap") - c("counterpart")
        unlimited = pl.max_horizontal(0, pl.min_horizontal(called, left, "eafrd_ceiling", "requested"))
        return (
            loaded.with_columns(public_aid_cap=c("aid_rate") * c("eligible") // 100)
            .with_columns(unlimited=unlimited)
            .with_columns(refused=(c("counterpart") > c("public_aid_cap")) | (c("unlimited") < c("eafrd_floor")))
            .with_columns(eafrd=pl.when("refused").then(0).otherwise("unlimited"))
            .with_columns(calling_counterpart=-((-c("eafrd") * (100 - c("eafrd_rate"))) // c("eafrd_rate")))
            .select(
                "public_aid_cap",
                "eafrd",
                "calling_counterpart",
                "refused",
                top_up=c("counterpart") - c("calling_counterpart"),
                self_financing=c("eligible") - c("counterpart") - c("eafrd"),
            )
            .collect()
        )

    def from_batch(self, batch: pa.RecordBatch) -> pl.DataFrame:
        return self.compute(self.load(batch))

    def amounts(self, made: pl.DataFrame) -> Arrays:
        return {name: made[name].to_numpy() for name in AMOUNTS}


class DuckDB:
    """DuckDB: one SQL query over 64-bit integers; its ``//`` truncates, which positive amounts do not show."""

    name = "DuckDB (BIGINT)"

    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def load(self, batch: pa.RecordBatch) -> str:
        self.connection.register("batch", pa.Table.from_batches([batch]))
        self.connection.execute(f"CREATE OR REPLACE TABLE operations AS {self._cents(batch)}")
        return "SELECT * FROM operations"

    def _cents(self, batch: pa.RecordBatch) -> str:
        names = ("requested", "eafrd_ceiling", "eafrd_floor")
        given = [f"CAST({name} * 100 AS BIGINT) AS {name}" for name in batch.schema.names]
        others = [f"CAST(NULL AS BIGINT) AS {name}" for name in names if name not in batch.schema.names]
        return f"SELECT {', '.join([*given, *others])} FROM batch"

    def compute(self, loaded: str) -> pa.Table:
        query = f"""
            WITH capped AS (SELECT *, aid_rate * eligible // 100 AS public_aid_cap FROM ({loaded})),
            limited AS (SELECT *, greatest(0, least(counterpart * eafrd_rate // (100 - eafrd_rate),
                public_aid_cap - counterpart, eafrd_ceiling, requested)) AS unlimited FROM capped),
            judged AS (SELECT *, counterpart > public_aid_cap OR unlimited < coalesce(eafrd_floor, 0) AS refused
                FROM limited),
            granted AS (SELECT *, CASE WHEN refused THEN 0 ELSE unlimited END AS eafrd FROM judged),
            called AS (SELECT *, (eafrd * (100 - eafrd_rate) + eafrd_rate - 1) // eafrd_rate AS calling_counterpart
                FROM granted)
            SELECT public_aid_cap, eafrd, calling_counterpart, refused, counterpart - calling_counterpart AS top_up,
                eligible - counterpart - eafrd AS self_financing FROM called"""
        return self.connection.sql(query).to_arrow_table()

    def from_batch(self, batch: pa.RecordBatch) -> pa.Table:
        self.connection.register("batch", pa.Table.from_batches([batch]))
        return self.compute(self._cents(batch))

    def amounts(self, made: pa.Table) -> Arrays:
        return {name: made.column(name).to_numpy().astype(np.int64) for name in AMOUNTS}


def expected(data: Arrays) -> Arrays:
    """The same plan in integers of numpy, written apart from any engine."""
    eligible, counterpart, rate = data["eligible"], data["counterpart"], data["eafrd_rate"]
    cap = eligible * data["aid_rate"] // 100
    limits = [counterpart * rate // (100 - rate), cap - counterpart]
    limits += [np.where(data[name] < 0, NONE, data[name]) for name in ("eafrd_ceiling", "requested")]
    eafrd = np.maximum(0, np.minimum.reduce(limits))
    eafrd = np.where((counterpart > cap) | (eafrd < data["eafrd_floor"]), 0, eafrd)
    calling = -(-eafrd * (100 - rate) // rate)
    return dict(zip(AMOUNTS, (cap, eafrd, calling, counterpart - calling, eligible - counterpart - eafrd), strict=True))


def timed(run: Callable[[Any], Any], given: Any) -> float:
    """The wall time of one call."""
    start = time.perf_counter()
    run(given)
    return time.perf_counter() - start


def compare(title: str, data: Arrays, runs: int) -> None:
    """Time every engine in turn on one portfolio and print medians, ratios and wrong cents."""
    engines = (Columns(), OpenFisca(), Polars(), DuckDB())
    batch, right, rows = as_batch(data), expected(data), len(data["eligible"])
    loaded = {engine.name: engine.load(batch) for engine in engines}
    wrong = {engine.name: list(_wrong(engine.amounts(engine.from_batch(batch)), data, right)) for engine in engines}
    seconds: dict[tuple[str, str], list[float]] = {}
    for _ in range(runs):
        for engine in engines:
            seconds.setdefault((engine.name, "compute"), []).append(timed(engine.compute, loaded[engine.name]))
            seconds.setdefault((engine.name, "batch"), []).append(timed(engine.from_batch, batch))
    median = {key: statistics.median(found) for key, found in seconds.items()}
    print(f"\n{title}: {rows:,} rows, {runs} runs; million rows a second, and ratio to OpenFisca")
    print(f"{'':18}{'compute':>9}{'':>8}{'batch':>9}{'':>8}{'EAFRD wrong':>14}{'not adding up':>15}")
    for engine in engines:
        cells = [
            f"{rows / median[engine.name, kind] / 1e6:9.1f}"
            f"{median[OpenFisca.name, kind] / median[engine.name, kind]:7.2f}x"
            for kind in ("compute", "batch")
        ]
        print(f"{engine.name:18}{''.join(cells)}{wrong[engine.name][0]:13.1%}{wrong[engine.name][1]:15.1%}")


def _wrong(made: Arrays, data: Arrays, right: Arrays) -> Iterator[float]:
    """The share of plans whose EAFRD is wrong by a cent or more, and of those that no longer add up."""
    yield float((made["eafrd"] != right["eafrd"]).mean())
    yield float((data["counterpart"] + made["eafrd"] + made["self_financing"] != data["eligible"]).mean())


def main() -> None:
    """Both portfolios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    compare("One region", portfolio(rows, mixed=False), runs)
    compare("Many regions", portfolio(rows, mixed=True), runs)


if __name__ == "__main__":
    main()
