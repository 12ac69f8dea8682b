"""From a programme and what the rules say of it to the report that every renderer shares."""

from __future__ import annotations

from labo_partenariats.findings import Catalogue, Finding, core_catalogue, in_order
from labo_partenariats.i18n import Language
from labo_partenariats.model import Programme
from labo_partenariats.report import (
    aims,
    calculation,
    cash,
    money,
    opening,
    papers,
    people,
    planning,
    support,
    verdicts,
)
from labo_partenariats.report.blocks import Dossier
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.assessment import Assessment


def build_dossier(
    programme: Programme,
    assessment: Assessment,
    findings: tuple[Finding, ...] = (),
    *,
    catalogue: Catalogue | None = None,
    language: Language = "fr",
    personal_data: bool = False,
) -> Dossier:
    """
    The dossier of *programme* in *language*, section by section.

    *findings* are all findings so far, reading included; without any, those of the assessment. E-mail addresses and
    telephone numbers stay out unless *personal_data* is set.
    """
    say, case = Wording(language), assessment.case
    found = in_order(findings or assessment.findings)
    catalogue = catalogue or core_catalogue()
    document = programme.document
    sections = (  # a section that has nothing to say is None
        opening.cover(programme, assessment, found, say),
        opening.presentation(programme, say),
        people.partnership(programme, say, personal_data=personal_data),
        people.roles(programme, say),
        planning.plan(programme, say),
        planning.calendar(programme, say),
        planning.projects(programme, say),
        aims.strategy(programme, say),
        aims.success(programme, say),
        money.expenses(case, say),
        support.support(case, say),
        money.financing(case, say),
        cash.cash(case, say),
        calculation.checks(case, say),
        calculation.calculation(case, say),
        calculation.basis(case, say),
        papers.documents(case, say),
        verdicts.findings(found, catalogue, say),
        verdicts.kept(assessment, catalogue, say),
    )
    return Dossier(
        language=language,
        title=programme.title or say("cover.untitled"),
        subject=say("subject"),
        author=programme.lead.name if programme.lead else say("author"),
        date=(document.saved or document.created) if document else None,
        sections=tuple(section for section in sections if section is not None),
        quantities=case.amounts.values,
    )
