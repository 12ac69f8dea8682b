"""
Comparable quotes («devis»): how many an expense needs, how many it has, and whether the cheapest was chosen.

Quotes of one supplier count once. A quote without a supplier may be another's or the same; one without an amount cannot
be compared; one that came after the commitment was no comparison. A range says how many there are for sure and at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from labo_partenariats.law import Bands, ParameterValue
from labo_partenariats.model import CostOption, DocumentKind, Expense, Quote
from labo_partenariats.rules.base_checks import certainty_of
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.line_rules import PURCHASES
from labo_partenariats.rules.outcome import Answer, Outcome, satisfied, unknown, violated
from labo_partenariats.rules.places import EXPENSES
from labo_partenariats.values.money import ZERO, Money
from labo_partenariats.values.text import fold


@frozen(kw_only=True)
class QuoteCount:
    """
    The comparable quotes of one expense («devis comparables»).

    ``required`` is None when the threshold is not known. ``least`` counts the suppliers that are different for sure,
    ``most`` all that may be. ``spared`` names the value of the law below which nothing is checked, if it applies.
    """

    expense: Expense
    path: str
    quotes: tuple[tuple[str, Quote], ...]
    required: int | None
    least: int
    most: int
    threshold: ParameterValue | None = None
    missing: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        """Whether there are enough."""
        if self.required is None or self.least < self.required <= self.most:
            return Answer.UNKNOWN
        return Answer.SATISFIED if self.least >= self.required else Answer.VIOLATED


def count_suppliers(quotes: tuple[Quote, ...], expense: Expense) -> tuple[int, int]:
    """The different suppliers among the quotes of *expense* that can be compared: for sure, and at most."""
    in_time = [
        quote for quote in quotes if expense.committed is None or quote.date is None or quote.date <= expense.committed
    ]
    sure = [quote for quote in in_time if quote.amount is not None and quote.amount > ZERO]
    named = {fold(quote.supplier) for quote in sure if quote.supplier}
    blank = {fold(quote.supplier) for quote in in_time if quote.supplier and quote.amount is None} - named
    unnamed = sum(1 for quote in in_time if not quote.supplier and (quote.amount is None or quote.amount > ZERO))
    least = len(named) or int(any(not quote.supplier for quote in sure))
    return least, len(named) + len(blank) + unnamed


def quote_counts(case: Case) -> tuple[QuoteCount, ...]:
    """The count of each expense of the plan that is bought from a supplier at its real cost."""
    plan = case.plan
    if plan is None or plan.under_procurement:
        return ()
    offers = _offers(case)
    return tuple(
        _count(case, line, f"{EXPENSES}[{i}]", tuple(offers.get(line.id, ())))
        for i, line in enumerate(plan.expenses)
        if _is_bought(line, offers)
    )


Offers = dict[str, list[tuple[str, Quote]]]


def _offers(case: Case) -> Offers:
    """The quotes by the expense that they answer, each with its place."""
    found: Offers = {}
    for i, quote in enumerate(case.programme.quotes):
        if quote.expense is not None:
            found.setdefault(quote.expense, []).append((f"$.quotes[{i}]", quote))
    return found


def _is_bought(line: Expense, offers: Offers) -> bool:
    return line.option in (None, CostOption.ACTUAL) and (line.category in PURCHASES or line.id in offers)


def _count(case: Case, line: Expense, path: str, quotes: tuple[tuple[str, Quote], ...]) -> QuoteCount:
    least, most = count_suppliers(tuple(quote for _, quote in quotes), line)
    required, threshold, missing = _required(case, line)
    if required is not None and least < required <= most:
        missing = ("quote_details",)
    return QuoteCount(
        expense=line,
        path=path,
        quotes=quotes,
        required=required,
        least=least,
        most=most,
        threshold=threshold,
        missing=missing,
    )


def _required(case: Case, line: Expense) -> tuple[int | None, ParameterValue | None, tuple[str, ...]]:
    """How many quotes the law asks for an expense of this amount (rules RC-02 and RC-03)."""
    floor, bands = case.law.parameter("reasonable_costs_check_floor"), case.law.parameter("quotes_required")
    if floor is not None and isinstance(floor.value, Money) and line.amount < floor.value:
        return 0, floor, ()
    if bands is None or not isinstance(bands.value, Bands):
        return None, None, case.law.lacking("quotes_required")
    found = bands.value.at(amount=line.amount)
    return (found, bands, ()) if isinstance(found, int) else (None, bands, ("quotes_required",))


@check("ELG101")
def quotes_given(case: Case) -> Iterator[Outcome]:
    """Purchases above the threshold have enough comparable quotes from different suppliers (rules RC-02, RC-03)."""
    open_: list[QuoteCount] = []
    for count in quote_counts(case):
        if count.answer is Answer.UNKNOWN or (count.answer is Answer.VIOLATED and not case.programme.quotes):
            open_.append(count)
            continue
        answer = satisfied if count.answer is Answer.SATISFIED else violated
        facts: dict[str, Any] = {"label": count.expense.label, "amount": count.expense.amount}
        yield answer(
            count.path,
            tuple(path for path, _ in count.quotes),
            count=count.most if count.answer is Answer.VIOLATED else count.least,
            required=count.required,
            certainty=certainty_of(count.threshold),
            **facts,
        )
    if open_:
        keys = [key for count in open_ for key in count.missing]
        keys += ["quotes"] * (not case.programme.quotes)
        yield unknown(
            *dict.fromkeys(keys),
            path=open_[0].path,
            related=tuple(count.path for count in open_[1:]),
            labels=tuple(count.expense.label for count in open_),
        )


@check("ELG112")
def cheapest_quote_chosen(case: Case) -> Iterator[Outcome]:
    """The cheapest comparable quote was chosen; another choice needs a reason in the dossier (rule RC-01)."""
    for count in quote_counts(case):
        offers = [(path, quote, quote.amount) for path, quote in count.quotes if quote.amount is not None]
        chosen = [each for each in offers if each[1].is_chosen]
        if len(chosen) != 1 or len(offers) < 2:  # several chosen quotes share the expense between them
            continue
        (path, quote, amount), cheapest = chosen[0], min(offers, key=lambda each: each[2])
        facts: dict[str, Any] = {"label": count.expense.label, "supplier": quote.supplier or quote.id, "amount": amount}
        if amount > cheapest[2]:
            other = cheapest[1].supplier or cheapest[1].id
            yield violated(
                path,
                (cheapest[0],),
                value=str(amount),
                other=other,
                lowest=cheapest[2],
                gap=amount - cheapest[2],
                **facts,
            )
        else:
            yield satisfied(path, tuple(place for place, *_ in offers if place != path), **facts)


@check("ELG113")
def quotes_before_commitment(case: Case) -> Iterator[Outcome]:
    """A quote that came after the commitment compares nothing (rule RC-01)."""
    for count in quote_counts(case):
        committed = count.expense.committed
        dated = [(path, quote, quote.date) for path, quote in count.quotes if quote.date is not None]
        if committed is None or not dated:
            continue
        late = [each for each in dated if each[2] > committed]
        for path, quote, day in late:
            yield violated(
                f"{path}.date",
                (f"{count.path}.committed",),
                value=str(day),
                label=count.expense.label,
                supplier=quote.supplier or quote.id,
                day=day,
                committed=committed,
            )
        if not late:
            yield satisfied(count.path, tuple(path for path, *_ in dated), label=count.expense.label)


@check("ELG114")
def procurement_file_given(case: Case) -> Iterator[Outcome]:
    """Under public procurement the file of the contract takes the place of quotes (rule RC-04)."""
    plan = case.plan
    if plan is None or not plan.under_procurement:
        return
    offers = _offers(case)
    bought = [f"{EXPENSES}[{i}]" for i, line in enumerate(plan.expenses) if _is_bought(line, offers)]
    if not bought:
        return
    kind = DocumentKind.PROCUREMENT_FILE
    received = [
        f"$.supplied_documents[{i}]"
        for i, each in enumerate(case.programme.supplied_documents)
        if each.kind is kind and each.date is not None
    ]
    if received:
        yield satisfied(received[0], tuple(bought))
    else:
        yield unknown("procurement_file", path=bought[0], related=tuple(bought[1:]))


CHECKS = (quotes_given, cheapest_quote_chosen, quotes_before_commitment, procurement_file_given)
