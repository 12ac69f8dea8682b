"""The controls of a plan: what the dossier says beside what it should say; a spreadsheet keeps them up to date."""

from __future__ import annotations

from labo_partenariats.model import ExpenseCategory, FinancingPlan, ResourceKind, StatedSubject
from labo_partenariats.report.blocks import (
    CellValue,
    Column,
    Difference,
    Kind,
    NamedAmount,
    Relation,
    Selected,
    Table,
    Verdict,
)
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.plan_inputs import PUBLIC_AID
from labo_partenariats.values.money import Money


def controls(case: Case, plan: FinancingPlan, say: Wording) -> Table:
    """The controls that the plan has lines for."""
    columns = (
        Column(key="label", header=say("calculation.control"), weight=5),
        Column(key="planned", header=say("calculation.planned"), kind=Kind.MONEY, weight=2),
        Column(key="relation", header=say("calculation.relation"), weight=2.5),
        Column(key="computed", header=say("calculation.computed"), kind=Kind.MONEY, weight=2),
        Column(key="gap", header=say("calculation.gap"), kind=Kind.MONEY, weight=2),
        Column(key="verdict", header=say("calculation.verdict"), kind=Kind.VERDICT, weight=2),
    )
    rows = tuple(
        _control(key, planned, relation, right, say) for key, planned, relation, right in _comparisons(case, plan)
    )
    return Table(
        key="controls",
        columns=columns,
        rows=rows,
        empty=say("calculation.no_control"),
        note=say("calculation.controls_note"),
        live_note=say("calculation.controls_live"),
    )


Planned = NamedAmount | Selected | Money
Comparison = tuple[str, Planned, Relation, NamedAmount | Selected]


def _control(
    key: str, planned: Planned, relation: Relation, reference: NamedAmount | Selected, say: Wording
) -> tuple[CellValue, ...]:
    left = planned if isinstance(planned, Money) else planned.value
    right = reference.value
    gap = left - right if isinstance(left, Money) and isinstance(right, Money) else None
    holds = None if gap is None else gap == Money(0) if relation == "=" else gap <= Money(0)
    return (
        say(f"control.{key}"),
        planned,
        say("calculation.equal" if relation == "=" else "calculation.at_most"),
        reference,
        Difference("planned", "computed", gap),
        Verdict("planned", relation, "computed", holds),
    )


def _comparisons(case: Case, plan: FinancingPlan) -> list[Comparison]:
    """What the plan says beside what it should say; only what the plan has lines for."""
    amount = {
        key: NamedAmount(key, case.amounts.money(key)) for key in BOOK.formulas if BOOK.formulas[key].unit == "EUR"
    }
    found: list[Comparison] = []
    if plan.expenses and plan.resources:
        found.append(("balance", amount["total_resources"], "=", amount["total_expenses"]))
    if plan.resources:
        found.append(("public_aid", _selected(plan, PUBLIC_AID), "<=", amount["public_aid_cap"]))
        found.append(("eafrd", _selected(plan, (ResourceKind.EAFRD,)), "=", amount["eafrd"]))
        others = tuple(kind for kind in ResourceKind if kind not in PUBLIC_AID)
        found.append(("self_financing", _selected(plan, others), "=", amount["self_financing"]))
    if any(line.category is ExpenseCategory.INDIRECT for line in plan.expenses):
        indirect = Selected(
            "expenses", "category", "expenses", (ExpenseCategory.INDIRECT,), plan.expenses_of(ExpenseCategory.INDIRECT)
        )
        found.append(("indirect", indirect, "<=", amount["indirect_costs_ceiling"]))
    for figure in case.programme.stated_figures:
        if figure.subject is StatedSubject.EAFRD and figure.amount is not None and plan.resources:
            found.append(("stated_eafrd", figure.amount, "=", _selected(plan, (ResourceKind.EAFRD,))))
        if figure.subject is StatedSubject.TOTAL_COST and figure.amount is not None and plan.expenses:
            found.append(("stated_total", figure.amount, "=", amount["total_expenses"]))
    return found


def _selected(plan: FinancingPlan, kinds: tuple[ResourceKind, ...]) -> Selected:
    known = all(line.kind is not None for line in plan.resources)
    return Selected(
        "resources", "kind", "resources", kinds, plan.resources_of(*kinds) if known else None, needs_all=True
    )
