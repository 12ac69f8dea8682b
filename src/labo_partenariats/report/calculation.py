"""The sections that a manager checks: controls, every amount, and what they rest on: inputs and parameters in force."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from labo_partenariats.formula import NoLimit, ProseAlgebra, Unit, Unknown, Value, from_number
from labo_partenariats.i18n import Term
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import ExpenseCategory, FinancingPlan, ResourceKind
from labo_partenariats.report.blocks import (
    Block,
    CellValue,
    Column,
    FormulaOf,
    Kind,
    NamedAmount,
    Paragraph,
    Section,
    Selected,
    Table,
)
from labo_partenariats.report.controls import controls
from labo_partenariats.report.opening import law_day
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.case import COUNTERPART, PARAMETERS, Case
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.plan_inputs import Derived
from labo_partenariats.values.money import Money, Rate

#: The inputs of the book that are sums over the lines of a table: table, column, terms, and whether every line must
#: say.
SELECTIONS: dict[str, tuple[str, str, tuple[ExpenseCategory | ResourceKind, ...], bool]] = {
    "staff_costs": ("expenses", "category", (ExpenseCategory.STAFF,), True),
    "in_kind": ("expenses", "category", (ExpenseCategory.IN_KIND,), False),
    "counterpart": ("resources", "kind", COUNTERPART, True),
}


def quantity(case: Case, key: str) -> Money | Rate | None:
    """An input or a parameter of the book as the user's type; None when it is not known."""
    return as_given(case.amounts.values[key], BOOK.declarations[key].unit)


def as_given(value: Value, unit: Unit) -> Money | Rate | None:
    """A value of a book, of a *unit*, as `Money` or `Rate`; None when it is unknown, no limit, or no exact decimal."""
    if not isinstance(value, Fraction):
        return None
    if unit == "EUR":
        found = from_number(value, "EUR")
        return found if isinstance(found, Money) else None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Rate(exact) if Fraction(exact) == value else None


def checks(case: Case, say: Wording) -> Section:
    """What the plan says beside what it should say."""
    plan = case.plan
    return Section(
        key="controls",
        name=say("section.controls.name"),
        title=say("section.controls.title"),
        blocks=(_no_plan(say) if plan is None else controls(case, plan, say),),
        is_wide=True,
    )


def calculation(case: Case, say: Wording) -> Section:
    """Every amount with its value, its rule and its formula."""
    return Section(
        key="calculation",
        name=say("section.calculation.name"),
        title=say("section.calculation.title"),
        blocks=(_no_plan(say) if case.plan is None else _amounts(case, say),),
        is_wide=True,
    )


def basis(case: Case, say: Wording) -> Section:
    """What the calculation rests on: the lines of the plan and the parameters of the law, with their sources."""
    blocks: list[Block] = [Paragraph(law_day(case, say))]
    if case.regime is not None:
        layers = tuple(layer.label(say.language) for layer in case.regime.layers)
        blocks.append(Paragraph(say("calculation.regime", layers=layers)))
    else:
        blocks.append(Paragraph(say("calculation.no_regime")))
    plan = case.plan
    blocks += [_no_plan(say)] if plan is None else [_parameters(case, say), _inputs(case, plan, say)]
    return Section(
        key="basis",
        name=say("section.basis.name"),
        title=say("section.basis.title"),
        blocks=tuple(blocks),
        is_wide=True,
    )


def _no_plan(say: Wording) -> Paragraph:
    return Paragraph(say("financing.empty"), is_note=True)


def _amounts(case: Case, say: Wording) -> Table:
    """The amounts that formulas give; those that a table's last row works out are referred to."""
    untold = any(isinstance(case.amounts.values[key], Unknown) for key in BOOK.formulas)
    columns = [
        Column(key="label", header=say("calculation.amount"), weight=3),
        Column(key="value", header=say("calculation.value"), kind=Kind.MONEY, weight=2),
        Column(key="words", header=say("calculation.words"), weight=5),
        Column(key="formula", header=say("calculation.formula"), kind=Kind.FORMULA, weight=7),
        Column(key="rounding", header=say("calculation.rounding"), kind=Kind.TERM, weight=2),
        Column(key="rule", header=say("calculation.rule"), weight=1.2),
    ]
    rows = [_amount(case, key, say) for key in BOOK.formulas]
    if untold:
        columns.append(Column(key="missing", header=say("calculation.missing"), weight=3))
        rows = [(*row, _missing(case, key, say)) for row, key in zip(rows, BOOK.formulas, strict=True)]
    return Table(key="amounts", columns=tuple(columns), rows=tuple(rows))


def _amount(case: Case, key: str, say: Wording) -> tuple[CellValue, ...]:
    formula = BOOK.formulas[key]
    value = case.amounts.values[key]
    shown = value if formula.unit != "EUR" and isinstance(value, Fraction) else as_given(value, formula.unit)
    home = key not in ("total_expenses", "total_resources")  # worked out under their tables
    absent = frozenset(name for name, each in case.amounts.values.items() if isinstance(each, NoLimit))
    words = formula.expression.fold(ProseAlgebra(BOOK, say.language, absent)).text
    rounding = case.amounts.explanations.book.formulas[key].rounding
    replaced = key in case.amounts.explanations.given
    if replaced:
        words = say("calculation.replaced")
    return (
        say.amount(key),
        NamedAmount(key, shown, formula.unit, is_home=home, is_fixed=replaced or rounding is not formula.rounding),
        words,
        words if replaced else FormulaOf(key, words),
        rounding,
        formula.rule,
    )


