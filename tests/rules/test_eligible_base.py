"""The eligible base: what each rule takes away, what stays in doubt, and how the plan's amounts follow."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.formula import recompute
from labo_partenariats.law import Library
from labo_partenariats.model import (
    Actor,
    Application,
    Expense,
    ExpenseCategory,
    ExpenseNature,
    FinancingPlan,
    LocalActionGroup,
    OwnerKind,
    Partnership,
    Programme,
    Resource,
    ResourceKind,
    RoleKind,
    StateAid,
)
from labo_partenariats.report.blocks import NamedAmount, Table
from labo_partenariats.report.calculation import basis, calculation
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.case import Case, make_case
from labo_partenariats.rules.eligible_base import Reduction
from labo_partenariats.rules.explained import ComputedAmount
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.values.money import Money, Rate

LIBRARY, _ = Library.builtin().with_layers(sorted((Path(__file__).parents[1] / "cases" / "law").glob("*.toml")))
APPLIED = dt.date(2017, 10, 12)
GAIA_LAW, LIMITS, FREE = "fr.ara.alpes-sud-isere", "test.limits", "test.start"
LATER = dt.date(2029, 3, 1)


def _line(rank: int, cents: int, category: ExpenseCategory | None = ExpenseCategory.SERVICES, **more: Any) -> Expense:
    return Expense(id=f"e{rank}", label=f"E{rank}", amount=Money(cents), category=category, **more)


def _case(
    expenses: tuple[Expense, ...],
    resources: tuple[tuple[int, ResourceKind], ...] = (),
    law: str = GAIA_LAW,
    on: dt.date = APPLIED,
    **more: Any,
) -> Case:
    plan = FinancingPlan(
        expenses=expenses,
        resources=tuple(
            Resource(id=f"r{i}", label=f"R{i}", amount=Money(cents), kind=kind)
            for i, (cents, kind) in enumerate(resources)
        ),
        **{key: value for key, value in more.items() if key in FinancingPlan.__annotations__},
    )
    parts = {key: value for key, value in more.items() if key not in FinancingPlan.__annotations__}
    programme = Programme(
        lag=LocalActionGroup(name="GAL", regime=law), application=Application(date=APPLIED), financing=plan, **parts
    )
    return make_case(programme, LIBRARY, on)


def _cents(amount: Money | Fraction) -> Fraction:
    return Fraction(amount.cents) if isinstance(amount, Money) else amount * 100


shares = st.none() | st.integers(0, 1000).map(lambda part: Rate(f"{part}e-3"))
days = st.none() | st.dates(dt.date(2017, 10, 1), dt.date(2017, 10, 31))
natures = st.none() | st.sampled_from(ExpenseNature)


@st.composite
def lines(draw: st.DrawFn) -> Expense:
    """A line with any of the facts that the rules look at; amounts without VAT are below those with it."""
    cents = draw(st.integers(0, 10**7))
    excl = draw(st.none() | st.integers(0, cents))
    return _line(
        draw(st.integers(0, 10**6)),
        cents,
        draw(st.sampled_from(ExpenseCategory)),
        amount_excl_vat=None if excl is None else Money(excl),
        amount_incl_vat=draw(st.none() | st.just(Money(cents))),
        vat_recoverable=draw(st.none() | st.booleans()),
        territory_share=draw(shares),
        committed=draw(days),
        nature=draw(natures),
    )


plans = st.lists(lines(), min_size=1, max_size=5)
laws = st.sampled_from([(GAIA_LAW, APPLIED), ("fr.occitanie", dt.date(2024, 3, 1)), (LIMITS, dt.date(2024, 3, 1))])


@given(plans, laws)
def test_the_base_is_the_plan_less_its_reductions(expenses: list[Expense], law: tuple[str, dt.date]) -> None:
    """To the cent: total less the reductions that are told, each within its line, is the eligible expenditure."""
    case = _case(tuple(expenses), law=law[0], on=law[1])
    base = case.base
    taken = sum((_cents(each.amount) for each in base.reductions), Fraction(0))

    assert taken == base.amount("ineligible").cents
    assert all(0 <= line.retained <= line.expense.amount.cents for line in base.lines)
    for line in base.lines:
        assert line.retained + sum(_cents(each.amount) for each in line.reductions) == line.expense.amount.cents
    if (eligible := case.amounts.money("eligible")) is not None:
        assert eligible == base.amount("base_retained")


@given(plans, laws, st.randoms(use_true_random=False))
def test_order_and_splitting_change_no_cent(expenses: list[Expense], law: tuple[str, dt.date], random: Any) -> None:
    """Shuffled, and with a line cut in two of its kind, the base is the same: it is rounded once."""
    whole, rest = expenses[0], expenses[1:]
    part = whole.amount.cents // 3
    one = evolve(whole, amount=Money(part), amount_excl_vat=None, amount_incl_vat=None)
    two = evolve(one, amount=Money(whole.amount.cents - part))
    plain = evolve(whole, amount_excl_vat=None, amount_incl_vat=None)
    split = [one, *rest, two]
    random.shuffle(split)

    def amount(found: list[Expense]) -> Money:
        return _case(tuple(found), law=law[0], on=law[1]).base.amount("ineligible")

    assert amount([plain, *rest]) == amount(split)


@given(plans, laws)
def test_what_cannot_be_told_stays_and_is_said(expenses: list[Expense], law: tuple[str, dt.date]) -> None:
    """A line is reduced only by rules that are broken; each doubt names what is missing."""
    case = _case(tuple(expenses), law=law[0], on=law[1])
    for line in case.base.lines:
        broken = {
            each.reason for each in case.base.verdicts if each.path == line.path and each.answer is Answer.VIOLATED
        }
        assert {each.reason for each in line.reductions} <= broken
        assert broken or line.retained == line.expense.amount.cents
    assert all(each.missing for each in case.base.verdicts if each.answer is Answer.UNKNOWN)


@given(plans, laws)
def test_every_amount_of_a_reduced_plan_is_explained(expenses: list[Expense], law: tuple[str, dt.date]) -> None:
    """The explanation recomputed from its leaves gives the amount, also where another book worked a leaf out."""
    case = _case(tuple(expenses), ((10**6, ResourceKind.NATIONAL_PUBLIC),), law=law[0], on=law[1])
    for key in ("eligible", "public_aid_cap", "eafrd", "self_financing"):
        assert recompute(case.amounts.explain(key)) == case.amounts.values[key]


def _text(case: Case, key: str) -> list[str]:
    words = ComputedAmount(key, case).explain()
    return [
        line.strip()
        for line in words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").splitlines()
    ]


def test_the_explanation_shows_line_rule_and_amount() -> None:
    """Which line, how much, why, under which rule and where; parts of a cent and their rounding are shown too."""
    case = _case(
        (
            _line(0, 12000, amount_excl_vat=Money(10000), vat_recoverable=True),
            _line(1, 101, territory_share=Rate("0.5")),
            _line(2, 700, committed=dt.date(2017, 10, 11)),
        ),
        net_revenue=Money(1000),
    )
    told = _text(case, "eligible")

    assert "E0 : 20,00 € hors de l'assiette, TVA non éligible [EL-06] ($.financing.expenses[0].amount)" in told
    assert "E1 : 0,505 € hors de l'assiette, part hors du territoire [FIN-13] ($.financing.expenses[1].amount)" in told
    assert "E2 : 7,00 € hors de l'assiette, engagée avant la demande [EL-01] ($.financing.expenses[2].amount)" in told
    assert "Ensemble du plan : 0,005 € hors de l'assiette, arrondi au centime [FIN-15] ($.financing.expenses)" in told
    assert (
        "Ensemble du plan : 10,00 € hors de l'assiette, recettes nettes non prévues [NR-01] ($.financing.net_revenue)"
        in told
    )
    assert case.amounts.money("eligible") == Money(12801 - 2000 - 51 - 700 - 1000)


def test_a_line_leaves_the_base_once() -> None:
    """A line that two rules exclude is taken out once, under the first; its VAT is not taken out again."""
    case = _case(
        (
            _line(
                0,
                12000,
                amount_excl_vat=Money(10000),
                vat_recoverable=True,
                committed=dt.date(2013, 12, 31),
                territory_share=Rate("0.5"),
            ),
        )
    )

    assert [(each.reason, each.amount) for each in case.base.reductions] == [("before_application", Money(12000))]


def test_share_applies_to_what_vat_leaves() -> None:
    """Half of 100 euros without VAT is retained of a line of 120 euros."""
    case = _case((_line(0, 12000, amount_excl_vat=Money(10000), vat_recoverable=True, territory_share=Rate("0.5")),))

    assert [(each.reason, each.amount) for each in case.base.reductions] == [
        ("vat", Money(2000)),
        ("outside_territory", Money(5000)),
    ]


def test_flat_rate_follows_the_retained_staff_costs() -> None:
    """Staff costs that the base does not retain carry no indirect costs (SCO-01)."""
    staff = (_line(0, 100000, ExpenseCategory.STAFF, territory_share=Rate("0.5")),)

    assert _case(staff).amounts.money("indirect_costs_ceiling") == Money(7500)


@pytest.mark.parametrize(
    ("lines_", "resources", "in_kind"),
    [
        ((_line(0, 5000, None),), ((1000, ResourceKind.NATIONAL_PUBLIC),), 0),
        ((_line(0, 5000, None),), ((1000, ResourceKind.IN_KIND),), None),
        ((_line(0, 5000, None), _line(1, 1000, ExpenseCategory.IN_KIND)), ((1000, ResourceKind.IN_KIND),), 1000),
        ((_line(0, 5000, None), _line(1, 999, ExpenseCategory.IN_KIND)), ((1000, ResourceKind.IN_KIND),), None),
        ((evolve(_line(0, 5000, None), label="Bénévolat"),), (), None),
        ((evolve(_line(0, 5000, None), detail="apport en nature"),), (), None),
        ((_line(0, 5000, None, nature=ExpenseNature.VOLUNTEER_WORK),), (), None),
    ],
)
def test_a_line_without_category_may_be_in_kind(
    lines_: tuple[Expense, ...], resources: tuple[tuple[int, ResourceKind], ...], in_kind: int | None
) -> None:
    """It is none where neither the resources nor its own words hint at it; else nobody can tell."""
    case = _case(lines_, resources)
    value = case.amounts.values["in_kind"]

    assert (value if isinstance(value, Fraction) else None) == in_kind
    assert ("in_kind" in case.amounts.missing("public_aid_cap")) is (in_kind is None)


def test_a_network_may_let_public_aid_pay_for_contributions_in_kind() -> None:
    """Where its rules set no such limit, the cap is the aid rate alone; where nobody says so, the limit stays."""
    plan = (_line(0, 60000, ExpenseCategory.STAFF), _line(1, 40000, ExpenseCategory.IN_KIND))

    assert _case(plan).amounts.money("public_aid_cap") == Money(60000)
    assert _case(plan, law=LIMITS, on=dt.date(2024, 3, 1)).amounts.money("public_aid_cap") == Money(60000)
    assert _case(plan, law=FREE, on=LATER).amounts.money("public_aid_cap") == Money(80000)


def test_the_state_aid_intensity_lowers_the_rate() -> None:
    """The lower of both rates sets the cap (FIN-08), and the explanation shows both with their sources."""
    case = _case((_line(0, 100000),), state_aid=StateAid(applies=True, intensity=Rate("0.5")))
    told = _text(case, "public_aid_cap")

    assert case.amounts.money("public_aid_cap") == Money(50000)
    assert "Taux d'aide publique applicable : 50 %  [FIN-08]" in told
    assert "donné dans le dossier : $.financing.state_aid.intensity" in told


@pytest.mark.parametrize(
    ("answer", "cap"),
    [
        (StateAid(applies=False, intensity=Rate("0.5")), 80000),
        (StateAid(applies=None, intensity=Rate("0.5")), 50000),
        (StateAid(applies=True, intensity=Rate("0.9")), 80000),
        (StateAid(applies=True, intensity=Rate("1.5")), 80000),
        (StateAid(applies=True), 80000),
    ],
)
def test_when_an_intensity_is_no_limit(answer: StateAid, cap: int) -> None:
    """Without State aid there is no intensity; a higher one, none, or an absurd one lowers nothing."""
    assert _case((_line(0, 100000),), state_aid=answer).amounts.money("public_aid_cap") == Money(cap)


def test_own_public_funds_may_stand_outside_the_cap() -> None:
    """
    80 % of aid and 20 % of own public funds on 10 000 euros: both call EAFRD only where own funds are outside the cap.
    """
    plan = ((_line(0, 1000000, ExpenseCategory.STAFF),), ((360000, ResourceKind.OWN_PUBLIC),))
    inside, outside = _case(*plan), _case(*plan, law=FREE, on=LATER)

    assert inside.amounts.money("eafrd") == Money(440000)
    assert outside.amounts.money("public_aid_cap") == Money(1000000)
    assert outside.amounts.money("eafrd") == Money(640000)
    assert outside.amounts.money("self_financing") == Money(0)
    told = _text(outside, "eafrd")
    assert "Plafond de tout l'argent public : 10 000,00 €  [FIN-07]" in told
    assert "R0 : 3 600,00 € ($.financing.resources[0].amount)" in told


def _led(kind: OwnerKind | None) -> dict[str, Any]:
    return {
        "actors": (Actor(id="a", name="A", owner_kind=kind),),
        "partnerships": (Partnership(actor="a", role=RoleKind.LEAD),),
    }


@pytest.mark.parametrize(
    ("kind", "eafrd"),
    [
        (OwnerKind.PUBLIC, 40000),
        (OwnerKind.PUBLIC_LAW_BODY, 40000),
        (None, 40000),
        (OwnerKind.PRIVATE, None),
    ],
)
def test_own_public_funds_of_a_private_lead_are_no_counterpart(kind: OwnerKind | None, eafrd: int | None) -> None:
    """A dossier that contradicts itself on whose money it is has no computed counterpart until it is settled."""
    case = _case((_line(0, 100000),), ((10000, ResourceKind.OWN_PUBLIC),), **_led(kind))

    assert case.amounts.money("eafrd") == (None if eafrd is None else Money(eafrd))
    assert case.amounts.missing("eafrd") == (() if eafrd is not None else ("own_public_owner",))


@pytest.mark.parametrize(
    ("day", "eafrd", "missing"),
    [
        (dt.date(2024, 12, 31), Money(2400000), ()),
        (dt.date(2025, 1, 1), None, ("eafrd_ceiling", "eligible_cost_ceiling")),
    ],
)
def test_limits_known_for_other_years_are_not_taken_for_absent(
    day: dt.date, eafrd: Money | None, missing: tuple[str, ...]
) -> None:
    """A ceiling of 2023-2024 says nothing of 2025: nothing that it could limit is told."""
    case = _case((_line(0, 3750000, ExpenseCategory.STAFF),), ((600000, ResourceKind.NATIONAL_PUBLIC),), LIMITS, day)

    assert case.amounts.money("eafrd") == eafrd
    assert set(missing) <= set(case.amounts.missing("eafrd"))


def test_the_ceiling_of_the_base_cuts_what_passes_it() -> None:
    """One cent above 40 000 euros leaves the base, and public aid stops at its maximum."""
    case = _case((_line(0, 4000001, ExpenseCategory.STAFF),), law=LIMITS, on=dt.date(2024, 3, 1))

    assert [(each.reason, each.amount) for each in case.base.reductions] == [("above_ceiling", Money(1))]
    assert case.amounts.money("eligible") == Money(4000000)
    assert case.amounts.money("public_aid_cap") == Money(3000000)
    assert case.amounts.money("largest_eafrd") == Money(2400000)


def test_a_limit_in_doubt_that_could_not_bind_is_no_doubt() -> None:
    """The maximum of public aid of investments is no matter for a small plan of an unknown kind, and is for a large."""
    law, day = "fr.fiches-infogreffe", dt.date(2024, 3, 1)
    small = _case((_line(0, 10000000),), law=law, on=day, aid_rate=Rate("0.8"))
    large = _case((_line(0, 100000000),), law=law, on=day, aid_rate=Rate("0.8"))

    assert small.amounts.money("public_aid_cap") == Money(8000000)
    assert large.amounts.missing("public_aid_cap") == ("operation_nature",)


def test_a_network_chooses_how_amounts_are_rounded() -> None:
    """A layer of law that rounds to the nearest cent is obeyed, and the explanation says who chose."""
    plain, chosen = _case((_line(0, 1),)), _case((_line(0, 1),), law=FREE, on=LATER)

    assert plain.amounts.money("public_aid_cap") == Money(0)
    assert chosen.amounts.money("public_aid_cap") == Money(1)
    assert any(line.startswith("règle d'arrondi par défaut") for line in _text(plain, "public_aid_cap"))
    assert "règle d'arrondi choisie par le régime applicable :" in _text(chosen, "public_aid_cap")


def test_no_plan_has_no_base() -> None:
    """A programme without a plan loses nothing and knows nothing."""
    case = make_case(Programme(), LIBRARY)

    assert not case.base.lines
    assert not case.base.reductions
    assert "ineligible" in case.amounts.missing("eligible")


def test_reductions_carry_the_value_of_the_law() -> None:
    """Each reduction points at the parameter that excludes it."""
    (found,) = _case((_line(0, 700, committed=dt.date(2017, 10, 11)),)).base.reductions

    assert isinstance(found, Reduction)
    assert found.parameter is not None
    assert found.parameter.key == "expense_start_condition"


def test_the_workbook_holds_the_value_of_what_its_formula_would_not_give() -> None:
    """What other rules put together, and an input that is no plain sum of its table, are values in their cells."""
    case = _case(
        (_line(0, 1000000, ExpenseCategory.STAFF, committed=dt.date(2017, 10, 1)), _line(1, 1000000)),
        ((360000, ResourceKind.OWN_PUBLIC),),
        law=FREE,
        on=LATER,
    )
    cells = {
        cell.key: cell
        for section in (calculation(case, Wording("fr")), basis(case, Wording("fr")))
        for table in section.blocks
        if isinstance(table, Table)
        for row in table.rows
        for cell in row
        if isinstance(cell, NamedAmount)
    }

    assert cells["public_aid_cap"].is_fixed
    assert cells["eafrd"].is_fixed  # rounded otherwise than the formula of the cell
    assert not cells["self_financing"].is_fixed
    assert cells["staff_costs"].source is None
    assert cells["staff_costs"].value == Money(0)
    assert cells["counterpart"].source is not None
