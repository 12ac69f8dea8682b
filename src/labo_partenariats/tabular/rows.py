"""
From a programme back to the tables that people fill: what `assemble` reads, the way back.

Reading the tables of a programme gives its normal form (`labo_partenariats.tabular.normal`), every id included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from labo_partenariats.i18n import Language, text
from labo_partenariats.model import (
    Action,
    Actor,
    ExpenseCategory,
    FinancingPlan,
    Partnership,
    Programme,
    ResourceKind,
    RoleKind,
    SelectionCommittee,
    Session,
)
from labo_partenariats.tabular.assemble import role_in
from labo_partenariats.tabular.cells_out import (
    OutValue,
    lines_out,
    names_out,
    period_out,
    range_out,
    term_out,
    text_out,
    unlabelled,
    value_out,
)
from labo_partenariats.tabular.fact_groups import PLAN, STATE_AID
from labo_partenariats.tabular.facts_out import form_rows
from labo_partenariats.tabular.filled import FilledTable
from labo_partenariats.tabular.normal import normal_form
from labo_partenariats.tabular.part_names import directories_of
from labo_partenariats.tabular.parts_out import Row, further, part_rows
from labo_partenariats.tabular.plans import funder_in_label
from labo_partenariats.tabular.references import Directory, Ids
from labo_partenariats.tabular.schema import (
    COMMITTEE_COLUMNS,
    EXPENSE_COLUMNS,
    MEMBER_COLUMNS,
    SCHEMAS,
    TableSchema,
)
from labo_partenariats.tabular.spelled import spelled_sessions
from labo_partenariats.tabular.vocabulary import file_name, header, sheet_name, term_within
from labo_partenariats.values.calendar import read_periods


def tables_of(programme: Programme, language: Language = "fr") -> tuple[FilledTable, ...]:
    """
    The tables of a programme, all of them and in the order of a workbook; an empty programme gives those of a template.

    What they cannot hold is told by `labo_partenariats.tabular.losses`.
    """
    writer = _Writer(normal_form(programme), language)
    facts = form_rows(writer.programme, language)
    rows: dict[str, list[Row]] = {
        "programme": [{"field": fact.label, "value": fact.value, "note": fact.note} for fact in facts],
        "territories": writer.territory_rows(),
        "actors": writer.actor_rows(),
        "partnerships": writer.partnership_rows(),
        **writer.action_and_session_rows(),
        "projects": writer.project_rows(),
        "committees": writer.committee_rows(),
        "expenses": writer.expense_rows(),
        "resources": writer.resource_rows(),
        "plans": writer.plan_rows(),
        "indicators": writer.indicator_rows(),
        **part_rows(writer.programme, writer.known, language),
    }
    fields = {"programme": tuple(fact.key for fact in facts)}
    is_template = writer.programme == Programme()
    return tuple(
        _filled(schema, rows[role], fields.get(role, ()), language, is_template=is_template)
        for role, schema in SCHEMAS.items()
    )


def _filled(
    schema: TableSchema, rows: list[Row], fields: tuple[str, ...], language: Language, *, is_template: bool
) -> FilledTable:
    used = {key for row in rows for key in row}
    columns = tuple(column for column in schema.columns if not column.supplementary or column.key in used)
    return FilledTable(
        schema=schema,
        sheet=sheet_name(schema.role, language),
        file=file_name(schema.role, language),
        columns=columns,
        headers=tuple(header(schema.role, column.key, language) for column in columns),
        rows=tuple(tuple(row.get(column.key) for column in columns) for row in rows),
        fields=fields,
        is_template=is_template,
    )


class _Writer:
    """
    Turns the parts of a programme into rows: column key → value.

    A supplementary column appears where a row has its key.
    """

    def __init__(self, programme: Programme, language: Language) -> None:
        self.programme = programme
        self.language = language
        self.territories = Directory("territory", _unreported)
        for territory in programme.territories:
            self.territories.add(territory.id, territory.name)
        self.known = directories_of(programme, _unreported)
        self.actors = self.known["actor"]
        self.actions = Directory("action", _unreported)
        for action in programme.actions:
            self.actions.add(action.id, action.title)
        self.plan_names = tuple(
            f"{number}. {term_out(plan.version, language)}"
            for number, plan in enumerate(programme.other_plans, start=2)
        )

    def _territories(self, ids: Iterable[str]) -> OutValue:
        return names_out(map(self.territories.name_of, ids))

    def _actor(self, id_: str | None) -> OutValue:
        return text_out(self.actors.name_of(id_)) if id_ else None

    def _action(self, id_: str | None) -> OutValue:
        return text_out(self.actions.name_of(id_)) if id_ else None

    def territory_rows(self) -> list[Row]:
        return [
            {"name": text_out(each.name), "insee_code": each.insee_code, "id": text_out(each.id)}
            for each in self.programme.territories
        ]

    def _roles_in_column(self) -> Mapping[str, tuple[str, ...]]:
        """The wordings of roles by actor, when they say all that the partnerships say; else none."""
        worded: dict[str, list[str]] = {actor.id: [] for actor in self.programme.actors}
        for each in self.programme.partnerships:
            worded.setdefault(each.actor, []).append(each.wording or "")
        read = tuple(
            Partnership(actor=actor, role=role_in(wording) or RoleKind.OTHER, wording=wording)
            for actor, wordings in worded.items()
            for wording in dict.fromkeys(wordings)
        )
        return {actor: tuple(said) for actor, said in worded.items()} if read == self.programme.partnerships else {}

    def actor_rows(self) -> list[Row]:
        roles = self._roles_in_column()
        return [self._actor_row(actor, roles.get(actor.id, ())) for actor in self.programme.actors]

    def _actor_row(self, actor: Actor, roles: Iterable[str]) -> Row:
        return {
            "name": text_out(actor.name),
            "kind": term_out(actor.kind, self.language),
            "roles": names_out(roles),
            "aliases": names_out(actor.aliases),
            "siren": actor.siren,
            "siret": actor.siret,
            "rna": actor.rna,
            "insee_code": actor.insee_code,
            "owner_kind": term_out(actor.owner_kind, self.language),
            "email": text_out(actor.email),
            "phone": actor.phone,
            "postcode": actor.postcode,
            "website": text_out(actor.website),
            "territories": self._territories(actor.territories),
            **further(actor, ("fiscal_year_end",), self.language),
            "id": text_out(actor.id),
        }

    def partnership_rows(self) -> list[Row]:
        """The partnerships, when the column of the actors cannot say them."""
        if self._roles_in_column():
            return []
        return [
            {
                "actor": self._actor(each.actor),
                "role": term_out(each.role, self.language),
                "wording": text_out(each.wording),
            }
            for each in self.programme.partnerships
        ]

    def action_and_session_rows(self) -> dict[str, list[Row]]:
        """Both tables at once: sessions that the words of the period spell out need no row."""
        actions: list[Row] = []
        sessions: list[Row] = []
        ids = Ids()
        for action in self.programme.actions:
            trial = ids.copy()
            periods = read_periods(action.period_text or "").value or ()
            undated: Row = {}
            if spelled_sessions(action.id, periods, self.territories, trial) == action.sessions:
                ids = trial
            elif action.sessions:
                sessions += [self._session_row(action, session) for session in action.sessions]
                for session in action.sessions:
                    ids.give(session.id)
            else:
                undated = {"undated": True}
            actions.append({**self._action_row(action), **undated})
        return {"actions": actions, "sessions": sessions}

    def _action_row(self, action: Action) -> Row:
        return {
            "title": text_out(action.title),
            "period_text": text_out(action.period_text),
            "kind": term_out(action.kind, self.language),
            "description": lines_out(action.description),
            "objectives": lines_out(action.objectives),
            "expected_results": lines_out(action.expected_results),
            "audience": text_out(action.audience),
            "audience_size": range_out(action.audience_size, self.language),
            "territories": self._territories(action.territories),
            "actors": names_out(map(self.actors.name_of, action.actors)),
            "place": text_out(action.place),
            "capacity": action.capacity,
            "result": text_out(action.result),
            "id": text_out(action.id),
        }

    def _session_row(self, action: Action, session: Session) -> Row:
        return {
            "action": self._action(action.id),
            "period": period_out(unlabelled(session.period), self.language),
            "label": text_out(session.period.label),
            "topic": text_out(session.topic),
            "territories": self._territories(session.territories),
            "place": text_out(session.place),
            "capacity": session.capacity,
            "attendance": session.attendance,
            "cancelled": session.cancelled or None,
            "id": text_out(session.id),
        }

    def project_rows(self) -> list[Row]:
        return [
            {
                "title": text_out(each.title),
                "stage": term_out(each.stage, self.language),
                "lead": text_out(each.lead),
                "origin": text_out(each.origin),
                "is_example": each.is_example or None,
                "territories": self._territories(each.territories),
                "opening": None if each.opening is None else period_out(each.opening, self.language),
                "description": text_out(each.description),
                "id": text_out(each.id),
            }
            for each in self.programme.projects
        ]

    def committee_rows(self) -> list[Row]:
        return [row for committee in self.programme.committees for row in self._committee_rows(committee)]

    def _committee_rows(self, committee: SelectionCommittee) -> Iterator[Row]:
        named: Row = {"name": text_out(committee.name), "id": text_out(committee.id)}
        said: Row = {
            "action": self._action(committee.action),
            "mandate": text_out(committee.mandate),
            **further(committee, COMMITTEE_COLUMNS, self.language),
        }
        if not committee.members:
            yield {**named, **said}
        for index, member in enumerate(committee.members):
            yield {
                **named,
                **(said if index == 0 else {}),
                "member": text_out(member.name),
                "college": term_out(member.college, self.language),
                "actor": self._actor(member.actor),
                "votes": member.votes,
                **further(member, MEMBER_COLUMNS, self.language),
            }

    def indicator_rows(self) -> list[Row]:
        return [
            {
                "name": text_out(each.name),
                "unit": text_out(each.unit),
                "target": range_out(each.target, self.language),
                "actual": each.actual,
                "id": text_out(each.id),
            }
            for each in self.programme.indicators
        ]

    def _plans(self) -> Iterator[tuple[FinancingPlan, Row]]:
        """Every plan with what its lines say of it."""
        if self.programme.financing is not None:
            yield self.programme.financing, {}
        for plan, name in zip(self.programme.other_plans, self.plan_names, strict=True):
            yield plan, {"plan": name}

    def expense_rows(self) -> list[Row]:
        return [
            {
                **of_plan,
                "label": text_out(each.label),
                "category": self._stated(each.category, ExpenseCategory, each.label),
                "amount": each.amount,
                "amount_excl_vat": each.amount_excl_vat,
                "amount_incl_vat": each.amount_incl_vat,
                "partner": self._actor(each.partner),
                "owner_kind": term_out(each.owner_kind, self.language),
                "detail": text_out(each.detail),
                **further(each, EXPENSE_COLUMNS, self.language),
                "id": text_out(each.id),
            }
            for plan, of_plan in self._plans()
            for each in plan.expenses
        ]

    def resource_rows(self) -> list[Row]:
        lines = [(of_plan, each) for plan, of_plan in self._plans() for each in plan.resources]
        told = all(each.funder == funder_in_label(each.label, each.kind) for _, each in lines)
        return [
            {
                **of_plan,
                "label": text_out(each.label),
                "kind": self._stated(each.kind, ResourceKind, each.label),
                "amount": each.amount,
                "status": term_out(each.status, self.language),
                **({} if told else {"funder": text_out(each.funder)}),
                "id": text_out(each.id),
            }
            for of_plan, each in lines
        ]

    def _stated(
        self,
        member: ExpenseCategory | ResourceKind | None,
        vocabulary: type[ExpenseCategory | ResourceKind],
        label: str,
    ) -> OutValue:
        """A term; where there is none, a word that says so keeps the reader from taking it from the label."""
        if member is None and term_within(vocabulary, label) is not None:
            return text("terms.unstated", self.language)
        return term_out(member, self.language)

    def plan_rows(self) -> list[Row]:
        return [
            {"name": name, **self._plan_row(plan)}
            for plan, name in zip(self.programme.other_plans, self.plan_names, strict=True)
        ]

    def _plan_row(self, plan: FinancingPlan) -> Row:
        said = {name: value_out(getattr(plan, name), self.language) for name in PLAN.keys}
        aid = plan.state_aid
        return said if aid is None else {**said, **{k: value_out(v, self.language) for k, v in STATE_AID.values(aid)}}


def _unreported(_: object) -> None:
    """References are resolved here to be written: the rules report those that lead nowhere."""
