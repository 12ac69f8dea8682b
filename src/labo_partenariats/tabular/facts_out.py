"""The programme's own table, written: its form, one field a row, filled or to be filled."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from labo_partenariats.i18n import Language
from labo_partenariats.model import Programme
from labo_partenariats.tabular.cells_out import OutValue, text_out, value_out
from labo_partenariats.tabular.fact_groups import (
    AGREEMENT,
    APPLICATION,
    DOCUMENT,
    GRID,
    LAG,
    PLAN,
    STATE_AID,
    STRATEGY,
)
from labo_partenariats.tabular.facts import IMPACT_FIELDS, STATED_FIELDS
from labo_partenariats.tabular.schema import PROGRAMME_FIELDS
from labo_partenariats.tabular.vocabulary import header


@frozen
class FormRow:
    """One row of the form: the key of its field, the field's name, its value if any, and the remark beside it."""

    key: str
    label: str
    value: OutValue = None
    note: str | None = None


_Fact = tuple[str, OutValue, str | None]


def form_rows(programme: Programme, language: Language) -> tuple[FormRow, ...]:
    """The rows of the form: every field once at least, in the order of the form."""
    facts = [fact for fact in _facts(programme, language) if fact[1] is not None]
    return tuple(
        FormRow(key, header("fields", key, language), value, note) for key, value, note in _in_form_order(facts)
    )


def _in_form_order(facts: list[_Fact]) -> Iterator[_Fact]:
    """Impacts, and figures stated, keep the order that the programme gives them whatever their field."""
    for family in _families():
        given = [fact for fact in facts if fact[0] in family]
        yield from given
        yield from ((key, None, None) for key in family if key not in {fact[0] for fact in given})


def _families() -> Iterator[tuple[str, ...]]:
    """The fields of the form, those of which the order matters together."""
    mixed = (tuple(IMPACT_FIELDS), tuple(STATED_FIELDS))
    for key in PROGRAMME_FIELDS:
        family = next((family for family in mixed if key in family), (key,))
        if family[0] == key:
            yield family


def _facts(programme: Programme, language: Language) -> Iterator[_Fact]:
    yield "title", text_out(programme.title), None
    yield from (("summary", text_out(line), None) for line in programme.summary)
    yield "network", text_out(programme.network), None
    yield from (("approach", text_out(line), None) for line in programme.approach)
    yield from (("governance", text_out(line), None) for line in programme.governance)
    yield from ((f"impact_{impact.kind.value}", text_out(impact.text), None) for impact in programme.impacts)
    yield from (("success_criterion", text_out(line), None) for line in programme.success_criteria)
    yield from _stated_facts(programme)
    plan = programme.financing
    groups = (
        (LAG, programme.lag),
        (STRATEGY, programme.strategy),
        (PLAN, plan),  # its version is always given: a plan of which nothing else is known is a plan all the same
        (STATE_AID, plan.state_aid if plan else None),
        (APPLICATION, programme.application),
        (DOCUMENT, programme.document),
        (AGREEMENT, programme.agreement),
        (GRID, programme.selection_grid),
    )
    for group, part in groups:
        if part is not None:
            yield from ((key, value_out(value, language), None) for key, value in group.values(part))


def _stated_facts(programme: Programme) -> Iterator[_Fact]:
    fields = {subject: key for key, subject in STATED_FIELDS.items()}
    for figure in programme.stated_figures:
        value = figure.amount if figure.amount is not None else figure.count
        yield fields[figure.subject], value, text_out(figure.wording)
