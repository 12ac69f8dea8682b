"""The de minimis ledger as text: which aids count, under which ceiling and law, and what is left."""

from __future__ import annotations

from collections.abc import Iterator

from labo_partenariats.i18n import Language, Term, text
from labo_partenariats.law import ParameterValue
from labo_partenariats.rules.aid_account import Account, Entry
from labo_partenariats.rules.aid_window import FiscalYearsWindow, RollingWindow
from labo_partenariats.rules.de_minimis import Ledger
from labo_partenariats.rules.explained import parameter_lines
from labo_partenariats.rules.outcome import Answer

_INDENT = "    "


def explain_ledger(ledger: Ledger, language: Language = "fr") -> str:
    """The ledger in words, one line a fact: the undertaking, each account with its aids and its law, the answer."""
    return "\n".join(_lines(ledger, language))


def _lines(ledger: Ledger, language: Language) -> Iterator[str]:
    def said(key: str, **data: object) -> str:
        return text(f"ledger.{key}", language, **data)

    yield said("title", scheme=ledger.scheme, day=ledger.on)
    yield said("undertaking", members=_names(ledger, ledger.undertaking.members))
    if ledger.undertaking.possible:
        yield said("possible", members=_names(ledger, ledger.undertaking.possible))
    for account in ledger.accounts:
        yield said("account", scheme=Term("Ceiling", account.key))
        yield from (f"{_INDENT}{line}" for line in _account_lines(ledger, account, language))
    if ledger.planned is not None:
        yield said(f"planned_{ledger.answer.value}", planned=ledger.planned)
    if ledger.answer is Answer.VIOLATED and ledger.lost is not None:
        yield said("lost", lost=ledger.lost)
    if ledger.largest is None:
        missing = ledger.doubts or tuple(doubt for account in ledger.accounts for doubt in account.doubts)
        yield said("largest_unknown", missing=tuple(Term("missing", key) for key in dict.fromkeys(missing)))
    else:
        yield said("largest", largest=ledger.largest)


def _names(ledger: Ledger, members: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(ledger.names.get(each, each) for each in members))


def _account_lines(ledger: Ledger, account: Account, language: Language) -> Iterator[str]:
    def said(key: str, **data: object) -> str:
        return text(f"ledger.{key}", language, **data)

    if account.ceiling is None:
        yield said("no_ceiling")
    elif account.raised == account.ceiling:
        yield said("ceiling", ceiling=account.ceiling)
    else:
        yield said("two_ceilings", ceiling=account.ceiling, raised=account.raised)
    yield _window_line(account, language)
    for value in account.parameters:
        yield from _law_lines(value, language)
    for entry in account.entries:
        yield _entry_line(ledger, entry, language)
    yield said("counted", counted=account.counted)
    if account.most is None:
        yield said("most_unknown")
    elif account.most != account.counted:
        yield said("most", most=account.most)
    if account.remaining is not None:
        yield said("remaining", remaining=account.remaining)


def _window_line(account: Account, language: Language) -> str:
    window = account.window
    match window:
        case RollingWindow():
            return text("ledger.rolling", language, years=window.years, start=window.start, end=window.on)
        case FiscalYearsWindow():
            return text("ledger.fiscal_years", language, years=window.years, day=window.on)
    return text("ledger.no_window", language)


def _law_lines(value: ParameterValue, language: Language) -> Iterator[str]:
    validity, *references = parameter_lines(value, language)
    yield f"{value.label(language)} : {validity}"
    yield from (f"{_INDENT}{line}" for line in references)


def _entry_line(ledger: Ledger, entry: Entry, language: Language) -> str:
    aid = entry.aid
    reason = text(
        f"ledger.reason.{entry.reason}", language, missing=tuple(Term("missing", key) for key in entry.doubts)
    )
    untold = text("ledger.untold", language)
    return text(
        f"ledger.entry.{entry.counting.value}",
        language,
        day=aid.granted or untold,
        amount=untold if aid.amount is None else aid.amount,
        actor=ledger.names.get(aid.actor, aid.actor),
        scheme=aid.scheme or untold,
        reason=reason,
    )
