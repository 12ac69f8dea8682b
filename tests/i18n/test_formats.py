"""Values as a French or English reader writes them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import pytest
from babel.core import Locale
from babel.dates import format_date as babel_date
from babel.numbers import format_currency, format_percent
from hypothesis import example, given
from hypothesis import strategies as st

from labo_partenariats.findings import Severity
from labo_partenariats.i18n import LANGUAGES, Language, Term, format_value, has_text, text
from labo_partenariats.model import terms
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period, Precision

LOCALES = {"fr": Locale("fr", "FR"), "en": Locale("en", "GB")}
NARROW = "\u202f"  # what French puts between thousands
HARD = "\u00a0"  # what French puts before a euro or a percent sign

CASES = [
    (None, "—", "—"),
    (True, "oui", "yes"),
    (False, "non", "no"),
    ("Pays de la Meije", "Pays de la Meije", "Pays de la Meije"),
    ("{braces} stay", "{braces} stay", "{braces} stay"),
    (Money.euros("14745.60"), f"14{NARROW}745,60{HARD}€", "€14,745.60"),
    (Money(0), f"0,00{HARD}€", "€0.00"),
    (Money(5), f"0,05{HARD}€", "€0.05"),
    (Money.euros("1234567.89"), f"1{NARROW}234{NARROW}567,89{HARD}€", "€1,234,567.89"),
    (Money.euros("-263.40"), f"-263,40{HARD}€", "-€263.40"),
    (Rate.percent(80), f"80{HARD}%", "80%"),
    (Rate.percent("12.5"), f"12,5{HARD}%", "12.5%"),
    (Rate.percent("80.0001"), f"80,0001{HARD}%", "80.0001%"),
    (Rate.percent(0), f"0{HARD}%", "0%"),
    (dt.date(2018, 4, 27), "27 avril 2018", "27 April 2018"),
    (dt.date(2017, 10, 1), "1er octobre 2017", "1 October 2017"),
    (dt.date(2017, 10, 11), "11 octobre 2017", "11 October 2017"),
    (dt.datetime.fromisoformat("2018-04-27T09:05"), "27 avril 2018 09:05", "27 April 2018 09:05"),
    (0, "0", "0"),
    (12, "12", "12"),
    (-3, "-3", "-3"),
    (20415, f"20{NARROW}415", "20,415"),
    (Decimal("1.50"), "1,5", "1.5"),
    (Decimal("0.0001234"), "0,0001234", "0.0001234"),
    (Decimal("12603.125"), f"12{NARROW}603,125", "12,603.125"),
    (Fraction(7), "7", "7"),
    (Fraction(1, 4), "0,25", "0.25"),
    (Fraction(2, 3), "0,6667", "0.6667"),
    (Fraction(100), "100", "100"),
    ((), "", ""),
    (("Trièves",), "Trièves", "Trièves"),
    (["Trièves", "Matheysine"], "Trièves et Matheysine", "Trièves and Matheysine"),
    (("Trièves", "Matheysine", "Oisans"), "Trièves, Matheysine et Oisans", "Trièves, Matheysine and Oisans"),
    ((Money.euros(5000), Rate.percent(15)), f"5{NARROW}000,00{HARD}€ et 15{HARD}%", "€5,000.00 and 15%"),
    ((None, True), "— et oui", "— and yes"),
    (frozenset({"Oisans"}), "Oisans", "Oisans"),
]


def vocabularies() -> Iterator[type[Enum]]:
    """The closed vocabularies of the model."""
    for found in vars(terms).values():
        if isinstance(found, type) and issubclass(found, Enum) and found.__module__ == terms.__name__:
            yield found


@pytest.mark.parametrize(("value", "french", "english"), CASES, ids=repr)
def test_value_as_written(value: object, french: str, english: str) -> None:
    """A value is written as its reader's language writes it."""
    assert french == format_value(value, "fr")
    assert english == format_value(value, "en")


