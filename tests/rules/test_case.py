"""The case that the rules examine: which day, which law, which amounts."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.law import Library
from labo_partenariats.model import (
    Action,
    Application,
    DocumentMetadata,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    LocalActionGroup,
    Programme,
    Resource,
    ResourceKind,
    Session,
    StatedFigure,
    StatedSubject,
)
from labo_partenariats.rules.case import LawDate, law_date, make_case, regime_of
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period

DAYS = [dt.date(2017, 10, day) for day in range(1, 7)]
GAL = LocalActionGroup(name="GAL Alpes Sud Isère")
EVERYTHING = Programme(
    application=Application(date=DAYS[1]),
    document=DocumentMetadata(created=DAYS[2], saved=DAYS[3]),
    actions=(
        Action(
            id="a",
            title="A",
            sessions=(
                Session(id="1", period=Period.day(DAYS[5])),
                Session(id="2", period=Period(None, DAYS[0])),
                Session(id="3", period=Period.day(DAYS[4])),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("programme", "given_day", "expected"),
    [
        (EVERYTHING, DAYS[0], LawDate(DAYS[0], "given")),
        (EVERYTHING, None, LawDate(DAYS[1], "application")),
        (evolve(EVERYTHING, application=Application(reference="R")), None, LawDate(DAYS[2], "document")),
        (evolve(EVERYTHING, application=None), None, LawDate(DAYS[2], "document")),
        (
            evolve(EVERYTHING, application=None, document=DocumentMetadata(saved=DAYS[3])),
            None,
            LawDate(DAYS[3], "document"),
        ),
        (
            evolve(EVERYTHING, application=None, document=DocumentMetadata(title="T")),
            None,
            LawDate(DAYS[4], "first_session"),
        ),
        (evolve(EVERYTHING, application=None, document=None), None, LawDate(DAYS[4], "first_session")),
        (Programme(), None, LawDate(None, "none")),
    ],
)
def test_day_of_the_law(programme: Programme, given_day: dt.date | None, expected: LawDate) -> None:
    """The day given, else of the application, of the document, of the first session that has one; never today."""
    assert law_date(programme, given_day) == expected


@pytest.mark.parametrize(
    ("lag", "layer"),
    [
        (None, None),
        (LocalActionGroup(name="whoever", regime="fr.ara"), "fr.ara"),
        (LocalActionGroup(name="GAL Alpes Sud Isère", regime="fr.nowhere"), None),
        (LocalActionGroup(name="gal alpes sud isere"), "fr.ara.alpes-sud-isere"),
        (LocalActionGroup(name="GAL inconnu", region="Auvergne-Rhône-Alpes"), "fr.ara"),
        (LocalActionGroup(name="GAL inconnu", region="Ailleurs"), None),
        (LocalActionGroup(name="GAL inconnu", region="Brenne"), None),
        (LocalActionGroup(name="GAL Alpes Sud Isère", region="Occitanie"), "fr.ara.alpes-sud-isere"),
        (LocalActionGroup(name="GAL PACA"), "fr.paca"),
    ],
)
def test_law_of_a_local_action_group(lag: LocalActionGroup | None, layer: str | None) -> None:
    """
    The layer that the group names, else the one of its name or of its region; a wrong name is not replaced, and the law
    of one group is never that of another.
    """
    regime = regime_of(Programme(lag=lag), Library.builtin())

    assert (None if regime is None else regime.id) == layer


def _programme(
    expenses: list[tuple[int, ExpenseCategory]], resources: list[tuple[int, ResourceKind]], **plan: object
) -> Programme:
    return Programme(
        lag=GAL,
        application=Application(date=dt.date(2017, 10, 12)),
        financing=FinancingPlan(
            expenses=tuple(
                Expense(id=f"e{i}", label="e", amount=Money(cents), category=category)
                for i, (cents, category) in enumerate(expenses)
            ),
            resources=tuple(
                Resource(id=f"r{i}", label="r", amount=Money(cents), kind=kind)
                for i, (cents, kind) in enumerate(resources)
            ),
            **plan,  # type: ignore[arg-type]
        ),
    )


cents = st.integers(-1000, 10**8)
expense_lines = st.lists(st.tuples(cents, st.sampled_from(ExpenseCategory)), min_size=1, max_size=5)
resource_lines = st.lists(st.tuples(cents, st.sampled_from(ResourceKind)), min_size=1, max_size=5)


def _amounts(programme: Programme) -> dict[str, object]:
    case = make_case(programme, Library.builtin())
    return dict(case.amounts.values)


@given(expense_lines, resource_lines, st.randoms())
def test_order_of_lines_is_irrelevant(
    expenses: list[tuple[int, ExpenseCategory]], resources: list[tuple[int, ResourceKind]], random: object
) -> None:
    """The same lines in another order make the same amounts."""
    shuffled_expenses, shuffled_resources = list(expenses), list(resources)
    random.shuffle(shuffled_expenses)  # type: ignore[attr-defined]
    random.shuffle(shuffled_resources)  # type: ignore[attr-defined]

    assert _amounts(_programme(expenses, resources)) == _amounts(_programme(shuffled_expenses, shuffled_resources))


@given(expense_lines, resource_lines, st.data())
def test_splitting_a_line_changes_no_amount(
    expenses: list[tuple[int, ExpenseCategory]], resources: list[tuple[int, ResourceKind]], data: st.DataObject
) -> None:
    """An expense or a resource written as two lines of its kind changes nothing."""

    def split(lines: list[tuple[int, ExpenseCategory | ResourceKind]]) -> list[object]:
        at = data.draw(st.integers(0, len(lines) - 1))
        whole, kind = lines[at]
        part = data.draw(cents)
        return [*lines[:at], (part, kind), *lines[at + 1 :], (whole - part, kind)]

    whole = _programme(expenses, resources)
    assert _amounts(whole) == _amounts(_programme(split(expenses), resources))  # type: ignore[arg-type]
    assert _amounts(whole) == _amounts(_programme(expenses, split(resources)))  # type: ignore[arg-type]


def test_amounts_of_gaia() -> None:
    """From the lines of the plan and the law of its local action group to the cents of the dossier."""
    e, r = ExpenseCategory, ResourceKind
    case = make_case(
        _programme(
            [(1260300, e.STAFF), (140000, e.TRAVEL), (189000, e.INDIRECT), (878900, e.COMMUNICATION)],
            [(1474560, r.EAFRD), (500000, r.NATIONAL_PUBLIC), (493640, r.SELF_FINANCING)],
        ),
        Library.builtin(),
    )

    assert case.amounts.money("eafrd") == Money.euros("14745.60")
    assert case.amounts.money("indirect_costs_ceiling") == Money.euros("1890.45")
    assert case.amounts.missing("eafrd", "self_financing") == ()
    assert case.amounts.explain("eafrd").value == 1474560


def test_amounts_announced_or_requested_are_no_limit() -> None:
    """Neither the amount that a form requests nor the one in the text enters the computed EAFRD."""
    plan = ([(2468200, ExpenseCategory.OTHER)], [(500000, ResourceKind.NATIONAL_PUBLIC)])
    plain, asked = _programme(*plan), _programme(*plan, requested=Money.euros(11332))
    stated = evolve(plain, stated_figures=(StatedFigure(subject=StatedSubject.EAFRD, amount=Money.euros(11332)),))

    assert _amounts(plain) == _amounts(asked) == _amounts(stated)


def test_own_public_funds_are_counterpart() -> None:
    """Own funds of a public beneficiary call EAFRD as the money of others does; private money calls none."""
    plan = [(100000, ExpenseCategory.OTHER)]
    calls = {
        kind: make_case(_programme(plan, [(10000, kind)]), Library.builtin()).amounts.money("eafrd")
        for kind in ResourceKind
    }

    counterpart = {ResourceKind.NATIONAL_PUBLIC, ResourceKind.OWN_PUBLIC}
    assert calls == {kind: Money(40000 if kind in counterpart else 0) for kind in ResourceKind}


def test_in_kind_contributions_lower_the_cap() -> None:
    """Public aid does not pay for what is contributed in kind."""
    programme = _programme([(60000, ExpenseCategory.STAFF), (40000, ExpenseCategory.IN_KIND)], [])

    assert make_case(programme, Library.builtin()).amounts.money("public_aid_cap") == Money(60000)


def test_stated_rate_stands_in_for_a_rate_that_no_law_gives() -> None:
    """Without a published rate the stated one is used and the explanation points at it; a published one wins."""
    programme = _programme([(100000, ExpenseCategory.OTHER)], [], aid_rate=Rate("0.5"))
    lawless = make_case(evolve(programme, lag=None), Library.builtin())
    lawful = make_case(programme, Library.builtin())

    assert lawless.amounts.money("public_aid_cap") == Money(50000)
    leaf = next(leaf for leaf in lawless.amounts.explain("public_aid_cap").leaves() if leaf.key == "aid_rate")
    assert leaf.evidence == "$.financing.aid_rate"
    assert lawful.amounts.money("public_aid_cap") == Money(80000)


@pytest.mark.parametrize(
    ("programme", "missing"),
    [
        (Programme(), ("aid_rate", "counterpart", "eafrd_rate", "expenses", "in_kind", "ineligible")),
        (_programme([], [(1, ResourceKind.EAFRD)]), ("expenses",)),
        (_programme([(1, ExpenseCategory.STAFF)], []), ("counterpart",)),
        (evolve(_programme([(1, ExpenseCategory.STAFF)], []), lag=None), ("aid_rate", "counterpart", "eafrd_rate")),
    ],
)
def test_what_is_missing_is_named(programme: Programme, missing: tuple[str, ...]) -> None:
    """An amount that cannot be told is None, with the names of what it lacks; nothing is taken for zero."""
    amounts = make_case(programme, Library.builtin()).amounts

    assert amounts.money("eafrd") is None
    assert amounts.missing("eafrd") == missing
