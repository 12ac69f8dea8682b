"""The financing plan: expenses, resources and what is declared of them. No rule of law stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from labo_partenariats.model.terms import (
    ExpenseCategory,
    OwnerKind,
    PlanVersion,
    ResourceKind,
    ResourceStatus,
)
from labo_partenariats.values.money import Money, Rate, total


@frozen(kw_only=True)
class Expense:
    """
    One line of expenses («dépense»).

    ``amount`` is what the plan counts; the amounts excluding and including VAT are given when the source does.
    ``partner`` is the id of the actor that bears the cost when it is not the lead («co-portage»).
    """

    id: str
    label: str
    amount: Money
    category: ExpenseCategory | None = None
    amount_excl_vat: Money | None = None
    amount_incl_vat: Money | None = None
    partner: str | None = None
    owner_kind: OwnerKind | None = None
    detail: str | None = None


@frozen(kw_only=True)
class Resource:
    """
    One line of resources («ressource»).

    ``funder`` is the name of who pays, None when the plan does not name it; ``status`` is None when the source does
    not say whether the money is asked for or obtained.
    """

    id: str
    label: str
    amount: Money
    kind: ResourceKind | None = None
    funder: str | None = None
    status: ResourceStatus | None = None


@frozen(kw_only=True)
class StateAid:
    """
    What is declared of state aid («aide d'État»): the answer to the form's OUI / NON and its justification.

    ``applies`` is None when the question is left open.
    """

    applies: bool | None = None
    regime: str | None = None
    justification: str | None = None


@frozen(kw_only=True)
class FinancingPlan:
    """
    A financing plan («plan de financement») in one of its versions.

    ``aid_rate`` is the public aid rate that the plan announces («taux d'aide publique»); the one the law allows is the
    regime's. ``requested`` is the EAFRD amount that a *form* sets as a limit, if any.
    """

    version: PlanVersion = PlanVersion.FORECAST
    date: dt.date | None = None
    aid_rate: Rate | None = None
    requested: Money | None = None
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
