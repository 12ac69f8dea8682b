"""
The calendar as programmes write it: French and English words to periods and back, and EDTF (ISO 8601-2).

`read_periods` never raises on a text and never guesses in silence: what it could not take for granted is a doubt.
"""

from labo_partenariats.values.calendar.account import Account, Part, Role
from labo_partenariats.values.calendar.edtf import from_edtf, to_edtf
from labo_partenariats.values.calendar.formatting import format_period, format_periods
from labo_partenariats.values.calendar.lexicon import Language
from labo_partenariats.values.calendar.reading import account_for, read_periods

__all__ = [
    "Account",
    "Language",
    "Part",
    "Role",
    "account_for",
    "format_period",
    "format_periods",
    "from_edtf",
    "read_periods",
    "to_edtf",
]
