"""The financing plan: expenses, resources and what is declared of them. No rule of law stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import field, frozen

from labo_partenariats.model.terms import (
    CostOption,
    ExpenseCategory,
    ExpenseNature,
    OperationNature,
    OwnerKind,
    PlanVersion,
    ResourceKind,
    ResourceStatus,
)
from labo_partenariats.values.money import Money, Rate, is_money, total

#: The tables of a plan: a line of one that cannot be read makes its sum unknown.
PLAN_TABLES = ("expenses", "resources")


@frozen(kw_only=True)
class Expense:
    """
    One line of expenses («dépense»).

    ``amount`` is what the plan counts; the amounts excluding and including VAT are given when the source does.
    ``partner`` is the id of the actor that bears the cost when it is not the lead («co-portage»), ``owner_kind`` its
    kind when it is not listed. ``option`` tells a simplified cost option, ``nature`` what makes the expense a special
    case. ``territory_share`` is the part that benefits the group's area, None for the whole; ``committed`` the day of
    the first legal commitment (signed quote, order, deposit); ``vat_recoverable`` whether its VAT can be recovered.
    """

    id: str
    label: str
    amount: Money = field(validator=is_money)
    category: ExpenseCategory | None = None
    amount_excl_vat: Money | None = None
    amount_incl_vat: Money | None = None
    partner: str | None = None
    owner_kind: OwnerKind | None = None
    detail: str | None = None
    option: CostOption | None = None
    nature: ExpenseNature | None = None
    territory_share: Rate | None = None
    committed: dt.date | None = None
    vat_recoverable: bool | None = None


@frozen(kw_only=True)
class Resource:
    """
    One line of resources («ressource»).

    ``funder`` is the name of who pays, None when the plan does not name it; ``status`` is None when the source does
    not say whether the money is asked for or obtained.
    """

    id: str
    label: str
    amount: Money = field(validator=is_money)
    kind: ResourceKind | None = None
    funder: str | None = None
    status: ResourceStatus | None = None


@frozen(kw_only=True)
class StateAid:
    """
    What is declared of state aid («aide d'État»): the answer to the form's OUI / NON and its justification.

    ``applies`` is None when the question is left open. State aid is an aid that meets the four criteria together:
    ``economic_activity``, ``undertaking``, ``selective``, ``trade_effect`` (rule SA-10). ``intensity`` is the highest
    public aid rate that the scheme allows (rule FIN-08).
    """

    applies: bool | None = None
    scheme: str | None = None
    justification: str | None = None
    economic_activity: bool | None = None
    undertaking: bool | None = None
    selective: bool | None = None
    trade_effect: bool | None = None
    intensity: Rate | None = None


@frozen(kw_only=True)
class FinancingPlan:
    """
    A financing plan («plan de financement») in one of its versions.

    ``aid_rate`` is the public aid rate that the plan announces («taux d'aide publique»); the one the law allows is the
    regime's. ``requested`` is the EAFRD amount that a *form* sets as a limit, if any. ``net_revenue`` is what the
    operation earns beyond what was foreseen («recettes nettes»); ``vat_recoverable`` whether the beneficiary recovers
    VAT; ``under_procurement`` whether it buys under the rules of public procurement; ``large_procurement`` whether a
    contract of the operation passes the EU thresholds; ``nature`` what kind of operation it is.
    """

    version: PlanVersion = PlanVersion.FORECAST
    date: dt.date | None = None
    aid_rate: Rate | None = None
    requested: Money | None = None
    net_revenue: Money | None = None
    vat_recoverable: bool | None = None
    under_procurement: bool | None = None
    large_procurement: bool | None = None
    nature: OperationNature | None = None
    state_aid: StateAid | None = None
    expenses: tuple[Expense, ...] = ()
    resources: tuple[Resource, ...] = ()
    remark: str | None = None

    @property
    def total_expenses(self) -> Money:
        """The sum of all expenses."""
        return total(expense.amount for expense in self.expenses)

    @property
    def total_resources(self) -> Money:
        """The sum of all resources."""
        return total(resource.amount for resource in self.resources)

    def expenses_of(self, *categories: ExpenseCategory) -> Money:
        """The sum of the expenses of these categories."""
        return total(expense.amount for expense in self.expenses if expense.category in categories)

    def resources_of(self, *kinds: ResourceKind) -> Money:
        """The sum of the resources of these kinds."""
        return total(resource.amount for resource in self.resources_in(kinds))

    def resources_in(self, kinds: Iterable[ResourceKind]) -> tuple[Resource, ...]:
        """The resources of these kinds, in the order of the plan."""
        wanted = frozenset(kinds)
        return tuple(resource for resource in self.resources if resource.kind in wanted)
