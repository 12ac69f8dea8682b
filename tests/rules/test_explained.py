"""Explanations as text: the formula in prose, what it rests on, and the source of each figure."""

from __future__ import annotations

import datetime as dt

import pytest

from labo_partenariats.i18n import Language
from labo_partenariats.law import Library
from labo_partenariats.model import (
    Application,
    Expense,
    FinancingPlan,
    LocalActionGroup,
    Programme,
    Resource,
    ResourceKind,
)
from labo_partenariats.rules.case import make_case
from labo_partenariats.rules.explained import ComputedAmount
from labo_partenariats.values.money import Money, Rate

PLAN = FinancingPlan(
    expenses=(Expense(id="e", label="Dépense", amount=Money.euros(24682)),),
    resources=(Resource(id="r", label="État", amount=Money.euros(5000), kind=ResourceKind.NATIONAL_PUBLIC),),
)


def _lines(key: str, language: Language = "fr", group: str = "fr.ara.alpes-sud-isere", **plan: object) -> list[str]:
    programme = Programme(
        lag=LocalActionGroup(name="GAL", regime=group),
        application=Application(date=dt.date(2017, 10, 12)),
        financing=FinancingPlan(expenses=PLAN.expenses, resources=PLAN.resources, **plan),  # type: ignore[arg-type]
    )
    text = ComputedAmount(key, make_case(programme, Library.builtin())).explain(language)
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").splitlines()


def test_the_limits_of_the_eafrd_are_told_one_by_one() -> None:
    """Each limit in prose with its value, the binding one marked; those that do not apply are not spoken of."""
    assert _lines("eafrd")[:8] == [
        "FEADER : 14 745,60 €  [FIN-06]",
        "    le plus grand de ces montants (→) :",
        "        · 0",
        "        → 14 745,60 €",
        "            le plus petit de ces montants (→) :",
        "                · contrepartie publique nationale × taux du FEADER ÷ (1 − taux du FEADER) = 20 000,00 €",
        "                → plafond d'aide publique − contrepartie publique nationale = 14 745,60 €",
        "    arrondi au centime inférieur",
    ]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("fr", ["Autofinancement : 4 936,40 €  [FIN-15]", "    = assiette éligible − aide publique totale"]),
        ("en", ["Self-financing: €4,936.40  [FIN-15]", "    = eligible expenditure − total public aid"]),
    ],
)
def test_a_formula_is_told_in_the_language_of_its_reader(language: Language, lines: list[str]) -> None:
    """The name, the value, the rule, then the formula."""
    assert _lines("self_financing", language)[:2] == lines


def test_a_sum_shows_its_lines() -> None:
    """A total is the sum of lines, and the lines stand below with their places."""
    assert _lines("total_expenses") == [
        "Total des dépenses : 24 682,00 €",
        "    = somme de « lignes de dépenses »",
        "    Lignes de dépenses : 24 682,00 €",
        "        Dépense : 24 682,00 € ($.financing.expenses[0].amount)",
    ]


def test_a_parameter_shows_since_when_and_where_it_was_read() -> None:
    """Days, certainty, act, fact and address follow the rate."""
    lines = [line.strip() for line in _lines("largest_eafrd")]
    at = lines.index("Taux du FEADER : 80 %")

    assert lines[at + 1] == "en vigueur du 1er janvier 2014 au 31 décembre 2022 ; Pratique publiée"
    assert lines[at + 2] == "GAL Alpes Sud Isère, modalités de financement LEADER"
    assert lines[at + 4].endswith("(consulté le 22 novembre 2026)")


def test_an_amount_already_told_is_not_told_again() -> None:
    """The second time an amount appears, the reader is sent back to the first."""
    lines = [line.strip() for line in _lines("self_financing")]

    assert lines.count("(voir plus haut)") == 1
    assert sum(line.startswith("Total des dépenses : ") for line in lines) == 1


def test_what_cannot_be_told_still_shows_its_formula() -> None:
    """Without a rate nothing is computed: the formula stands there, and the parameter says that no value is known."""
    lines = [line.strip() for line in _lines("largest_eafrd", group="fr.ara")]

    assert lines[0] == "FEADER le plus élevé possible : impossible à dire  [FIN-06]"
    assert "· plafond d'aide publique × taux du FEADER = impossible à dire" in lines
    assert lines[lines.index("Taux du FEADER : impossible à dire") + 1] == (
        "aucune valeur connue à cette date dans le régime applicable"
    )


def test_a_rate_that_the_plan_states_is_shown_at_its_place() -> None:
    """Without a published rate the plan's own is used, and its place is given."""
    lines = [line.strip() for line in _lines("public_aid_cap", group="fr.ara", aid_rate=Rate("0.5"))]

    assert lines[lines.index("Taux d'aide publique : 50 %") + 1] == ("donné dans le dossier : $.financing.aid_rate")
