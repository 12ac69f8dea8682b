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


class OperationNature(Enum):
    """What kind of operation it is («nature de l'opération»), where the law treats some kinds apart."""

    INVESTMENT = "investment"
    STUDIES = "studies"
    RUNNING_COSTS = "running_costs"
    INTANGIBLE = "intangible"


class ManagingAuthority(Enum):
    """Who manages the programme («autorité de gestion»): the State's rules do not bind regions that do."""

    STATE = "state"
    REGION = "region"


class AreaKind(Enum):
    """The category of region that raises some EU rates («catégorie de région»)."""

    CONVERGENCE = "convergence"
    LESS_DEVELOPED = "less_developed"
    TRANSITION = "transition"
    OUTERMOST = "outermost"
    ORDINARY = "ordinary"


class ExpenseNature(Enum):
    """
    What makes an expense a special case of eligibility («nature particulière de la dépense»).

    The values are those of the law's parameters ``ineligible_expenses`` and ``local_ineligible_expenses`` (rule EL-05).
    """

    FINES_AND_PENALTIES = "fines_and_penalties"
    LITIGATION_COSTS = "litigation_costs"
    EXCEPTIONAL_CHARGES = "exceptional_charges"
    DIVIDENDS = "dividends"
    LATE_PAYMENT_INTEREST = "late_payment_interest"
    SECOND_HAND = "second_hand"
    RENEWAL = "renewal"
    SELF_BUILD = "self_build"
    SELF_INVOICING = "self_invoicing"
    LAND = "land"
    VOLUNTEER_WORK = "volunteer_work"
    FEASIBILITY_STUDIES = "feasibility_studies"
    PUBLIC_STAFF_COSTS = "public_staff_costs"


class CostOption(Enum):
    """
    How the amount of an expense is established: at its real cost or by a simplified cost option («option de coûts
    simplifiés»). The values are those of the law's parameter ``simplified_cost_options`` (rules SCO-01 to SCO-09).
    """

    ACTUAL = "actual"
    INDIRECT_ON_STAFF = "indirect_on_staff"
    INDIRECT_ON_DIRECT = "indirect_on_direct"
    INDIRECT_CALCULATED = "indirect_calculated"
    STAFF_ON_DIRECT = "staff_on_direct"
    HOURLY_RATE = "hourly_rate"
    OTHER_ON_STAFF = "other_on_staff"
    MILEAGE = "mileage"
    MEALS = "meals"


class ClaimKind(Enum):
    """What a payment claim asks for («nature de la demande de paiement»)."""

    ADVANCE = "advance"
    INSTALMENT = "instalment"
    BALANCE = "balance"


class FinalAmountMethod(Enum):
    """How the final EAFRD is computed («calcul du FEADER définitif», rule PAY-05)."""

    PRORATA = "prorata"
    RECOMPUTE = "recompute"


class BreachKind(Enum):
    """Which commitment was not kept («nature du manquement»)."""

    NON_COMPLIANCE = "non_compliance"
    PUBLICITY = "publicity"
    DOCUMENTS = "documents"
    FALSE_DECLARATION = "false_declaration"
    DURABILITY = "durability"


class DocumentKind(Enum):
    """A document that a dossier may have to hold («pièce du dossier»)."""

    APPLICATION_FORM = "application_form"
    APPLICATION_RECEIPT = "application_receipt"
    SIGNATORY_POWER = "signatory_power"
    LEGAL_STATUTES = "legal_statutes"
    BANK_DETAILS = "bank_details"
    FUNDER_COMMITMENT = "funder_commitment"
    QUOTES = "quotes"
    PROCUREMENT_FILE = "procurement_file"
    VAT_CERTIFICATE = "vat_certificate"
    STAFF_COST_PROOF = "staff_cost_proof"
    DE_MINIMIS_DECLARATION = "de_minimis_declaration"
    PARTNERSHIP_AGREEMENT = "partnership_agreement"
    DELIBERATION = "deliberation"
    SELECTION_MINUTES = "selection_minutes"
    ATTENDANCE_SHEETS = "attendance_sheets"
    PUBLICITY_PROOF = "publicity_proof"
    INVOICES = "invoices"
    PAYMENT_PROOF = "payment_proof"


class AidScheme(Enum):
    """
    The scheme under which an aid is granted («régime d'aide»).

    ``CLLD_COSTS_EXEMPTED`` and ``CLLD_AMOUNT_EXEMPTED`` are the exemptions of local development projects by articles
    19a and 19b («19 bis», «19 ter») of the general block exemption (rule SA-09), ``EXEMPTED`` any other.
    """

    DE_MINIMIS = "de_minimis"
    ROAD_FREIGHT_DE_MINIMIS = "road_freight_de_minimis"
    SGEI_DE_MINIMIS = "sgei_de_minimis"
    AGRICULTURAL_DE_MINIMIS = "agricultural_de_minimis"
    FISHERY_DE_MINIMIS = "fishery_de_minimis"
    CLLD_COSTS_EXEMPTED = "clld_costs_exempted"
    CLLD_AMOUNT_EXEMPTED = "clld_amount_exempted"
    EXEMPTED = "exempted"
    NO_STATE_AID = "no_state_aid"
    OTHER = "other"

    @property
    def is_de_minimis(self) -> bool:
        """Whether aids under it add up in a de minimis register."""
        return self.value.endswith("de_minimis")


class AidPurpose(Enum):
    """
    What an aid is for, as far as a scheme excludes it («objet de l'aide»); ``OTHER`` is none of these.

    All but ``OTHER`` are the values of the law's parameter ``de_minimis_exclusions`` (rule SA-08).
    """

    PRIMARY_AGRICULTURE = "primary_agriculture"
    FISHERY = "fishery"
    EXPORT = "export"
    DOMESTIC_GOODS = "domestic_goods"
    OTHER = "other"


class LinkKind(Enum):
    """How one undertaking controls another («nature du lien entre entreprises»)."""

    MAJORITY_OF_VOTES = "majority_of_votes"
    RIGHT_TO_APPOINT = "right_to_appoint"
    DOMINANT_INFLUENCE = "dominant_influence"
    AGREEMENT_ON_VOTES = "agreement_on_votes"


class Vote(Enum):
    """How a member votes («sens du vote»)."""

    FOR = "for"
    AGAINST = "against"
    ABSTENTION = "abstention"
