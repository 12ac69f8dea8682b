"""Batches of plans: the same cents, limits and codes as row by row, whatever the columns hold."""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import labo_columns
from labo_columns import batch as batches
from labo_columns import simulate_batch
from labo_partenariats.plugin import UnreadableSource
from labo_partenariats.plugin.formulas import INPUT_COLUMNS, OUTPUT_COLUMNS, REQUIRED, simulate_rows

AMOUNTS = ("eligible", "counterpart", "requested", "eafrd_ceiling", "eafrd_floor", "in_kind", "min_public_aid")
RATES = ("aid_rate", "eafrd_rate", "min_self_financing_rate")

#: Cents around which things happen: nothing, a cent, everyday, the edge of 64 bits in products and in sums.
_SIZES = (1, 10**4, 10**7, 10**9, 2**53, 10**17, 2**62, 2**63 - 1, 2**63, 10**20)


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2) if abs(cents) < 10**27 else Decimal(f"{cents}E-2")


cents = st.sampled_from(_SIZES).flatmap(lambda size: st.integers(0, size) | st.integers(max(size - 3, 0), size))
amounts = st.one_of(cents, cents, cents, cents.map(lambda value: -value)).map(_euros)
rates = st.one_of(
    st.sampled_from(["0.80", "0.8", "0", "1", "0.5", "0.6", "0.333333333", "0.60", "0.01", "0.99", "1.00"]).map(
        Decimal
    ),
    st.integers(0, 100).map(lambda value: Decimal(value).scaleb(-2)),
    st.integers(0, 10**6).map(lambda value: Decimal(value).scaleb(-6)),
)

plans = st.fixed_dictionaries(
    dict.fromkeys(("eligible", "counterpart"), amounts) | dict.fromkeys(("aid_rate", "eafrd_rate"), rates),
    optional=dict.fromkeys(AMOUNTS[2:], amounts)
    | {"min_self_financing_rate": rates, "aid_rate_mode": st.sampled_from(["maximum", "fixed", ""])},
)


def texts_of(plan: dict[str, object]) -> dict[str, str]:
    """A plan as a row of text."""
    return {name: f"{value:f}" if isinstance(value, Decimal) else str(value) for name, value in plan.items()}


def by_row(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """What the library makes of rows of text."""
    return list(simulate_rows(rows))


def shown(batch: pa.RecordBatch) -> list[dict[str, str]]:
    """A batch of plans as the library would write it in text."""
    assert tuple(batch.schema.names) == OUTPUT_COLUMNS
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in batch.to_pylist()]


def decimals(rows: Sequence[dict[str, object]], kind: pa.DataType | None = None) -> pa.RecordBatch:
    """Plans as a batch of decimals; what no row gives is no column."""
    amount, rate = kind or pa.decimal128(38, 2), pa.decimal128(20, 9)
    types = dict.fromkeys(AMOUNTS, amount) | dict.fromkeys(RATES, rate) | {"aid_rate_mode": pa.string()}
    names = [name for name in INPUT_COLUMNS if any(name in row for row in rows)]
    return pa.RecordBatch.from_arrays([pa.array([row.get(name) for row in rows], types[name]) for name in names], names)


GAIA = {
    name: Decimal(value)
    for name, value in {"eligible": "24682", "aid_rate": "0.80", "eafrd_rate": "0.80", "counterpart": "5000"}.items()
}
CASES = tomllib.loads((Path(__file__).parents[3] / "tests" / "cases" / "simulation.toml").read_text("utf-8"))["case"]


def text_batch(rows):
    """Rows of text as a batch of text, which has every column that a batch must have."""
    names = sorted({name for row in rows for name in row}.union(REQUIRED))
    return pa.RecordBatch.from_arrays([pa.array([row.get(name) for row in rows], pa.string()) for name in names], names)


@given(st.lists(plans, min_size=1, max_size=12))
def test_decimals_give_the_plans_of_the_library(rows):
    """Amounts to the cent, binding limit, status and codes are those of the library, up to beyond 64 bits."""
    assert shown(simulate_batch(decimals(rows))) == by_row([texts_of(row) for row in rows])


@given(st.lists(plans, min_size=1, max_size=12))
def test_texts_give_the_plans_of_the_library(rows):
    """The same plans in text give the same plans in text."""
    rows = [texts_of(row) for row in rows]
    assert shown(simulate_batch(text_batch(rows))) == by_row(rows)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                name: st.text(max_size=8)
                | st.sampled_from(
                    [
                        "1 234,56",
                        "1.234",
                        "80 %",
                        "0.80",
                        "12",
                        "-0.00",
                        " 5 ",
                        "1e3",
                        "+5",
                        ".5",
                        "5.",
                        "007",
                        "0.8\n",
                        "1.2345",
                        "\u00a05",
                        "nan",
                        "inf",
                    ]
                )
                for name in (*AMOUNTS[:2], *RATES[:2], "aid_rate_mode")
            },
            optional={name: st.text(max_size=8) | st.just("10") for name in (*AMOUNTS[2:], RATES[2])},
        ),
        min_size=1,
        max_size=6,
    )
)
def test_hostile_texts_give_the_plans_of_the_library(rows):
    """A text that is no plain number is read as the library reads it, and nothing else is."""
    assert shown(simulate_batch(text_batch(rows))) == by_row(rows)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_cases_of_the_library(case):
    """Every case that the library is tested with has the same plan in columns."""
    assert shown(simulate_batch(text_batch([case["given"]]))) == by_row([case["given"]])


