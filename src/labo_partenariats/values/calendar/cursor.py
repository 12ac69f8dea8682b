"""Looking at tokens: the small questions that every rule of the grammar asks, each with a bounded look ahead."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from attrs import field, frozen

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Atom
from labo_partenariats.values.calendar.lexicon import Language, Lexicon, lexicon
from labo_partenariats.values.calendar.tokens import NUMBER, WORD, Token
from labo_partenariats.values.period import Precision
from labo_partenariats.values.reading import Doubt

Match = tuple[Atom, int]

YEARS: Final = range(1900, 2200)
"""A number standing alone is taken for a year only within these bounds; a full date may lie outside and is doubted."""

_PIVOT: Final = 70


@frozen
class Cursor:
    """The tokens of a text and the vocabulary; positions are indices of tokens."""

    text: str
    tokens: list[Token]
    language: Language = "fr"
    lexicon: Lexicon = field(factory=lexicon)

    def at(self, at: int) -> Token | None:
        """The token, or None past the end."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def raw(self, at: int, end: int) -> str:
        """The words of the text from one token to before another."""
        return self.text[self.tokens[at].start : self.tokens[end - 1].end]

    def make(self, at: int, end: int, precision: Precision | None, number: int, **facts: Any) -> Atom:
        """An atom over the tokens from *at* to before *end*."""
        return Atom(self.tokens[at].start, self.tokens[end - 1].end, precision, number, **facts)

    def is_mark(self, at: int, *marks: str) -> bool:
        """Whether the token is one of the *marks*."""
        token = self.at(at)
        return token is not None and token.kind in marks

    def number(self, at: int, shortest: int, longest: int | None = None) -> bool:
        """Whether the token is a number of so many digits."""
        token = self.at(at)
        return token is not None and token.kind == NUMBER and shortest <= token.digits <= (longest or shortest)

    def has_role(self, at: int, *roles: str) -> bool:
        """Whether the token is a word of one of the roles."""
        token = self.at(at)
        return (
            token is not None and token.kind == WORD and any(token.word in self.lexicon.roles[role] for role in roles)
        )

    def is_tight(self, at: int) -> bool:
        """Whether nothing separates the token from the one before."""
        token = self.at(at)
        return token is not None and token.tight

    def tight_number(self, at: int, mark: str, shortest: int, longest: int | None = None) -> bool:
        """Whether *mark* and a number follow without a space."""
        return (
            self.is_mark(at, mark)
            and self.number(at + 1, shortest, longest)
            and (self.is_tight(at) and self.is_tight(at + 1))
        )

    def words(self, at: int, most: int = 4) -> list[str]:
        """Up to *most* folded words that follow each other, hyphens between them left out."""
        found: list[str] = []
        while len(found) < most:
            token = self.at(at)
            if token is None or token.kind != WORD:
                break
            found.append(token.word)
            at += 1
        return found

    def month(self, at: int) -> tuple[int, int] | None:
        """The number of a month's name and the position after it and its dot."""
        return self._named(self.lexicon.months, at)

    def season(self, at: int) -> tuple[int, int] | None:
        """The number of a season's name and the position after it."""
        return self._named(self.lexicon.seasons, at)

    def weekday(self, at: int) -> tuple[int, int] | None:
        """The number of a weekday and the position after it, its comma and its article."""
        named = self._named(self.lexicon.weekdays, at)
        if named is None:
            return None
        after = named[1] + self.is_mark(named[1], ",")
        return named[0], after + self.has_role(after, "article")

    def _named(self, table: Any, at: int) -> tuple[int, int] | None:
        token = self.at(at)
        number = table.get(token.word) if token is not None and token.kind == WORD else None
        if number is None:
            return None
        return number, at + 1 + (self.is_mark(at + 1, ".") and self.is_tight(at + 1))

    def ordinal(self, at: int) -> tuple[int, int] | None:
        """1er, 2e, 3ème, premier, second, or a plain figure; and the position after it."""
        token = self.at(at)
        if token is None:
            return None
        if token.kind == NUMBER and token.digits <= 2:
            return token.value, self.skip_suffix(at + 1)
        value = self.lexicon.ordinals.get(token.word) if token.kind == WORD else None
        return None if value is None else (value, at + 1)

    def skip_suffix(self, at: int) -> int:
        """Past the «er» of «1er»."""
        return at + 1 if self.has_role(at, "ordinal_suffix") and self.is_tight(at) else at

    def skip_of(self, at: int, roles: tuple[str, ...] = ("of",)) -> int:
        """Past «de», «du mois de», «d'», or the hyphen of «27-avr-18»."""
        if self.is_mark(at, "-", ".") and self.is_tight(at) and self.is_tight(at + 1):
            return at + 1
        after = at
        while after < at + 4 and self.has_role(after, *roles):
            after += 1
        return after

    def is_amount(self, at: int) -> bool:
        """Whether a sign or word of money or share follows: the number before it is no date."""
        return self.is_mark(at, "€", "%", "$", "£") or self.has_role(at, "amount")

    def is_year(self, at: int) -> bool:
        """Whether the token is a year of four digits that belongs to no longer expression."""
        if not self.number(at, 4) or self.tokens[at].value not in YEARS or self.is_amount(at + 1):
            return False
        after = self.at(at + 1)
        if after is not None and after.tight and after.kind == WORD:
            return False
        return not (self.tight_number(at + 1, "-", 2) and self.tight_number(at + 3, "-", 2))

    def starts_hour(self, at: int) -> bool:
        """Whether the number begins an hour: 14h, 9:30, 9.30am."""
        dotted = 2 * self.tight_number(at + 1, ".", 2)  # 9.30am
        return (
            self.has_role(at + 1, "hour")
            or self.half_day(at + 1 + dotted) is not None
            or self.tight_number(at + 1, ":", 2)
        )

    def half_day(self, at: int) -> tuple[bool, int] | None:
        """Whether the words are of the afternoon, and the position after them: am, pm, a.m., p.m."""
        if self.has_role(at, "morning", "afternoon"):
            return self.has_role(at, "afternoon"), at + 1
        token, last = self.at(at), self.at(at + 2)
        dotted = self.is_mark(at + 1, ".") and self.is_tight(at + 1) and self.is_tight(at + 2)
        if token is None or last is None or not dotted or token.word not in ("a", "p") or last.word != "m":
            return None
        return token.word == "p", at + 3 + (self.is_mark(at + 3, ".") and self.is_tight(at + 3))

    def starts_other(self, at: int) -> bool:
        """Whether the number begins another date or an hour: 13 novembre, 13/11, 14h."""
        after = self.skip_suffix(at + 1)
        return (
            self.month(self.skip_of(after)) is not None
            or self.starts_hour(at)
            or any(self.tight_number(after, mark, 1, 4) for mark in ("/", "."))
        )

    def year_tail(self, at: int, *, short: bool = False) -> tuple[int | None, int, tuple[Doubt, ...]]:
        """
        The year that follows a day, a month or a unit, with the position after it.

        With *short*, two digits are a year too («27-avr-18», «sept. 17»), unless they begin something else.
        """
        after = self.skip_of(at + self.is_mark(at, ","), ("of", "year"))
        after = at + 1 if self.tight_number(at, "/", 4) else after
        if self.is_year(after):
            return self.tokens[after].value, after + 1, ()
        if not short or self.is_mark(at, ","):
            return None, at, ()
        after = at + 1 if self.tight_number(at, "-", 2) else at + self.is_mark(at, "'")
        if not self.number(after, 2) or self.starts_other(after) or self.is_amount(after + 1):
            return None, at, ()
        if self._is_followed_by_more(after + 1):
            return None, at, ()
        year, doubts = self.century(self.tokens[after].value)
        return year, after + 1, doubts

    def _is_followed_by_more(self, at: int) -> bool:
        """«27 avril 10 participants», «Sept 10-12 2018»: the two digits are not a year."""
        token = self.at(at)
        if token is None:
            return False
        if token.kind == WORD:
            return self.lexicon.longest(self.lexicon.connectors, [token.word]) is None
        if self.is_year(self.skip_of(at + self.is_mark(at, ","))):
            return True
        return self.is_mark(at, "-") and token.tight and self.is_tight(at + 1) and self.number(at + 1, 1, 2)

    def century(self, year: int) -> tuple[int, tuple[Doubt, ...]]:
        """The four digits of a year written with two: 70 to 99 are of the last century."""
        full = year + (1900 if year >= _PIVOT else 2000)
        return full, (Doubt(codes.TWO_DIGIT_YEAR, "", {"year": str(full)}),)

    def clock(self, at: int) -> tuple[dt.time, int] | None:
        """An hour: 9h, 9h30, 9 h 30, 09:30, 9 heures, 2 pm, midi; and the position after it."""
        if self.has_role(at, "noon"):
            return dt.time(12), at + 1
        if self.has_role(at, "midnight"):
            return dt.time(0), at + 1
        if not self.number(at, 1, 2):
            return None
        hour, minute, end = self.tokens[at].value, 0, at + 1
        if self.has_role(end, "hour"):
            end += 1
            tight = self.is_tight(end) and self.is_tight(end - 1)  # the 30 of 9h30/12h is no day of December
            loose = not self.is_tight(end) and not self.is_tight(end - 1) and not self.starts_other(end)
            if self.number(end, 2) and (tight or loose):
                minute, end = self.tokens[end].value, end + 1
                end += self.has_role(end, "minute")
        elif self.tight_number(end, ":", 2):
            minute, end = self.tokens[end + 1].value, end + 2
            end += 2 if self.tight_number(end, ":", 2) else 0
        elif self.tight_number(end, ".", 2) and self.half_day(end + 2) is not None:
            minute, end = self.tokens[end + 1].value, end + 2
        elif self.half_day(end) is None:
            return None
        half = self.half_day(end)
        if half is not None:
            hour = hour % 12 + 12 * half[0] if 1 <= hour <= 12 else 24
            end = half[1]
        return (dt.time(hour, minute), end) if hour < 24 and minute < 60 else None
