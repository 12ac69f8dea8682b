"""What the rules of eligibility say of each line of a plan (rules EL-01 to EL-06, FIN-13, IK-01)."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator

from attrs import field, frozen

from labo_partenariats.law import ParameterValue, UnknownValue, common_declarations
from labo_partenariats.model import (
    CostOption,
    Expense,
    ExpenseCategory,
    ExpenseNature,
    FinancingPlan,
    OwnerKind,
    Programme,
)
from labo_partenariats.rules.law_view import LawView
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.values.money import ZERO, Money
from labo_partenariats.values.text import fold

#: Categories bought from suppliers: their amounts bear VAT and their offers are compared.
PURCHASES = (
    ExpenseCategory.SERVICES,
    ExpenseCategory.COMMUNICATION,
    ExpenseCategory.EQUIPMENT,
    ExpenseCategory.INVESTMENT,
)
#: Owners whose own money is public.
PUBLIC_OWNERS = (OwnerKind.PUBLIC, OwnerKind.PUBLIC_LAW_BODY)


@frozen
class LineVerdict:
    """
    What one rule says of one line («avis sur une dépense»).

    ``at_stake`` is what the rule takes away when it is broken, or would when it cannot be told. ``is_whole`` tells that
    it takes the whole line. ``reason`` is a key of the texts ``terms.Reduction``.
    """

    rule: str
    reason: str
    answer: Answer
    label: str | None
    path: str
    at_stake: Money = ZERO
    missing: tuple[str, ...] = ()
    parameter: ParameterValue | None = None
    is_whole: bool = False
    day: dt.date | None = None


@frozen(kw_only=True)
class Situation:
    """What the rules look at besides the line itself."""

    programme: Programme
    plan: FinancingPlan
    law: LawView
    application: dt.date | None
    is_over_before: bool
    starts_early: bool = field(default=False)

    @classmethod
    def of(cls, programme: Programme, plan: FinancingPlan, law: LawView) -> Situation:
        """The situation of a programme's plan."""
        application = programme.application.date if programme.application is not None else None
        return cls(
            programme=programme,
            plan=plan,
            law=law,
            application=application,
            is_over_before=_is_over_before(programme, application),
            starts_early=_starts_early(programme, plan, application),
        )

    def owner(self, line: Expense) -> OwnerKind | None:
        """Who bears the line: what it tells itself, its partner, else the lead."""
        if line.owner_kind is not None:
            return line.owner_kind
        bearer = self.programme.lead if line.partner is None else self.programme.actor(line.partner)
        return None if bearer is None else bearer.owner_kind

    def law_of(self, line: Expense) -> LawView:
        """The law as it holds for the owner of the line."""
        owner = self.owner(line)
        return self.law.owned(None if owner is None else owner.value)


def _starts_early(programme: Programme, plan: FinancingPlan, application: dt.date | None) -> bool:
    """Whether anything was committed or invoiced before the application, in the plan or in fact."""
    if application is None:
        return False
    days = [line.committed for line in plan.expenses]
    days += [day for each in programme.actual_expenses for day in (each.committed, each.invoiced)]
    return any(day is not None and day < application for day in days)


def _is_over_before(programme: Programme, application: dt.date | None) -> bool:
    """Whether every session that is held is known to have ended before the application."""
    ends = [session.period.end for action in programme.actions for session in action.sessions if not session.cancelled]
    return application is not None and bool(ends) and all(end is not None and end < application for end in ends)


def verdicts(situation: Situation) -> Iterator[LineVerdict]:
    """What each rule says of each line, in the order of the plan; nothing where a rule does not concern a line."""
    for rank, line in enumerate(situation.plan.expenses):
        for rule in _RULES:
            verdict = rule(situation, line, f"$.financing.expenses[{rank}]")
            if verdict is not None:
                yield verdict


