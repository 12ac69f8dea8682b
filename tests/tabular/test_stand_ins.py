"""Tables that say in other columns what the template says in one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.tabular.vocabulary import bounded
from labo_partenariats.values.calendar import read_periods
from labo_partenariats.values.money import Money

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre")


def periods(read, sheet, start, end):
    """The periods and the findings of one action with a start and an end."""
    records = read(sheet(["Action", "Date de début", "Date de fin"], ["Ateliers", start, end], name="Actions"))
    (record,) = records.of("actions")
    return record.get("period_text"), records.findings


@given(start=DAYS, end=DAYS)
def test_two_days_are_the_period_from_one_to_the_other(read, sheet, start, end):
    """Days in two columns read as the days between them, both included; the wrong way round, nothing is read."""
    read_here, told = periods(read, sheet, start, end)
    if end < start:
        assert (read_here, [each.code for each in told]) == (None, ["SRC309"])
        return
    (period,) = read_here
    assert (period.start, period.end, period.precision.value, told) == (start, end, "day", ())


@given(month=st.sampled_from(MONTHS), year=st.integers(1990, 2090))
def test_a_lone_bound_leaves_the_other_open(read, sheet, month, year):
    """A start without an end is no single day, and the other way round."""
    said = f"{month} {year}"
    ((whole,),) = (read_periods(said).value,)
    ((since,), _), ((until,), _) = periods(read, sheet, said, None), periods(read, sheet, None, said)
    assert (since.start, since.end) == (whole.start, None)
    assert (until.start, until.end) == (None, whole.end)


def test_neither_start_nor_end_is_no_period(read, sheet):
    """A row may have no date at all."""
    assert periods(read, sheet, None, None) == (None, ())


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("start", "06/11/2017", "du 06/11/2017"),
        ("start", "mars 2018", "de mars 2018"),
        ("start", "été 2018", "d'été 2018"),
        ("end", "06/11/2017", "au 06/11/2017"),
        ("end", "avril 2018", "à avril 2018"),
        ("start_alone", "06/11/2017", "à partir du 06/11/2017"),
        ("start_alone", "octobre 2018", "à partir d'octobre 2018"),
        ("end_alone", "06/11/2017", "jusqu'au 06/11/2017"),
        ("end_alone", "fin 2018", "jusqu'à fin 2018"),
    ],
)
def test_the_words_of_a_bound(key, text, expected):
    """Days, months and vowels each have their words."""
    assert bounded(key, text) == expected


@given(amounts=st.lists(st.integers(0, 10**9), min_size=1, max_size=5), header=st.sampled_from(["HT", "Montant TTC"]))
def test_a_lone_amount_with_or_without_tax_is_the_amount(read, sheet, amounts, header):
    """The amounts are those of the only column of amounts, the total is checked against it, and it is told once."""
    lines = [[f"Ligne {rank}", str(Money(cents))] for rank, cents in enumerate(amounts)]
    rows = [["Poste", header], *lines, ["Total", str(Money(sum(amounts)))]]
    records = read(sheet(*rows, name="Dépenses"))
    assert [record.get("amount") for record in records.of("expenses")] == [Money(cents) for cents in amounts]
    assert [found.code for found in records.findings] == ["SRC134"]
