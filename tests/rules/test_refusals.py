"""Why a plan is refused: every reason of a simulation becomes a finding whose message holds its amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.findings import PathLocation, core_catalogue
from labo_partenariats.rules.refusals import plan_findings
from labo_partenariats.rules.simulation import PlanFigures, Status, simulate
from labo_partenariats.values.money import Money, Rate

AMOUNTS = st.integers(-500, 5_000).map(Money)
RATES = st.integers(-1, 12).map(lambda tenths: Rate(f"{tenths / 10:.1f}"))
FIGURES = st.builds(
    PlanFigures,
    eligible=AMOUNTS,
    aid_rate=RATES,
    eafrd_rate=RATES,
    counterpart=AMOUNTS,
    aid_rate_mode=st.sampled_from(["maximum", "fixed"]),
    requested=st.none() | AMOUNTS,
    eafrd_ceiling=st.none() | AMOUNTS,
    eafrd_floor=st.none() | AMOUNTS,
    in_kind=AMOUNTS,
    min_self_financing_rate=st.none() | RATES,
    min_public_aid=st.none() | AMOUNTS,
)


@given(figures=FIGURES, language=st.sampled_from(["fr", "en"]))
def test_every_reason_is_told_with_its_amounts(figures, language):
    plan = simulate(figures)
    found = plan_findings(figures, plan)
    assert tuple(dict.fromkeys(each.code for each in found)) == plan.reasons
    assert bool(found) == (plan.status is not Status.OK)
    for each in found:
        assert "{" not in core_catalogue().message(each, language)
        assert each.location is None or hasattr(figures, str(each.location))


@given(figures=FIGURES)
def test_the_gap_of_a_counterpart_above_the_cap_is_what_mends_it(figures):
    plan = simulate(figures)
    for each in plan_findings(figures, plan):
        if each.code == "FIN121":
            lowered = figures.counterpart - each.data["gap"]
            assert lowered == plan.public_aid_cap


@pytest.mark.parametrize("name", ["eligible", "counterpart", "requested", "eafrd_floor"])
def test_each_negative_figure_is_told_at_its_name(name):
    plan = {"eligible": Money(100), "aid_rate": Rate("0.8"), "eafrd_rate": Rate("0.8"), "in_kind": Money(-200)}
    figures = PlanFigures(**{**plan, name: Money(-1)})
    told = [each.location for each in plan_findings(figures, simulate(figures)) if each.code == "FIN110"]
    assert set(told) == {PathLocation(name), PathLocation("in_kind")}
