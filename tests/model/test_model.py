"""The model: frozen values that refuse what cannot be, and answer small questions about themselves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError

from labo_partenariats import model
from labo_partenariats.errors import Misuse
from labo_partenariats.model import (
    Actor,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    Partnership,
    Programme,
    Range,
    Resource,
    ResourceKind,
    RoleKind,
    Territory,
)
from labo_partenariats.values.money import Money
from labo_partenariats.values.period import Period, Precision

CLASSES = [each for name in model.__all__ if attrs.has(each := getattr(model, name))]


@pytest.mark.parametrize("kind", [*CLASSES, Period], ids=lambda kind: kind.__name__)
def test_every_class_is_frozen(kind: type) -> None:
    """No field of a part can be set or deleted, nor a new one added."""
    part = object.__new__(kind)
    for name in (*(field.name for field in attrs.fields(kind)), "something_new"):
        with pytest.raises(FrozenInstanceError):
            setattr(part, name, None)
        with pytest.raises(FrozenInstanceError):
            delattr(part, name)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_no_default_is_shared_and_mutable(kind: type) -> None:
    """Defaults are values that nobody can change: none, words, numbers and tuples."""
    defaults = [field.default for field in attrs.fields(kind) if field.default is not attrs.NOTHING]

    assert all(isinstance(hash(default), int) for default in defaults)


def test_every_part_of_a_programme_is_optional() -> None:
    """One table alone, or nothing, is a programme; equal programmes are one in a set."""
    assert {Programme(), Programme()} == {Programme(title=None)}
    assert Programme().lead is None
    assert Programme(financing=FinancingPlan()).financing is not None


DAY, NEXT = dt.date(2017, 11, 6), dt.date(2017, 11, 7)


@pytest.mark.parametrize(
    ("start", "end", "precision", "time"),
    [
        (None, None, Precision.DAY, None),
        (NEXT, DAY, Precision.DAY, None),
        (NEXT, DAY, Precision.MONTH, None),
        (DAY, DAY, Precision.WEEK, dt.time(18)),
        (DAY, None, Precision.MONTH, dt.time(18)),
    ],
)
def test_impossible_periods_are_refused(
    start: dt.date | None, end: dt.date | None, precision: Precision, time: dt.time | None
) -> None:
    """A period open on both sides, one that ends before it begins, and hours in a month cannot be made."""
    with pytest.raises(Misuse) as refused:
        Period(start, end, precision, start_time=time)
    assert refused.value.code == "MIS004"


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Period(DAY, DAY), Period(DAY, NEXT), True),
        (Period(DAY, DAY), Period(NEXT, NEXT), False),
        (Period(DAY, None), Period(NEXT, NEXT), True),
        (Period(None, DAY), Period(NEXT, None), False),
        (Period(None, NEXT), Period(NEXT, None), True),
        (Period(dt.date(2017, 9, 1), dt.date(2017, 12, 31), Precision.MONTH), Period(DAY, DAY), True),
    ],
)
def test_periods_overlap_when_they_share_a_day(one: Period, other: Period, shared: bool) -> None:
    """Both ends count, an open side goes on for ever, and the question has no order."""
    assert one.overlaps(other) is other.overlaps(one) is shared


@pytest.mark.parametrize(
    ("period", "exact"),
    [
        (Period.day(DAY, label="Matheysine"), True),
        (Period(DAY, NEXT), False),
        (Period(DAY, None), False),
        (Period(DAY, DAY, Precision.WEEK), False),
    ],
)
def test_an_exact_day_is_one_known_day(period: Period, exact: bool) -> None:
    """A single day of day precision, and nothing else."""
    assert period.is_exact_day is exact


def test_words_of_the_source_do_not_make_another_period() -> None:
    """Two spellings of one span are equal; its label, which tells sessions apart, counts."""
    assert Period(DAY, DAY, text="6/11") == Period(DAY, DAY, text="le 6 novembre")
    assert Period(DAY, DAY, label="Oisans") != Period(DAY, DAY, label="Trièves")


def test_ranges() -> None:
    """Both bounds are within the range, one figure is a range, and an upside-down one is refused."""
    target = Range(Decimal(10), Decimal(15))

    assert [Decimal(n) in target for n in (9, 10, 15, 16)] == [False, True, True, False]
    assert Decimal(12) in Range(Decimal(12), Decimal(12))
    with pytest.raises(Misuse) as refused:
        Range(Decimal(15), Decimal(10))
    assert refused.value.code == "MIS005"


def test_sums_of_a_plan() -> None:
    """Totals are exact, by category and by kind, and nothing adds up to zero."""
    plan = FinancingPlan(
        expenses=(
            Expense(id="a", label="A", amount=Money(10), category=ExpenseCategory.STAFF),
            Expense(id="b", label="B", amount=Money(20)),
            Expense(id="c", label="C", amount=Money(-5), category=ExpenseCategory.TRAVEL),
        ),
        resources=(
            Resource(id="a", label="A", amount=Money(7), kind=ResourceKind.EAFRD),
            Resource(id="b", label="B", amount=Money(1), kind=ResourceKind.PRIVATE),
            Resource(id="c", label="C", amount=Money(2), kind=ResourceKind.EAFRD),
            Resource(id="d", label="D", amount=Money(4)),
        ),
    )

    assert (plan.total_expenses, plan.total_resources) == (Money(25), Money(14))
    assert plan.expenses_of(ExpenseCategory.STAFF, ExpenseCategory.TRAVEL) == Money(5)
    assert plan.resources_of(ResourceKind.EAFRD) == Money(9)
    assert [each.id for each in plan.resources_in([ResourceKind.PRIVATE, ResourceKind.EAFRD])] == ["a", "b", "c"]
    assert plan.resources_of(ResourceKind.REVENUE) == FinancingPlan().total_expenses == Money(0)


def test_looking_things_up() -> None:
    """Actors, territories, roles and the lead are found by id; the first lead that is listed leads."""
    a, b = Actor(id="a", name="A"), Actor(id="b", name="B")
    roles = tuple(
        Partnership(actor=actor, role=role)
        for actor, role in [("a", RoleKind.FUNDER), ("lost", RoleKind.LEAD), ("b", RoleKind.LEAD), ("a", RoleKind.HOST)]
    )
    programme = Programme(actors=(a, b), partnerships=roles, territories=(Territory(id="t", name="T"),))

    assert (programme.actor("b"), programme.actor("c")) == (b, None)
    assert (programme.territory("t"), programme.territory("u")) == (Territory(id="t", name="T"), None)
    assert [each.role for each in programme.roles_of("a")] == [RoleKind.FUNDER, RoleKind.HOST]
    assert programme.lead == b
