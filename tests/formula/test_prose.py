"""The prose reading: formulas in words, with parentheses where, and only where, they are needed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from labo_partenariats.formula import (
    Explanations,
    Expression,
    FormulaBook,
    Names,
    ProseAlgebra,
    Unknown,
    evaluate,
    greatest,
    least,
    to_prose,
    where,
)
from labo_partenariats.formula.prose import in_sentence
from labo_partenariats.formula.value import Given
from labo_partenariats.i18n import LANGUAGES, Language
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

Write = Callable[[Names], Expression]


def _book() -> FormulaBook:
    book = FormulaBook()
    book.inputs("EUR", "expenses", is_list=True)
    book.inputs("EUR", "counterpart", "eligible")
    book.inputs("EUR", "requested", is_limit=True)
    book.parameters("rate", "aid_rate", "eafrd_rate")
    book.parameters("EUR", "eafrd_ceiling", is_limit=True)
    return book


def _said(
    write: Write,
    rounding: Rounding = Rounding.EXACT,
    language: Language = "fr",
    absent: frozenset[str] = frozenset(),
) -> str:
    book = _book()
    return _spaced(to_prose(book, book.formula("result", rounding=rounding)(write), language, absent=absent))


def _spaced(words: str) -> str:
    """Amounts have a space that does not break before their currency; cases are written with a plain one."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


P, E, T, R = "contrepartie publique nationale", "assiette éligible", "taux d'aide publique", "taux du FEADER"
CASES: list[tuple[Write, str]] = [
    (lambda x: x.expenses, "somme de « lignes de dépenses »"),
    (lambda x: x.expenses - x.counterpart, f"somme de « lignes de dépenses » − {P}"),
    (lambda x: x.counterpart + 0, f"{P} + 0"),
    (lambda x: x.counterpart * x.eafrd_rate / (1 - x.eafrd_rate), f"{P} × {R} ÷ (1 − {R})"),
    (lambda x: x.counterpart / (x.eafrd_rate / x.aid_rate), f"{P} ÷ ({R} ÷ {T})"),
    (lambda x: (x.counterpart + x.eligible) * x.aid_rate, f"({P} + {E}) × {T}"),
    (lambda x: x.counterpart + x.eligible * x.aid_rate, f"{P} + {E} × {T}"),
    (lambda x: x.counterpart - (x.eligible - x.counterpart), f"{P} − ({E} − {P})"),
    (lambda x: x.counterpart - x.eligible - x.counterpart, f"{P} − {E} − {P}"),
    (lambda x: x.counterpart * Fraction(1, 3) / Decimal("0.5"), f"{P} × (1 ÷ 3) ÷ 0,5"),
    (lambda x: x.counterpart / Fraction(200001, 100000), f"{P} ÷ 2,00001"),
    (lambda x: x.eligible - 5000, f"{E} − 50,00 €"),
    (lambda x: x.eligible - Fraction(1, 2), f"{E} − 0,005 €"),
    (lambda x: least(x.eligible, x.counterpart), f"le plus petit de : {E} ; {P}"),
    (lambda x: greatest(x.eligible, x.counterpart), f"le plus grand de : {E} ; {P}"),
    (lambda x: greatest(0, x.eligible), f"{E}, jamais moins de 0"),
    (lambda x: greatest(x.eligible, 0), f"{E}, jamais moins de 0"),
    (lambda x: least(x.eligible, 100), f"{E}, jamais plus de 1,00 €"),
    (lambda x: least(x.aid_rate, Decimal("0.8")), f"{T}, jamais plus de 0,8"),
    (lambda x: least(x.eligible, x.counterpart, 100), f"le plus petit de : {E} ; {P} ; 1,00 €"),
    (lambda x: least(x.eligible), E),
    (lambda x: least(x.eligible, x.counterpart) * x.aid_rate, f"(le plus petit de : {E} ; {P}) × {T}"),
    (
        lambda x: greatest(0, least(x.eligible, x.counterpart)),
        f"le plus petit de : {E} ; {P}, jamais moins de 0",
    ),
    (
        lambda x: least(greatest(0, x.eligible), x.counterpart, x.eafrd_ceiling),
        f"le plus petit de : ({E}, jamais moins de 0) ; {P} ; plafond du FEADER",
    ),
    (
        lambda x: where(x.counterpart, ">", 100, x.eligible, 0),
        f"si {P} > 1,00 € : {E} ; sinon : 0",
    ),
    (
        lambda x: where(x.aid_rate, "<=", x.eafrd_rate, least(x.eligible, x.counterpart), 5000) - x.counterpart,
        f"(si {T} ≤ {R} : (le plus petit de : {E} ; {P}) ; sinon : 50,00 €) − {P}",
    ),
]


