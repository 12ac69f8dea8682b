"""
The report on a payment claim («demande de paiement»): what was spent, what of it counts, what is paid and what is left.

The figures are those of `ClaimExamination`; the report adds the words and the order in which a manager checks them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from labo_partenariats.findings import Catalogue, Finding, PathLocation, core_catalogue, in_order
from labo_partenariats.formula import ProseAlgebra, Unknown
from labo_partenariats.i18n import Language
from labo_partenariats.model import ClaimKind, ExpenseCategory, FinancingPlan, Programme
from labo_partenariats.report import verdicts
from labo_partenariats.report.blocks import (
    Block,
    Bullets,
    CellValue,
    Column,
    Difference,
    Dossier,
    Facts,
    FormulaOf,
    Kind,
    NamedAmount,
    Paragraph,
    Section,
    Selected,
    Table,
    Within,
)
from labo_partenariats.report.calculation import as_given, parameter_row, parameter_table
from labo_partenariats.report.cash import payments
from labo_partenariats.report.opening import given, law_day, numbered
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.assessment import Assessment
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.claim_book import METHODS
from labo_partenariats.rules.payment import ClaimExamination, RetainedLine, examine_all
from labo_partenariats.values.term import Term

_STAGES: Final = ("on_claim", "after_check", "penalty", "payable")
#: The inputs that no column of the expenses adds up, and where the dossier gives them.
_GIVEN: Final = ("granted_eligible", "granted_eafrd", "counterpart_paid", "already_paid")
_SUMS: Final = ("retained_staff_costs", "retained_in_kind")
_RATES: Final = (
    "aid_rate",
    "eafrd_rate",
    "indirect_costs_flat_rate",
    "overclaim_tolerance",
    "payments_before_balance_maximum",
)
_ABOUT: Final = ("$.claims", "$.actual_expenses", "$.payments", "$.agreement")


def build_claim(
    programme: Programme,
    assessment: Assessment,
    findings: tuple[Finding, ...] = (),
    *,
    claim: str | None = None,
    catalogue: Catalogue | None = None,
    language: Language = "fr",
) -> Dossier | None:
    """
    The report on the claim with the id *claim*, the last one without; None when the programme holds no such claim.

    *findings* are all findings so far; those about claims, what was spent and what was paid are shown.
    """
    say, case = Wording(language), assessment.case
    examined = [each for each in examine_all(case) if claim is None or each.claim.id == claim]
    if not examined:
        return None
    this = examined[-1]
    found = tuple(each for each in in_order(findings or assessment.findings) if _is_about_claims(each))
    sections = (
        _opening(case, this, found, say),
        _expenses(case, this, say),
        _settlement(this, say),
        _basis(case, this, say),
        _payments(programme, this, say),
        verdicts.findings(found, catalogue or core_catalogue(), say),
    )
    return Dossier(
        language=language,
        title=programme.title or say("cover.untitled"),
        subject=say("claim.subject"),
        author=programme.lead.name if programme.lead else say("author"),
        date=this.claim.date,
        sections=sections,
        quantities=this.values,
        book=this.book,
        missing=_missing(this),
        has_inputs=False,
        is_settled=this.plan is not None,
    )


def _is_about_claims(found: Finding) -> bool:
    places = (found.location, *found.related)
    paths = [place.path for place in places if isinstance(place, PathLocation)]
    return found.code.startswith("PAY") or any(path.startswith(_ABOUT) for path in paths)


def _missing(this: ClaimExamination) -> tuple[Term, ...]:
    """What would have to be known to tell what is to be paid now."""
    awaited = ("to_pay",) if "to_pay" in this.book.formulas else tuple(f"{method}_payable" for method in METHODS)
    values = [this.values.get(key) for key in awaited]
    lacking = {name for value in values if isinstance(value, Unknown) for name in value.missing}
    lacking |= {"final_amount_method"} if this.agreed is None else set()
    lacking |= {"overclaim_tolerance" if this.claim.date else "claim_date"} if this.basis is None else set()
    named = sorted({"granted_plan" if name.startswith("granted_") else name for name in lacking})
    return tuple(Term("missing", name) for name in named)


def _amount(this: ClaimExamination, key: str, *, is_home: bool = False, source: Selected | None = None) -> NamedAmount:
    unit = this.book.declarations[key].unit
    return NamedAmount(key, as_given(this.values[key], unit), unit, is_home=is_home, source=source)


# Opening


def _opening(case: Case, this: ClaimExamination, found: tuple[Finding, ...], say: Wording) -> Section:
    """Whose claim it is, and in figures what it comes to."""
    programme, claim = case.programme, this.claim
    lag, agreement = programme.lag, programme.agreement
    rows = given(
        [
            (say("cover.lead"), programme.lead.name if programme.lead else None),
            (say("claim.operation"), programme.title),
            (say("cover.lag"), numbered(lag.acronym, lag.name) if lag else None),
            (say("claim.agreement"), agreement.reference if agreement else None),
            (say("claim.kind"), claim.kind),
            (say("claim.id"), claim.id),
            (say("claim.date"), claim.date),
            (say("claim.plan"), _dated(this.plan, say) if this.plan else say("claim.no_plan")),
            (say("claim.method"), say(f"claim.{this.agreed}") if this.agreed else say("claim.no_method")),
            (say("cover.law"), law_day(case, say)),
        ]
    )
    keys = ["claimed_eligible", "retained_eligible", "granted_eafrd"]
    keys += [f"{method}_payable" for method in METHODS if f"{method}_payable" in this.book.formulas]
    keys += ["already_paid", *(["to_pay"] if "to_pay" in this.book.formulas else [])]
    blocks: list[Block] = [
        Facts(title=say("claim.title"), rows=rows),
        Facts(title=say("cover.amounts"), rows=tuple((say.amount(key), _amount(this, key)) for key in keys)),
    ]
    told = tuple(_remarks(this, say))
    if told:
        blocks.append(Bullets(title=say("claim.to_know"), items=told))
    return Section(
        key="claim",
        name=say("section.claim.name"),
        title=programme.title or say("cover.untitled"),
        blocks=tuple(blocks),
    )


def _dated(plan: FinancingPlan, say: Wording) -> str:
    version = say.value(plan.version)
    return version if plan.date is None else say("claim.plan_on", version=version, day=plan.date)


def _remarks(this: ClaimExamination, say: Wording) -> Iterator[str]:
    """What the figures alone do not say."""
    if not this.lines:
        yield say("claim.no_lines")
    elif this.retained is None:
        count = sum(line.retained is None for line in this.lines)
        yield say("claim.unchecked", count=count)
    if missing := _missing(this):
        yield say("claim.untold", missing=missing)
    if this.agreed is None:
        yield say("claim.methods_differ")
    if this.basis is None:
        yield say("claim.no_penalty_known")
    if this.claim.no_fault:
        yield say("claim.no_fault")
    if this.claim.kind is not ClaimKind.BALANCE and this.left_before_balance is not None:
        yield say("claim.before_balance", amount=this.left_before_balance)


# What was spent


def _expenses(case: Case, this: ClaimExamination, say: Wording) -> Section:
    """Every expense declared up to this claim, with what was kept of it, and why the rest was refused."""
    columns: tuple[Column, ...] = (
        Column(key="label", header=say.header("actual_expenses", "label"), weight=4),
        Column(key="reference", header=say.header("actual_expenses", "reference"), weight=2),
        Column(key="supplier", header=say.header("actual_expenses", "supplier"), weight=2.5),
        Column(
            key="category",
            header=say.header("actual_expenses", "category"),
            kind=Kind.TERM,
            weight=2.5,
            terms=ExpenseCategory,
        ),
        Column(key="claim", header=say.header("actual_expenses", "claim"), weight=2),
        Column(key="paid", header=say.header("actual_expenses", "paid"), kind=Kind.DATE, weight=1.5),
        Column(key="amount", header=say("claim.declared"), kind=Kind.MONEY, weight=2, is_input=True, feeds="declared"),
        Column(key="checked", header=say("claim.checked"), kind=Kind.MONEY, weight=2, is_input=True, feeds="checked"),
        Column(key="retained", header=say("claim.retained"), kind=Kind.MONEY, weight=2, feeds="counted"),
        Column(key="refused", header=say("claim.refused"), kind=Kind.MONEY, weight=2),
        Column(key="refusal", header=say.header("actual_expenses", "refusal"), weight=3.5),
    )
    above: list[int] = []
    rows: list[tuple[CellValue, ...]] = []
    for number, line in enumerate(this.lines):
        before = tuple(number - rank for rank in reversed(above))
        rows.append(_line(line, before, say))
        if line.is_flat_rate:
            above.append(number)
    columns, rows = _filled(columns, rows)
    blocks: list[Block] = []
    if any(line.is_flat_rate for line in this.lines):
        blocks.append(Paragraph(say("claim.flat_rate_note"), is_note=True))
    refused = None if this.retained is None else this.claimed - this.retained
    declared = Selected("claim_lines", "category", "declared", (), this.claimed)
    counted = Selected("claim_lines", "category", "counted", (), this.retained, needs_all=True)
    blocks.append(
        Table(
            key="claim_lines",
            columns=columns,
            rows=tuple(rows),
            total={
                "amount": _amount(this, "claimed_eligible", is_home=True, source=declared),
                "checked": None,
                "retained": _amount(this, "retained_eligible", is_home=True, source=counted),
                "refused": Difference("amount", "retained", refused),
            },
            empty=say("claim.no_lines"),
        )
    )
    return Section(
        key="claim_expenses",
        name=say("section.claim_expenses.name"),
        title=say("section.claim_expenses.title"),
        blocks=tuple(blocks),
        is_wide=True,
    )


def _line(line: RetainedLine, before: tuple[int, ...], say: Wording) -> tuple[CellValue, ...]:
    spent = line.expense
    of = "amount" if line.is_flat_rate and spent.retained is None else "checked"
    counted = Within(
        of, line.retained, "flat_rate_allowed" if line.is_flat_rate else None, before if line.is_flat_rate else ()
    )
    refused = None if line.retained is None else line.claimed - line.retained
    cut = line.is_flat_rate and line.retained is not None and line.retained < (line.checked or line.claimed)
    return (
        spent.label,
        spent.reference,
        spent.supplier,
        line.category,
        spent.claim,
        spent.paid,
        line.claimed,
        spent.retained,
        counted,
        Difference("amount", "retained", refused),
        spent.refusal or (say("claim.beyond_flat_rate") if cut else None),
    )


def _filled(
    columns: tuple[Column, ...], rows: Sequence[tuple[CellValue, ...]]
) -> tuple[tuple[Column, ...], list[tuple[CellValue, ...]]]:
    """Without the columns of text and dates in which no row says anything."""
    kept = [
        rank
        for rank, column in enumerate(columns)
        if column.kind in (Kind.MONEY, Kind.TERM) or any(row[rank] not in (None, "") for row in rows)
    ]
    return tuple(columns[rank] for rank in kept), [tuple(row[rank] for rank in kept) for row in rows]


# What is paid


def _settlement(this: ClaimExamination, say: Wording) -> Section:
    """Both methods side by side, then every amount with its formula."""
    methods = tuple(METHODS)
    columns = (
        Column(key="stage", header=say("calculation.amount"), weight=5),
        *(Column(key=method, header=say(f"claim.{method}"), kind=Kind.MONEY, weight=3) for method in methods),
    )
    stages = [stage for stage in _STAGES if f"{methods[0]}_{stage}" in this.book.formulas]
    compared: tuple[tuple[CellValue, ...], ...] = tuple(
        (say(f"claim.stage.{stage}"), *(_amount(this, f"{method}_{stage}") for method in methods)) for stage in stages
    )
    note = say(f"claim.agreed_{this.agreed}") if this.agreed else say("claim.methods_differ")
    return Section(
        key="settlement",
        name=say("section.settlement.name"),
        title=say("section.settlement.title"),
        blocks=(
            Table(key="methods", title=say("claim.methods"), columns=columns, rows=compared, note=note),
            _formulas(this, say),
        ),
        is_wide=True,
    )


def _formulas(this: ClaimExamination, say: Wording) -> Table:
    columns = (
        Column(key="label", header=say("calculation.amount"), weight=3),
        Column(key="value", header=say("calculation.value"), kind=Kind.MONEY, weight=2),
        Column(key="words", header=say("calculation.words"), weight=5),
        Column(key="formula", header=say("calculation.formula"), kind=Kind.FORMULA, weight=7),
        Column(key="rounding", header=say("calculation.rounding"), kind=Kind.TERM, weight=2),
        Column(key="rule", header=say("calculation.rule"), weight=1.2),
    )
    rows: list[tuple[CellValue, ...]] = []
    for key, formula in this.book.formulas.items():
        words = formula.expression.fold(ProseAlgebra(this.book, say.language, frozenset())).text
        value = _amount(this, key, is_home=True)
        rows.append((say.amount(key), value, words, FormulaOf(key, words), formula.rounding, formula.rule))
    return Table(key="claim_amounts", title=say("claim.amounts"), columns=columns, rows=tuple(rows))


def _basis(case: Case, this: ClaimExamination, say: Wording) -> Section:
    """What the amounts rest on: the grant, what was paid, the rates in force on the day of the claim."""
    columns = (
        Column(key="label", header=say("calculation.input"), weight=3),
        Column(key="value", header=say("calculation.value"), kind=Kind.MONEY, weight=2),
        Column(key="source", header=say("calculation.source"), weight=6),
    )
    rows: list[tuple[CellValue, ...]] = [
        (say.amount(key), _amount(this, key, is_home=True), say(f"claim.source.{key}")) for key in _GIVEN
    ]
    terms = {
        "retained_staff_costs": (ExpenseCategory.STAFF, "checked"),
        "retained_in_kind": (ExpenseCategory.IN_KIND, "counted"),
    }
    for key in _SUMS:
        term, amounts = terms[key]
        known = this.money(key)
        source = (
            Selected("claim_lines", "category", amounts, (term,), known) if known is not None and this.lines else None
        )
        rows.append(
            (say.amount(key), _amount(this, key, is_home=True, source=source), say("claim.source.sum", terms=(term,)))
        )
    return Section(
        key="claim_basis",
        name=say("section.claim_basis.name"),
        title=say("section.claim_basis.title"),
        blocks=(
            Table(key="claim_inputs", title=say("calculation.inputs"), columns=columns, rows=tuple(rows)),
            parameter_table(
                "claim_parameters",
                tuple(
                    parameter_row(case, _amount(this, key, is_home=True), this.evidence.get(key), say) for key in _RATES
                ),
                say,
            ),
        ),
        is_wide=True,
    )


def _payments(programme: Programme, this: ClaimExamination, say: Wording) -> Section:
    """What was paid so far, and what the grant leaves."""
    table = payments(programme, say)
    blocks: list[Block] = [Paragraph(say("claim.no_payments"), is_note=True)] if table is None else [table]
    keys = ["granted_eafrd", "already_paid", "left_before_balance"]
    keys[2:2] = [key for key in ("to_pay", "left_after") if key in this.book.formulas]
    rows = tuple((say.amount(key), _amount(this, key)) for key in keys)
    blocks.append(Facts(title=say("claim.left"), rows=rows))
    return Section(
        key="claim_payments",
        name=say("section.claim_payments.name"),
        title=say("section.claim_payments.title"),
        blocks=tuple(blocks),
    )
