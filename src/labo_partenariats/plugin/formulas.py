"""
What a plugin that reads the formulas in its own way imports besides `labo_partenariats.plugin`: the book, its building
blocks, and plans in bulk as the library computes them row by row.

A reading is an `Algebra`; `Formula.expression` is folded with it and `Formula.rounding` applied once.
"""

from labo_partenariats.codec.batch import (
    INPUT_COLUMNS,
    OUTPUT_COLUMNS,
    REQUIRED,
    check_columns,
    plan_row,
    read_figures,
    simulate_rows,
)
from labo_partenariats.formula import Expression, Formula, FormulaBook, Source, Unit, Unknown, evaluate
from labo_partenariats.formula.expression import Algebra, Comparator
from labo_partenariats.rules.financing_book import BOOK, LIMITS
from labo_partenariats.rules.simulation import (
    MONEY_FIGURES,
    RATE_FIGURES,
    PlanFigures,
    SimulatedPlan,
    Status,
    simulate,
)
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

__all__ = [
    "BOOK",
    "INPUT_COLUMNS",
    "LIMITS",
    "MONEY_FIGURES",
    "OUTPUT_COLUMNS",
    "RATE_FIGURES",
    "REQUIRED",
    "Algebra",
    "Comparator",
    "Expression",
    "Formula",
    "FormulaBook",
    "Money",
    "PlanFigures",
    "Rate",
    "Rounding",
    "SimulatedPlan",
    "Source",
    "Status",
    "Unit",
    "Unknown",
    "check_columns",
    "evaluate",
    "plan_row",
    "read_figures",
    "simulate",
    "simulate_rows",
]
