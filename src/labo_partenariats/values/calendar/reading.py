"""
Reading periods: the passes in order, then periods, doubts, and an account of every character.

The grammar is a hand-written tokenizer with a few linear passes over what it finds. A parsing library (lark, parsy)
was weighed and left: the hard part is not syntax but what neighbours lend each other (a year given once, a month given
last, a name before or after), any input must give its understood part rather than an error, and the core stays light.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.account import Account, Bookkeeper, Part, Role
from labo_partenariats.values.calendar.atoms import Kind
from labo_partenariats.values.calendar.beads import Bead, string_beads
from labo_partenariats.values.calendar.completion import complete_years
from labo_partenariats.values.calendar.cursor import Cursor
from labo_partenariats.values.calendar.hours import attach_hours
from labo_partenariats.values.calendar.items import itemize, link_numbers
from labo_partenariats.values.calendar.layout import lay_out
from labo_partenariats.values.calendar.lexicon import Language
from labo_partenariats.values.calendar.spans import Element, join_spans
from labo_partenariats.values.calendar.tokens import NEWLINE, NUMBER, WORD, tokenize
from labo_partenariats.values.period import Period
from labo_partenariats.values.reading import Doubt, Reading

_EMPTY_MARKS: Final = frozenset({"-", "/", ".", NEWLINE})


def read_periods(text: str, *, within: Period | None = None, language: Language = "fr") -> Reading[tuple[Period, ...]]:
    """
    The periods that *text* names, in its order; `Period.text` has the words of each, `Period.label` its name.

    *within* is the context for days without a year, usually the span of the whole operation: the year is taken from
    it, with a doubt, only when exactly one puts the day inside. *language* tells the order of 04/05/2018, and whether
    «Nov 17» is a day; French and English words are read in both. The value is None when nothing was understood, and
    empty when the text is blank or says that there is no date yet. Never raises on any text.

    >>> [period.label for period in read_periods("6/11/2017 : Matheysine ; 13/11/2017 : Oisans").value]
    ['Matheysine', 'Oisans']
    """
    return account_for(text, within=within, language=language).reading


def account_for(text: str, *, within: Period | None = None, language: Language = "fr") -> Account:
    """As `read_periods`, with the role of every part of the text: who wants to show what was understood uses it."""
    cursor = Cursor(text, tokenize(text), language)
    if _says_no_date(cursor):
        doubts = (Doubt(codes.UNDATED, text.strip()),) if cursor.tokens and text.strip() else ()
        parts = (Part(0, len(text), Role.DOUBT),) if doubts else ()
        return Account(Reading(text, (), doubts), parts)
    nodes = join_spans(link_numbers(attach_hours(itemize(cursor))))
    beads, thread = string_beads(nodes)
    lay_out(text, beads)
    _exclude(beads)
    _doubt_hours(beads)
    elements = [bead.node for bead in beads if isinstance(bead.node, Element) and not bead.node.excluded]
    complete_years(elements, within)
    return Bookkeeper(text).account(beads, thread)


def _says_no_date(cursor: Cursor) -> bool:
    words = tuple(token.word for token in cursor.tokens if token.kind == WORD)
    if any(token.kind == NUMBER for token in cursor.tokens):
        return False
    if words:
        return words in cursor.lexicon.undated
    return all(token.kind in _EMPTY_MARKS for token in cursor.tokens)


def _exclude(beads: list[Bead]) -> None:
    """«sauf le 11 et le 18», «sauf : 11/11»: what is excepted is no period."""
    excluding = after_colon = False
    for bead in beads:
        said = Kind.EXCEPT in bead.joins
        if isinstance(bead.node, Element):
            excluding = said or after_colon or (excluding and bool(bead.joins))
            bead.node.excluded = excluding
            after_colon = False
        else:
            excluding, after_colon = False, said and bead.is_kind(Kind.COLON)


def _doubt_hours(beads: list[Bead]) -> None:
    """«le 6/11 et le 13/11 à 14h», «à 14h le 6/11 et le 13/11»: the hours may be those of both days."""
    for before, bead in pairwise(beads):
        first, second = before.node, bead.node
        if isinstance(first, Element) and isinstance(second, Element) and bead.joins & {Kind.AND, Kind.COMMA}:
            if not _has_hours(first) and _has_hours(second) and not second.atom.hours_first:
                second.doubts.append(Doubt(codes.HOURS_OF_ONE_DAY))
            elif _has_hours(first) and first.atom.hours_first and not _has_hours(second):
                first.doubts.append(Doubt(codes.HOURS_OF_ONE_DAY))


def _has_hours(element: Element) -> bool:
    return element.atom.start_time is not None or element.atom.end_time is not None