@pytest.mark.parametrize("language", LANGUAGES)
@given(cents=st.integers(-(10**12), 10**12))
def test_money_is_the_locales(language: Language, cents: int) -> None:
    """An amount is the locale's own writing of it, to the cent."""
    written = format_currency(Decimal(cents) / 100, "EUR", locale=LOCALES[language])

    assert written == format_value(Money(cents), language)


@pytest.mark.parametrize("language", LANGUAGES)
@given(hundredths=st.integers(0, 100))
def test_whole_percentages_are_the_locales(language: Language, hundredths: int) -> None:
    """A whole percentage is the locale's own writing of it."""
    written = format_percent(Decimal(hundredths) / 100, locale=LOCALES[language])

    assert written == format_value(Rate.percent(hundredths), language)


@given(day=st.dates())
def test_dates_are_the_locales(day: dt.date) -> None:
    """A day is the locale's own long form, but for the « 1er » that French says."""
    written = babel_date(day, format="long", locale=LOCALES["fr"])

    assert format_value(day, "fr") == (written.replace("1", "1er", 1) if day.day == 1 else written)
    assert format_value(day, "en") == babel_date(day, format="long", locale=LOCALES["en"])


@given(cents=st.integers(-(10**40), 10**40))
@example(cents=10**28)
def test_no_cent_is_lost(cents: int) -> None:
    """Read back, the written amount is the exact amount, whatever its size."""
    written = format_value(Money(cents), "en")

    assert cents == int("".join(sign for sign in written if sign in "-0123456789"))


def test_a_term_is_its_word() -> None:
    """A term reads as the catalogue's word for it, and so does a member of a vocabulary."""
    assert text("terms.ActorKind.company", "fr") == format_value(Term("ActorKind", "company"), "fr")
    assert text("terms.ActorKind.company", "en") == format_value(terms.ActorKind.COMPANY, "en")


@pytest.mark.parametrize("vocabulary", [*vocabularies(), Severity], ids=lambda vocabulary: vocabulary.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_vocabularies_have_their_words(vocabulary: type[Enum], language: Language) -> None:
    """Every member of a closed vocabulary has its word."""
    wordless = [
        member for member in vocabulary if not has_text(f"terms.{vocabulary.__name__}.{member.value}", language)
    ]

    assert wordless == []


@pytest.mark.parametrize("huge", [10**25, -(10**40), Decimal(10**30), Fraction(10**30, 7)], ids=repr)
@pytest.mark.parametrize("language", LANGUAGES)
def test_size_does_not_matter(huge: object, language: Language) -> None:
    """A number as long as a mistyped cell can hold is written too, rather than failing the whole report."""
    assert format_value(huge, language)


class Foreign:
    """A type that the library does not know."""

    def __repr__(self) -> str:
        return "Foreign()"


def test_an_unknown_type_shows_itself() -> None:
    """A value of an unknown type shows as its repr: a programmer's mistake stays visible."""
    assert format_value(Foreign(), "fr") == "Foreign()"


SIMPLE = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    st.integers(-(10**20), 10**20),
    st.decimals(-(10**20), 10**20, places=6),
    st.fractions(-(10**20), 10**20),
    st.dates(),
    st.datetimes(),
    st.builds(Money, st.integers(-(10**20), 10**20)),
    st.builds(Rate, st.decimals(min_value=0, max_value=1)),
    st.builds(Period.day, st.dates()),
    st.builds(lambda start: Period(start, None, Precision.DAY), st.dates()),
    st.sampled_from([member for vocabulary in vocabularies() for member in vocabulary]),
    st.builds(Foreign),
)
VALUES = st.one_of(SIMPLE, st.lists(SIMPLE, max_size=4), st.lists(SIMPLE, max_size=4).map(tuple), st.frozensets(SIMPLE))


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=VALUES)
def test_formatting_never_fails(language: Language, value: object) -> None:
    """Any value of a supported type has a writing in both languages."""
    assert isinstance(format_value(value, language), str)


@pytest.mark.parametrize("value", [10**2000, Decimal(10) ** 2000, Money(10**2000)])
def test_absurd_numbers_are_cut(value: object) -> None:
    """A number of thousands of digits is shown by its beginning instead of stopping the message that names it."""
    assert format_value(value, "fr").endswith("…")
