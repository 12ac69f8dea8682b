"""The inverse reading: every solution, nothing but solutions, and the reason where there is none."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.errors import Misuse
from labo_partenariats.formula import Expression, FormulaBook, Names, Unit, evaluate, greatest, least, where
from labo_partenariats.formula.intervals import IntervalSet, after, before
from labo_partenariats.formula.inverse import Goal, Inverse, choices_in, invert
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

LAST = 120  # the brute force looks at every whole number from 0 to this one
RANGE = IntervalSet.between(before(0), after(LAST), whole=True)

#: What a random formula is written with: the quantities known so far, as one expression more.
Writer = Callable[[list[Expression]], Expression]

small = st.integers(-30, 60).map(Fraction)
rates = st.sampled_from([Fraction(*pair) for pair in ((1, 2), (4, 5), (3, 7), (-1, 3), (9, 11), (5, 4), (-2, 1))])
rank = st.integers(0, 7)


def _pick(known: list[Expression], index: int) -> Expression:
    return known[-1 - index % len(known)]


def _writers() -> st.SearchStrategy[Writer]:
    """Formulas of every building block, each with at most one factor that may depend on the unknown."""
    return st.one_of(
        st.builds(lambda a, k: lambda q: _pick(q, a) * k, rank, rates),
        st.builds(lambda a, k: lambda q: _pick(q, a) / k, rank, rates),
        st.builds(lambda a, k: lambda q: _pick(q, a) + k, rank, small),
        st.builds(lambda a, b: lambda q: _pick(q, a) + _pick(q, b), rank, rank),
        st.builds(lambda a, b: lambda q: _pick(q, a) - _pick(q, b), rank, rank),
        st.builds(lambda a, b, k: lambda q: least(_pick(q, a), _pick(q, b), k), rank, rank, small),
        st.builds(lambda a, b, k: lambda q: greatest(_pick(q, a), k, _pick(q, b)), rank, rank, small),
        st.builds(
            lambda a, c, k, b, d: lambda q: where(_pick(q, a), c, k, _pick(q, b), _pick(q, d)),
            rank,
            st.sampled_from(["<", "<=", "=", ">=", ">"]),
            small,
            rank,
            rank,
        ),
    )


@st.composite
def books(draw: st.DrawFn, unit: Unit = "EUR") -> tuple[FormulaBook, str]:
    """A random chain of formulas over one unknown x, and the name of its last quantity."""
    book = FormulaBook()
    book.inputs(unit, "x")
    x = Names(book.declarations).x
    known: list[Expression] = [x if unit == "EUR" else x * 50]
    count = draw(st.integers(1, 5))
    for position in range(count):
        rounding = draw(st.sampled_from(list(Rounding)))
        write = draw(_writers())
        book.formula(f"f{position}", rounding=rounding)(lambda _, write=write: write(known))
        known.append(getattr(Names(book.declarations), f"f{position}"))
    return book, f"f{count - 1}"


def values(book: FormulaBook, key: str) -> dict[int, Fraction]:
    """The quantity at every whole number of the range, by the value reading; none where it has no value."""
    found = {x: evaluate(book, {"x": Money(x)}, key)[key] for x in range(LAST + 1)}
    return {x: value for x, value in found.items() if isinstance(value, Fraction)}


def numbers(found: IntervalSet) -> set[int]:
    """The whole numbers of a set that has two ends."""
    return {x for x in range(-5, LAST + 6) if x in found}


@given(books(), st.sampled_from(["equal", "at least", "at most"]), st.integers(0, LAST), small)
def test_solutions_are_those_of_brute_force(
    made: tuple[FormulaBook, str], goal: Goal, at: int, shift: Fraction
) -> None:
    """What the inverse answers is what trying every number answers: no solution is missing, none is wrong."""
    book, key = made
    every = values(book, key)
    for amount in {every.get(at, shift), shift}:
        expected = {
            x
            for x, value in every.items()
            if {"equal": value == amount, "at least": value >= amount, "at most": value <= amount}[goal]
        }
        found = invert(book, {}, "x", key, goal, amount, RANGE)
        assert numbers(found.solutions) == expected
        if not expected and every:
            assert found.lowest is not None
            assert found.highest is not None
            assert (found.lowest.value, found.highest.value) == (min(every.values()), max(every.values()))


@given(books())
def test_extremes_are_those_of_brute_force(made: tuple[FormulaBook, str]) -> None:
    """The largest and the smallest value are really so, and taken where they are said to be."""
    book, key = made
    every = values(book, key)
    for goal, choose in (("largest", max), ("smallest", min)):
        found = invert(book, {}, "x", key, goal, domain=RANGE)
        extreme = found.highest if goal == "largest" else found.lowest
        assert extreme is not None
        assert extreme.value == choose(every.values())
        assert numbers(found.solutions) == {x for x, value in every.items() if value == extreme.value}


@given(books("rate"), st.sampled_from(["equal", "at least", "at most"]), st.integers(0, LAST), small)
def test_rates_that_solve_are_those_of_brute_force(
    made: tuple[FormulaBook, str], goal: Goal, at: int, shift: Fraction
) -> None:
    """For an unknown rate too, a rate that is tried solves exactly where the answer holds it."""
    book, key = made
    tried = [Fraction(number, LAST) for number in range(LAST + 1)]
    every = {x: evaluate(book, {"x": x}, key)[key] for x in tried}
    for amount in {every[tried[at]], shift}:
        assert isinstance(amount, Fraction)
        try:
            found = invert(book, {}, "x", key, goal, amount)
        except Misuse as refused:  # two amounts rounded apart, and mixed again
            assert refused.code in {"MIS060", "MIS061"}
            return
        for x, value in every.items():
            assert isinstance(value, Fraction)
            solves = {"equal": value == amount, "at least": value >= amount, "at most": value <= amount}[goal]
            assert (x in found.solutions) == solves


@given(books("rate"))
def test_extremes_over_rates_bound_what_is_tried(made: tuple[FormulaBook, str]) -> None:
    """No rate that is tried gives more than the largest value, which some rate really gives."""
    book, key = made
    try:
        found = invert(book, {}, "x", key, "largest")
    except Misuse as refused:  # an amount that is not rounded may approach a value without taking it
        assert refused.code in {"MIS060", "MIS061"}
        return
    assert found.highest is not None
    assert found.highest.value is not None
    assert found.solutions
    for number in range(LAST + 1):
        value = evaluate(book, {"x": Fraction(number, LAST)}, key)[key]
        assert isinstance(value, Fraction)
        assert value <= found.highest.value


@given(books(), st.integers(0, LAST))
def test_a_value_leads_back_to_its_unknown(made: tuple[FormulaBook, str], at: int) -> None:
    """A number is among the solutions of value(x), on a range without end as well."""
    book, key = made
    value = values(book, key)[at]
    try:
        found = invert(book, {}, "x", key, "equal", value)
    except Misuse as refused:  # without an end, roundings that do not fold may scatter for ever
        assert refused.code == "MIS061"
        return
    assert at in found.solutions


@given(books())
def test_the_option_that_holds_is_the_one_that_value_takes(made: tuple[FormulaBook, str]) -> None:
    """Each option of a `least` or `greatest` holds exactly where it is the first to give the result."""
    book, key = made
    inverse = Inverse(book, {}, "x", RANGE)
    for choice in choices_in(book.formulas[key].expression):
        found = inverse.chosen(choice, RANGE)
        forms = [inverse.form(option) for option in choice.options]
        for x in range(LAST + 1):
            at = [form.at(Fraction(x)) for form in forms]
            best = at.index(min(at) if choice is not None and type(choice).__name__ == "Least" else max(at))
            assert [x in option for option in found] == [index == best for index in range(len(at))]


# Quantities that are given, absent or divided by


def small_book() -> FormulaBook:
    """A book with every kind of quantity."""
    book = FormulaBook()
    book.inputs("EUR", "lines", is_list=True)
    book.inputs("EUR", "x", "other")
    book.inputs("count", "people")
    book.inputs("rate", "rate")
    book.parameters("EUR", "ceiling", is_limit=True)
    book.formula("limited")(lambda q: least(q.x / 2, q.ceiling))
    book.formula("share", rounding=Rounding.DOWN_TO_CENT)(lambda q: q.other * q.rate)
    book.formula("each", rounding=Rounding.DOWN_TO_CENT)(lambda q: q.other / q.people)
    book.formula("parts", unit="rate")(lambda q: q.other / (q.x - 5))
    book.formula("square")(lambda q: q.x * q.x)
    book.formula("itself", unit="rate")(lambda q: (q.x + 1) / (q.x + 2))
    book.formula("absent")(lambda q: q.ceiling + q.x)
    book.formula("sum")(lambda q: q.lines + q.x)
    return book


def spans(found: IntervalSet) -> list[tuple[object, object]]:
    """The ends of the intervals."""
    return [(interval.low, interval.high) for interval in found.intervals]


@pytest.mark.parametrize(("ceiling", "expected"), [(None, [(40, 41)]), (Money(20), [(40, None)]), (Money(19), [])])
def test_an_absent_limit_does_not_limit(ceiling: Money | None, expected: list[object]) -> None:
    """A limit that is not given is left out; one that binds makes the answer run on without end."""
    found = invert(small_book(), {"ceiling": ceiling}, "x", "limited", "at least", 20)
    at_most = invert(small_book(), {"ceiling": ceiling}, "x", "limited", "at most", Fraction(41, 2))
    assert spans(found.solutions & at_most.solutions) == expected


def test_a_rate_has_half_open_answers() -> None:
    """A rounding keeps its cent over a range of rates, its first rate included and the next cent's excluded."""
    found = invert(small_book(), {"other": Money(1000)}, "rate", "share", "equal", 333)
    (interval,) = found.solutions.intervals
    assert (interval.low, interval.high) == (Fraction(333, 1000), Fraction(334, 1000))
    assert (interval.low_included, interval.high_included) == (True, False)