def _nature(situation: Situation, line: Expense, path: str) -> LineVerdict | None:
    """Some natures of expense are never eligible, by the national list or by a local one (rule EL-05)."""
    told = line.nature
    if told is None and line.category is ExpenseCategory.STAFF and situation.owner(line) is OwnerKind.PUBLIC:
        nature, said = ExpenseNature.PUBLIC_STAFF_COSTS.value, False
    elif told is None:
        return None
    else:
        nature, said = told.value, True
    law = situation.law_of(line)
    open_lists: list[str] = []
    for key in ("ineligible_expenses", "local_ineligible_expenses"):
        found = law.find(key)
        if isinstance(found, ParameterValue):
            if isinstance(found.value, tuple) and nature in found.value:
                return _verdict("EL-05", "nature", Answer.VIOLATED, line, path, parameter=found, is_whole=True)
        elif _may_list(found, nature) or (said and nature in common_declarations()[key].options):
            open_lists += law.lacking(key)
    if open_lists:
        return _verdict("EL-05", "nature", Answer.UNKNOWN, line, path, missing=tuple(open_lists))
    return _verdict("EL-05", "nature", Answer.SATISFIED, line, path) if said else None


def _may_list(found: UnknownValue | None, nature: str) -> bool:
    candidates = found.candidates if found is not None else ()
    return any(isinstance(each.value, tuple) and nature in each.value for each in candidates)


def _in_kind(situation: Situation, line: Expense, path: str) -> LineVerdict | None:
    """Contributions in kind count where the rules accept them; a limit of the aid on them supposes it (IK-01)."""
    if line.category is not ExpenseCategory.IN_KIND:
        return None
    law = situation.law
    accepted, limit = law.parameter("in_kind_accepted"), law.parameter("in_kind_limits_public_aid")
    if accepted is not None:
        answer = Answer.SATISFIED if accepted.value is True else Answer.VIOLATED
        return _verdict("IK-01", "in_kind", answer, line, path, parameter=accepted, is_whole=True)
    if limit is not None:
        return _verdict("IK-01", "in_kind", Answer.SATISFIED, line, path, parameter=limit)
    return _verdict("IK-01", "in_kind", Answer.UNKNOWN, line, path, missing=law.lacking("in_kind_accepted"))


def _start(situation: Situation, line: Expense, path: str) -> LineVerdict | None:
    """An expense may not start before the application; with State aid that takes the whole project (rule EL-01)."""
    law, application, committed = situation.law, situation.application, line.committed
    condition = law.parameter("expense_start_condition")
    if application is None:
        if committed is None:
            return None
        return _verdict(
            "EL-01", "before_application", Answer.UNKNOWN, line, path, missing=("application_date",), day=committed
        )
    early = committed is not None and committed < application
    if condition is None:
        if not early:
            return None
        missing = law.lacking("expense_start_condition")
        return _verdict("EL-01", "before_application", Answer.UNKNOWN, line, path, missing=missing, day=committed)
    if condition.value == "after_application" and early:
        return _verdict(
            "EL-01",
            "before_application",
            Answer.VIOLATED,
            line,
            path,
            parameter=condition,
            is_whole=True,
            day=committed,
        )
    if condition.value == "not_completed" and situation.is_over_before:
        return _verdict("EL-01", "completed_before", Answer.VIOLATED, line, path, parameter=condition, is_whole=True)
    if condition.value == "after_application" and situation.starts_early and _is_state_aid(situation.plan):
        return _incentive(law, line, path)
    return (
        None
        if committed is None
        else _verdict("EL-01", "before_application", Answer.SATISFIED, line, path, day=committed)
    )


def _is_state_aid(plan: FinancingPlan) -> bool:
    return plan.state_aid is not None and plan.state_aid.applies is True


def _incentive(law: LawView, line: Expense, path: str) -> LineVerdict:
    """State aid needs an incentive effect: an early start of one expense takes the whole project."""
    whole = law.parameter("incentive_effect_whole_project")
    if whole is None:
        missing = law.lacking("incentive_effect_whole_project")
        return _verdict("EL-01", "incentive_effect", Answer.UNKNOWN, line, path, missing=missing)
    answer = Answer.VIOLATED if whole.value is True else Answer.SATISFIED
    return _verdict("EL-01", "incentive_effect", answer, line, path, parameter=whole, is_whole=True)


#: The day from which rule EL-03 takes the place of EL-02.
_SECOND_PERIOD = dt.date(2023, 1, 1)


def period_rule(day: dt.date | None) -> str:
    """Which of the two rules on the eligible period speaks of that day's programme."""
    return "EL-03" if day is not None and day >= _SECOND_PERIOD else "EL-02"


