"""The documents that the facts of a dossier call for, and those of them that it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from labo_partenariats.model import (
    CostOption,
    DocumentKind,
    ExpenseCategory,
    FinancingPlan,
    OwnerKind,
    ResourceKind,
    RoleKind,
    SuppliedDocument,
)
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.line_rules import PURCHASES
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.state_aid import declaration_needed
from labo_partenariats.values.money import ZERO
from labo_partenariats.values.term import Term


@frozen
class RequiredDocument:
    """
    A document that the dossier must hold («pièce à joindre»), why, and the one that was supplied.

    ``reason`` is a key of the texts ``terms.DocumentReason``; ``rule`` the rule that asks for it, None where the form
    itself does.
    """

    kind: DocumentKind
    reason: str
    rule: str | None
    supplied: SuppliedDocument | None = None

    @property
    def is_received(self) -> bool:
        """Whether the document is there; one that is only expected has no date."""
        return self.supplied is not None and self.supplied.date is not None


def _always(case: Case, plan: FinancingPlan) -> bool:
    return True


def _buys_publicly(case: Case, plan: FinancingPlan) -> bool:
    return plan.under_procurement is True


def _is_selected(case: Case, plan: FinancingPlan) -> bool:
    return any(decision.selected for decision in case.programme.decisions)


def _has_counterpart(case: Case, plan: FinancingPlan) -> bool:
    return any(line.amount > ZERO for line in plan.resources_in([ResourceKind.NATIONAL_PUBLIC]))


def _compares_offers(case: Case, plan: FinancingPlan) -> bool:
    return not plan.under_procurement and any(
        line.category in PURCHASES and line.option in (None, CostOption.ACTUAL) for line in plan.expenses
    )


def _presents_vat(case: Case, plan: FinancingPlan) -> bool:
    return plan.vat_recoverable is False or any(line.vat_recoverable is False for line in plan.expenses)


def _has_staff(case: Case, plan: FinancingPlan) -> bool:
    real = (None, CostOption.ACTUAL, CostOption.HOURLY_RATE)
    return any(line.category is ExpenseCategory.STAFF and line.option in real for line in plan.expenses)


def _is_de_minimis(case: Case, plan: FinancingPlan) -> bool:
    """Whether a de minimis aid is planned for a day before the register covers the years to declare."""
    planned = [
        aid for aid in case.programme.aids if aid.is_planned and aid.scheme is not None and aid.scheme.is_de_minimis
    ]
    days = [aid.granted or case.on.day for aid in planned]
    return any(day is None or declaration_needed(case, day) is not False for day in days)


def _is_shared(case: Case, plan: FinancingPlan) -> bool:
    leads = any(each.role is RoleKind.CO_LEAD for each in case.programme.partnerships)
    return leads or any(line.partner is not None for line in plan.expenses)


def _has_public_lead(case: Case, plan: FinancingPlan) -> bool:
    lead = case.programme.lead
    return lead is not None and lead.owner_kind is OwnerKind.PUBLIC


def _is_claimed(case: Case, plan: FinancingPlan) -> bool:
    return bool(case.programme.claims)


def _has_claimed_sessions(case: Case, plan: FinancingPlan) -> bool:
    return bool(case.programme.claims) and any(action.sessions for action in case.programme.actions)


Needed = Callable[[Case, FinancingPlan], bool]

#: Document, reason, rule, and when the facts call for it; in the order of a dossier.
_REQUIREMENTS: tuple[tuple[DocumentKind, str, str | None, Needed], ...] = (
    (DocumentKind.APPLICATION_FORM, "always", None, _always),
    (DocumentKind.APPLICATION_RECEIPT, "start_of_eligibility", "EL-01", _always),
    (DocumentKind.FUNDER_COMMITMENT, "counterpart", "FIN-04", _has_counterpart),
    (DocumentKind.QUOTES, "reasonable_costs", "RC-01", _compares_offers),
    (
        DocumentKind.PROCUREMENT_FILE,
        "public_procurement",
        "RC-04",
        _buys_publicly,
    ),
    (DocumentKind.VAT_CERTIFICATE, "vat_presented", "EL-06", _presents_vat),
    (DocumentKind.STAFF_COST_PROOF, "staff_costs", "SCO-05", _has_staff),
    (DocumentKind.DE_MINIMIS_DECLARATION, "de_minimis", "SA-05", _is_de_minimis),
    (DocumentKind.PARTNERSHIP_AGREEMENT, "shared_costs", None, _is_shared),
    (DocumentKind.DELIBERATION, "public_lead", None, _has_public_lead),
    (
        DocumentKind.SELECTION_MINUTES,
        "selection",
        "GOV-03",
        _is_selected,
    ),
    (DocumentKind.INVOICES, "claim", "PAY-04", _is_claimed),
    (DocumentKind.PAYMENT_PROOF, "claim", "PAY-04", _is_claimed),
    (DocumentKind.ATTENDANCE_SHEETS, "claimed_sessions", "PAY-04", _has_claimed_sessions),
    (DocumentKind.PUBLICITY_PROOF, "claim_publicity", "PEN-03", _is_claimed),
)


def required_documents(case: Case) -> tuple[RequiredDocument, ...]:
    """
    The documents that the facts of *case* call for, each with the one that was supplied if any; none without a plan.

    A programme's own rules may ask for more: the list says what the plan, the rules and the claims show, no more.
    """
    plan = case.plan
    if plan is None:
        return ()
    given: dict[DocumentKind, SuppliedDocument] = {}
    for document in case.programme.supplied_documents:
        former = given.get(document.kind)
        if former is None or former.date is None:
            given[document.kind] = document
    return tuple(
        RequiredDocument(kind, reason, rule, given.get(kind))
        for kind, reason, rule, is_needed in _REQUIREMENTS
        if is_needed(case, plan)
    )


@check("DOS109")
def documents_there(case: Case) -> Iterator[Outcome]:
    """The documents that the facts call for have been received; where none is listed, the list to ask for is told."""
    required = required_documents(case)
    if not required:
        return
    if not case.programme.supplied_documents:
        yield unknown("supplied_documents", path="$.supplied_documents", documents=_names(required))
        return
    missing = tuple(each for each in required if not each.is_received)
    for each in missing:
        reason = Term("DocumentReason", each.reason)
        yield violated("$.supplied_documents", document=Term("DocumentKind", each.kind.value), reason=reason)
    if not missing:
        yield satisfied("$.supplied_documents", documents=_names(required))


def _names(documents: tuple[RequiredDocument, ...]) -> tuple[Term, ...]:
    return tuple(Term("DocumentKind", each.kind.value) for each in documents)


CHECKS = (documents_there,)
