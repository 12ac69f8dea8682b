"""
The columns of the SCDL format «subventions», in their order: version 2.1, and the longer form that extends it.

Published at schema.data.gouv.fr (scdl/subventions, 2.1.1) under décret 2017-779 of 5 May 2017; the longer form is the
one kept by betagouv (SCDL-Subvention-DataSubvention).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

#: The sixteen columns of version 2.1.
COLUMNS = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
)

#: The forty columns of the longer form.
LONG_COLUMNS = (
    "idSubvention",
    "nomAttribuant",
    "idAttribuant",
    "nomServiceInstructeur",
    "idServiceInstructeur",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "exerciceBudgetaire",
    "pluriannualite",
    "anneesPluriannualite",
    "dateDecision",
    "dateConvention",
    "referenceDecision",
    "dateCreation",
    "dateDebut",
    "dateFin",
    "dispositif",
    "sousDispositif",
    "statutLabel",
    "objet",
    "nature",
    "montantDemande",
    "montant",
    "nomOutilInstruction",
    "nomOutilVersement",
    "ej",
    "cléVersement",
    "conditionsVersement",
    "descriptionConditionsVersement",
    "datesPeriodeVersement",
    "cofinancement",
    "attribuantsCofinanceurs",
    "idCofinancement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "evaluationCout",
    "evaluation",
    "dateMiseAJour",
)

#: What the option ``fields`` may ask for.
FORMS: Mapping[str, tuple[str, ...]] = {"16": COLUMNS, "40": LONG_COLUMNS}

#: The columns that must be filled, whichever form has them; of idBeneficiaire and rnaBeneficiaire, one.
REQUIRED = frozenset(
    {
        "nomAttribuant",
        "idAttribuant",
        "dateConvention",
        "nomBeneficiaire",
        "objet",
        "montant",
        "nature",
        "conditionsVersement",
        "datesPeriodeVersement",
        "notificationUE",
        "pourcentageSubvention",
        "idServiceInstructeur",
        "descriptionConditionsVersement",
    }
)
ONE_OF = ("idBeneficiaire", "rnaBeneficiaire")

#: The longest text that a column admits.
LENGTHS: Mapping[str, int] = {"objet": 256, "descriptionConditionsVersement": 256}


def schema_of(form: str) -> str:
    """The Table Schema (JSON) of one of `FORMS`, to check a file with frictionless or another validator."""
    source = resources.files("labo_opendata") / "schemas" / f"scdl_{form}.json"
    return source.read_text(encoding="utf-8")
