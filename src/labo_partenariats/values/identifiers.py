"""
Identifiers of French organisations and contact codes: form checked offline, what a spreadsheet lost restored and said.

SIREN and SIRET are checked by python-stdnum (La Poste's exception included). A spreadsheet turns them into numbers:
zeros at the front vanish and come back here with a doubt; digits lost to scientific notation do not come back.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from labo_partenariats.values.reading import Doubt, Reading
from labo_partenariats.values.term import Term

INVALID_IDENTIFIER: Final = "SRC401"
SIREN_FOR_SIRET: Final = "SRC402"
ZEROS_RESTORED: Final = "SRC403"
DIGITS_LOST: Final = "SRC404"
INVALID_CONTACT: Final = "SRC405"

_SEPARATORS = re.compile(r"[\s.\-/ ]+")
_SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE]\+?\d+")
_RNA = re.compile(r"W\d[0-9A-Z]\d{7}")
_INSEE = re.compile(r"(?:\d{5}|2[AB]\d{3}|\d{9}|\d{2,3}|2[AB])")
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\".]+(?:\.[^\s@<>\".]+)+")
_PHONE = re.compile(r"(?:\+\d{6,15}|0\d{9})")


def _compact(source: str | Decimal) -> str:
    if isinstance(source, Decimal):
        whole = source.is_finite() and source.adjusted() < 40 and source == source.to_integral_value()
        return f"{source.to_integral_value():f}" if whole else str(source)
    return _SEPARATORS.sub("", source)


def _numeric(source: str | Decimal, kind: str, length: int) -> Reading[str]:
    """A number of *length* digits, its lost leading zeros restored; not validated."""
    text, compact = str(source), _compact(source)
    if isinstance(source, str) and _SCIENTIFIC.fullmatch(source.strip()):
        return Reading(text, None, (Doubt(DIGITS_LOST, text, {"kind": Term("Identifier", kind)}),))
    if not compact.isascii() or not compact.isdigit() or len(compact) > length:
        return Reading(text, None, (Doubt(INVALID_IDENTIFIER, text, {"kind": Term("Identifier", kind)}),))
    if len(compact) == length:
        return Reading(text, compact)
    restored = compact.zfill(length)
    return Reading(
        text, restored, (Doubt(ZEROS_RESTORED, text, {"kind": Term("Identifier", kind), "understood": restored}),)
    )


def read_siren(source: str | Decimal) -> Reading[str]:
    """A SIREN: nine digits with a check digit."""
    from stdnum.fr import siren

    read = _numeric(source, "SIREN", 9)
    if read.value is not None and not siren.is_valid(read.value):
        return Reading(read.text, None, (Doubt(INVALID_IDENTIFIER, read.text, {"kind": Term("Identifier", "SIREN")}),))
    return read


def read_siret(source: str | Decimal) -> Reading[str]:
    """
    A SIRET: fourteen digits of which the first nine are the SIREN.

    A SIREN in its place is given back as it is, nine digits long, with a doubt: the caller keeps it as a SIREN.
    """
    from stdnum.fr import siren, siret

    compact = _compact(source)
    if len(compact) == 9 and siren.is_valid(compact):
        return Reading(str(source), compact, (Doubt(SIREN_FOR_SIRET, str(source), {"siren": compact}),))
    read = _numeric(source, "SIRET", 14)
    if read.value is not None and not siret.is_valid(read.value):
        return Reading(read.text, None, (Doubt(INVALID_IDENTIFIER, read.text, {"kind": Term("Identifier", "SIRET")}),))
    return read


def _matching(source: str | Decimal, pattern: re.Pattern[str], kind: str, code: str) -> Reading[str]:
    compact = _compact(source).upper() if code == INVALID_IDENTIFIER else _compact(source)
    if pattern.fullmatch(compact):
        return Reading(str(source), compact)
    return Reading(str(source), None, (Doubt(code, str(source), {"kind": Term("Identifier", kind)}),))


def read_rna(source: str | Decimal) -> Reading[str]:
    """An RNA number of an association: W, then the département and a number."""
    return _matching(source, _RNA, "RNA", INVALID_IDENTIFIER)


def read_insee(source: str | Decimal) -> Reading[str]:
    """An INSEE code: of a municipality (5), a département or region (2 or 3), or a SIREN of a group (9 digits)."""
    return _matching(source, _INSEE, "INSEE", INVALID_IDENTIFIER)


def read_postcode(source: str | Decimal) -> Reading[str]:
    """A French postcode: five digits, whose leading zero spreadsheets eat."""
    read = _numeric(source, "postcode", 5)
    if read.value is not None and len(_compact(source)) < 4:
        return Reading(
            read.text, None, (Doubt(INVALID_IDENTIFIER, read.text, {"kind": Term("Identifier", "postcode")}),)
        )
    return read


def read_email(source: str | Decimal) -> Reading[str]:
    """An e-mail address, as it is written."""
    text = str(source).strip()
    if _EMAIL.fullmatch(text):
        return Reading(text, text)
    return Reading(text, None, (Doubt(INVALID_CONTACT, text, {"kind": Term("Identifier", "email")}),))


def read_phone(source: str | Decimal) -> Reading[str]:
    """
    A telephone number: ten digits from 0, or international with a plus; the zero lost by a spreadsheet is restored.
    """
    text = str(source).strip()
    compact = _compact(source).replace("(0)", "")
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    if len(compact) == 9 and compact.isdigit() and compact[0] in "1234567":
        restored = f"0{compact}"
        return Reading(
            text,
            restored,
            (Doubt(ZEROS_RESTORED, text, {"kind": Term("Identifier", "phone"), "understood": restored}),),
        )
    if _PHONE.fullmatch(compact):
        return Reading(text, compact)
    return Reading(text, None, (Doubt(INVALID_CONTACT, text, {"kind": Term("Identifier", "phone")}),))
