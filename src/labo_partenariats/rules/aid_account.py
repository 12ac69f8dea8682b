"""One ceiling of de minimis aid and the aids that count under it: what is counted, what may be, what is left."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import cached_property

from attrs import frozen

from labo_partenariats.law import Certainty, ParameterValue
from labo_partenariats.model import ReceivedAid
from labo_partenariats.rules.aid_window import Window
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.values.money import ZERO, Money, total


class Counting(Enum):
    """What becomes of an aid in an account («prise en compte»)."""

    COUNTED = "counted"
    DOUBTFUL = "doubtful"
    LEFT_OUT = "left_out"


@frozen(kw_only=True)
class Entry:
    """
    One aid of the undertaking in one account («ligne du registre»).

    ``rank`` is its place in the programme. ``reason`` is a key of the texts ``ledger.reason``; ``doubts`` are the keys
    of what would have to be known to count it or leave it out.
    """

    aid: ReceivedAid
    rank: int
    counting: Counting
    reason: str
    doubts: tuple[str, ...] = ()


@frozen(kw_only=True)
class Account:
    """
    One ceiling and the aids that count under it («compte de minimis»).

    ``key`` is the parameter of the ceiling; ``ceiling`` and ``raised`` its values: two where the Member State could
    choose a higher one and it is not known whether it did. ``parameters`` is all the law used, ``missing`` the keys of
    the law that is not known on that day.
    """

    key: str
    window: Window
    ceiling: Money | None
    raised: Money | None
    parameters: tuple[ParameterValue, ...]
    entries: tuple[Entry, ...]
    missing: tuple[str, ...] = ()

    @cached_property
    def counted(self) -> Money:
        """The sum of the aids that certainly count."""
        return total(entry.aid.amount or ZERO for entry in self.entries if entry.counting is Counting.COUNTED)

    @cached_property
    def most(self) -> Money | None:
        """The sum if every doubtful aid counts; None when the amount of one is not known."""
        sums = [entry.aid.amount for entry in self.entries if entry.counting is not Counting.LEFT_OUT]
        known = [amount for amount in sums if amount is not None and amount >= ZERO]
        return total(known) if len(known) == len(sums) else None

    @cached_property
    def remaining(self) -> Money | None:
        """What is left under the ceiling for sure; negative when it is passed already, None when it cannot be told."""
        return None if self.ceiling is None or self.most is None else self.ceiling - self.most

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """The keys of all that is not known in this account."""
        if self.ceiling is None:
            return self.missing
        choice = () if self.ceiling == self.raised else ("raised_ceiling_choice",)
        entries = (doubt for entry in self.entries for doubt in entry.doubts)
        return tuple(dict.fromkeys((*self.missing, *choice, *entries)))

    def answer(self, amount: Money) -> Answer:
        """Whether a new aid of *amount* stays within the ceiling."""
        if self.ceiling is None or self.raised is None:
            return Answer.UNKNOWN
        if self.counted + amount > self.raised:
            return Answer.VIOLATED
        if self.most is not None and self.most + amount <= self.ceiling:
            return Answer.SATISFIED
        return Answer.UNKNOWN


def weakest(values: Iterable[ParameterValue]) -> Certainty | None:
    """The least sure of *values*, None without any."""
    return max((value.reliability for value in values), key=list(Certainty).index, default=None)
