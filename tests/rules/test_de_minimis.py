"""Single undertakings and the de minimis ledger: closure, windows, exact sums, and the words that explain them."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from labo_partenariats.i18n.texts import LANGUAGES, Language
from labo_partenariats.law import Library
from labo_partenariats.model import Actor, ActorLink, AidScheme, LinkKind, OwnerKind, Programme, ReceivedAid
from labo_partenariats.rules.aid_account import Counting
from labo_partenariats.rules.aid_window import FiscalYearsWindow, RollingWindow, Within
from labo_partenariats.rules.de_minimis import SCHEMES, Ledger, ledger
from labo_partenariats.rules.ledger_text import explain_ledger
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.rules.single_undertaking import closure, undertaking_of
from labo_partenariats.values.money import ZERO, Money

LAW = Library.builtin().regime("fr")
NAMES = ("a", "b", "c", "d", "e")

links = st.lists(
    st.builds(ActorLink, controlling=st.sampled_from(NAMES), controlled=st.sampled_from(NAMES)), max_size=8
)
days = st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31))
law_days = st.dates(dt.date(2014, 1, 1), dt.date(2030, 12, 31))
amounts = st.integers(0, 40_000_000).map(Money)
aids = st.lists(
    st.builds(
        ReceivedAid,
        id=st.uuids().map(str),
        actor=st.sampled_from(NAMES),
        amount=amounts,
        granted=days,
        scheme=st.sampled_from([AidScheme.DE_MINIMIS, AidScheme.SGEI_DE_MINIMIS, AidScheme.EXEMPTED]),
    ),
    max_size=6,
)


def _programme(received: list[ReceivedAid], joined: list[ActorLink], year_end: int | None = 12) -> Programme:
    """Five actors with one year end, their aids, and links of a kind that is told."""
    actors = tuple(Actor(id=name, name=name.upper(), fiscal_year_end=year_end) for name in NAMES)
    kinds = tuple(evolve(link, kind=LinkKind.MAJORITY_OF_VOTES) for link in joined)
    return Programme(actors=actors, aids=tuple(received), links=kinds)


@given(links)
def test_closure_is_an_equivalence(joined: list[ActorLink]) -> None:
    """Each actor is of its own undertaking, and two undertakings are the same or have nobody in common."""
    classes = {name: closure(name, joined) for name in NAMES}
    for name in NAMES:
        assert name in classes[name]
        for other in NAMES:
            assert (classes[name] == classes[other]) is bool(classes[name] & classes[other])


@given(links)
def test_direction_and_order_of_links_do_not_matter(joined: list[ActorLink]) -> None:
    """Control joins both ends, whichever is named first and in whatever order the links come."""
    turned = [ActorLink(controlling=link.controlled, controlled=link.controlling) for link in reversed(joined)]
    assert closure("a", turned) == closure("a", joined)


def test_a_chain_of_thousands_is_followed() -> None:
    """A chain as long as a hostile file is one undertaking, without recursion."""
    chain = [ActorLink(controlling=str(n), controlled=str(n + 1)) for n in range(5000)]
    assert len(closure("0", chain)) == 5001


def test_links_that_do_not_join_are_told() -> None:
    """A link between public bodies has no effect, one without a kind is doubtful, and both are shown."""
    public = tuple(Actor(id=name, name=name, owner_kind=OwnerKind.PUBLIC) for name in "ab")
    joined = (
        ActorLink(controlling="a", controlled="b", kind=LinkKind.RIGHT_TO_APPOINT),
        ActorLink(controlling="c", controlled="a"),
    )
    programme = Programme(actors=(*public, Actor(id="c", name="C")), links=joined)

    found = undertaking_of(programme, "a", public_links_count=False)
    assert (found.members, found.possible) == ({"a"}, {"c"})
    assert (found.without_effect, found.doubtful, found.links) == ((0,), (1,), ())
    assert undertaking_of(programme, "a", public_links_count=True).members == {"a", "b"}
    assert undertaking_of(programme, "a", public_links_count=None).possible == {"b", "c"}


@pytest.mark.parametrize(
    ("on", "day", "place"),
    [
        ("2024-03-15", "2021-03-14", Within.OUTSIDE),
        ("2024-03-15", "2021-03-15", Within.BOUNDARY),
        ("2024-03-15", "2021-03-16", Within.INSIDE),
        ("2024-03-15", "2024-03-15", Within.INSIDE),
        ("2024-03-15", "2024-03-16", Within.OUTSIDE),
        ("2027-02-28", "2024-02-28", Within.BOUNDARY),
        ("2027-02-28", "2024-02-29", Within.INSIDE),
        ("2027-03-01", "2024-02-29", Within.OUTSIDE),
        ("2028-02-29", "2025-02-28", Within.OUTSIDE),
        ("2028-02-29", "2025-03-01", Within.INSIDE),
    ],
)
def test_rolling_years_to_the_day(on: str, day: str, place: Within) -> None:
    """Inside after the anniversary, outside before it, doubtful on it; 29 February has none in most years."""
    window = RollingWindow(dt.date.fromisoformat(on), 3)
    assert window.place(dt.date.fromisoformat(day)) is place


@given(law_days)
@example(dt.date(2028, 2, 29))
def test_the_start_of_rolling_years_is_their_first_sure_day(on: dt.date) -> None:
    """The day told as first is inside, the day before is not surely so."""
    window = RollingWindow(on, 3)
    assert window.place(window.start) is Within.INSIDE
    assert window.place(window.start - dt.timedelta(1)) is not Within.INSIDE


@given(law_days, st.integers(1, 12))
def test_fiscal_years_begin_after_a_year_end(on: dt.date, end: int) -> None:
    """The oldest fiscal year begins the day after a month of the given year end, two to three years before."""
    start = FiscalYearsWindow(on, 3).start(end)
    assert (start - dt.timedelta(1)).month == end
    assert on.replace(year=on.year - 3, day=1) < start <= on.replace(year=on.year - 2, day=1)


@given(law_days, days)
def test_a_year_end_that_is_not_told_is_decided_by_all_twelve(on: dt.date, day: dt.date) -> None:
    """Without a year end the answer is the one of every year end, or it is said to depend on it."""
    window = FiscalYearsWindow(on, 3)
    every = {window.place(day, end) for end in range(1, 13)}
    assert window.place(day) is (every.pop() if len(every) == 1 else Within.FISCAL_YEAR)


@given(aids, links, law_days, amounts)
def test_what_counts_and_what_remains_make_the_ceiling(
    received: list[ReceivedAid], joined: list[ActorLink], on: dt.date, planned: Money
) -> None:
    """In each account, remaining and the most that may count add up to the ceiling, to the cent."""
    found = ledger(_programme(received, joined), LAW, on, "a", planned=planned)
    for account in found.accounts:
        assert account.most is not None
        assert account.remaining is not None
        assert account.remaining + account.most == account.ceiling
        sure = [entry.aid.amount for entry in account.entries if entry.counting is Counting.COUNTED]
        assert account.counted.cents == sum(amount.cents for amount in sure if amount)
        assert account.counted <= account.most


@given(aids, links, law_days, amounts)
def test_the_largest_aid_fits_and_one_cent_more_is_not_sure_to(
    received: list[ReceivedAid], joined: list[ActorLink], on: dt.date, planned: Money
) -> None:
    """The largest aid is the largest: it fits, a cent more does not for sure; the planned aid itself is never cut."""
    programme = _programme(received, joined)
    found = ledger(programme, LAW, on, "a", planned=planned)
    assert found.planned == planned
    assert found.largest is not None
    if found.remaining is not None and found.remaining >= ZERO:
        assert ledger(programme, LAW, on, "a", planned=found.largest).answer is Answer.SATISFIED
    more = found.largest + Money(1)
    assert ledger(programme, LAW, on, "a", planned=more).answer is not Answer.SATISFIED
    if found.answer is Answer.VIOLATED:
        assert found.lost == planned


@given(aids, links, law_days, days, amounts)
def test_an_aid_outside_the_window_changes_nothing(
    received: list[ReceivedAid], joined: list[ActorLink], on: dt.date, day: dt.date, amount: Money
) -> None:
    """An aid granted before every window, or after the day, leaves the answer and the room as they are."""
    if dt.date(on.year - 3, 1, 1) <= day <= on:
        return
    stray = ReceivedAid(id="stray", actor="a", amount=amount, granted=day, scheme=AidScheme.DE_MINIMIS)
    before, after = (
        ledger(_programme(each, joined), LAW, on, "a", planned=amount) for each in (received, [*received, stray])
    )
    assert (after.answer, after.remaining) == (before.answer, before.remaining)


@given(aids, law_days, st.permutations(range(6)))
def test_the_order_of_aids_does_not_matter(received: list[ReceivedAid], on: dt.date, order: list[int]) -> None:
    """The same aids in another order leave the same room."""
    mixed = [received[rank] for rank in order if rank < len(received)]
    assert (
        ledger(_programme(mixed, []), LAW, on, "a").remaining
        == ledger(_programme(received, []), LAW, on, "a").remaining
    )


@given(aids, law_days, amounts)
def test_every_year_end_agrees_with_the_unknown_one(received: list[ReceivedAid], on: dt.date, planned: Money) -> None:
    """What is told without knowing the year end is true of all twelve."""
    answer = ledger(_programme(received, [], None), LAW, on, "a", planned=planned).answer
    if answer is not Answer.UNKNOWN:
        ends = range(1, 13)
        assert {ledger(_programme(received, [], end), LAW, on, "a", planned=planned).answer for end in ends} == {answer}


def test_a_library_gives_the_programmes_own_regime() -> None:
    """A library may be given for a regime; without a known group nothing can be told."""
    found = ledger(Programme(), Library.builtin(), dt.date(2024, 1, 1), "a", planned=Money(1))
    assert (found.answer, found.doubts) == (Answer.UNKNOWN, ("regime",))


@pytest.mark.parametrize("scheme", [AidScheme.EXEMPTED, AidScheme.OTHER])
def test_a_scheme_that_is_no_de_minimis_has_no_ledger(scheme: AidScheme) -> None:
    """Nothing is made up for a scheme without a ceiling."""
    found = ledger(Programme(), LAW, dt.date(2024, 1, 1), "a", scheme, planned=Money(1))
    assert (found.answer, found.largest, found.lost) == (Answer.UNKNOWN, None, None)


def _told(scheme: AidScheme, day: dt.date, language: Language) -> tuple[Ledger, str]:
    received = (
        ReceivedAid(id="1", actor="a", amount=Money.euros(5000), granted=dt.date(2023, 6, 1), scheme=scheme),
        ReceivedAid(id="2", actor="b", granted=dt.date(2024, 1, 1)),
    )
    actors = (Actor(id="a", name="Alpha"), Actor(id="b", name="Bêta"))
    joined = (ActorLink(controlling="a", controlled="b"),)
    found = ledger(Programme(actors=actors, aids=received, links=joined), LAW, day, "a", scheme, planned=Money.euros(1))
    return found, explain_ledger(found, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("day", ["2013-01-01", "2023-12-31", "2024-02-29", "2031-01-01"])
def test_every_ledger_can_be_told(scheme: AidScheme, day: str, language: Language) -> None:
    """A ledger in words has no hole, on any day and for any scheme, known or not."""
    _, words = _told(scheme, dt.date.fromisoformat(day), language)
    assert "{" not in words
    assert "—" not in words


def test_the_words_of_a_ledger() -> None:
    """The French text names the undertaking, the ceiling, the aid that counts and why the other is doubtful."""
    _, words = _told(AidScheme.DE_MINIMIS, dt.date(2024, 3, 1), "fr")
    lines = [line.strip() for line in words.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ").splitlines()]
    assert lines[:3] == [
        "Registre des aides « De minimis général », octroi du 1er mars 2024",
        "Entreprise unique : Alpha",
        "Peut-être aussi : Bêta",
    ]
    assert "300 000,00 € au plus" in lines
    assert "+ 1er juin 2023, 5 000,00 €, Alpha, De minimis général : comptée" in lines
    assert "reste à coup sûr : 295 000,00 €" not in lines  # the amount of the other aid is not told
    assert any(line.startswith("? 1er janvier 2024, non précisé, Bêta") for line in lines)
