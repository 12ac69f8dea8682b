"""Every check on small programmes: satisfied, violated or impossible to tell, with its place and its facts."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from labo_partenariats.codec.programme import from_data
from labo_partenariats.findings import core_catalogue
from labo_partenariats.i18n.texts import LANGUAGES
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.rules.assessment import CHECKS, assess
from labo_partenariats.rules.case import Case, make_case
from labo_partenariats.rules.check import Check
from labo_partenariats.rules.outcome import Answer, Outcome
from labo_partenariats.values.money import Money

CASES: list[dict[str, Any]] = [
    case
    for file in sorted((Path(__file__).parents[1] / "cases" / "checks").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
#: The shipped law and the layers that exist only for these cases.
LIBRARY, _PROBLEMS = Library.builtin().with_layers(sorted((Path(__file__).parents[1] / "cases" / "law").glob("*.toml")))
assert _PROBLEMS == ()
BY_CODE: dict[str, Check] = {check.code: check for check in CHECKS}

#: Checks that can only say what they lack: the programme does not hold what would decide.
NEVER_VIOLATED = {"AID101", "ELG104", "ELG114", "PAY107"}


def _lines(case: dict[str, Any], part: str, kind: str) -> dict[str, Any]:
    if part not in case:
        return {}
    lines = [
        {"id": f"{part}-{rank}", "label": f"Ligne {rank}", "amount": amount} | ({kind: word} if word else {})
        for rank, (word, amount) in enumerate(case[part])
    ]
    return {part: lines}


def _case(case: dict[str, Any]) -> Case:
    data = dict(case.get("programme", {}))
    plan = _lines(case, "expenses", "category") | _lines(case, "resources", "kind") | data.get("financing", {})
    law = case.get("law", "fr.ara.alpes-sud-isere")
    data |= {"schema_version": 1, "lag": {"name": "GAL"} | data.get("lag", {}) | ({"regime": law} if law else {})}
    decoded = from_data(data | ({"financing": plan} if plan else {}))
    assert decoded.findings == (), "the case itself is misspelt"
    return make_case(decoded.programme, LIBRARY, case.get("on", dt.date(2017, 10, 12)))


def _outcomes(case: dict[str, Any]) -> tuple[Outcome, ...]:
    return BY_CODE[case["check"]](_case(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['check']} {case['title']}")
def test_case(case: dict[str, Any]) -> None:
    """The check answers as the case says; facts, related places and what is missing are those of its first answer."""
    outcomes = _outcomes(case)

    assert [[outcome.answer.value, outcome.path] for outcome in outcomes] == case["answers"]
    assert {outcome.code for outcome in outcomes} <= {case["check"]}
    if not outcomes:
        return
    first = outcomes[0]
    assert {key: str(first.data[key]) for key in case.get("facts", {})} == case.get("facts", {})
    assert list(first.related) == case.get("related", [])
    if "missing_among" in case:
        assert case["missing_among"] in first.missing
    else:
        assert list(first.missing) == case.get("missing", [])


@pytest.mark.parametrize("code", BY_CODE)
def test_every_check_has_a_case_of_each_answer_it_can_give(code: str) -> None:
    """Each check is shown violated (or unable to be), and satisfied and unknown where its texts say that it can be."""
    entry = core_catalogue()[code]
    possible = {
        "violated": code not in NEVER_VIOLATED,
        "unknown": entry.static("unknown", "fr") is not None,
        "satisfied": entry.static("satisfied", "fr") is not None,
    }
    shown = {answer for case in CASES if case["check"] == code for answer, _ in case["answers"]}

    assert shown == {answer for answer, can_be in possible.items() if can_be}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['check']} {case['title']}")
def test_answers_can_be_told(case: dict[str, Any]) -> None:
    """Each answer of a case has its sentence in French and in English, without a hole."""
    catalogue, assessment = core_catalogue(), assess(_case(case), [BY_CODE[case["check"]]])
    told = [found for found in assessment.findings if found.code == case["check"]]
    unhappy = [outcome for outcome in assessment.outcomes if outcome.answer is not Answer.SATISFIED]
    assert len(told) == len(unhappy)

    for language in LANGUAGES:
        sentences = [catalogue.message(found, language) for found in told]
        sentences += [
            catalogue[outcome.code].text("satisfied", language, outcome.data) or ""
            for outcome in assessment.outcomes
            if outcome.answer is Answer.SATISFIED
        ]
        for sentence in sentences:
            assert sentence
            assert "{" not in sentence
            assert "—" not in sentence or case["check"] == "DOS104", "a fact that the sentence needs is None"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['check']} {case['title']}")
def test_a_gap_is_the_difference_of_what_is_told(case: dict[str, Any]) -> None:
    """The gap that an answer names is that between two amounts that it names too."""
    for outcome in _outcomes(case):
        gap = outcome.data.get("gap")
        told = [value.cents for key, value in outcome.data.items() if isinstance(value, Money) and key != "gap"]
        assert not isinstance(gap, Money) or gap.cents in {one - other for one in told for other in told}


def test_an_empty_programme_is_a_programme() -> None:
    """Nothing at all violates nothing and asks for nothing."""
    assert assess(make_case(Programme(), Library.builtin())).outcomes == ()


def test_codes_are_each_used_once() -> None:
    """No two checks answer under one code."""
    assert len(BY_CODE) == len(CHECKS)
