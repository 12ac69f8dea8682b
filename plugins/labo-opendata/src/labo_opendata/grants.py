"""
The subsidies of a programme: one for each public funder of its plan, with what the SCDL format wants to know of it.

Nothing is supposed: what the programme does not say has no value, and the exporter tells what is missing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from stdnum.fr import siret

from labo_partenariats import Actor, FinancingPlan, Programme, Resource, ResourceKind, ResourceStatus
from labo_partenariats.plugin import fold

#: Resources that a public body grants to the lead partner.
_PUBLIC = frozenset({ResourceKind.EAFRD, ResourceKind.NATIONAL_PUBLIC, ResourceKind.OTHER_EU})

#: Versions of a plan that a decision of the funders has made final.
_DECIDED = ("amended", "granted")

_RNA = re.compile(r"W\d{9}")


@frozen
class Grant:
    """
    A subsidy of the plan: its line, the names under which its funder may be asked for, the value of each column that is
    known, and whether the plan says that it is granted (None when it says nothing).
    """

    label: str
    path: str
    names: tuple[str, ...]
    values: Mapping[str, str]
    is_granted: bool | None


def grants_of(programme: Programme) -> tuple[Grant, ...]:
    """The subsidies of the latest plan that was granted or amended, else of the main one."""
    found = _plan(programme)
    if found is None:
        return ()
    plan, path = found
    case = _Case(programme, plan)
    return tuple(
        case.grant(resource, f"{path}.resources[{rank}]")
        for rank, resource in enumerate(plan.resources)
        if resource.kind in _PUBLIC
    )


def _plan(programme: Programme) -> tuple[FinancingPlan, str] | None:
    plans = [] if programme.financing is None else [(programme.financing, "$.financing")]
    plans += [(plan, f"$.other_plans[{rank}]") for rank, plan in enumerate(programme.other_plans)]
    for version in _DECIDED:
        decided = [each for each in plans if each[0].version.value == version]
        if decided:
            return max(decided, key=lambda each: each[0].date or dt.date.min)
    return plans[0] if plans else None


class _Case:
    """What the subsidies of one plan have in common."""

    def __init__(self, programme: Programme, plan: FinancingPlan) -> None:
        self._programme = programme
        self._plan = plan
        self._lead = programme.lead
        self._public = [each for each in plan.resources if each.kind in _PUBLIC]

    def grant(self, resource: Resource, path: str) -> Grant:
        funder = self._actor(resource.funder)
        name = self._official(resource)
        names = tuple(each for each in (resource.label, resource.funder, name) if each)
        found = {
            "nomAttribuant": name,
            "idAttribuant": _siret(funder),
            **self._beneficiary(),
            **self._decision(resource, names),
            **self._payments(resource),
            **self._context(resource),
            "objet": self._programme.title,
            "montant": str(resource.amount) if resource.amount.cents > 0 else None,
            "nature": "aide en numéraire",
            "pourcentageSubvention": self._share(),
        }
        values = {key: " ".join(value.split()) for key, value in found.items() if value and value.strip()}
        return Grant(resource.label, path, names, values, self._is_granted(resource))

    def _is_granted(self, resource: Resource) -> bool | None:
        if resource.status is None:
            return True if self._plan.version.value in _DECIDED else None
        return resource.status is ResourceStatus.OBTAINED

    def _official(self, resource: Resource) -> str | None:
        """The name of the funder among the actors; without it, the name is as the plan writes it."""
        actor = self._actor(resource.funder)
        return resource.funder if actor is None else actor.name

    def _actor(self, name: str | None) -> Actor | None:
        """The one actor of that name or id; None when there is none, or several."""
        wanted = fold(name or "")
        found = [
            actor
            for actor in self._programme.actors
            if wanted and wanted in {fold(each) for each in (actor.id, actor.name, *actor.aliases)}
        ]
        return found[0] if len(found) == 1 else None

    def _beneficiary(self) -> dict[str, str | None]:
        lead = self._lead
        rna = lead.rna if lead and lead.rna and _RNA.fullmatch(lead.rna) else None
        name = None if lead is None else lead.name
        return {"nomBeneficiaire": name, "idBeneficiaire": _siret(lead), "rnaBeneficiaire": rna}

    def _decision(self, resource: Resource, names: tuple[str, ...]) -> dict[str, str | None]:
        """The agreement grants the EAFRD; another funder's decision is among the aids that the lead received."""
        agreement = self._programme.agreement
        award = self._award(resource, names)
        day = award.granted if award is not None else None
        reference = award.reference if award is not None else None
        if resource.kind is ResourceKind.EAFRD and agreement is not None:
            day, reference = agreement.signed or day, agreement.reference or reference
        scheme = award.scheme if award is not None else None
        notified = self._de_minimis() if scheme is None else scheme.value.endswith("de_minimis")
        return {
            "dateConvention": None if day is None else day.isoformat(),
            "referenceDecision": reference,
            "notificationUE": None if notified is None else "oui" if notified else "non",
        }

    def _award(self, resource: Resource, names: tuple[str, ...]) -> Any:
        """The aid received that is this subsidy: the only one of its funder, for its amount where it tells one."""
        if self._lead is None:
            return None
        wanted = set(map(fold, names))
        found = [
            aid
            for aid in self._programme.aids
            if aid.actor == self._lead.id
            and not aid.is_planned
            and fold(aid.grantor or "") in wanted
            and aid.amount in (None, resource.amount)
        ]
        return found[0] if len(found) == 1 else None

    def _de_minimis(self) -> bool | None:
        """Whether the plan is aid under a de minimis regulation, which is what the column asks."""
        aid = self._plan.state_aid
        if aid is None or aid.applies is None:
            return None
        if not aid.applies:
            return False
        return "minimis" in fold(aid.scheme).split() if aid.scheme else None

    def _payments(self, resource: Resource) -> dict[str, str | None]:
        """How it is paid, when the payments listed make up its amount and each has its day."""
        paid = [each for each in self._programme.payments if each.resource == resource.id]
        days = sorted(each.date for each in paid if each.date is not None)
        total = sum(each.amount.cents for each in paid if each.amount is not None)
        if not paid or len(days) < len(paid) or total != resource.amount.cents:
            return {}
        told = (f"{each.date} : {each.amount}" for each in sorted(paid, key=lambda each: each.date or dt.date.min))
        period = days[0].isoformat() if days[0] == days[-1] else f"{days[0].isoformat()}/{days[-1].isoformat()}"
        return {
            "conditionsVersement": "unique" if len(paid) == 1 else "échelonné",
            "datesPeriodeVersement": period,
            "descriptionConditionsVersement": " ; ".join(told),
        }

    def _share(self) -> str | None:
        """All of it for a lead alone; unknown where partners bear expenses too («co-portage»)."""
        if self._lead is None:
            return None
        alone = all(each.partner in (None, self._lead.id) for each in self._plan.expenses)
        return "1.00" if alone else None

    def _context(self, resource: Resource) -> dict[str, str | None]:
        """What only the longer form asks, and the name of the scheme."""
        programme, lag = self._programme, self._programme.lag
        service = self._actor(lag.name if lag else None) or self._actor(lag.acronym if lag else None)
        others = [self._official(each) or each.label for each in self._public if each is not resource]
        end = programme.agreement.end if programme.agreement else None
        scheme = "LEADER" if resource.kind is ResourceKind.EAFRD else None
        return {
            "dispositifAide": scheme,
            "dispositif": scheme,
            "sousDispositif": programme.strategy.fiche_action_title if scheme and programme.strategy else None,
            "statutLabel": "attribuée",
            "nomServiceInstructeur": lag.name if lag else None,
            "idServiceInstructeur": _siret(service),
            "dateFin": None if end is None else end.isoformat(),
            "cofinancement": "oui" if others else "non",
            "attribuantsCofinanceurs": ";".join(others),
            "idCofinancement": programme.application.reference if others and programme.application else None,
        }


def _siret(actor: Actor | None) -> str | None:
    """The SIRET of an actor, if its form is right."""
    number = actor.siret if actor is not None else None
    return number if number is not None and len(number) == 14 and siret.is_valid(number) else None


def missing(grant: Grant, columns: tuple[str, ...], required: frozenset[str], one_of: tuple[str, ...]) -> Iterator[str]:
    """The columns that the format wants and the programme does not tell, in their order; a status that is not known."""
    if grant.is_granted is None:
        yield "statutLabel"
    for column in columns:
        if column in required and column not in grant.values:
            yield column
        if column == one_of[0] and not any(each in grant.values for each in one_of):
            yield " / ".join(one_of)
