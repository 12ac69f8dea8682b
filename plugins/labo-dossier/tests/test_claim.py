"""The workbook of a payment claim: what it says is what the examination of the claim says, to the cent."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from labo_dossier.claims import ClaimExporter
from labo_dossier.formulas import cell_name
from labo_partenariats.codec.programme import loads
from labo_partenariats.i18n import Language
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.plugin import ExportOptions, Finding, Work
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case
from labo_partenariats.rules.payment import ClaimExamination, examine_all
from labo_partenariats.testing.dossiers import dossiers
from labo_partenariats.values.money import Money

EXAMPLE = Path(__file__).parents[3] / "examples" / "paiement" / "operation.toml"


@frozen
class Claim:
    """A written claim, what the exporter said of it, and the examinations behind it."""

    data: bytes
    findings: tuple[Finding, ...]
    examined: tuple[ClaimExamination, ...]

    def named(self, key: str) -> Any:
        """The cached value of the cell of a quantity."""
        book = load_workbook(io.BytesIO(self.data), data_only=True)
        sheet, address = next(iter(book.defined_names[cell_name(key)].destinations))
        return book[sheet][address.replace("$", "")].value

    @property
    def codes(self) -> list[str]:
        """The codes of the findings."""
        return [found.code for found in self.findings]


def written(programme: Programme, language: Language = "fr", **extra: str) -> Claim:
    """The claim of a programme, the last one or the one asked for."""
    assessment = assess(make_case(programme, Library.builtin()))
    work = Work(programme=programme, assessment=assessment, findings=assessment.findings)
    out = io.BytesIO()
    told = ClaimExporter().export(work, ExportOptions(language=language, extra=extra), out)
    return Claim(out.getvalue(), told, examine_all(assessment.case))


@pytest.fixture(scope="module")
def operation() -> Programme:
    """The invented operation of the examples, with an instalment and a balance."""
    decoded = loads(EXAMPLE.read_text(encoding="utf-8"), "toml")
    assert not decoded.findings
    return decoded.programme


#: By hand: retained 9 800 + 3 450 + 7 200 + 3 600 and 15 % of the 17 000 of staff = 26 600; the aid within 80 % of it,
#: 21 280, less the 4 800 paid = 16 480; the claim of 30 050 called 24 040 - 4 800, within the grant 19 200, more than
#: 110 % of that: the difference, 2 720, is taken; 8 480 was paid.
BALANCE = {
    "claimed_eligible": 30050,
    "retained_eligible": 26600,
    "flat_rate_allowed": 2550,
    "retained_cap": 21280,
    "recompute_on_claim": 19200,
    "recompute_after_check": 16480,
    "recompute_penalty": 2720,
    "recompute_payable": 13760,
    "prorata_after_check": 17024,
    "already_paid": 8480,
    "due": 5280,
    "to_pay": 5280,
    "left_after": 5440,
}


@pytest.mark.parametrize("key", BALANCE)
def test_balance_of_the_example(operation: Programme, key: str) -> None:
    """The figures of the balance are those worked out by hand."""
    assert written(operation).named(key) == BALANCE[key]


def test_an_instalment_is_asked_for_by_its_name(operation: Programme) -> None:
    """The first claim counts what was declared up to it, and nothing of what came after."""
    claim = written(operation, claim="acompte")
    assert claim.named("claimed_eligible") == 13250
    assert claim.named("already_paid") == 0
    assert claim.named("to_pay") == 5800


def test_every_line_says_what_was_refused_and_why(operation: Programme) -> None:
    """Declared, kept by the check, counted, refused, reason: line by line, and the lines add up."""
    book = load_workbook(io.BytesIO(written(operation).data), data_only=True)
    rows = [row for row in book["Dépenses déclarées"].iter_rows(min_row=5, values_only=True) if row[0]]
    lines = {row[0]: row[6:] for row in rows}
    assert lines["Salaires 2019"] == (10200, 7200, 7200, 3000, "Temps passé justifié pour huit mois sur dix")
    assert lines["Frais généraux au forfait"][1:4] == (3000, 2550, 450)
    assert lines["Total"][0] == 30050
    assert lines["Total"][2:4] == (26600, 3450)


def test_amounts_are_formulas_over_named_cells(operation: Programme) -> None:
    """Every amount of the settlement is a live formula: a changed retained amount changes what is paid."""
    book = load_workbook(io.BytesIO(written(operation).data))
    for key in written(operation).examined[-1].book.formulas:
        sheet, address = next(iter(book.defined_names[cell_name(key)].destinations))
        assert str(book[sheet][address.replace("$", "")].value).startswith("="), key


def test_unchecked_expenses_leave_the_payment_untold(operation: Programme) -> None:
    """While an expense has not been checked nothing is payable, and what is missing is named."""
    unchecked = evolve(
        operation, actual_expenses=tuple(evolve(each, retained=None) for each in operation.actual_expenses)
    )
    claim = written(unchecked)
    assert claim.codes == ["XLS113"]
    assert claim.named("to_pay") in (None, "")
    assert claim.named("claimed_eligible") == 30050


def test_without_an_agreed_method_no_amount_is_the_amount(operation: Programme) -> None:
    """Both methods are shown; nothing says «to pay»."""
    claim = written(evolve(operation, agreement=None))
    assert claim.codes == ["XLS113"]
    assert (claim.named("prorata_payable"), claim.named("recompute_payable")) == (14848, 13760)
    book = load_workbook(io.BytesIO(claim.data))
    assert cell_name("to_pay") not in book.defined_names


def test_a_day_without_a_known_penalty_has_none_computed(operation: Programme) -> None:
    """For a claim of 2025 no formula of the Union is known: the penalty is left open, not taken for zero."""
    late = tuple(evolve(claim, date=dt.date(2025, 3, 1)) for claim in operation.claims)
    claim = written(evolve(operation, claims=late))
    assert claim.codes == ["XLS113"]
    book = load_workbook(io.BytesIO(claim.data))
    assert cell_name("recompute_penalty") not in book.defined_names
    assert cell_name("recompute_after_check") in book.defined_names


@pytest.mark.parametrize(
    ("extra", "code"),
    [({}, "XLS111"), ({"claim": "autre"}, "XLS111")],
)
def test_a_programme_without_claims_is_refused(operation: Programme, extra: dict[str, str], code: str) -> None:
    """There is nothing to write, and the finding says which tables to fill."""
    claim = written(evolve(operation, claims=()), **extra)
    assert (claim.codes, claim.data) == ([code], b"")


def test_an_unknown_claim_is_refused_with_those_there_are(operation: Programme) -> None:
    """A mistyped identifier writes nothing."""
    claim = written(operation, claim="sold")
    assert (claim.codes, claim.data) == (["XLS112"], b"")
    assert claim.findings[0].data["known"] == ("acompte", "solde")


def test_amounts_too_large_for_a_spreadsheet_stay_values(operation: Programme) -> None:
    """Where a spreadsheet would not be exact, the engine's value stands without a formula, and it is said."""
    plan = operation.financing
    assert plan is not None
    large = evolve(
        plan,
        expenses=tuple(evolve(line, amount=Money(line.amount.cents * 1000)) for line in plan.expenses),
        resources=tuple(evolve(line, amount=Money(line.amount.cents * 1000)) for line in plan.resources),
    )
    claim = written(evolve(operation, financing=large))
    assert "XLS101" in claim.codes
    examined = claim.examined[-1]
    amount = examined.money("prorata_after_check")
    assert amount is not None
    assert round(claim.named("prorata_after_check") * 100) == amount.cents


def test_same_claim_same_bytes(operation: Programme) -> None:
    """The workbook depends on the programme alone."""
    assert written(operation).data == written(operation).data


def test_english_claim(operation: Programme) -> None:
    """Every word that the workbook adds is in the language asked for; names of cells stay French."""
    book = load_workbook(io.BytesIO(written(operation, "en").data))
    assert book.sheetnames[:2] == ["Payment claim", "Declared expenses"]
    assert "FeaderAVerser" in book.defined_names


@settings(suppress_health_check=[HealthCheck.data_too_large], max_examples=25)
@given(dossiers(), st.data())
def test_any_claim_is_the_examination(programme: Programme, data: st.DataObject) -> None:
    """Whatever the programme: what a named cell holds is what the examination gives, or nothing where it is untold."""
    if not programme.claims:
        assert written(programme).codes == ["XLS111"]
        return
    asked = data.draw(st.sampled_from([claim.id for claim in programme.claims]))
    claim = written(programme, claim=asked)
    examined = next(each for each in claim.examined if each.claim.id == asked)
    for key in examined.book.formulas:
        amount = examined.money(key)
        shown = claim.named(key)
        cents = None if shown in (None, "") else round(shown * 100)
        assert cents == (None if amount is None else amount.cents), key
