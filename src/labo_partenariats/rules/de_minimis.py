"""
The de minimis ledger of a single undertaking: what it has received, what counts, what is left (rules SA-01 to SA-08).

Each ceiling that applies to a new aid has its own account: its window, the aids that count in it with the reason why
the others do not, and what remains. What cannot be told (a day, an amount, a scheme, the end of a fiscal year) makes an
aid *doubtful*: the answer is then the one that holds whether it counts or not, else unknown. An aid that goes beyond a
ceiling is never cut to fit: it loses the benefit of the scheme as the law says, and `Ledger.largest` only tells what
would fit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import frozen

from labo_partenariats.law import Certainty, Library, ParameterValue, Regime
from labo_partenariats.model import AidScheme, Programme, ReceivedAid
from labo_partenariats.rules.aid_account import Account, Counting, Entry, weakest
from labo_partenariats.rules.aid_window import Window, Within, window_of
from labo_partenariats.rules.case import regime_of
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.rules.single_undertaking import Undertaking, undertaking_of
from labo_partenariats.values.money import ZERO, Money

GENERAL, ROAD, SGEI = AidScheme.DE_MINIMIS, AidScheme.ROAD_FREIGHT_DE_MINIMIS, AidScheme.SGEI_DE_MINIMIS
AGRICULTURAL, FISHERY = AidScheme.AGRICULTURAL_DE_MINIMIS, AidScheme.FISHERY_DE_MINIMIS

#: The schemes whose aids a ledger can be asked for.
SCHEMES = (GENERAL, ROAD, SGEI, AGRICULTURAL, FISHERY)

_NOBODY: frozenset[int] = frozenset()


@frozen(kw_only=True)
class Ledger:
    """
    What an actor's single undertaking may still receive under *scheme* on the day *on* («registre de minimis»).

    ``planned`` is the new aid under examination, None when only what is left is asked for. ``excess`` is what the law
    makes of an aid beyond a ceiling. ``names`` gives the name of each actor.
    """

    undertaking: Undertaking
    scheme: AidScheme
    on: dt.date
    planned: Money | None
    accounts: tuple[Account, ...]
    excess: ParameterValue | None
    names: Mapping[str, str]
    missing: tuple[str, ...] = ()

    @property
    def remaining(self) -> Money | None:
        """What is left for sure under all ceilings; None when it cannot be told."""
        left = [account.remaining for account in self.accounts]
        known = [each for each in left if each is not None]
        return min(known) if known and len(known) == len(left) else None

    @property
    def largest(self) -> Money | None:
        """The largest aid that would fit for sure, at least zero; None when it cannot be told."""
        return None if self.remaining is None else max(self.remaining, ZERO)

    @property
    def binding(self) -> Account | None:
        """The account that decides: a broken one, else the one with the least room; None when no ceiling is known."""
        answers = self._answers()
        for wanted in (Answer.VIOLATED, Answer.UNKNOWN):
            if (found := next((a for a, answer in answers if answer is wanted), None)) is not None:
                return found
        return min((a for a, _ in answers), key=lambda account: account.remaining or ZERO, default=None)

    def _answers(self) -> list[tuple[Account, Answer]]:
        amount = ZERO if self.planned is None else self.planned
        return [(account, account.answer(amount)) for account in self.accounts]

    @property
    def answer(self) -> Answer:
        """Whether the planned aid stays within every ceiling."""
        answers = {answer for _, answer in self._answers()}
        if self.planned is None or self.planned < ZERO or self.missing:
            return Answer.UNKNOWN
        return next((a for a in (Answer.VIOLATED, Answer.UNKNOWN) if a in answers), Answer.SATISFIED)

    @property
    def doubts(self) -> tuple[str, ...]:
        """The keys of what is missing where the answer is unknown."""
        amount = ("aid_amount",) if self.planned is None or self.planned < ZERO else ()
        unknown = (account for account, answer in self._answers() if answer is Answer.UNKNOWN)
        found = dict.fromkeys((*self.missing, *amount, *(doubt for account in unknown for doubt in account.doubts)))
        return tuple(found)

    @property
    def lost(self) -> Money | None:
        """
        What loses the benefit of the scheme beyond a ceiling: the whole aid or the excess, as the law says (SA-06).

        None when nothing is lost or when the law is not known.
        """
        account = self.binding
        if self.answer is not Answer.VIOLATED or account is None or self.planned is None or self.excess is None:
            return None
        if self.excess.value == "whole_aid":
            return self.planned
        return None if account.raised is None else min(self.planned, account.counted + self.planned - account.raised)

    @property
    def certainty(self) -> Certainty | None:
        """How sure the law used is: that of its weakest value or day; None without any."""
        return weakest(value for account in self.accounts for value in account.parameters)


@frozen
class _Ceiling:
    """One ceiling of the law: the beginning of its keys, the schemes whose aids count under it, its sector."""

    prefix: str
    counts: tuple[AidScheme, ...]
    sector: str | None = None
    has_window: bool = True


_GENERAL = _Ceiling("de_minimis", (GENERAL, ROAD))
_ROAD = _Ceiling("de_minimis", (ROAD,), sector="road_freight")
_SGEI = _Ceiling("sgei_de_minimis", (GENERAL, ROAD, SGEI))
_AGRICULTURAL = _Ceiling("agricultural_de_minimis", (AGRICULTURAL,), has_window=False)
_FISHERY = _Ceiling("fishery_de_minimis", (FISHERY,), has_window=False)

#: The ceilings that a new aid of each scheme must respect; general and SGEI aid count together up to the SGEI ceiling.
_CEILINGS: Mapping[AidScheme, tuple[_Ceiling, ...]] = {
    GENERAL: (_GENERAL, _SGEI),
    ROAD: (_ROAD, _GENERAL, _SGEI),
    SGEI: (_SGEI,),
    AGRICULTURAL: (_AGRICULTURAL,),
    FISHERY: (_FISHERY,),
}


def ledger(
    programme: Programme,
    law: Library | Regime | None,
    on: dt.date,
    actor: str,
    scheme: AidScheme = GENERAL,
    *,
    planned: Money | None = None,
    expected: Collection[int] = _NOBODY,
) -> Ledger:
    """
    The ledger of the single undertaking of *actor* for a new aid under *scheme* on its day of grant *on*.

    *law* is a regime, or a library of which the programme's own regime is taken. *planned* is the new aid in euros.
    Aids of the programme that are planned themselves do not count, but for those whose ranks are in *expected*. A
    *scheme* that is no de minimis has no ceiling: the answer is unknown.
    """
    regime = regime_of(programme, law) if isinstance(law, Library) else law
    public_links = _value(regime, "public_body_links_count", on)
    counts = public_links.value if public_links is not None and isinstance(public_links.value, bool) else None
    undertaking = undertaking_of(programme, actor, counts)
    aids = [(rank, aid) for rank, aid in enumerate(programme.aids) if aid.actor in undertaking.all_members]
    standing = [pair for pair in aids if _stands(pair, expected)]
    year_ends = {each.id: each.fiscal_year_end for each in programme.actors}
    book = _Book(programme, regime, on, undertaking, standing, year_ends)
    accounts = tuple(book.account(ceiling) for ceiling in _CEILINGS.get(scheme, ()) if book.matters(ceiling, scheme))
    return Ledger(
        undertaking=undertaking,
        scheme=scheme,
        on=on,
        planned=planned,
        accounts=accounts,
        excess=_value(regime, "de_minimis_excess", on),
        names={each.id: each.name for each in programme.actors},
        missing=() if accounts else ("de_minimis_scheme",),
    )


def planned_ledgers(
    programme: Programme, law: Regime | None, on: dt.date | None, schemes: Collection[AidScheme] = SCHEMES
) -> Iterator[tuple[int, Ledger | None]]:
    """
    The rank and the ledger of each aid planned under *schemes*; *on* is its day when it names none.

    The aids that the programme plans for an earlier day, or for the same day further up, are taken as granted. The
    ledger is None when there is no day at all.
    """
    days = {rank: aid.granted or on for rank, aid in enumerate(programme.aids) if _examined(aid)}
    for rank, day in days.items():
        aid = programme.aids[rank]
        if aid.scheme is None or aid.scheme not in schemes:
            continue
        if day is None:
            yield rank, None
            continue
        before = frozenset(other for other, its in days.items() if its is not None and (its, other) < (day, rank))
        yield rank, ledger(programme, law, day, aid.actor, aid.scheme, planned=aid.amount, expected=before)


def _examined(aid: ReceivedAid) -> bool:
    return aid.is_planned and aid.scheme in SCHEMES


def _stands(pair: tuple[int, ReceivedAid], expected: Collection[int]) -> bool:
    rank, aid = pair
    return not aid.is_planned or rank in expected


def _value(regime: Regime | None, key: str, on: dt.date, sector: str | None = None) -> ParameterValue | None:
    found = None if regime is None else regime.value(key, on, sector=sector)
    return found if isinstance(found, ParameterValue) else None


@frozen
class _Book:
    """The aids of one undertaking, ready to be sorted into accounts."""

    programme: Programme
    regime: Regime | None
    on: dt.date
    undertaking: Undertaking
    aids: list[tuple[int, ReceivedAid]]
    year_ends: Mapping[str, int | None]

    def matters(self, ceiling: _Ceiling, scheme: AidScheme) -> bool:
        """Whether the ceiling can say more than the others of the scheme."""
        if ceiling is _ROAD:
            found = self._law(ceiling, "ceiling")
            return found is None or bool(found.when)
        if ceiling is _SGEI:
            return scheme is SGEI or any(aid.scheme in {SGEI, None} for _, aid in self.aids)
        return True

    def _law(self, ceiling: _Ceiling, name: str) -> ParameterValue | None:
        return _value(self.regime, f"{ceiling.prefix}_{name}", self.on, ceiling.sector)

    def account(self, ceiling: _Ceiling) -> Account:
        """The account of one ceiling."""
        amount, raised = self._law(ceiling, "ceiling"), self._raised(ceiling)
        years = self._law(ceiling, "years") if ceiling.has_window else None
        kind = self._law(ceiling, "window") if ceiling.has_window else None
        window = window_of(self.on, kind and kind.value, years and years.value)
        low, high = _euros(amount), _euros(raised or amount)
        law = {"ceiling": amount, "years": years, "window": kind} if ceiling.has_window else {"ceiling": amount}
        return Account(
            key=f"{ceiling.prefix}_ceiling",
            window=window,
            ceiling=low,
            raised=high,
            parameters=tuple(value for value in (*law.values(), raised) if value is not None),
            entries=tuple(self._entry(rank, aid, ceiling, window) for rank, aid in self.aids),
            missing=self._missing(f"{ceiling.prefix}_{name}" for name, value in law.items() if value is None),
        )

    def _missing(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The law that is not known; without a ceiling the rest is beside the point."""
        missing = tuple(keys)
        if self.regime is None:
            return ("regime",)
        return missing[:1] if missing and missing[0].endswith("_ceiling") else missing

    def _raised(self, ceiling: _Ceiling) -> ParameterValue | None:
        return self._law(ceiling, "raised_ceiling") if ceiling is _AGRICULTURAL else None

    def _entry(self, rank: int, aid: ReceivedAid, ceiling: _Ceiling, window: Window) -> Entry:
        def entry(counting: Counting, reason: str, doubts: tuple[str, ...] = ()) -> Entry:
            return Entry(aid=aid, rank=rank, counting=counting, reason=reason, doubts=doubts)

        if aid.scheme is not None and aid.scheme not in ceiling.counts:
            return entry(Counting.LEFT_OUT, "other_scheme")
        place = self._place(aid, window)
        if place is Within.OUTSIDE:
            return entry(Counting.LEFT_OUT, "later" if _is_later(aid, self.on) else "outside")
        doubts = tuple(self._doubts(aid, place, ceiling))
        if doubts:
            return entry(Counting.DOUBTFUL, "doubtful", doubts)
        return entry(Counting.COUNTED, "within")

    def _place(self, aid: ReceivedAid, window: Window) -> Within:
        if aid.granted is None:
            return Within.UNKNOWN
        return window.place(aid.granted, self.year_ends.get(aid.actor))

    def _doubts(self, aid: ReceivedAid, place: Within, ceiling: _Ceiling) -> Iterator[str]:
        if aid.granted is None:
            yield "aid_granted"
        elif place is not Within.INSIDE:
            yield {
                Within.BOUNDARY: "anniversary_day",
                Within.FISCAL_YEAR: "fiscal_year_end",
            }.get(place, f"{ceiling.prefix}_window")
        if aid.amount is None or aid.amount < ZERO:
            yield "aid_amount"
        if aid.scheme is None:
            yield "aid_scheme"
        if aid.actor not in self.undertaking.members:
            untold = any(self.programme.links[rank].kind is None for rank in self.undertaking.doubtful)
            yield "link_kind" if untold else "public_body_links_count"


def _is_later(aid: ReceivedAid, on: dt.date) -> bool:
    return aid.granted is not None and aid.granted > on


def _euros(value: ParameterValue | None) -> Money | None:
    return value.value if value is not None and isinstance(value.value, Money) else None