@given(st.lists(plans, min_size=2, max_size=12), st.data())
def test_a_batch_may_be_cut_anywhere(rows, data):
    """A slice of a batch has the plans of its rows, and blocks of any size give the same plans."""
    whole = decimals(rows)
    start = data.draw(st.integers(0, len(rows)))
    stop = data.draw(st.integers(start, len(rows)))
    expected = simulate_batch(whole).to_pylist()[start:stop]
    assert simulate_batch(whole.slice(start, stop - start)).to_pylist() == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BLOCK", data.draw(st.integers(1, 5)))
        assert simulate_batch(whole).to_pylist()[start:stop] == expected


def test_an_empty_batch_keeps_its_schema():
    """No rows make no plans, of the same columns and types."""
    whole = decimals([GAIA])
    none = simulate_batch(whole.slice(0, 0))
    assert none.num_rows == 0
    assert none.schema == simulate_batch(whole).schema


def test_the_batches_of_a_table():
    """A table of several chunks is computed chunk by chunk into a table."""
    table = pa.Table.from_batches([decimals([GAIA] * 3), decimals([GAIA] * 2)])
    plans_ = pa.Table.from_batches(map(simulate_batch, table.to_batches()))
    assert plans_.column("eafrd").to_pylist() == [Decimal("14745.60")] * 5


def test_it_travels_to_workers():
    """The function is found again by the process that a pickle of it reaches."""
    sent = pickle.loads(pickle.dumps(simulate_batch))
    assert sent is simulate_batch
    assert sent(decimals([GAIA])).column("eafrd").to_pylist() == [Decimal("14745.60")]


@pytest.mark.parametrize(
    "kind",
    [
        pa.decimal128(7, 2),
        pa.decimal128(38, 2),
        pa.decimal128(10, 0),
        pa.decimal128(38, 18),
        pa.decimal256(70, 40),
        pa.decimal32(9, 2),
        pa.decimal64(18, 4),
    ],
    ids=str,
)
def test_decimals_of_any_precision(kind):
    """The precision and the scale of the decimals change no plan."""
    rows = [
        {**GAIA, "eligible": Decimal(24700), "counterpart": Decimal(4900)},
        GAIA | {"eligible": Decimal(100), "counterpart": Decimal(0)},
    ]
    made = simulate_batch(decimals(rows, kind))
    assert shown(made) == by_row([texts_of(row) for row in rows])
    assert pa.types.is_decimal128(made.schema.field("eafrd").type)


@pytest.mark.parametrize(
    "encode",
    [
        pa.Array.dictionary_encode,
        lambda array: array.cast(pa.large_string()),
        lambda array: array.cast(pa.string_view()),
    ],
)
def test_texts_in_any_encoding(encode):
    """Text is text, however it is kept in memory."""
    rows = [texts_of(GAIA), {**texts_of(GAIA), "eligible": "24 682,00 €"}, {**texts_of(GAIA), "aid_rate_mode": "fixed"}]
    batch = text_batch(rows)
    encoded = pa.RecordBatch.from_arrays([encode(column) for column in batch.columns], batch.schema.names)
    assert shown(simulate_batch(encoded)) == by_row(rows)


def test_what_is_not_given():
    """Null and a column of nulls are «not given»; what a plan needs is then missing, and told."""
    batch = decimals([GAIA, {**GAIA, "requested": Decimal(100)}]).append_column("eafrd_floor", pa.nulls(2))
    assert simulate_batch(batch).column("eafrd").to_pylist() == [Decimal("14745.60"), Decimal("100.00")]
    untold = decimals([GAIA, {name: value for name, value in GAIA.items() if name != "eafrd_rate"}])
    assert simulate_batch(untold).column("reasons").to_pylist() == ["", "FIN133"]
    assert simulate_batch(untold).column("eafrd").to_pylist()[1] is None


@pytest.mark.parametrize("identifier", [pa.array([7, None]), pa.array(["a ", "é"]), pa.array([b"1", b"2"])])
def test_the_identifiers_come_back(identifier):
    """The column id is handed back as it came, whatever its type."""
    made = simulate_batch(decimals([GAIA, GAIA]).append_column("id", identifier))
    assert made.column("id").equals(identifier)


def test_a_fraction_of_a_cent_is_no_amount():
    """A decimal finer than the cent makes its row invalid, and no thousands are seen in three decimals."""
    rows = [{**GAIA, "eligible": Decimal("1.234")}, {**GAIA, "eligible": Decimal("24682.000")}]
    made = simulate_batch(decimals(rows, pa.decimal128(12, 3)))
    assert made.column("reasons").to_pylist() == ["SRC203", ""]


