"""
The tables that the library reads and writes: their columns and what each cell holds.

One schema serves the reader, the template to fill and the tables of the dossier, so that what one writes the other
reads. The headers and their synonyms are words, kept in ``headers.toml``; only the shape stands here.
"""

from __future__ import annotations

from enum import Enum

from attrs import evolve

from labo_partenariats.model import (
    ActionKind,
    Actor,
    ActorKind,
    College,
    CommitteeMember,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    OwnerKind,
    ProjectStage,
    ResourceKind,
    ResourceStatus,
    RoleKind,
    SelectionCommittee,
    StateAid,
)
from labo_partenariats.tabular.columns import Column, Kind, TableSchema, column_of
from labo_partenariats.tabular.fact_groups import (
    AGREEMENT,
    APPLICATION,
    DOCUMENT,
    GRID,
    GROUPS,
    LAG,
    PLAN,
    STATE_AID,
    STRATEGY,
)
from labo_partenariats.tabular.parts import every_part

__all__ = ["PROGRAMME_FIELDS", "REPEATED", "SCHEMAS", "Column", "Kind", "TableSchema", "field_column"]


def _term(key: str, terms: type[Enum]) -> Column:
    return Column(key, Kind.TERM, terms)


def _further(of: type, *names: str) -> tuple[Column, ...]:
    """Columns for attributes that few programmes tell."""
    return tuple(evolve(column_of(of, name), required=False, supplementary=True) for name in names)


_ID = Column("id")

#: What some tables have in place of a column of periods; read, never written.
_BOUNDS = (Column("start", supplementary=True), Column("end", supplementary=True))

#: The plan, of the table of other plans, to which a line belongs; blank for the main one.
_PLAN = Column("plan", supplementary=True)

#: What few programmes tell of an expense, of a member of a committee and of the committee itself.
EXPENSE_COLUMNS = ("option", "nature", "territory_share", "committed", "vat_recoverable")
MEMBER_COLUMNS = ("interest_group", "substitute_of")
COMMITTEE_COLUMNS = ("present_share", "private_share")

TERRITORIES = TableSchema("territories", (Column("name", required=True), Column("insee_code", Kind.INSEE), _ID))

ACTORS = TableSchema(
    "actors",
    (
        Column("name", required=True),
        _term("kind", ActorKind),
        Column("roles", Kind.NAMES),
        Column("aliases", Kind.NAMES),
        Column("siren", Kind.SIREN),
        Column("siret", Kind.SIRET),
        Column("rna", Kind.RNA),
        Column("insee_code", Kind.INSEE),
        _term("owner_kind", OwnerKind),
        Column("email", Kind.EMAIL),
        Column("phone", Kind.PHONE),
        Column("postcode", Kind.POSTCODE),
        Column("website"),
        Column("territories", Kind.NAMES),
        *_further(Actor, "fiscal_year_end"),
        _ID,
    ),
)

#: The roles that the column of the actors cannot carry: classed otherwise than their words, or in another order.
PARTNERSHIPS = TableSchema(
    "partnerships",
    (
        Column("actor", required=True, names="actors"),
        Column("role", Kind.TERM, RoleKind, required=True),
        Column("wording"),
    ),
    supplementary=True,
)

ACTIONS = TableSchema(
    "actions",
    (
        Column("title", required=True),
        Column("period_text", Kind.PERIODS),
        *_BOUNDS,
        Column("undated", Kind.YES_NO, supplementary=True),  # the period is kept in words, no session is made of it
        _term("kind", ActionKind),
        Column("description", Kind.LINES),
        Column("objectives", Kind.LINES),
        Column("expected_results", Kind.LINES),
        Column("audience"),
        Column("audience_size", Kind.RANGE),
        Column("territories", Kind.NAMES),
        Column("actors", Kind.NAMES),
        Column("place"),
        Column("capacity", Kind.COUNT),
        Column("result"),
        _ID,
    ),
)

SESSIONS = TableSchema(
    "sessions",
    (
        Column("action", required=True, names="actions"),
        Column("period", Kind.PERIODS, required=True),
        *_BOUNDS,
        Column("label"),
        Column("topic"),
        Column("territories", Kind.NAMES),
        Column("place"),
        Column("capacity", Kind.COUNT),
        Column("attendance", Kind.COUNT),
        Column("cancelled", Kind.YES_NO),
        _ID,
    ),
)