def _period(situation: Situation, line: Expense, path: str) -> LineVerdict | None:
    """An expense is committed within the period of its programme (rules EL-02 and EL-03)."""
    day = line.committed
    if day is None:
        return None
    law = situation.law
    rule = period_rule(law.day)
    first, last = (law.parameter(key) for key in ("eligible_period_start", "eligible_period_end"))
    for bound, is_outside in ((first, operator.lt), (last, operator.gt)):
        if bound is not None and isinstance(bound.value, dt.date) and is_outside(day, bound.value):
            return _verdict(
                rule, "outside_period", Answer.VIOLATED, line, path, parameter=bound, is_whole=True, day=day
            )
    if first is None or last is None:
        return _verdict(rule, "outside_period", Answer.UNKNOWN, line, path, missing=("eligible_period",), day=day)
    return _verdict(rule, "outside_period", Answer.SATISFIED, line, path, day=day)


def bears_vat(line: Expense) -> bool:
    """Whether a line is a purchase at its real cost, of which it matters whether its VAT counts."""
    return line.option in (None, CostOption.ACTUAL) and (
        line.category in PURCHASES or line.amount_excl_vat is not None or line.amount_incl_vat is not None
    )


def vat_in(line: Expense) -> Money | None:
    """The VAT in what a line counts; None when its amounts do not tell."""
    excl, incl, amount = line.amount_excl_vat, line.amount_incl_vat, line.amount
    if excl is not None and incl is not None and not ZERO <= excl <= incl:
        return None
    if excl is not None and amount <= excl:
        return ZERO
    if excl is None:
        return None
    return amount - excl if incl is None or amount <= incl else None


def _vat(situation: Situation, line: Expense, path: str) -> LineVerdict | None:
    """VAT counts only where it cannot be recovered, or never, as the rules say for the owner (rule EL-06)."""
    told = line.amount_excl_vat is not None or line.amount_incl_vat is not None
    if not told or not bears_vat(line):
        return None
    vat, rule = vat_in(line), situation.law_of(line).parameter("vat_eligibility")
    recovered = situation.plan.vat_recoverable if line.vat_recoverable is None else line.vat_recoverable
    if vat == ZERO:
        return _verdict("EL-06", "vat", Answer.SATISFIED, line, path, parameter=rule, at_stake=ZERO)
    if rule is not None and rule.value == "not_recoverable" and recovered is False:
        return _verdict("EL-06", "vat", Answer.SATISFIED, line, path, parameter=rule, at_stake=vat or ZERO)
    missing: tuple[str, ...] = ()
    if rule is None:
        missing = situation.law_of(line).lacking("vat_eligibility")
    elif rule.value != "never" and recovered is None:
        missing = ("vat_recoverable",)
    if vat is None:
        missing += ("vat_amounts",)
    if missing:
        return _verdict("EL-06", "vat", Answer.UNKNOWN, line, path, missing=missing, at_stake=vat or line.amount)
    return _verdict("EL-06", "vat", Answer.VIOLATED, line, path, parameter=rule, at_stake=vat)


def _territory(situation: Situation, line: Expense, path: str) -> LineVerdict | None:
    """Only the part that benefits the group's area counts (rule FIN-13)."""
    share = line.territory_share
    if share is None or not 0 <= share.fraction < 1:  # a share that is none is told by the check of the shares
        return None
    return _verdict("FIN-13", "outside_territory", Answer.VIOLATED, line, path)


def _verdict(
    rule: str,
    reason: str,
    answer: Answer,
    line: Expense,
    path: str,
    *,
    at_stake: Money | None = None,
    missing: tuple[str, ...] = (),
    parameter: ParameterValue | None = None,
    is_whole: bool = False,
    day: dt.date | None = None,
) -> LineVerdict:
    lost = line.amount if at_stake is None else at_stake
    return LineVerdict(rule, reason, answer, line.label, path, lost, missing, parameter, is_whole, day)


_HINTS = ("benevol", "en nature", "in kind", "volunteer")


def hints_at_in_kind(line: Expense) -> bool:
    """Whether the words or the nature of a line without category speak of a contribution in kind."""
    words = fold(f"{line.label} {line.detail or ''}")
    return line.nature is ExpenseNature.VOLUNTEER_WORK or any(hint in words for hint in _HINTS)


Rule = Callable[[Situation, Expense, str], LineVerdict | None]

#: The rules in the order in which they exclude: the first that takes a line whole is the one that is told.
_RULES: tuple[Rule, ...] = (_nature, _in_kind, _start, _period, _vat, _territory)