def _missing(case: Case, key: str, say: Wording) -> str:
    missing = case.amounts.missing(key)
    return say("calculation.untold", missing=tuple(Term("missing", name) for name in missing)) if missing else ""


def _inputs(case: Case, plan: FinancingPlan, say: Wording) -> Table:
    columns = (
        Column(key="label", header=say("calculation.input"), weight=3),
        Column(key="value", header=say("calculation.value"), kind=Kind.MONEY, weight=2, is_input=True),
        Column(key="source", header=say("calculation.source"), weight=6),
    )
    rows = []
    for key, (table, by, terms, needs_all) in SELECTIONS.items():
        value = quantity(case, key)
        money = value if isinstance(value, Money) else None
        source = Selected(table, by, table, terms, money, needs_all)
        has_lines = plan.expenses if table == "expenses" else plan.resources
        words = say(f"calculation.sum_of_{table}", terms=tuple(terms))
        live = bool(has_lines) and _is_plain_sum(plan, key, money)
        if has_lines and not live:
            words = say("calculation.after_rules")
        rows.append((say.amount(key), NamedAmount(key, value, is_home=True, source=source if live else None), words))
    for key in ("ineligible", "requested"):
        value = quantity(case, key)
        if key == "ineligible" or value is not None:
            ruled = key == "ineligible" and case.base.reductions
            words = say("calculation.after_rules" if ruled else "calculation.typed")
            entered = key if key == "requested" else None
            rows.append((say.amount(key), NamedAmount(key, value, is_home=True, entered_as=entered), words))
    return Table(key="inputs", title=say("calculation.inputs"), columns=columns, rows=tuple(rows))


def _is_plain_sum(plan: FinancingPlan, key: str, value: Money | None) -> bool:
    """Whether an input is what the lines of its table add up to, so that a cell can add them up; unknown may be."""
    table, _, terms, needs_all = SELECTIONS[key]
    if value is None:
        return needs_all
    if table == "expenses":
        return value == plan.expenses_of(*(term for term in terms if isinstance(term, ExpenseCategory)))
    return value == plan.resources_of(*(term for term in terms if isinstance(term, ResourceKind)))


def _parameters(case: Case, say: Wording) -> Table:
    evidence = case.amounts.explanations.evidence
    rows = []
    for key in PARAMETERS:
        value = NamedAmount(key, quantity(case, key), BOOK.declarations[key].unit, is_home=True)
        rows.append(parameter_row(case, value, evidence.get(key), say, is_limit=BOOK.declarations[key].is_limit))
    return parameter_table("parameters", tuple(rows), say)


def parameter_table(key: str, rows: tuple[tuple[CellValue, ...], ...], say: Wording) -> Table:
    """Parameters in force, a row each as `parameter_row` gives it."""
    columns = (
        Column(key="label", header=say("calculation.parameter"), weight=3),
        Column(key="value", header=say("calculation.value"), kind=Kind.RATE, weight=1.5),
        Column(key="force", header=say("calculation.in_force"), weight=3),
        Column(key="article", header=say("calculation.article"), weight=5),
        Column(key="layer", header=say("calculation.layer"), weight=2.5),
        Column(key="certainty", header=say("calculation.certainty"), kind=Kind.TERM, weight=2),
        Column(key="address", header=say("calculation.address"), weight=4.5),
    )
    return Table(
        key=key,
        title=say("calculation.parameters"),
        columns=columns,
        rows=rows,
        note=say("calculation.unverified_note"),
    )


def parameter_row(
    case: Case, value: NamedAmount, evidence: object, say: Wording, *, is_limit: bool = False
) -> tuple[CellValue, ...]:
    """A parameter with where its value comes from: the law, the plan itself, or nowhere."""
    untold = say("calculation.no_limit" if is_limit else "calculation.no_value")
    if isinstance(evidence, Derived):
        evidence = evidence.parameter if evidence.parameter is not None else ""
    if isinstance(evidence, str):  # the path of what the dossier itself says
        untold = say("calculation.from_plan")
    if not isinstance(evidence, ParameterValue):
        return say.amount(value.key), value, untold, None, None, None, None
    return (
        say.amount(value.key),
        value,
        _in_force(evidence, say),
        "\n".join(", ".join(part for part in (ref.act, ref.article) if part) for ref in evidence.references),
        _layer(case, evidence, say),
        evidence.certainty,
        "\n".join(ref.url for ref in evidence.references if ref.url),
    )


def _layer(case: Case, value: ParameterValue, say: Wording) -> str:
    layers = case.regime.layers if case.regime else ()
    return next((layer.label(say.language) for layer in layers if layer.id == value.layer), value.layer)


def _in_force(value: ParameterValue, say: Wording) -> str:
    if value.start is None:
        return say("calculation.undated")
    key = "calculation.since" if value.end is None else "calculation.between"
    told = say(key, start=value.start, end=value.end)
    if value.dates_certainty is not value.certainty:
        told = say("calculation.dates_certainty", told=told, certainty=value.dates_certainty)
    return told
