"""What a committee decides: who sat, who withdrew, how they voted, the score and the amount."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import frozen

from labo_partenariats.model.terms import Vote
from labo_partenariats.values.money import Money


@frozen(kw_only=True)
class Ballot:
    """
    What one member did in one decision («vote d'un membre»).

    ``member`` is the name under which the committee lists it. A member that is ``recused`` («déport») leaves the quorum
    and the vote. ``vote`` is None for a member that is present and does not vote, or absent.
    """

    member: str
    present: bool | None = None
    recused: bool = False
    recusal_reason: str | None = None
    vote: Vote | None = None


@frozen(kw_only=True)
class CriterionScore:
    """The points that one criterion of the selection grid gave («note d'un critère»)."""

    criterion: str
    points: Decimal


@frozen(kw_only=True)
class Decision:
    """
    One decision of a committee about one project («décision»); about the programme itself when ``project`` is None.

    ``written_procedure`` is True for a consultation without a meeting. ``requested`` is the EAFRD asked for and
    ``granted`` what the committee gave. ``score`` is the total when the scores by criterion are not told.
    """

    id: str
    committee: str
    date: dt.date | None = None
    project: str | None = None
    written_procedure: bool | None = None
    ballots: tuple[Ballot, ...] = ()
    scores: tuple[CriterionScore, ...] = ()
    score: Decimal | None = None
    requested: Money | None = None
    granted: Money | None = None
    selected: bool | None = None


@frozen(kw_only=True)
class SelectionGrid:
    """
    How projects are ranked («grille de sélection»).

    ``tie_breaks`` are criteria in the order in which they part projects of equal score («règle de départage»);
    ``envelope`` is the EAFRD there is to give.
    """

    minimum_score: Decimal | None = None
    tie_breaks: tuple[str, ...] = ()
    envelope: Money | None = None
