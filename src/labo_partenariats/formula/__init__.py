"""One formula, several readings: expressions as data, folded into values, explanations and spreadsheet formulas."""

from labo_partenariats.formula.book import Declaration, Formula, FormulaBook, Names, Source, Unit
from labo_partenariats.formula.explanation import Explanations, Step, recompute
from labo_partenariats.formula.expression import Expression, greatest, least, where
from labo_partenariats.formula.spreadsheet import SheetFormula, to_spreadsheet
from labo_partenariats.formula.value import NoLimit, Unknown, Value, evaluate, from_number

__all__ = [
    "Declaration",
    "Explanations",
    "Expression",
    "Formula",
    "FormulaBook",
    "Names",
    "NoLimit",
    "SheetFormula",
    "Source",
    "Step",
    "Unit",
    "Unknown",
    "Value",
    "evaluate",
    "from_number",
    "greatest",
    "least",
    "recompute",
    "to_spreadsheet",
    "where",
]