def test_a_divisor_can_be_looked_for() -> None:
    """A quotient is turned over, and rounded down it holds for several divisors."""
    book, given = small_book(), {"other": Money(1000)}
    assert spans(invert(book, given, "people", "each", "equal", 90).solutions) == [(11, 11)]
    assert spans(invert(book, given, "people", "each", "equal", 3).solutions) == [(251, 333)]
    assert spans(invert(book, given, "people", "each", "equal", 0).solutions) == [(1001, None)]


@pytest.mark.parametrize("goal", ["equal", "at least", "at most"])
@pytest.mark.parametrize("amount", [Fraction(n, 3) for n in (-30, -10, -1, 0, 1, 10, 30)])
@pytest.mark.parametrize("other", [10, 0, -10])
def test_quotients_are_those_of_brute_force(goal: Goal, amount: Fraction, other: int) -> None:
    """A divisor may pass through zero: there the quotient has no value and solves nothing."""
    every = {x: Fraction(other, x - 5) for x in range(LAST + 1) if x != 5}
    expected = {
        x
        for x, value in every.items()
        if {"equal": value == amount, "at least": value >= amount, "at most": value <= amount}[goal]
    }
    inverse = Inverse(small_book(), {"other": Money(other)}, "x", RANGE)
    comparators = {"equal": "=", "at least": ">=", "at most": "<="}
    assert numbers(inverse.where("parts", comparators[goal], amount)) == expected  # type: ignore[arg-type]


