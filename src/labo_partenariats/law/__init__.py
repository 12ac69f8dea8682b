"""
The law: dated and sourced parameters in layers, stacked into the regime that applies somewhere on a day.

>>> import datetime as dt
>>> regime = Library.builtin().regime("fr.ara.alpes-sud-isere")
>>> regime.value("eafrd_rate", dt.date(2017, 10, 12)).value
Rate('0.80')
"""

from labo_partenariats.law.bands import Band, Bands
from labo_partenariats.law.classification import Rule, RuleKind, classification
from labo_partenariats.law.declarations import common_declarations
from labo_partenariats.law.library import Library
from labo_partenariats.law.lint import Remark, lint
from labo_partenariats.law.loader import load_layer
from labo_partenariats.law.parameter import (
    Declaration,
    Layer,
    Note,
    Parameter,
    ParameterValue,
    Reason,
    Reference,
    UnknownValue,
    Value,
)
from labo_partenariats.law.problems import Problem
from labo_partenariats.law.regime import Regime
from labo_partenariats.law.terms import QUALIFIERS, Bilingual, Certainty, LayerKind, Unit

__all__ = [
    "QUALIFIERS",
    "Band",
    "Bands",
    "Bilingual",
    "Certainty",
    "Declaration",
    "Layer",
    "LayerKind",
    "Library",
    "Note",
    "Parameter",
    "ParameterValue",
    "Problem",
    "Reason",
    "Reference",
    "Regime",
    "Remark",
    "Rule",
    "RuleKind",
    "Unit",
    "UnknownValue",
    "Value",
    "classification",
    "common_declarations",
    "lint",
    "load_layer",
]
