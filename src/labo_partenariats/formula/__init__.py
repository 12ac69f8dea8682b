"""One formula, several readings: expressions as data, folded into values, explanations and spreadsheet formulas."""

from labo_partenariats.formula.book import Declaration, Formula, FormulaBook, Names, Source, Unit
from labo_partenariats.formula.compiled import Compiled, compile_values, to_value
from labo_partenariats.formula.explanation import Explanations, Step, explain, recompute
from labo_partenariats.formula.expression import Expression, greatest, least, where
from labo_partenariats.formula.intervals import Interval, IntervalSet
from labo_partenariats.formula.inverse import Inverse, Inversion, invert
from labo_partenariats.formula.prose import ProseAlgebra, to_prose
from labo_partenariats.formula.renaming import renamed
from labo_partenariats.formula.spreadsheet import SheetFormula, to_spreadsheet
from labo_partenariats.formula.value import NoLimit, Unknown, Value, evaluate, from_number

__all__ = [
    "Compiled",
    "Declaration",
    "Explanations",
    "Expression",
    "Formula",
    "FormulaBook",
    "Interval",
    "IntervalSet",
    "Inverse",
    "Inversion",
    "Names",
    "NoLimit",
    "ProseAlgebra",
    "SheetFormula",
    "Source",
    "Step",
    "Unit",
    "Unknown",
    "Value",
    "compile_values",
    "evaluate",
    "explain",
    "from_number",
    "greatest",
    "invert",
    "least",
    "recompute",
    "renamed",
    "to_prose",
    "to_spreadsheet",
    "to_value",
    "where",
]
