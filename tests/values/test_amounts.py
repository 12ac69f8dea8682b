"""Amounts, rates, numbers and ranges as people write them."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.values.amounts import read_amount, read_number, read_range, read_rate
from labo_partenariats.values.money import Money, Rate

NARROW, HARD, THIN = "\u202f", "\u00a0", "\u2009"

# As it is written, the amount, the codes of the doubts.
AMOUNTS = [
    ("12 603 €", "12603", ()),
    (f"12{NARROW}603,00{HARD}€", "12603", ()),
    (f"12{HARD}603{HARD}€", "12603", ()),
    (f"12{THIN}603 €", "12603", ()),
    ("4 936.40 €", "4936.40", ()),
    ("14 745,60", "14745.60", ()),
    ("14745.6", "14745.60", ()),
    ("1.234,56", "1234.56", ()),
    ("1,234.56", "1234.56", ()),
    ("€1,234.56", "1234.56", ()),
    ("1.234.567", "1234567", ()),
    ("1,234,567.89", "1234567.89", ()),
    ("1 234 567,89 €", "1234567.89", ()),
    ("1'234.50", "1234.50", ()),
    ("1’234’567", "1234567", ()),
    ("12 603 EUR", "12603", ()),
    ("12 603 euros", "12603", ()),
    ("1 Euro", "1", ()),
    ("12eur", "12", ()),
    ("EUR 12", "12", ()),
    ("12 € 50", "12.50", ()),
    ("12€50", "12.50", ()),
    ("-12€05", "-12.05", ()),
    ("0,5", "0.50", ()),
    ("0,500", "0.50", ()),
    ("5 000", "5000", ()),
    ("0", "0", ()),
    ("-150,00", "-150", ()),
    ("−150,00 €", "-150", ()),
    ("– 150", "-150", ()),
    ("-€263.40", "-263.40", ()),
    ("(150,00)", "-150", ()),
    ("(150,00 €)", "-150", ()),
    ("( 150,00 ) €", "-150", ()),
    ("+150", "150", ()),
    ("12 k€", "12000", ()),
    ("12k€", "12000", ()),
    ("12 K€", "12000", ()),
    ("1,5 M€", "1500000", ()),
    ("12,603 k€", "12603000", ("SRC202",)),
    ("1.234", "1234", ("SRC202",)),
    ("1,234 €", "1234", ("SRC202",)),
    ("123.456", "123456", ("SRC202",)),
    ("1 234,567", "1234.57", ("SRC203",)),
    ("0,005", "0.01", ("SRC203",)),
    ("0,004", "0", ("SRC203",)),
    ("-0,005", "-0.01", ("SRC203",)),
    ("1234.5678", "1234.57", ("SRC203",)),
    ("12 603 € HT", "12603", ("SRC207",)),
    ("12 603,00 € TTC", "12603", ("SRC207",)),
    ("TTC : 100", None, ("SRC201",)),
    ("100 hors taxes", "100", ("SRC207",)),
    ("12,50 € H.T.", "12.50", ("SRC207",)),
    ("12,50€ T.T.C.", "12.50", ("SRC207",)),
    ("100HT", "100", ("SRC207",)),
    ("1.234 € HT", "1234", ("SRC207", "SRC202")),
]

NO_AMOUNTS = [
    "",
    " ",
    "€",
    "HT",
    "htc 5",
    "-",
    "--5",
    "+-5",
    "-(5)",
    "(5",
    "5)",
    ")5(",
    "()",
    "5-",
    "à préciser",
    "environ 500 €",
    "500 à 600",
    "12€500",
    "12 € 5",
    "5 € 10 € 20",
    "1 2 3",
    "12 34",
    "1234 567",
    "1.23.456",
    "1.234.56",
    "1,234,56",
    "1 234.567,89",
    "1..5",
    "1,,5",
    "12,",
    ",5",
    "'5",
    "5'",
    "1e5",
    "1_000",
    "0x10",
    "NaN",
    "Infinity",
    "10 %",
    "neuf",
    "27/04/2018",
    "1" * 61,
    "9" * 100_000,
    "(" * 100_000,
    " " * 100_000 + "k",
    "1 " * 50_000,
    "€" * 100_000,
    "ht " * 50_000,
    "²",
    "1\n2",
    "\x00",
    "\ud800",
]


@pytest.mark.parametrize(("written", "euros", "codes"), AMOUNTS, ids=[case[0] for case in AMOUNTS])
def test_amounts_as_they_are_written(written, euros, codes):
    """French and English spellings give their amount, and every doubt is said."""
    reading = read_amount(written)
    assert (None if euros is None else Money.euros(euros)) == reading.value
    assert codes == tuple(doubt.code for doubt in reading.doubts)
    assert written == reading.text


@pytest.mark.parametrize("written", NO_AMOUNTS, ids=lambda text: repr(text[:20]))
def test_what_is_no_amount(written):
    """What spells no single amount has no value and one doubt: nothing is guessed."""
    reading = read_amount(written)
    assert reading.value is None
    assert [doubt.code for doubt in reading.doubts] == ["SRC201"]


def test_a_doubt_tells_what_was_understood():
    """An ambiguous mark is read as thousands, and the doubt carries the number."""
    (doubt,) = read_amount("1.234").doubts
    assert dict(doubt.data) == {"understood": 1234}


@given(st.integers(-(10**17), 10**17), st.sampled_from(["fr_FR", "en_GB"]))
def test_what_babel_writes_reads_back(cents, locale):
    """An amount formatted for a French or British reader reads back the same, without a doubt."""
    money = Money(cents)
    assert (money, ()) == _understood(read_amount(format_currency(money.amount, "EUR", locale=locale)))
    assert (money, ()) == _understood(read_amount(format_decimal(money.amount, "#,##0.00", locale=locale)))


@given(st.integers(0, 10_000), st.sampled_from(["fr_FR", "en_GB"]))
def test_rates_that_babel_writes_read_back(points, locale):
    """A rate formatted as a percentage reads back the same, without a doubt."""
    rate = Rate(Decimal(points).scaleb(-4))
    written = format_percent(rate.value, locale=locale, decimal_quantization=False)
    assert (rate, ()) == _understood(read_rate(written))


def _understood(reading):
    return reading.value, tuple(doubt.code for doubt in reading.doubts)


@given(st.integers(-(10**55), 10**55))
def test_long_amounts_keep_their_cents(cents):
    """Amounts of more digits than a decimal context holds are read exactly."""
    money = Money(cents)
    assert money == read_amount(str(money)).value
    assert money == read_amount(money.amount).value


@pytest.mark.parametrize(
    ("number", "euros", "codes"),
    [
        (Decimal("4936.40"), "4936.40", ()),
        (Decimal("1E+3"), "1000", ()),
        (Decimal("-0.015"), "-0.02", ("SRC203",)),
        (Decimal("NaN"), None, ("SRC201",)),
        (Decimal("sNaN"), None, ("SRC201",)),
        (Decimal("-Infinity"), None, ("SRC201",)),
        (Decimal("1E+999999"), None, ("SRC201",)),
        (Decimal("1E-999999"), None, ("SRC201",)),
        (Decimal("0E+999999"), None, ("SRC201",)),
    ],
    ids=str,
)
def test_numbers_of_spreadsheets(number, euros, codes):
    """A number of a spreadsheet is an amount in euros; one without measure is not, and costs nothing to refuse."""
    assert (None if euros is None else Money.euros(euros), codes) == _understood(read_amount(number))


TEXTS = st.one_of(st.text(), st.text(alphabet="0123456789.,' €k%()+-–htàet \u202f\u00a0²١", max_size=80))


@given(st.one_of(TEXTS, st.decimals()))
def test_reading_never_raises(source):
    """Any text and any decimal gives a value, or a doubt that says why there is none."""
    for read in (read_amount, read_number, read_rate, read_range):
        reading = read(source)
        assert (reading.value is not None) or reading.doubts


RATES = [
    ("80 %", "0.80", ()),
    (f"80{HARD}%", "0.80", ()),
    ("80%", "0.80", ()),
    ("33,33 %", "0.3333", ()),
    ("33,333 %", "0.33333", ()),
    ("1.234 %", "0.01234", ()),
    ("0,8", "0.80", ()),
    ("0.80", "0.80", ()),
    ("0,875", "0.875", ()),
    ("1", "1", ()),
    ("100 %", "1", ()),
    ("0 %", "0", ()),
    ("0,8 %", "0.008", ()),
    ("80", "0.80", ("SRC205",)),
    ("100", "1", ("SRC205",)),
    ("1,5", "0.015", ("SRC205",)),
    ("150 %", None, ("SRC204",)),
    ("-5 %", None, ("SRC204",)),
    ("%", None, ("SRC204",)),
    ("80 % et 64 %", None, ("SRC204",)),
    ("quatre-vingts", None, ("SRC204",)),
    ("", None, ("SRC204",)),
    (Decimal("0.8"), "0.80", ()),
    (Decimal(80), "0.80", ("SRC205",)),
    (Decimal(-1), None, ("SRC204",)),
    (Decimal("NaN"), None, ("SRC204",)),
]


@pytest.mark.parametrize(("written", "rate", "codes"), RATES, ids=[str(case[0]) for case in RATES])
def test_rates_as_they_are_written(written, rate, codes):
    """A rate is a percentage or a number up to 1; a bare number above 1 is a percentage with a doubt."""
    assert (None if rate is None else Rate(rate), codes) == _understood(read_rate(written))


def test_a_cell_shown_as_a_percentage_is_a_fraction():
    """A number that the workbook shows as a percentage is never divided again."""
    assert (Rate(1), ()) == _understood(read_rate(Decimal(1), shown_as_percent=True))
    assert _understood(read_rate(Decimal(80), shown_as_percent=True)) == (None, ("SRC204",))


RANGES = [
    ("10 à 15", (10, 15), ()),
    ("10-15", (10, 15), ()),
    ("10 – 15", (10, 15), ()),
    ("entre 100 et 150", (100, 150), ()),
    ("de 100 à 150", (100, 150), ()),
    ("from 10 to 15", (10, 15), ()),
    ("between 10 and 15", (10, 15), ()),
    ("10,5 à 12", (Decimal("10.5"), 12), ()),
    ("12", (12, 12), ()),
    ("-5", (-5, -5), ()),
    ("12 12", None, ("SRC208",)),
    ("15 à 10", None, ("SRC208",)),
    ("10 à", None, ("SRC208",)),
    ("une dizaine", None, ("SRC208",)),
    ("", None, ("SRC208",)),
    ("1.000", (1000, 1000), ("SRC202",)),
    ("1.000 à 2000", (1000, 2000), ("SRC202",)),
    ("- " * 40_000, None, ("SRC208",)),
    (Decimal(12), (12, 12), ()),
    (Decimal("Infinity"), None, ("SRC206",)),
]


@pytest.mark.parametrize(("written", "bounds", "codes"), RANGES, ids=[str(case[0])[:20] for case in RANGES])
def test_ranges_as_they_are_written(written, bounds, codes):
    """A target is a number or two bounds in order."""
    assert (bounds, codes) == _understood(read_range(written))


@pytest.mark.parametrize(
    ("written", "number", "codes"),
    [
        ("35", 35, ()),
        ("1 041", 1041, ()),
        ("1.041", 1041, ("SRC202",)),
        ("12,5", Decimal("12.5"), ()),
        ("douze", None, ("SRC206",)),
        (Decimal("12.5"), Decimal("12.5"), ()),
        (Decimal("NaN"), None, ("SRC206",)),
    ],
    ids=str,
)
def test_numbers_as_they_are_written(written, number, codes):
    """A plain number is read like an amount, without its currency."""
    assert (number, codes) == _understood(read_number(written))


@given(st.integers(-(10**16), 10**16), st.sampled_from([0, 1, 2]), st.sampled_from(".,"))
def test_a_bare_number_is_the_amount_that_it_is_with_its_currency(digits: int, decimals: int, mark: str) -> None:
    """What is read at a glance is what the whole grammar reads, from a text and from a number."""
    number = Decimal(digits).scaleb(-decimals)
    bare, dressed = read_amount(f"{number:f}".replace(".", mark)), read_amount(f"{number:f} €")

    assert (bare.value, bare.doubts) == (dressed.value, dressed.doubts)
    assert read_amount(number).value == dressed.value == Money(int(number * 100))