def test_the_reason_of_a_no_is_what_can_be_reached() -> None:
    """Where nothing solves, the smallest and the largest value tell why, and where they are taken."""
    found = invert(small_book(), {"ceiling": Money(19)}, "x", "limited", "equal", 20)
    assert found.lowest is not None
    assert found.highest is not None
    assert (found.lowest.value, spans(found.lowest.at)) == (0, [(0, 0)])
    assert (found.highest.value, spans(found.highest.at)) == (19, [(38, None)])


def test_what_grows_without_end_has_no_largest_value() -> None:
    """The largest value of an amount that nothing limits is none, and nothing takes it."""
    found = invert(small_book(), {}, "x", "limited", "largest")
    assert found.highest is not None
    assert found.highest.value is None
    assert not found.solutions


@pytest.mark.parametrize(
    ("key", "code"),
    [("square", "MIS060"), ("itself", "MIS060"), ("absent", "MIS034"), ("share", "MIS062"), ("sum", "MIS062")],
)
def test_what_cannot_be_solved_is_refused(key: str, code: str) -> None:
    """Two factors with the unknown, an absent limit counted with, or another figure missing: each has its reason."""
    with pytest.raises(Misuse) as refused:
        invert(small_book(), {"rate": Rate("0.5")} if key == "share" else {}, "x", key, "equal", 5)
    assert refused.value.code == code


def test_an_unknown_that_the_book_does_not_declare_is_refused() -> None:
    """A misspelt unknown is told."""
    with pytest.raises(Misuse) as refused:
        invert(small_book(), {}, "y", "limited", "equal", 5)
    assert refused.value.code == "MIS032"


def test_seed_counterparts() -> None:
    """The counterparts of GAIA's EAFRD, and the limit that holds at each."""
    given = {
        "eligible": Money.euros(24682),
        "in_kind": Money(0),
        "aid_rate": Rate("0.8"),
        "eafrd_rate": Rate("0.8"),
    }
    found = invert(BOOK, given, "counterpart", "eafrd", "equal", 1474560)
    assert spans(found.solutions) == [(368640, 368640), (500000, 500000)]
    called, cap, ceiling, requested = found.choices[1]
    assert (spans(called), spans(cap)) == ([(368640, 368640)], [(500000, 500000)])
    assert not ceiling
    assert not requested


# Sets


whole_sets = st.frozensets(st.integers(0, 20))


@given(whole_sets, whole_sets)
def test_sets_combine_as_sets_do(left: frozenset[int], right: frozenset[int]) -> None:
    """Unions, intersections and differences of intervals hold the numbers that those of plain sets hold."""
    mine, theirs = (IntervalSet.of_points(sorted(points)) for points in (left, right))
    assert numbers(mine & theirs) == left & right
    assert numbers(mine | theirs) == left | right
    assert numbers(mine - theirs) == left - right
    assert (mine | theirs).size == len(left | right)
    runs = (mine | theirs).intervals
    assert all(after_.low - before_.high > 1 for before_, after_ in pairwise(runs))
