"""What is done and when: actions, their sessions, the projects that emerge and the committee that selects them."""

from __future__ import annotations

from attrs import frozen

from labo_partenariats.model.terms import ActionKind, College, ProjectStage
from labo_partenariats.values.money import Rate
from labo_partenariats.values.period import Period
from labo_partenariats.values.range import Range


@frozen(kw_only=True)
class Session:
    """One occurrence of an action («séance»); its period's label tells it from its sisters."""

    id: str
    period: Period
    topic: str | None = None
    territories: tuple[str, ...] = ()
    place: str | None = None
    capacity: int | None = None
    attendance: int | None = None
    cancelled: bool = False


@frozen(kw_only=True)
class Action:
    """
    One line of the plan of action («action du plan d'action»).

    ``period_text`` keeps the words of the source («Sept à déc 2017»); ``sessions`` is what was understood of them and
    is empty for an action without a date. ``actors`` are the ids of those who carry it out.
    """

    id: str
    title: str
    kind: ActionKind | None = None
    description: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    expected_results: tuple[str, ...] = ()
    audience: str | None = None
    audience_size: Range | None = None
    territories: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    place: str | None = None
    capacity: int | None = None
    period_text: str | None = None
    sessions: tuple[Session, ...] = ()
    result: str | None = None


@frozen(kw_only=True)
class Project:
    """
    A project that the programme detects and accompanies («projet détecté»), or an example from elsewhere.

    ``origin`` says where it comes from: a territory, an action, or another network. An example (``is_example``) shows
    what the approach gave elsewhere and is no result of this programme.
    """

    id: str
    title: str
    stage: ProjectStage | None = None
    lead: str | None = None
    origin: str | None = None
    is_example: bool = False
    territories: tuple[str, ...] = ()
    opening: Period | None = None
    description: str | None = None


@frozen(kw_only=True)
class CommitteeMember:
    """
    A voting member of a committee, named by its function or organisation («membre du comité»).

    ``votes`` is the number of votes the member holds, 0 when it only advises. ``interest_group`` is the group whose
    votes are counted together («groupe d'intérêt»), None when it is not told; public members count together in any
    case. ``substitute_of`` is the name of the member that it replaces («suppléant»): one of the two sits, not both.
    """

    name: str
    college: College | None = None
    actor: str | None = None
    votes: int = 1
    interest_group: str | None = None
    substitute_of: str | None = None


@frozen(kw_only=True)
class SelectionCommittee:
    """
    The body that selects projects («comité de sélection»); ``action`` is the id of the action during which it sits.

    ``present_share`` and ``private_share`` are the quorum that its own rules set («règlement intérieur»): the least
    share of voting members present, and of private members among those present.
    """

    id: str
    name: str
    action: str | None = None
    members: tuple[CommitteeMember, ...] = ()
    mandate: str | None = None
    present_share: Rate | None = None
    private_share: Rate | None = None
