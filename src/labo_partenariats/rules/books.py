"""The books of formulas by name: all the arithmetic of the rules, for those who read, print or test every formula."""

from __future__ import annotations

from collections.abc import Mapping

from labo_partenariats.formula import FormulaBook
from labo_partenariats.rules import claim_book, eligible_book, financing_book, simplified_costs_book

BOOKS: Mapping[str, FormulaBook] = {
    "financing": financing_book.BOOK,
    "eligible_base": eligible_book.ELIGIBLE,
    "simplified_costs": simplified_costs_book.SIMPLIFIED_COSTS,
    "claim": claim_book.CLAIM,
}
