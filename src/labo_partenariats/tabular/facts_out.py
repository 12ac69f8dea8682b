"""The programme's own table, written: its form, one field a row, filled or to be filled."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from labo_partenariats.i18n import Language
from labo_partenariats.model import (
    Application,
    DocumentMetadata,
    FinancingPlan,
    LocalActionGroup,
    Programme,
    StateAid,
    StrategyLink,
)
from labo_partenariats.tabular.cells_out import OutValue, term_out, text_out
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
    yield from _lag_facts(programme.lag)
    yield from _strategy_facts(programme.strategy or StrategyLink())
    yield from (("approach", text_out(line), None) for line in programme.approach)
    yield from (("governance", text_out(line), None) for line in programme.governance)
    yield from ((f"impact_{impact.kind.value}", text_out(impact.text), None) for impact in programme.impacts)
    yield from (("success_criterion", text_out(line), None) for line in programme.success_criteria)
    yield from _plan_facts(programme.financing, language)
    yield from _stated_facts(programme)
    application, document = programme.application or Application(), programme.document or DocumentMetadata()
    yield "application_date", application.date, None
    yield "application_reference", text_out(application.reference), None
    yield "document_title", text_out(document.title), None
    yield "document_revision", document.revision, None
    yield "document_created", document.created, None
    yield "document_saved", document.saved, None


def _lag_facts(lag: LocalActionGroup | None) -> Iterator[_Fact]:
    if lag is not None:
        yield "lag_name", text_out(lag.name), None
        yield "lag_acronym", text_out(lag.acronym), None
        yield "lag_region", text_out(lag.region), None
        yield "lag_regime", text_out(lag.regime), None


def _strategy_facts(strategy: StrategyLink) -> Iterator[_Fact]:
    yield "fiche_action", text_out(strategy.fiche_action), None
    yield "fiche_action_title", text_out(strategy.fiche_action_title), None
    yield "sub_action", text_out(strategy.sub_action), None
    yield "sub_action_title", text_out(strategy.sub_action_title), None
    yield from (("contribution", text_out(line), None) for line in strategy.contributions)
    yield from (("coherence", text_out(line), None) for line in strategy.coherence)


def _plan_facts(plan: FinancingPlan | None, language: Language) -> Iterator[_Fact]:
    """The version is always given: a plan of which nothing else is known is a plan all the same."""
    if plan is None:
        return
    state_aid = plan.state_aid or StateAid()
    yield "plan_version", term_out(plan.version, language), None
    yield "plan_date", plan.date, None
    yield "aid_rate", plan.aid_rate, None
    yield "requested", plan.requested, None
    yield "state_aid_applies", state_aid.applies, None
    yield "state_aid_regime", text_out(state_aid.regime), None
    yield "state_aid_justification", text_out(state_aid.justification), None
    yield "plan_remark", text_out(plan.remark), None


def _stated_facts(programme: Programme) -> Iterator[_Fact]:
    fields = {subject: key for key, subject in STATED_FIELDS.items()}
    for figure in programme.stated_figures:
        value = figure.amount if figure.amount is not None else figure.count
        yield fields[figure.subject], value, text_out(figure.wording)
