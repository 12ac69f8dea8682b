"""
Territorial programmes of the LEADER kind: partners, plan of action, projects, and a financing plan right to the cent.

The names below are the library's public interface; they are imported when first used, so that `import
labo_partenariats` stays quick. Plugins import from `labo_partenariats.plugin`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any
from warnings import warn

if TYPE_CHECKING:
    from labo_partenariats.api import ReadResult, Report, annotate, check, diff, export, read, save_rejected
    from labo_partenariats.errors import LaboError, Misuse, UnreadableSource, UnusableTarget
    from labo_partenariats.findings import Finding, Severity
    from labo_partenariats.model import (
        Action,
        ActionKind,
        Actor,
        ActorKind,
        Application,
        DocumentMetadata,
        Expense,
        ExpenseCategory,
        FinancingPlan,
        Indicator,
        LocalActionGroup,
        OwnerKind,
        Partnership,
        Programme,
        Project,
        ProjectStage,
        Range,
        Resource,
        ResourceKind,
        ResourceStatus,
        RoleKind,
        SelectionCommittee,
        Session,
        StrategyLink,
        Territory,
    )
    from labo_partenariats.model.differences import Change, ChangeKind
    from labo_partenariats.rules.question import Target
    from labo_partenariats.rules.simulation import PlanFigures, SimulatedPlan, simulate
    from labo_partenariats.rules.solving import Solution, SolvedInterval, solve
    from labo_partenariats.values.money import Money, Rate
    from labo_partenariats.values.period import Period, Precision

_HOMES = {
    "labo_partenariats.api": (
        "ReadResult",
        "Report",
        "annotate",
        "check",
        "diff",
        "export",
        "read",
        "save_rejected",
    ),
    "labo_partenariats.errors": ("LaboError", "Misuse", "UnreadableSource", "UnusableTarget"),
    "labo_partenariats.findings": ("Finding", "Severity"),
    "labo_partenariats.model": (
        "Action",
        "ActionKind",
        "Actor",
        "ActorKind",
        "Application",
        "DocumentMetadata",
        "Expense",
        "ExpenseCategory",
        "FinancingPlan",
        "Indicator",
        "LocalActionGroup",
        "OwnerKind",
        "Partnership",
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
        "StrategyLink",
        "Territory",
    ),
    "labo_partenariats.model.differences": ("Change", "ChangeKind"),
    "labo_partenariats.rules.question": ("Target",),
    "labo_partenariats.rules.simulation": ("PlanFigures", "SimulatedPlan", "simulate"),
    "labo_partenariats.rules.solving": ("Solution", "SolvedInterval", "solve"),
    "labo_partenariats.values.money": ("Money", "Rate"),
    "labo_partenariats.values.period": ("Period", "Precision"),
}

_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Action",
    "ActionKind",
    "Actor",
    "ActorKind",
    "Application",
    "Change",
    "ChangeKind",
    "DocumentMetadata",
    "Expense",
    "ExpenseCategory",
    "FinancingPlan",
    "Finding",
    "Indicator",
    "LaboError",
    "LocalActionGroup",
    "Misuse",
    "Money",
    "OwnerKind",
    "Partnership",
    "Period",
    "PlanFigures",
    "Precision",
    "Programme",
    "Project",
    "ProjectStage",
    "Range",
    "Rate",
    "ReadResult",
    "Report",
    "Resource",
    "ResourceKind",
    "ResourceStatus",
    "RoleKind",
    "SelectionCommittee",
    "Session",
    "Severity",
    "SimulatedPlan",
    "Solution",
    "SolvedInterval",
    "StrategyLink",
    "Target",
    "Territory",
    "UnreadableSource",
    "UnusableTarget",
    "annotate",
    "check",
    "diff",
    "export",
    "read",
    "save_rejected",
    "simulate",
    "solve",
]


#: Names that were public once: name → the public name that took its place. They work for one more minor version.
_FORMER: dict[str, str] = {}


def __getattr__(name: str) -> Any:
    if name in _FORMER:
        warn(f"labo_partenariats.{name} is now {_FORMER[name]}", DeprecationWarning, stacklevel=2)
        return globals().get(_FORMER[name]) or __getattr__(_FORMER[name])
    if name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
