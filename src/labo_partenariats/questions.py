"""
What one asks about a dossier beyond its findings: the calendar, the vote, the ranking, aids, the base, a claim.

Each is a function of a programme, or of the `Case` that `make_case` makes of a programme and the law, and answers with
a value that can be told; none raises on what a user may have written.
"""

from labo_partenariats.model.agenda import (
    Milestone,
    MilestoneKind,
    MonthDensity,
    Overlap,
    density,
    free_days,
    milestones,
    overlaps,
)
from labo_partenariats.rules.case import Case, make_case
from labo_partenariats.rules.de_minimis import Ledger, ledger
from labo_partenariats.rules.law_view import LawView
from labo_partenariats.rules.ledger_text import explain_ledger
from labo_partenariats.rules.minutes import Irregularity, Minutes, minutes
from labo_partenariats.rules.payment import ClaimExamination, examine_all
from labo_partenariats.rules.ranking import EnvelopePolicy, Ranking, rank
from labo_partenariats.rules.rounding_policy import Envelope, RoundingPolicy, policy_of, split_envelope
from labo_partenariats.rules.strategy import RunningCostsShare, running_costs_share
from labo_partenariats.rules.vote_tests import VoteRule, VoteTest

__all__ = [
    "Case",
    "ClaimExamination",
    "Envelope",
    "EnvelopePolicy",
    "Irregularity",
    "LawView",
    "Ledger",
    "Milestone",
    "MilestoneKind",
    "Minutes",
    "MonthDensity",
    "Overlap",
    "Ranking",
    "RoundingPolicy",
    "RunningCostsShare",
    "VoteRule",
    "VoteTest",
    "density",
    "examine_all",
    "explain_ledger",
    "free_days",
    "ledger",
    "make_case",
    "milestones",
    "minutes",
    "overlaps",
    "policy_of",
    "rank",
    "running_costs_share",
    "split_envelope",
]