@pytest.mark.parametrize(("write", "words"), CASES, ids=[words for _, words in CASES])
def test_a_formula_reads_as_it_computes(write: Write, words: str) -> None:
    """Signs, parentheses, enumerations and bounds; numbers beside amounts are amounts."""
    assert _said(write) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", f"le plus petit de : {E} ; somme de « lignes de dépenses », arrondi au centime supérieur"),
        ("en", "the smallest of: eligible expenditure; sum of “lines of expenses”, rounded up to the cent"),
    ],
)
def test_rounding_is_said_last(language: Language, words: str) -> None:
    """A formula that rounds says how, in the language of its reader."""
    assert _said(lambda x: least(x.eligible, x.expenses), Rounding.UP_TO_CENT, language) == words


@pytest.mark.parametrize(
    ("absent", "words"),
    [
        ((), f"le plus petit de : {E} ; plafond du FEADER ; FEADER fixé par le formulaire"),
        (("requested",), f"le plus petit de : {E} ; plafond du FEADER"),
        (("requested", "eafrd_ceiling"), E),
    ],
)
def test_limits_that_do_not_apply_are_not_spoken_of(absent: tuple[str, ...], words: str) -> None:
    """A choice that has one option left is that option."""
    said = _said(lambda x: least(x.eligible, x.eafrd_ceiling, x.requested), absent=frozenset(absent))

    assert said == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_alone_that_do_not_apply_are_no_limit(language: Language) -> None:
    """Where none of the options applies, nothing limits: it is said, outside and inside another choice."""
    absent = frozenset({"requested", "eafrd_ceiling"})
    lowest = {"fr": "sans limite", "en": "no limit"}[language]

    assert _said(lambda x: least(x.requested, x.eafrd_ceiling), language=language, absent=absent) == lowest
    inner = _said(lambda x: least(x.eligible, least(x.requested, x.eafrd_ceiling)), absent=absent)
    assert inner == E


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Plafond", "plafond"),
        ("Équilibre", "équilibre"),
        ("FEADER", "FEADER"),
        ("TVA nette", "TVA nette"),
        ("À payer", "À payer"),
        ("E", "E"),
    ],
)
def test_a_name_loses_its_capital_within_a_sentence(name: str, words: str) -> None:
    """Acronyms and single letters keep theirs."""
    assert in_sentence(name) == words


@pytest.mark.parametrize("given", [{}, {"eligible": Money(100), "counterpart": Money(7), "aid_rate": Rate("0.5")}])
def test_an_explanation_reads_as_its_formula(given: dict[str, Given]) -> None:
    """The prose of an explanation is that of the formula it explains, whether or not its amounts are known."""
    for write, words in CASES:
        book = _book()
        book.formula("result")(write)
        (step,) = Explanations(book, evaluate(book, given))["result"].operands

        assert _spaced(step.fold(ProseAlgebra(book, "fr")).text) == words


def test_an_unknown_amount_is_no_constant() -> None:
    """What cannot be told keeps its name in the words."""
    book = _book()
    book.formula("result")(lambda x: x.eligible * x.aid_rate)
    step = Explanations(book, evaluate(book, {}))["result"]

    assert isinstance(step.value, Unknown)
    assert step.operands[0].fold(ProseAlgebra(book, "fr")).text == f"{E} × {T}"
