"""
The closed vocabularies of the model. Members are language-free; their French and English names are in the message
catalogue under ``terms.CLASS.value``.
"""

from enum import Enum


class ActorKind(Enum):
    """What an actor is («type d'acteur»)."""

    COMPANY = "company"
    ASSOCIATION = "association"
    LOCAL_AUTHORITY = "local_authority"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


class OwnerKind(Enum):
    """
    How a beneficiary's own money counts («nature du maître d'ouvrage»).

    Own funds of a public owner, or of a body governed by public law («organisme qualifié de droit public»), are
    national public money and call EAFRD (rule FIN-10).
    """

    PRIVATE = "private"
    PUBLIC = "public"
    PUBLIC_LAW_BODY = "public_law_body"


class RoleKind(Enum):
    """What a partner does in the programme («rôle du partenaire»)."""

    LEAD = "lead"
    CO_LEAD = "co_lead"
    FUNDER = "funder"
    HOST = "host"
    FACILITATION = "facilitation"
    OUTREACH = "outreach"
    COMMUNICATION = "communication"
    FORESIGHT = "foresight"
    TESTIMONY = "testimony"
    METHOD = "method"
    EXPERTISE = "expertise"
    PARTICIPANT = "participant"
    OTHER = "other"


class ActionKind(Enum):
    """What kind of action of the plan it is («nature de l'action»)."""

    LAUNCH = "launch"
    PROSPECTING = "prospecting"
    TRAINING = "training"
    MEETING = "meeting"
    SEMINAR = "seminar"
    PROJECT_WORK = "project_work"
    PREPARATION = "preparation"
    EVENT = "event"
    REVIEW = "review"
    OTHER = "other"


class ProjectStage(Enum):
    """How far a project has come («étape du projet»), in this order."""

    DETECTED = "detected"
    FORMALISED = "formalised"
    SELECTED = "selected"
    SUPPORTED = "supported"
    LAUNCHED = "launched"


class ImpactKind(Enum):
    """The field of an expected impact («nature de l'impact»)."""

    ECONOMIC = "economic"
    SOCIAL = "social"
    ENVIRONMENTAL = "environmental"


class PlanVersion(Enum):
    """Which state of the financing plan it is («version du plan de financement»)."""

    FORECAST = "forecast"
    GRANTED = "granted"
    AMENDED = "amended"
    CLAIMED = "claimed"


class ExpenseCategory(Enum):
    """The category of an expense («catégorie de dépense»)."""

    STAFF = "staff"
    TRAVEL = "travel"
    INDIRECT = "indirect"
    SERVICES = "services"
    COMMUNICATION = "communication"
    EQUIPMENT = "equipment"
    INVESTMENT = "investment"
    IN_KIND = "in_kind"
    OTHER = "other"


class ResourceKind(Enum):
    """The kind of a resource («nature de la ressource»)."""

    EAFRD = "eafrd"
    NATIONAL_PUBLIC = "national_public"
    OWN_PUBLIC = "own_public"
    SELF_FINANCING = "self_financing"
    PRIVATE = "private"
    IN_KIND = "in_kind"
    REVENUE = "revenue"
    OTHER_EU = "other_eu"


class ResourceStatus(Enum):
    """Whether a resource is only asked for or already obtained («demandée» / «obtenue»)."""

    REQUESTED = "requested"
    OBTAINED = "obtained"


class StatedSubject(Enum):
    """What a figure stated in the prose of a dossier is about («chiffre annoncé»)."""

    EAFRD = "eafrd"
    TOTAL_COST = "total_cost"
    EXAMPLE_PROJECTS = "example_projects"


class College(Enum):
    """The side on which a committee member votes («collège»)."""

    PUBLIC = "public"
    PRIVATE = "private"
