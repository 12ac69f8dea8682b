"""
The tables that the library reads and writes: their columns and what each cell holds.

One schema serves the reader, the template to fill and the tables of the dossier, so that what one writes the other
reads. The headers and their synonyms are words, kept in ``headers.toml``; only the shape stands here.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from labo_partenariats.model import (
    ActionKind,
    ActorKind,
    College,
    ExpenseCategory,
    OwnerKind,
    PlanVersion,
    ProjectStage,
    ResourceKind,
    ResourceStatus,
    RoleKind,
)


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    LINES = "lines"  # several lines of text in one cell
    NAMES = "names"  # several names in one cell, separated by semicolons or line breaks
    AMOUNT = "amount"
    RATE = "rate"
    COUNT = "count"
    NUMBER = "number"
    RANGE = "range"
    DATE = "date"
    PERIODS = "periods"
    YES_NO = "yes_no"
    TERM = "term"
    SIREN = "siren"
    SIRET = "siret"
    RNA = "rna"
    INSEE = "insee"
    POSTCODE = "postcode"
    EMAIL = "email"
    PHONE = "phone"


@frozen
class Column:
    """
    One column: its key, what its cells hold, and the vocabulary of its terms if they are terms.

    A ``supplementary`` column is written only when a programme needs it: people who fill a template never see it.
    """

    key: str
    kind: Kind = Kind.TEXT
    terms: type[Enum] | None = None
    required: bool = False
    supplementary: bool = False


@frozen
class TableSchema:
    """
    One table: its role (``actors``, ``expenses`` …) and its columns, the one that names the row first.

    A ``supplementary`` table is written only when a programme needs it. In a ``form`` the names of the rows are printed
    beforehand: a row with nothing beside its name says nothing.
    """

    role: str
    columns: tuple[Column, ...]
    supplementary: bool = False
    form: bool = False

    @property
    def title(self) -> Column:
        """The column that names a row."""
        return self.columns[0]

    def column(self, key: str) -> Column:
        """The column with this key; raises KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


def _term(key: str, terms: type[Enum]) -> Column:
    return Column(key, Kind.TERM, terms)


_ID = Column("id")

#: The plan, of the table of other plans, to which a line belongs; blank for the main one.
_PLAN = Column("plan", supplementary=True)

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
        _ID,
    ),
)

#: The roles that the column of the actors cannot carry: classed otherwise than their words, or in another order.
PARTNERSHIPS = TableSchema(
    "partnerships",
    (Column("actor", required=True), Column("role", Kind.TERM, RoleKind, required=True), Column("wording")),
    supplementary=True,
)

ACTIONS = TableSchema(
    "actions",
    (
        Column("title", required=True),
        Column("period_text", Kind.PERIODS),
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
        Column("action", required=True),
        Column("period", Kind.PERIODS, required=True),
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
        Column("action"),
        Column("mandate"),
        Column("member"),
        _term("college", College),
        Column("actor"),
        Column("votes", Kind.COUNT),
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
        Column("partner"),
        _term("owner_kind", OwnerKind),
        Column("detail"),
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
        _term("version", PlanVersion),
        Column("date", Kind.DATE),
        Column("aid_rate", Kind.RATE),
        Column("requested", Kind.AMOUNT),
        Column("state_aid_applies", Kind.YES_NO),
        Column("state_aid_regime"),
        Column("state_aid_justification"),
        Column("remark"),
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

#: The fields of the programme's own table; those in `REPEATED` may come several times, one row each.
PROGRAMME_FIELDS: dict[str, Kind] = {
    "title": Kind.TEXT,
    "summary": Kind.TEXT,
    "network": Kind.TEXT,
    "lag_name": Kind.TEXT,
    "lag_acronym": Kind.TEXT,
    "lag_region": Kind.TEXT,
    "lag_regime": Kind.TEXT,
    "fiche_action": Kind.TEXT,
    "fiche_action_title": Kind.TEXT,
    "sub_action": Kind.TEXT,
    "sub_action_title": Kind.TEXT,
    "contribution": Kind.TEXT,
    "coherence": Kind.TEXT,
    "approach": Kind.TEXT,
    "governance": Kind.TEXT,
    "impact_economic": Kind.TEXT,
    "impact_social": Kind.TEXT,
    "impact_environmental": Kind.TEXT,
    "success_criterion": Kind.TEXT,
    "plan_version": Kind.TERM,
    "plan_date": Kind.DATE,
    "aid_rate": Kind.RATE,
    "requested": Kind.AMOUNT,
    "state_aid_applies": Kind.YES_NO,
    "state_aid_regime": Kind.TEXT,
    "state_aid_justification": Kind.TEXT,
    "plan_remark": Kind.TEXT,
    "stated_eafrd": Kind.AMOUNT,
    "stated_total_cost": Kind.AMOUNT,
    "stated_example_projects": Kind.COUNT,
    "application_date": Kind.DATE,
    "application_reference": Kind.TEXT,
    "document_title": Kind.TEXT,
    "document_revision": Kind.COUNT,
    "document_created": Kind.DATE,
    "document_saved": Kind.DATE,
}

_FIELD_TERMS: dict[str, type[Enum]] = {"plan_version": PlanVersion}


def field_column(key: str) -> Column:
    """What the value of a field of the programme's own table holds."""
    return Column(key, PROGRAMME_FIELDS[key], _FIELD_TERMS.get(key))


REPEATED = frozenset(
    {
        "summary",
        "contribution",
        "coherence",
        "approach",
        "governance",
        "impact_economic",
        "impact_social",
        "impact_environmental",
        "success_criterion",
        "stated_eafrd",
        "stated_total_cost",
        "stated_example_projects",
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
    )
}
