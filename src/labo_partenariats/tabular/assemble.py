"""From records to a programme: ids given, names resolved, words understood, the origin of every part remembered."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from labo_partenariats.findings import Finding, Location, Origins, finding, in_order
from labo_partenariats.model import (
    Action,
    Actor,
    CommitteeMember,
    Indicator,
    Partnership,
    Programme,
    Project,
    RoleKind,
    SelectionCommittee,
    Session,
    Territory,
)
from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.fact_groups import AGREEMENT, APPLICATION, DOCUMENT, GRID, LAG, STATE_AID, STRATEGY
from labo_partenariats.tabular.facts import PATHS, Facts, impacts_of, lag_of, part_of, read_facts, stated_of
from labo_partenariats.tabular.near import near_pairs
from labo_partenariats.tabular.parts import PARTS
from labo_partenariats.tabular.parts_in import PartAssembler
from labo_partenariats.tabular.plans import PlanAssembler
from labo_partenariats.tabular.records import LeftOut, Record, Records, place
from labo_partenariats.tabular.references import Directory, Ids
from labo_partenariats.tabular.schema import COMMITTEE_COLUMNS, MEMBER_COLUMNS
from labo_partenariats.tabular.spelled import session_words, spelled_sessions
from labo_partenariats.tabular.vocabulary import Vocabulary, term_within, terms
from labo_partenariats.values.period import Period
from labo_partenariats.values.text import fold


@frozen
class Assembled:
    """
    A programme made of records, where its parts come from, and what was found on the way.

    ``left_out`` are the rows that were understood and could not be attached to what they are about.
    """

    programme: Programme
    origins: Origins
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...] = ()


class _Assembler:
    def __init__(self, records: Records, vocabulary: Vocabulary) -> None:
        self.records = records
        self.vocabulary = vocabulary
        self.facts: Facts = read_facts(records.of("programme"), vocabulary)
        self.findings: list[Finding] = list(self.facts.findings)
        self.places: dict[str, Location] = {}
        self.territories = Directory("territory", self.findings.append)
        self.actors = Directory("actor", self.findings.append)
        self.actions = Directory("action", self.findings.append)
        self.session_rows: dict[str, list[Record]] = {}
        self.left_out: list[LeftOut] = []

    def remember(self, path: str, record: Record, renamed: Mapping[str, str] | None = None) -> None:
        """Note where a part and each of its attributes come from."""
        self.places[path] = record.place()
        for key in record.cells:
            self.places[f"{path}.{(renamed or {}).get(key, key)}"] = record.place(key)

    def remember_sheet(self, path: str, role: str) -> None:
        """Note the sheet on which a list stands."""
        for record in self.records.of(role)[:1]:
            self.places[path] = place(record.sheet)

    def territory_list(self) -> tuple[Territory, ...]:
        """The territories of their own table, else those that the other tables name."""
        made: list[Territory] = []
        ids = Ids()
        for record in self.records.of("territories"):
            self.remember(f"$.territories[{len(made)}]", record)
            name = record.get("name")
            id_ = ids.give(record.get("id"), name)
            made.append(Territory(id=id_, name=name, **record.given("insee_code")))
            self.territories.add(id_, name)
        if not made:
            for role in ("actors", "actions", "sessions", "projects"):
                for record in self.records.of(role):
                    for name in record.get("territories") or ():
                        if self.territories.find(name) is None:
                            id_ = ids.give(None, name)
                            made.append(Territory(id=id_, name=name))
                            self.territories.add(id_, name)
        return tuple(made)

    def _territories(self, record: Record) -> tuple[str, ...]:
        return self.territories.resolve_all(record.get("territories") or (), record.place("territories"))

    def actor_list(self) -> tuple[tuple[Actor, ...], tuple[Partnership, ...]]:
        actors: list[Actor] = []
        partnerships: list[Partnership] = []
        ids = Ids()
        seen: dict[str, Record] = {}
        for record in self.records.of("actors"):
            name = record.get("name")
            self.remember(f"$.actors[{len(actors)}]", record)
            self._report_repeated(seen, name, record)
            id_ = ids.give(record.get("id"), name)
            siret = record.get("siret")
            siren = record.get("siren")
            if siret is not None and len(siret) == 9:  # a SIREN in the place of a SIRET, said by the reader
                siret, siren = None, siren or siret
            actors.append(
                Actor(
                    id=id_,
                    name=name,
                    siret=siret,
                    siren=siren,
                    territories=self._territories(record),
                    **record.given(
                        "kind",
                        "aliases",
                        "rna",
                        "insee_code",
                        "owner_kind",
                        "email",
                        "phone",
                        "postcode",
                        "website",
                        "fiscal_year_end",
                    ),
                )
            )
            self.actors.add(id_, name, *(record.get("aliases") or ()))
            for wording in record.get("roles") or ():
                self.places[f"$.partnerships[{len(partnerships)}]"] = record.place("roles")
                partnerships.append(self._partnership(id_, wording, record))
        for record in self.records.of("partnerships"):
            actor = self.actors.resolve(record.get("actor"), record.place("actor"))
            if actor is not None:
                self.remember(f"$.partnerships[{len(partnerships)}]", record)
                partnerships.append(Partnership(actor=actor, **record.given("role", "wording")))
            else:
                self._leave(record)
        self._report_alike(actors)
        return tuple(actors), tuple(partnerships)

    def _report_alike(self, actors: list[Actor]) -> None:
        """Suggest that two actors with nearly the same name are one, unless their numbers tell them apart."""
        records = self.records.of("actors")
        for rank, near in near_pairs(actor.name for actor in actors):
            one, other = actors[rank], actors[near]
            numbers = [actor.siren or (actor.siret or "")[:9] for actor in (one, other)]
            known = {fold(alias) for alias in (*one.aliases, *other.aliases)}
            if (all(numbers) and numbers[0] != numbers[1]) or known & {fold(one.name), fold(other.name)}:
                continue
            facts = {"name": one.name, "near": other.name}
            where, there = records[rank].place("name"), records[near].place("name")
            self.findings.append(finding("SRC511", facts, location=where, related=(there,), value=one.name))

    def _leave(self, record: Record) -> None:
        self.left_out.append(record.rejected())

    def _report_repeated(self, seen: dict[str, Record], name: str, record: Record) -> None:
        first = seen.setdefault(fold(name), record)
        if first is not record:
            repeated = finding("SRC506", {"name": name}, location=record.place(), related=(first.place(),), value=name)
            self.findings.append(repeated)

    def _partnership(self, actor: str, wording: str, record: Record) -> Partnership:
        own = self.vocabulary.own_term(RoleKind, wording)
        role = own if isinstance(own, RoleKind) else role_in(wording)
        if role is None:
            unclear = finding("SRC503", {"text": wording}, location=record.place("roles"), value=wording)
            self.findings.append(unclear)
        return Partnership(actor=actor, role=role or RoleKind.OTHER, wording=wording)

    def action_list(self) -> tuple[Action, ...]:
        made: list[Action] = []
        ids, rows = Ids(), self.records.of("actions")
        given = [ids.give(record.get("id"), record.get("title")) for record in rows]
        for id_, record in zip(given, rows, strict=True):
            self.actions.add(id_, record.get("title"))
        for record in self.records.of("sessions"):
            if (action := self.actions.resolve(record.get("action"), record.place("action"))) is not None:
                self.session_rows.setdefault(action, []).append(record)
            else:
                self._leave(record)
        session_ids = Ids()
        for id_, record in zip(given, rows, strict=True):
            path = f"$.actions[{len(made)}]"
            self.remember(path, record)
            made.append(
                Action(
                    id=id_,
                    title=record.get("title"),
                    territories=self._territories(record),
                    actors=self.actors.resolve_all(record.get("actors") or (), record.place("actors")),
                    period_text=text_of(record.cells["period_text"]) if "period_text" in record.cells else None,
                    sessions=self._sessions(id_, record, path, session_ids),
                    **record.given(
                        "kind",
                        "description",
                        "objectives",
                        "expected_results",
                        "audience",
                        "audience_size",
                        "place",
                        "capacity",
                        "result",
                    ),
                )
            )
        return tuple(made)

    def _sessions(self, action: str, record: Record, path: str, ids: Ids) -> tuple[Session, ...]:
        """The sessions of their own table when it has some for this action, else those its period spells out."""
        own = self.session_rows.get(action, ())
        made: list[Session] = []
        for row in own:
            for period in row.get("period"):
                self.remember(f"{path}.sessions[{len(made)}]", row)
                made.append(self._listed_session(action, row, period, ids))
        if not own and not record.get("undated"):
            made += spelled_sessions(action, record.get("period_text") or (), self.territories, ids)
            for index in range(len(made)):
                self.places[f"{path}.sessions[{index}]"] = record.place("period_text")
        return tuple(made)

    def _listed_session(self, action: str, row: Record, period: Period, ids: Ids) -> Session:
        labelled = evolve(period, label=row.get("label") or period.label)
        return Session(
            id=ids.give(row.get("id"), *session_words(action, labelled)),
            period=labelled,
            territories=self._territories(row),
            **row.given("topic", "place", "capacity", "attendance", "cancelled"),
        )

    def project_list(self) -> tuple[Project, ...]:
        made: list[Project] = []
        ids = Ids()
        for record in self.records.of("projects"):
            self.remember(f"$.projects[{len(made)}]", record)
            opening = record.get("opening")
            made.append(
                Project(
                    id=ids.give(record.get("id"), record.get("title")),
                    title=record.get("title"),
                    territories=self._territories(record),
                    opening=opening[0] if opening else None,
                    **record.given("stage", "lead", "origin", "is_example", "description"),
                )
            )
        return tuple(made)

    def committee_list(self) -> tuple[SelectionCommittee, ...]:
        """Committees, one row a member: the first row of a committee says what it is."""
        rows: dict[str, list[Record]] = {}
        for record in self.records.of("committees"):
            rows.setdefault(record.get("id") or fold(record.get("name")), []).append(record)
        made: list[SelectionCommittee] = []
        ids = Ids()
        for first, *others in rows.values():
            self.remember(f"$.committees[{len(made)}]", first)
            made.append(
                SelectionCommittee(
                    id=ids.give(first.get("id"), first.get("name")),
                    name=first.get("name"),
                    action=self.actions.resolve(first.get("action"), first.place("action")),
                    mandate=first.get("mandate"),
                    members=tuple(self._member(row) for row in (first, *others) if row.get("member")),
                    **first.given(*COMMITTEE_COLUMNS),
                )
            )
        return tuple(made)

    def _member(self, row: Record) -> CommitteeMember:
        return CommitteeMember(
            name=row.get("member"),
            actor=self.actors.resolve(row.get("actor"), row.place("actor")),
            **row.given("college", "votes", *MEMBER_COLUMNS),
        )

    def indicator_list(self) -> tuple[Indicator, ...]:
        made: list[Indicator] = []
        ids = Ids()
        for record in self.records.of("indicators"):
            self.remember(f"$.indicators[{len(made)}]", record)
            id_ = ids.give(record.get("id"), record.get("name"))
            made.append(Indicator(id=id_, name=record.get("name"), **record.given("unit", "target", "actual")))
        return tuple(made)

    def places_of_lists(self) -> None:
        """Where to look for what is not there: the sheet on which its list stands, or the programme's own."""
        for path in ("$.application", "$.document", "$.stated_figures", "$.agreement", "$.selection_grid"):
            self.remember_sheet(path, "programme")
        self.remember_sheet("$.supplied_documents", "programme")
        for path, role in (("$.financing.expenses", "expenses"), ("$.financing.resources", "resources")):
            self.remember_sheet(path, role)
        for role in ("projects", "actions", "indicators", *(part.role for part in PARTS)):
            self.remember_sheet(f"$.{role}", role)
        for fact in self.facts.rows:
            if fact.key in PATHS:
                self.places[PATHS[fact.key]] = fact.location
                if fact.key in STATE_AID.keys.values():
                    self.places.setdefault(STATE_AID.path, fact.location)
        for path in (STATE_AID.path, LAG.path):
            if path not in self.places:
                self.remember_sheet(path, "programme")

    def programme(self) -> Programme:
        """The programme, its parts made in the order in which they refer to one another."""
        facts = self.facts
        self.places_of_lists()
        stated = stated_of(facts)
        for index, (_, location) in enumerate(stated):
            self.places[f"$.stated_figures[{index}]"] = location
        lag, told = lag_of(facts)
        self.findings += told
        territories = self.territory_list()
        actors, partnerships = self.actor_list()
        actions = self.action_list()
        plans = PlanAssembler(self.records, facts, self.vocabulary, self.actors, self.remember, self.findings.append)
        self.left_out += plans.left_out
        made = Programme(
            title=facts.one("title"),
            summary=facts.several("summary"),
            network=facts.one("network"),
            lag=lag,
            territories=territories,
            actors=actors,
            partnerships=partnerships,
            governance=facts.several("governance"),
            strategy=part_of(STRATEGY, facts),
            approach=facts.several("approach"),
            actions=actions,
            projects=self.project_list(),
            committees=self.committee_list(),
            indicators=self.indicator_list(),
            impacts=impacts_of(facts),
            success_criteria=facts.several("success_criterion"),
            financing=plans.main(),
            other_plans=plans.others(),
            agreement=part_of(AGREEMENT, facts),
            selection_grid=part_of(GRID, facts),
            stated_figures=tuple(figure for figure, _ in stated),
            application=part_of(APPLICATION, facts),
            document=part_of(DOCUMENT, facts),
        )
        parts = PartAssembler(self.records, made, self.remember, self.findings.append)
        made = parts.programme()
        self.left_out += parts.left_out
        return made


def role_in(wording: str) -> RoleKind | None:
    """The kind of role that the words of a source name; None when they are unclear."""
    role = terms(RoleKind).get(fold(wording)) or term_within(RoleKind, wording)
    return role if isinstance(role, RoleKind) else None


def assemble(records: Records, vocabulary: Vocabulary | None = None) -> Assembled:
    """The programme that the records make, with the origins of its parts and all findings of the assembly."""
    assembler = _Assembler(records, vocabulary or Vocabulary.core())
    programme = assembler.programme()
    findings, left_out = in_order(assembler.findings), tuple(assembler.left_out)
    return Assembled(programme, Origins(assembler.places), findings, left_out)