@pytest.mark.parametrize("name", RATES)
@pytest.mark.parametrize("rate", ["1.5", "80", "80.000", "-0.1", "0", "1", "0.1234567890123", "100000000000000000000"])
def test_decimals_that_are_no_share(name, rate):
    """A rate that is no share of a whole, or finer than a column keeps, is what its text is."""
    kind = pa.decimal128(38, 13)
    batch = decimals([GAIA, GAIA])
    batch = batch.drop_columns(name) if name in batch.schema.names else batch
    batch = batch.append_column(name, pa.array([Decimal("0.2"), Decimal(rate)], kind))
    rows = [{**texts_of(GAIA), name: "0.2"}, {**texts_of(GAIA), name: f"{Decimal(rate):f}"}]
    assert shown(simulate_batch(batch)) == by_row(rows)
    coarse = batch.set_column(
        batch.schema.names.index(name), name, batch.column(name).cast(pa.decimal128(38, 3), safe=False)
    )
    rows[1][name] = f"{coarse.column(name)[1].as_py():f}"
    assert shown(simulate_batch(coarse)) == by_row(rows)


def test_a_portfolio_of_every_kind():
    """Thousands of everyday plans, with every column and some rows that cannot be read, are those of the library."""
    random = Random(20170901)
    rows = []
    for _ in range(3_000):
        eligible = random.randrange(10_000, 30_000_000)
        plan = {"eligible": eligible, "counterpart": eligible * random.randrange(0, 60) // 100}
        some = {
            "requested": eligible * random.randrange(1, 90) // 100,
            "eafrd_ceiling": random.choice([4_000_000, 5_500_000]),
            "eafrd_floor": 200_000,
            "in_kind": eligible // random.randrange(1, 9),
            "min_public_aid": 625_000,
        }
        plan |= {name: cents_ for name, cents_ in some.items() if random.random() < 0.4}
        row = {name: f"{_euros(cents_):f}" for name, cents_ in plan.items()}
        row |= {
            "aid_rate": f"0.{random.randrange(40, 100)}",
            "eafrd_rate": random.choice(["0.80", "0.5", "0.333", "1"]),
        }
        row["aid_rate_mode"] = random.choice(["maximum", "fixed", "", "libre"])
        row["min_self_financing_rate"] = random.choice(["0.2", "", "20 %"])
        rows.append(row)
    assert shown(simulate_batch(text_batch(rows))) == by_row(rows)


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        ({"eligible": None}, "SRC083", {"missing": ("eligible",)}),
        ({"eligibel": pa.array(["1"])}, "SRC083", {"unknown": ("eligibel",)}),
        ({"eligible": pa.array([24682.0])}, "SRC084", {"column": "eligible", "type": "double"}),
        ({"eligible": pa.array([float("nan")])}, "SRC084", {"column": "eligible"}),
        ({"requested": pa.array([None], pa.float32())}, "SRC084", {"column": "requested", "type": "float"}),
        ({"eligible": pa.array([2_468_200])}, "SRC084", {"column": "eligible", "type": "int64"}),
        ({"aid_rate": pa.array([True])}, "SRC084", {"column": "aid_rate"}),
        ({"eligible": pa.array([b"24682"])}, "SRC084", {"column": "eligible"}),
        ({"aid_rate_mode": pa.array([1])}, "SRC084", {"column": "aid_rate_mode"}),
        ({"eligible": pa.array([Decimal(1)], pa.decimal128(38, 0))}, "SRC084", {"column": "eligible"}),
        ({"eligible": pa.array([Decimal(100)], pa.decimal128(8, -2))}, "SRC084", {"column": "eligible"}),
        ({"eligible": pa.array([["1"]])}, "SRC084", {"column": "eligible"}),
    ],
)
def test_hostile_columns_are_refused(change, code, facts):
    """Missing and unknown columns, and types that are not exact or leave a doubt, are refused with their name."""
    columns = {name: pa.array([value]) for name, value in GAIA.items()}
    columns = {name: column for name, column in (columns | change).items() if column is not None}
    with pytest.raises(UnreadableSource) as refused:
        simulate_batch(pa.RecordBatch.from_pydict(columns))
    assert refused.value.code == code
    assert {name: refused.value.data[name] for name in facts} == facts


def test_the_package_loads_nothing_heavy_by_itself():
    """An unknown name is an error of attribute, as in any module."""
    assert set(labo_columns.__all__) == {"simulate_batch", "eligible_from_expenses"}
    with pytest.raises(AttributeError, match="simulate_batches"):
        _ = labo_columns.simulate_batches


def test_the_columns_are_those_of_the_library():
    """What comes out has the columns of a batch, in their order."""
    assert tuple(simulate_batch(decimals([GAIA])).schema.names) == OUTPUT_COLUMNS