PROJECTS = TableSchema(
    "projects",
    (
        Column("title", required=True),
        _term("stage", ProjectStage),
        Column("lead"),
        Column("origin"),
        Column("is_example", Kind.YES_NO),
        Column("territories", Kind.NAMES),
        Column("opening", Kind.PERIODS),
        Column("description"),
        _ID,
    ),
)

COMMITTEES = TableSchema(
    "committees",
    (
        Column("name", required=True),
        Column("action", names="actions"),
        Column("mandate"),
        Column("member"),
        _term("college", College),
        Column("actor", names="actors"),
        Column("votes", Kind.COUNT),
        *_further(CommitteeMember, *MEMBER_COLUMNS),
        *_further(SelectionCommittee, *COMMITTEE_COLUMNS),
        _ID,
    ),
)

EXPENSES = TableSchema(
    "expenses",
    (
        Column("label", required=True),
        _term("category", ExpenseCategory),
        Column("amount", Kind.AMOUNT, required=True),
        Column("amount_excl_vat", Kind.AMOUNT),
        Column("amount_incl_vat", Kind.AMOUNT),
        Column("partner", names="actors"),
        _term("owner_kind", OwnerKind),
        Column("detail"),
        *_further(Expense, *EXPENSE_COLUMNS),
        _PLAN,
        _ID,
    ),
)

RESOURCES = TableSchema(
    "resources",
    (
        Column("label", required=True),
        _term("kind", ResourceKind),
        Column("amount", Kind.AMOUNT, required=True),
        _term("status", ResourceStatus),
        Column("funder", supplementary=True),  # without this column, the label tells who pays
        _PLAN,
        _ID,
    ),
)

#: The plans beside the main one: granted, amended, claimed.
PLANS = TableSchema(
    "plans",
    (
        Column("name", required=True),
        *(column_of(FinancingPlan, name, key=name) for name in PLAN.keys),
        *(column_of(StateAid, name, key=key) for name, key in STATE_AID.keys.items()),
    ),
    supplementary=True,
)

INDICATORS = TableSchema(
    "indicators",
    (
        Column("name", required=True),
        Column("unit"),
        Column("target", Kind.RANGE),
        Column("actual", Kind.NUMBER),
        _ID,
    ),
)

#: One fact a row: the name of a field of the programme, its value, and a remark in the source's words.
PROGRAMME = TableSchema("programme", (Column("field", required=True), Column("value"), Column("note")), form=True)

#: The fields of the programme's own table, in the order of the form: what each value holds.
PROGRAMME_FIELDS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("title"),
        Column("summary"),
        Column("network"),
        *LAG.columns(),
        *STRATEGY.columns(),
        Column("approach"),
        Column("governance"),
        Column("impact_economic"),
        Column("impact_social"),
        Column("impact_environmental"),
        Column("success_criterion"),
        *PLAN.columns(),
        *STATE_AID.columns(),
        Column("stated_eafrd", Kind.AMOUNT),
        Column("stated_total_cost", Kind.AMOUNT),
        Column("stated_example_projects", Kind.COUNT),
        *APPLICATION.columns(),
        *DOCUMENT.columns(),
        *AGREEMENT.columns(),
        *GRID.columns(),
    )
}


def field_column(key: str) -> Column:
    """What the value of a field of the programme's own table holds."""
    return PROGRAMME_FIELDS[key]


#: The fields that may come several times, one row each.
REPEATED = frozenset(
    {
        "summary",
        "approach",
        "governance",
        "impact_economic",
        "impact_social",
        "impact_environmental",
        "success_criterion",
        "stated_eafrd",
        "stated_total_cost",
        "stated_example_projects",
        *(key for group in GROUPS for key in group.repeated_keys()),
    }
)

#: Every table, in the order in which a workbook shows them.
SCHEMAS: dict[str, TableSchema] = {
    schema.role: schema
    for schema in (
        PROGRAMME,
        TERRITORIES,
        ACTORS,
        PARTNERSHIPS,
        ACTIONS,
        SESSIONS,
        PROJECTS,
        COMMITTEES,
        EXPENSES,
        RESOURCES,
        PLANS,
        INDICATORS,
        *(part.schema for part in every_part()),
    )
}
