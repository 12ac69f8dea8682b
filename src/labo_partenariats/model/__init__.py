"""The territorial model: frozen classes that hold what a dossier says, and no law."""

from labo_partenariats.model.consistency import inconsistencies
from labo_partenariats.model.financing import Expense, FinancingPlan, Resource, StateAid
from labo_partenariats.model.partnership import Actor, LocalActionGroup, Partnership, Territory
from labo_partenariats.model.plan_of_action import (
    Action,
    CommitteeMember,
    Project,
    SelectionCommittee,
    Session,
)
from labo_partenariats.model.programme import (
    Application,
    DocumentMetadata,
    Impact,
    Indicator,
    Programme,
    StatedFigure,
    StrategyLink,
)
from labo_partenariats.model.terms import (
    ActionKind,
    ActorKind,
    College,
    ExpenseCategory,
    ImpactKind,
    OwnerKind,
    PlanVersion,
    ProjectStage,
    ResourceKind,
    ResourceStatus,
    RoleKind,
    StatedSubject,
)
from labo_partenariats.values.range import Range

__all__ = [
    "Action",
    "ActionKind",
    "Actor",
    "ActorKind",
    "Application",
    "College",
    "CommitteeMember",
    "DocumentMetadata",
    "Expense",
    "ExpenseCategory",
    "FinancingPlan",
    "Impact",
    "ImpactKind",
    "Indicator",
    "LocalActionGroup",
    "OwnerKind",
    "Partnership",
    "PlanVersion",
    "Programme",
    "Project",
    "ProjectStage",
    "Range",
    "Resource",
    "ResourceKind",
    "ResourceStatus",
    "RoleKind",
    "SelectionCommittee",
    "Session",
    "StateAid",
    "StatedFigure",
    "StatedSubject",
    "StrategyLink",
    "Territory",
    "inconsistencies",
]
