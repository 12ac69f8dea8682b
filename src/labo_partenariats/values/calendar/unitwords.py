"""Grammar of units wider than a day: months, quarters, weeks, seasons, years, and the words that bend them."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Atom
from labo_partenariats.values.calendar.cursor import YEARS, Cursor, Match
from labo_partenariats.values.calendar.dates import dated_day
from labo_partenariats.values.calendar.tokens import WORD
from labo_partenariats.values.period import Precision
from labo_partenariats.values.reading import Doubt

_QUARTERS = 4
_SEMESTERS = 2
_WEEKS = 53


def dated_unit(cursor: Cursor, at: int) -> Match | None:
    """A unit wider than a day, with its year if it is written."""
    return (
        _school_year(cursor, at)
        or _figure_unit(cursor, at)
        or _named_unit(cursor, at)
        or _lettered_unit(cursor, at)
        or _week(cursor, at)
        or _season(cursor, at)
        or _month(cursor, at)
        or _year(cursor, at)
    )


def modified(cursor: Cursor, at: int) -> Match | None:
    """
    «début mars 2018», «mi-mars», «courant 2018», «vers le 15 mars».

    The beginning and the end of a month are its halves; any other such word keeps the whole unit and is doubted.
    """
    known = cursor.lexicon.longest(cursor.lexicon.modifiers, cursor.words(at))
    if known is None:
        return None
    meaning, length = known
    after = at + length + cursor.is_mark(at + length, "-")
    found = dated_unit(cursor, cursor.skip_of(after))
    if found is None and meaning == "about":
        found = dated_day(cursor, cursor.skip_of(after))
    if found is None:
        return None
    atom, end = evolve(found[0], start=cursor.tokens[at].start), found[1]
    if meaning in ("early", "late") and atom.precision is Precision.MONTH and atom.fixed is None:
        half = 2 * atom.number - (meaning == "early")
        return evolve(atom, precision=Precision.HALF_MONTH, number=half), end
    if meaning == "during":
        return atom, end
    return evolve(atom, doubts=(*atom.doubts, Doubt(codes.APPROXIMATE, cursor.raw(at, end)))), end


def _month(cursor: Cursor, at: int) -> Match | None:
    """Mars 2018, sept. 17, le mois de mars 2018."""
    start = at
    if cursor.has_role(at, "month"):
        at = cursor.skip_of(at + 1)
    named = cursor.month(at)
    if named is None:
        return None
    year, end, doubts = cursor.year_tail(named[1], short=True)
    return cursor.make(start, end, Precision.MONTH, named[0], year=year, doubts=doubts), end


def _figure_unit(cursor: Cursor, at: int) -> Match | None:
    """2018-03, 03/2018, 2018-W12, and two years in a row written 2017-18."""
    if cursor.number(at, 4) and cursor.tokens[at].value in YEARS:
        return _year_first(cursor, at)
    for mark in ("/", "-", "."):
        if cursor.number(at, 1, 2) and cursor.tight_number(at + 1, mark, 4) and cursor.is_year(at + 2):
            month, year = cursor.tokens[at].value, cursor.tokens[at + 2].value
            return (cursor.make(at, at + 3, Precision.MONTH, month, year=year), at + 3) if 1 <= month <= 12 else None
    return None


def _year_first(cursor: Cursor, at: int) -> Match | None:
    year = cursor.tokens[at].value
    if cursor.tight_number(at + 1, "-", 2) and not cursor.tight_number(at + 3, "-", 1, 9):
        number = cursor.tokens[at + 2].value
        if 1 <= number <= 12:
            return cursor.make(at, at + 3, Precision.MONTH, number, year=year), at + 3
    pair = _year_pair(cursor, at)
    if pair is not None and cursor.tokens[pair - 1].digits == 2:
        fixed = dt.date(year, 1, 1), dt.date(year + 1, 12, 31)
        return cursor.make(at, pair, Precision.YEAR, 1, fixed=fixed), pair
    letter = at + 1 + cursor.is_mark(at + 1, "-")
    tight = cursor.is_tight(letter) and cursor.is_tight(letter + 1)
    if not (tight and cursor.has_role(letter, "week_letter") and cursor.number(letter + 1, 1, 2)):
        return None
    number, end = cursor.tokens[letter + 1].value, letter + 2
    if cursor.has_role(letter, "semester_letter") and number <= _SEMESTERS:
        return _doubted_semester(cursor, (cursor.make(at, end, Precision.SEMESTER, number, year=year), end), letter)
    return cursor.make(at, end, Precision.WEEK, number, year=year), end


def _year_pair(cursor: Cursor, at: int) -> int | None:
    """The position after two years that follow each other: 2017-2018, 2017/18; None when there is no such pair."""
    if not cursor.number(at, 4) or cursor.tokens[at].value not in YEARS:
        return None
    if not cursor.is_mark(at + 1, "-", "/") or not (cursor.number(at + 2, 4) or cursor.number(at + 2, 2)):
        return None
    following = cursor.tokens[at].value + 1
    second = cursor.tokens[at + 2]
    if second.value != (following if second.digits == 4 else following % 100):
        return None
    return at + 3


def _school_year(cursor: Cursor, at: int) -> Match | None:
    """année scolaire 2017-2018: from the first of September to the end of August."""
    french = cursor.has_role(at, "year") and cursor.has_role(at + 1, "school")
    if not french and not (cursor.has_role(at, "school_before") and cursor.has_role(at + 1, "year")):
        return None
    where = at + 2
    end = _year_pair(cursor, where)
    year = cursor.tokens[where].value if end is not None or cursor.is_year(where) else None
    doubts: tuple[Doubt, ...] = ()
    if year is None:
        if not _is_short_pair(cursor, where):
            return None
        end = where + 3
        year, doubts = cursor.century(cursor.tokens[where].value)
    elif end is None:
        end = where + 1
        doubts = (Doubt(codes.SEASON_YEAR, cursor.raw(at, end), {"year": str(year)}),)
    fixed = dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
    return cursor.make(at, end, Precision.MONTH, 9, fixed=fixed, doubts=doubts), end


def _is_short_pair(cursor: Cursor, at: int) -> bool:
    """Whether two years of two digits follow each other: «17-18»."""
    if not (cursor.number(at, 2) and cursor.is_mark(at + 1, "-", "/") and cursor.number(at + 2, 2)):
        return False
    return cursor.tokens[at + 2].value == (cursor.tokens[at].value + 1) % 100


def _season(cursor: Cursor, at: int) -> Match | None:
    named = cursor.season(at)
    if named is None:
        return None
    number, after = named
    where = cursor.skip_of(after)
    pair = _year_pair(cursor, where) if number == 4 else None
    if pair is not None:
        return cursor.make(at, pair, Precision.SEASON, number, year=cursor.tokens[where].value), pair
    year, end, doubts = cursor.year_tail(after)
    if number == 4 and year is not None:
        doubts = (*doubts, Doubt(codes.SEASON_YEAR, cursor.raw(at, end), {"year": str(year)}))
    return cursor.make(at, end, Precision.SEASON, number, year=year, doubts=doubts), end


def _named_unit(cursor: Cursor, at: int) -> Match | None:
    """1er trimestre 2018, trimestre 1, deuxième semestre, first half of March 2018, seconde quinzaine de mars."""
    ordinal = cursor.ordinal(at)
    if ordinal is not None:
        number, where = ordinal
        return _unit_after_ordinal(cursor, at, number, where)
    if cursor.has_role(at, "quarter", "semester"):
        after = at + 1 + cursor.is_mark(at + 1, ".")
        if cursor.number(after, 1):
            precision = Precision.QUARTER if cursor.has_role(at, "quarter") else Precision.SEMESTER
            return _with_year(cursor, at, after + 1, precision, cursor.tokens[after].value)
    return None


def _unit_after_ordinal(cursor: Cursor, at: int, number: int, where: int) -> Match | None:
    after = where + 1 + (cursor.is_mark(where + 1, ".") and cursor.is_tight(where + 1))
    if cursor.has_role(where, "quarter"):
        return _with_year(cursor, at, after, Precision.QUARTER, number)
    if cursor.has_role(where, "semester"):
        return _with_year(cursor, at, after, Precision.SEMESTER, number)
    if cursor.has_role(where, "fortnight", "half") and number <= _SEMESTERS:
        month = cursor.month(cursor.skip_of(after, ("of", "month")))
        if month is not None:
            return _with_year(cursor, at, month[1], Precision.HALF_MONTH, 2 * month[0] - 2 + number)
        if cursor.has_role(where, "half"):
            return _with_year(cursor, at, after, Precision.SEMESTER, number)
    return None


def _with_year(cursor: Cursor, at: int, after: int, precision: Precision, number: int) -> Match | None:
    most = {
        Precision.QUARTER: _QUARTERS,
        Precision.SEMESTER: _SEMESTERS,
        Precision.HALF_MONTH: 24,
        Precision.WEEK: _WEEKS,
    }
    school = _school_year(cursor, cursor.skip_of(after))
    if school is not None:  # its terms are not those of the calendar
        whole, end = evolve(school[0], start=cursor.tokens[at].start), school[1]
        return evolve(whole, doubts=(*whole.doubts, Doubt(codes.APPROXIMATE, cursor.raw(at, end)))), end
    year, end, doubts = cursor.year_tail(after)
    if not 1 <= number <= most[precision] and year is None:
        return None
    return cursor.make(at, end, precision, number, year=year, doubts=doubts), end


def _lettered_unit(cursor: Cursor, at: int) -> Match | None:
    """T1 2018, Q1 2018, 1T2018, S1 2018 (a semester, or the first week: doubted), H2 2018, S12 2018 (a week)."""
    letter, number = at, at + 1
    if cursor.number(at, 1) and cursor.has_role(at + 1, "quarter_letter"):
        letter, number = at + 1, at
    elif not cursor.number(at + 1, 1, 2):
        return None
    if not cursor.is_tight(at + 1) or cursor.tokens[letter].kind != WORD:
        return None
    value, end = cursor.tokens[number].value, at + 2
    if letter < number and cursor.starts_other(number) and not cursor.tight_number(end, "/", 4):
        return None
    if cursor.has_role(letter, "quarter_letter"):
        return _with_year(cursor, at, end, Precision.QUARTER, value)
    if cursor.has_role(letter, "semester_letter") and value <= _SEMESTERS:
        return _doubted_semester(cursor, _with_year(cursor, at, end, Precision.SEMESTER, value), letter)
    if cursor.has_role(letter, "week_letter"):
        return _with_year(cursor, at, end, Precision.WEEK, value)
    return None


def _doubted_semester(cursor: Cursor, found: Match | None, letter: int) -> Match | None:
    """«S1» may be a week as well as a semester."""
    if found is None or not cursor.has_role(letter, "week_letter"):
        return found
    atom, end = found
    doubt = Doubt(codes.SEMESTER_OR_WEEK, cursor.raw(letter, end), {"number": atom.number})
    return evolve(atom, doubts=(*atom.doubts, doubt)), end


def _week(cursor: Cursor, at: int) -> Match | None:
    """Semaine 12 2018, semaine n° 12 de 2018, week 12 of 2018, and «semaine du 19 mars 2018»."""
    if not cursor.has_role(at, "week"):
        return None
    after = at + 1 + (cursor.is_mark(at + 1, ".") and cursor.is_tight(at + 1))
    if cursor.has_role(after, "numero"):
        after += 1 + cursor.is_mark(after + 1, "°", ".")
    if cursor.number(after, 1, 2) and not cursor.starts_other(after):
        return _with_year(cursor, at, after + 1, Precision.WEEK, cursor.tokens[after].value)
    where = cursor.skip_of(after)
    found = dated_day(cursor, where) if where > after else None
    if found is None or found[0].precision is None:
        return None
    return evolve(found[0], start=cursor.tokens[at].start, of_week=True), found[1]


def _year(cursor: Cursor, at: int) -> Match | None:
    """2018, année 2018, l'exercice 2018."""
    where = at + cursor.has_role(at, "year")
    if not cursor.is_year(where):
        return None
    return cursor.make(at, where + 1, Precision.YEAR, 1, year=cursor.tokens[where].value), where + 1


def is_bare_year(atom: Atom) -> bool:
    """Whether the atom is one year: it may serve to date its neighbours."""
    return atom.precision is Precision.YEAR and atom.fixed is None
