"""First pass: tokens to items, then bare numbers to the days and units that their neighbours make of them."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from labo_partenariats.values.calendar.atoms import Atom, Item, Kind
from labo_partenariats.values.calendar.cursor import Cursor, Match
from labo_partenariats.values.calendar.dates import bare_number, dated_day
from labo_partenariats.values.calendar.tokens import NEWLINE, NUMBER, WORD
from labo_partenariats.values.calendar.unitwords import dated_unit, modified
from labo_partenariats.values.period import Precision

SEPARATORS: Final = frozenset(
    {Kind.AND, Kind.OR, Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.TO, Kind.UNTIL, Kind.NEWLINE, Kind.STRONG}
)
_BETWEEN_NUMBERS: Final = SEPARATORS | {Kind.GLUE, Kind.FROM}
_BREAKS: Final = frozenset({Kind.NEWLINE, Kind.STRONG})
_REACH: Final = 5

_MARKS: Final = {
    ",": Kind.COMMA,
    "-": Kind.DASH,
    "/": Kind.SLASH,
    ":": Kind.COLON,
    ";": Kind.STRONG,
    "(": Kind.OPENING,
    ")": Kind.CLOSING,
    "&": Kind.AND,
    ">": Kind.TO,
    ".": Kind.MARK,
    "'": Kind.MARK,
    '"': Kind.MARK,
}
_GIVE_TO_THE_LEFT: Final = (Precision.DAY, Precision.QUARTER, Precision.SEMESTER, Precision.HALF_MONTH)


def itemize(cursor: Cursor) -> list[Item]:
    """The whole text as items, in order; only spaces are left out."""
    items: list[Item] = []
    at, carries = 0, False
    while at < len(cursor.tokens):
        found = _atom(cursor, at, items, carries)
        if found is not None:
            atom, end = found
            items.append(Item(Kind.ATOM, atom.start, atom.end, cursor.tokens[at].tight, atom=atom))
            carries = _carries(atom) or (carries and atom.precision is None)
        else:
            item, end = _other(cursor, at, items)
            items.append(item)
        at = end
    return items


def _carries(atom: Atom) -> bool:
    """Whether the numbers after this atom are of its kind: «semaines 12, 13 et 14», «Nov 6, 13 and 20»."""
    return atom.month_first or (atom.precision is Precision.WEEK and not atom.of_week)


def _atom(cursor: Cursor, at: int, items: list[Item], carries: bool) -> Match | None:
    if cursor.tokens[at].kind == NUMBER and cursor.is_tight(at) and cursor.tokens[at - 1].kind == WORD:
        return None
    found = modified(cursor, at) or dated_day(cursor, at) or dated_unit(cursor, at)
    if found is not None:
        return found
    previous = items[-1].kind if items else None
    if previous is Kind.WORD or (cursor.tokens[at].tight and previous is Kind.ATOM):
        return None
    return bare_number(cursor, at, with_year=carries and previous in SEPARATORS)


def _other(cursor: Cursor, at: int, items: list[Item]) -> tuple[Item, int]:
    token = cursor.tokens[at]
    hour = cursor.clock(at)
    if hour is not None:
        end = hour[1]
        return Item(Kind.TIME, token.start, cursor.tokens[end - 1].end, token.tight, time=hour[0]), end
    if token.kind == NEWLINE:
        return Item(Kind.NEWLINE, token.start, token.end), at + 1
    if token.kind == WORD:
        known = cursor.lexicon.longest(cursor.lexicon.connectors, cursor.words(at))
        length = known[1] if known else 1
        kind = Kind(known[0]) if known else Kind.WORD
        return Item(kind, token.start, cursor.tokens[at + length - 1].end, token.tight, is_word=True), at + length
    if token.kind == NUMBER or token.kind not in _MARKS:
        return Item(Kind.WORD, token.start, token.end, token.tight, is_word=True), at + 1
    starts_line = not items or items[-1].kind is Kind.NEWLINE
    kind = Kind.STRONG if token.kind == "-" and starts_line else _MARKS[token.kind]
    return Item(kind, token.start, token.end, token.tight and cursor.is_tight(at + 1)), at + 1


def link_numbers(items: list[Item]) -> list[Item]:
    """
    Give every bare number the unit of the neighbour it is listed with; one that has none becomes a plain word.

    «6, 13 et 27 novembre» takes from the right, «semaines 12 à 14» and «Nov 2017 : 6, 13» from the left.
    """
    linked = list(items)
    for at in range(len(linked) - 1, -1, -1):
        if _is_bare(linked[at]) and at + 1 < len(linked) and linked[at + 1].kind is Kind.WORD:
            linked[at] = _plain_word(linked[at])
        donor = _neighbour(linked, at, 1) if _is_bare(linked[at]) and not _ends_span_of_left(linked, at) else None
        if donor is not None and donor.precision in _GIVE_TO_THE_LEFT and not donor.month_first:
            linked[at] = _completed(linked[at], donor)
    for at in range(len(linked)):
        donor = _neighbour(linked, at, -1) if _is_bare(linked[at]) else None
        if donor is not None:
            linked[at] = _completed(linked[at], donor)
        if _is_bare(linked[at]):
            linked[at] = _plain_word(linked[at])
    return linked


def _ends_span_of_left(items: list[Item], at: int) -> bool:
    """Whether the number ends what the left began («semaines 12 à 14»), so that it takes nothing from the right."""
    atom = items[at].atom
    if atom is not None and atom.year is not None:
        return True
    linked = at >= 2 and items[at - 1].kind in (Kind.TO, Kind.DASH)
    left = items[at - 2].atom if linked else None
    return left is not None and left.precision is not None and _carries(left)


def _plain_word(item: Item) -> Item:
    return Item(Kind.WORD, item.start, item.end, item.tight, is_word=True)


def _is_bare(item: Item) -> bool:
    return item.atom is not None and item.atom.precision is None


def _neighbour(items: list[Item], at: int, step: int) -> Atom | None:
    """The atom that *at* is listed with on that side; a month before a colon counts as the day's month."""
    seen: set[Kind] = set()
    for _ in range(_REACH):
        at += step
        if not 0 <= at < len(items):
            return None
        item = items[at]
        if item.atom is not None:
            break
        if item.kind not in _BETWEEN_NUMBERS and not (step < 0 and item.kind is Kind.COLON):
            return None
        seen.add(item.kind)
    else:
        return None
    atom = item.atom
    if Kind.COLON in seen:
        is_month = atom.precision is Precision.MONTH and atom.fixed is None
        return evolve(atom, precision=Precision.DAY, month=atom.number, month_first=True) if is_month else None
    if not seen & SEPARATORS or (step < 0 and (not _carries(atom) or seen & _BREAKS)):
        return None
    return atom


def _completed(item: Item, donor: Atom) -> Item:
    atom = item.atom
    if atom is None or donor.precision is None:
        return item
    number, most = (
        atom.number,
        {Precision.DAY: 31, Precision.QUARTER: 4, Precision.SEMESTER: 2, Precision.HALF_MONTH: 2},
    )
    if number > most.get(donor.precision, 53):
        return item
    if donor.precision is Precision.HALF_MONTH:
        number += (donor.number - 1) // 2 * 2
    completed = evolve(
        atom,
        precision=donor.precision,
        number=number,
        month=donor.month,
        year=atom.year if atom.year is not None else donor.year,
        start_time=donor.start_time,
        end_time=donor.end_time,
        elliptic=True,
        month_first=donor.month_first,
    )
    return evolve(item, atom=completed)
