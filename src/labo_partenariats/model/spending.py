"""What is really spent, offered, worked, travelled, claimed and paid: the inputs of eligibility and of payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import field, frozen

from labo_partenariats.model.terms import (
    BreachKind,
    ClaimKind,
    DocumentKind,
    ExpenseCategory,
    ExpenseNature,
    FinalAmountMethod,
)
from labo_partenariats.values.money import Money, Rate, is_money


@frozen(kw_only=True)
class Quote:
    """
    One supplier's offer for an expense («devis»).

    ``expense`` is the id of the planned line that it answers; ``amount`` is comparable between offers of one line
    (excluding VAT when the dossier counts so); ``is_chosen`` marks the offer that was retained.
    """

    id: str
    expense: str | None = None
    supplier: str | None = None
    amount: Money | None = None
    date: dt.date | None = None
    is_chosen: bool = False


@frozen(kw_only=True)
class ActualExpense:
    """
    An expense as it was really incurred («dépense réalisée»): an invoice, a payslip, a statement of costs.

    ``expense`` is the id of the planned line it belongs to and ``claim`` of the payment claim that declares it.
    ``committed`` is the day of the first legal commitment (signed quote, order, deposit), ``invoiced`` and ``paid`` the
    days of the invoice and of its payment. ``amount`` is what is declared; ``retained`` what the check of the claim
    kept of it, None while nobody has checked; ``refusal`` says why the rest was refused.
    """

    id: str
    label: str
    amount: Money = field(validator=is_money)
    expense: str | None = None
    claim: str | None = None
    category: ExpenseCategory | None = None
    nature: ExpenseNature | None = None
    supplier: str | None = None
    reference: str | None = None
    amount_excl_vat: Money | None = None
    amount_incl_vat: Money | None = None
    committed: dt.date | None = None
    invoiced: dt.date | None = None
    paid: dt.date | None = None
    retained: Money | None = None
    refusal: str | None = None


@frozen(kw_only=True)
class StaffTime:
    """
    Working time spent on the operation («temps passé»), named by function and never by person.

    ``annual_cost`` is the latest documented annual gross employment cost of the function at full time;
    ``working_time`` the part-time share of its contract (1 for full time); ``time_share`` the part of its working time
    that goes to the operation. ``hours`` are those worked on the operation.
    """

    id: str
    position: str
    expense: str | None = None
    actor: str | None = None
    annual_cost: Money | None = None
    working_time: Rate | None = None
    time_share: Rate | None = None
    hours: Decimal | None = None
    start: dt.date | None = None
    end: dt.date | None = None


@frozen(kw_only=True)
class Trip:
    """
    One journey for the operation («déplacement»), paid by unit costs.

    ``traveller`` tells apart those whose yearly distance the scale counts (a function, a vehicle), ``fiscal_power`` is
    that of the vehicle in CV, ``kilometres`` the distance driven, ``meals`` the number of meals at the flat rate.
    ``prior_kilometres`` is what the traveller had already driven for the beneficiary in the same calendar year before
    the first journey told here.
    """

    id: str
    date: dt.date | None = None
    traveller: str | None = None
    destination: str | None = None
    expense: str | None = None
    fiscal_power: int | None = None
    kilometres: Decimal | None = None
    prior_kilometres: Decimal | None = None
    meals: int | None = None


@frozen(kw_only=True)
class Agreement:
    """
    The agreement that grants the aid («convention attributive»): what it fixes itself comes before the general rules.

    ``method`` is how the final EAFRD is computed, ``claims_maximum`` the number of claims, ``share_before_balance`` the
    part of the aid that may be paid before the balance, ``balance_deadline`` the last day to claim the balance, ``end``
    the last day on which the operation may be carried out.
    """

    signed: dt.date | None = None
    reference: str | None = None
    method: FinalAmountMethod | None = None
    claims_maximum: int | None = None
    share_before_balance: Rate | None = None
    balance_deadline: dt.date | None = None
    end: dt.date | None = None


@frozen(kw_only=True)
class Breach:
    """
    A commitment that was not kept («manquement»), as a control established it.

    ``notice`` is the day of the formal notice («mise en demeure») for a breach that may be put right.
    """

    kind: BreachKind
    date: dt.date | None = None
    notice: dt.date | None = None
    remark: str | None = None


@frozen(kw_only=True)
class PaymentClaim:
    """
    A claim for payment («demande de paiement»): an advance, an instalment or the balance.

    ``claimed`` is the EAFRD asked for when the claim says it. ``counterpart_paid`` is what the national public funders
    had really paid by then, None when the claim does not tell. ``no_fault`` is True when the beneficiary is shown to be
    without fault in what was found ineligible. ``breaches`` are the commitments that its check found broken.
    """

    id: str
    kind: ClaimKind | None = None
    date: dt.date | None = None
    claimed: Money | None = None
    counterpart_paid: Money | None = None
    no_fault: bool | None = None
    breaches: tuple[Breach, ...] = ()


@frozen(kw_only=True)
class ReceivedPayment:
    """
    Money that a funder pays to the beneficiary («versement reçu»); ``resource`` is the id of the plan's line that it
    pays, ``date`` the day it arrived or is expected.
    """

    id: str
    resource: str | None = None
    claim: str | None = None
    amount: Money | None = None
    date: dt.date | None = None


@frozen(kw_only=True)
class SuppliedDocument:
    """A document of the dossier («pièce du dossier») and the day it was received; None while it is only expected."""

    id: str
    kind: DocumentKind
    date: dt.date | None = None
    remark: str | None = None
