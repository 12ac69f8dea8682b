"""From a network of programmes to the report that every renderer shares: what they have in common, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from labo_partenariats.findings import Catalogue, Finding, core_catalogue, in_order
from labo_partenariats.i18n import Language
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.model.schedule import slots
from labo_partenariats.network import (
    Directory,
    Entry,
    Network,
    compared_financing,
    cooperations,
    directory,
    merged,
    summed_indicators,
)
from labo_partenariats.report import planning, verdicts
from labo_partenariats.report.blocks import (
    Block,
    CellValue,
    Column,
    Dossier,
    Kind,
    Lines,
    Periods,
    Section,
    Table,
)
from labo_partenariats.report.people import territory_names
from labo_partenariats.report.wording import Wording
from labo_partenariats.values.term import Term

#: The amounts that plans are compared by.
_COMPARED = ("total_expenses", "eligible", "public_aid", "eafrd", "self_financing")


def build_network(
    network: Network,
    findings: tuple[Finding, ...] = (),
    *,
    known: Directory | None = None,
    library: Library | None = None,
    catalogue: Catalogue | None = None,
    language: Language = "fr",
) -> Dossier:
    """
    The report on *network* in *language*: programmes, directory, calendar, financing, indicators, cooperation and
    findings.

    *findings* are those of the reading; those of the directory join them. *known* is the directory where it has been
    worked out. No e-mail address or telephone number is in it.
    """
    say, known = Wording(language), known or directory(network)
    whole = merged(network, known)
    found = in_order((*findings, *known.findings))
    sections = (
        _section("programmes", (_programmes(network, known, say),), say),
        _section("directory", (_actors(known, network, say), _conflicts(known, say)), say),
        _section("calendar", planning.calendar(whole, say).blocks, say),
        _section("dates", (_dates(whole, say),), say),
        _section("financing", (_financing(network, library, say),), say),
        _section("indicators", (_indicators(network, say),), say),
        _section("cooperation", (_pairs(whole, say), _links(known, network, say)), say),
        verdicts.findings(found, catalogue or core_catalogue(), say),
    )
    return Dossier(
        language=language,
        title=network.name,
        subject=say("network.subject"),
        author=network.name,
        date=None,
        sections=sections,
        has_inputs=False,
    )


def _section(key: str, blocks: tuple[Block, ...], say: Wording) -> Section:
    name, title = say(f"network.{key}.name"), say(f"network.{key}.title")
    return Section(key=key, name=name, title=title, blocks=blocks, is_wide=True)


def _programmes(network: Network, known: Directory, say: Wording) -> Table:
    columns = (
        Column(key="member", header=say("network.member"), weight=3),
        Column(key="title", header=say("network.programme"), weight=4),
        Column(key="lead", header=say("cover.lead"), weight=3),
        Column(key="lag", header=say("cover.lag"), weight=3),
        Column(key="territories", header=say("cover.territories"), weight=3),
        Column(key="actors", header=say("network.actors"), kind=Kind.NUMBER),
        Column(key="actions", header=say("network.actions"), kind=Kind.NUMBER),
        Column(key="projects", header=say("network.projects"), kind=Kind.NUMBER),
    )
    rows = []
    for member in network.members:
        programme, lag = member.programme, member.programme.lag
        areas = ", ".join(area.name for area in programme.territories)
        actors = sum(member.name in entry.members for entry in known.entries)
        counts = (actors, len(programme.actions), sum(not each.is_example for each in programme.projects))
        lead = programme.lead.name if programme.lead else None
        rows.append((member.name, programme.title, lead, lag.name if lag else None, areas, *counts))
    return Table(key="programmes", columns=columns, rows=tuple(rows), note=say("network.projects_note"))


def _actors(known: Directory, network: Network, say: Wording) -> Table:
    columns = (
        Column(key="name", header=say.header("actors", "name"), weight=3),
        Column(key="aliases", header=say("network.aliases"), kind=Kind.LINES, weight=3),
        Column(key="kind", header=say.header("actors", "kind"), kind=Kind.TERM, weight=2),
        Column(key="siret", header=say.header("actors", "siret"), weight=2),
        Column(key="members", header=say("network.known_to"), kind=Kind.LINES, weight=5),
    )
    rows = tuple(
        (
            entry.actor.name,
            Lines(entry.actor.aliases),
            entry.actor.kind,
            entry.actor.siret or entry.actor.siren or entry.actor.rna,
            Lines(tuple(_known_to(entry, network, say))),
        )
        for entry in known.entries
    )
    return Table(key="directory", columns=columns, rows=rows, empty=say("partnership.no_actor"))


def _known_to(entry: Entry, network: Network, say: Wording) -> Iterator[str]:
    """Each programme that knows the organisation, and the roles it gives it."""
    for name, roles in _roles(entry, network, say):
        yield say("network.known_as", member=name, roles=roles) if roles else name


def _roles(entry: Entry, network: Network, say: Wording) -> Iterator[tuple[str, tuple[str, ...]]]:
    programmes = {member.name: member.programme for member in network.members}
    for name in entry.members:
        ours = (mention.actor.id for mention in entry.mentions if mention.member == name)
        played = (role for id_ in ours for role in programmes[name].roles_of(id_))
        yield name, tuple(dict.fromkeys(role.wording or say.value(role.role) for role in played))


def _conflicts(known: Directory, say: Wording) -> Table:
    columns = (
        Column(key="name", header=say.header("actors", "name"), weight=3),
        Column(key="field", header=say("network.field"), weight=2),
        Column(key="value", header=say("network.value"), weight=3),
        Column(key="members", header=say("network.according_to"), weight=4),
    )
    rows = tuple(
        (entry.actor.name, say.value(Term("ActorField", conflict.field)), say.value(value), ", ".join(members))
        for entry in known.entries
        for conflict in entry.conflicts
        for value, members in conflict.values
    )
    title, empty = say("network.conflicts"), say("network.no_conflict")
    return Table(key="conflicts", title=title, columns=columns, rows=rows, empty=empty)


def _dates(whole: Programme, say: Wording) -> Table:
    columns = (
        Column(key="period", header=say.header("actions", "period_text"), kind=Kind.PERIODS, weight=3),
        Column(key="title", header=say.header("actions", "title"), weight=6),
        Column(key="territories", header=say("plan.where"), weight=3),
    )
    rows = tuple(
        (
            Periods((slot.session.period,)),
            slot.action.title,
            territory_names(whole, slot.session.territories or slot.action.territories),
        )
        for slot in slots(whole)
        if not slot.session.cancelled
    )
    return Table(key="sessions", columns=columns, rows=rows, empty=say("calendar.empty"))


def _financing(network: Network, library: Library | None, say: Wording) -> Table:
    columns = (
        Column(key="member", header=say("network.member"), weight=3),
        Column(key="day", header=say("network.day"), kind=Kind.DATE, weight=2),
        Column(key="law", header=say("network.law"), weight=4),
        *(Column(key=name, header=say.amount(name), kind=Kind.MONEY, weight=2) for name in _COMPARED),
    )
    rows: list[tuple[CellValue, ...]] = []
    for row in compared_financing(network, library):
        law = row.regime.layers[-1].label(say.language) if row.regime and row.has_plan else None
        amounts = tuple(row.amounts[name] for name in _COMPARED)
        told = (row.day, law) if row.has_plan else (None, say("network.no_plan"))
        rows.append((row.member, *told, *amounts))
    return Table(key="financing", columns=columns, rows=tuple(rows), note=say("network.financing_note"))


def _indicators(network: Network, say: Wording) -> Table:
    columns = (
        Column(key="name", header=say.header("indicators", "name"), weight=5),
        Column(key="unit", header=say.header("indicators", "unit"), weight=2),
        Column(key="member", header=say("network.member"), weight=3),
        Column(key="minimum", header=say("success.minimum"), kind=Kind.NUMBER),
        Column(key="maximum", header=say("success.maximum"), kind=Kind.NUMBER),
        Column(key="actual", header=say.header("indicators", "actual"), kind=Kind.NUMBER),
    )
    rows: list[tuple[CellValue, ...]] = []
    for line in summed_indicators(network):
        said = [(name, share) for name, share in line.shares]
        if len(said) > 1:
            said.append((say("network.sum"), line.indicator))
        for name, each in said:
            target = (each.target.minimum, each.target.maximum) if each.target else (None, None)
            rows.append((line.indicator.name, line.indicator.unit, name, *target, each.actual))
    return Table(
        key="indicators",
        columns=columns,
        rows=tuple(rows),
        empty=say("success.no_indicator"),
        note=say("network.indicators_note") if rows else None,
    )


def _pairs(whole: Programme, say: Wording) -> Table:
    names = {actor.id: actor.name for actor in whole.actors}
    titles = {action.id: action.title for action in whole.actions}
    columns = (
        Column(key="one", header=say("network.organisation"), weight=3),
        Column(key="other", header=say("network.with"), weight=3),
        Column(key="count", header=say("network.actions"), kind=Kind.NUMBER),
        Column(key="actions", header=say("network.together"), kind=Kind.LINES, weight=5),
    )
    rows = tuple(
        (names[pair.one], names[pair.other], len(pair.actions), Lines(tuple(titles[id_] for id_ in pair.actions)))
        for pair in cooperations(whole)
        if pair.one in names and pair.other in names
    )
    title, empty = say("network.pairs"), say("network.no_pair")
    return Table(key="pairs", title=title, columns=columns, rows=rows, empty=empty)


def _links(known: Directory, network: Network, say: Wording) -> Table:
    """Organisations that several programmes know: the bridges of the network."""
    columns = (
        Column(key="organisation", header=say("network.organisation"), weight=3),
        Column(key="member", header=say("network.member"), weight=3),
        Column(key="roles", header=say.header("actors", "roles"), kind=Kind.LINES, weight=5),
    )
    rows = tuple(
        (entry.actor.name, name, Lines(roles)) for entry in known.shared for name, roles in _roles(entry, network, say)
    )
    title, empty = say("network.bridges"), say("network.no_bridge")
    return Table(key="bridges", title=title, columns=columns, rows=rows, empty=empty)
