"""The loader never raises, whatever it is given, and its overlaps are those that counting days would find."""

import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.law import load_layer

HEAD = '[layer]\nid = "eu"\nkind = "eu"\nlabel = { fr = "Union", en = "Union" }\n'
KEYS = ("from", "to", "value", "certainty", "when", "references", "unit", "label", "options", "bands", "values", "é")
SCALARS = st.one_of(
    st.sampled_from(['"unknown"', '"verified"', '"unverified"', '"rate"', '"EUR"', '"choice"', '"fixed"', '""']),
    st.sampled_from(["0.8", "1720", "-3", "nan", "inf", "1e400", "2014-01-01", "2022-12-31", "10:00:00", "true"]),
    st.sampled_from(['{ fr = "a", en = "b" }', '{ owner = "private" }', '{ amount = "EUR" }', "[{ gives = 3 }]"]),
    st.sampled_from(["{}", "[]", "[1, 'a', {}]", "[{ fr = 'a' }]", "{ a = [] }"]),
    st.integers().map(str),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=8),
)
LINES = st.one_of(
    st.sampled_from(
        [
            "[layer]",
            "[parameters]",
            "[parameters.eafrd_rate]",
            "[[parameters.eafrd_rate.values]]",
            "[[parameters.eafrd_rate.values.references]]",
            "[[parameters.quotes_required.values]]",
            "[parameters.own]",
            "[[parameters.own.values]]",
            "[[layer.notes]]",
        ]
    ),
    st.builds("{} = {}".format, st.sampled_from(KEYS), SCALARS),
)


@given(st.lists(LINES, max_size=12).map("\n".join), st.booleans())
def test_the_loader_never_raises_and_gives_a_layer_or_its_problems(text: str, headed: bool) -> None:
    """Whatever resembles a file of law gives a layer, or problems with a code and a place."""
    layer, problems = load_layer(HEAD + text if headed else text)

    assert (layer is None) is bool(problems)
    assert all(problem.code.startswith("LAW0") and isinstance(problem.path, str) for problem in problems)


@given(st.text(max_size=60))
def test_the_loader_never_raises_on_any_text(text: str) -> None:
    """A text that is no law has problems."""
    layer, problems = load_layer(text)

    assert layer is None
    assert problems


def test_a_deep_file_is_refused_like_any_other() -> None:
    """Nesting beyond the parser's depth is a problem, not a crash."""
    assert load_layer("a = " + "[" * 20000)[1][0].code == "LAW001"


DAYS = st.integers(0, 40)
SPANS = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 8), st.sampled_from([None, "private", "public"])), min_size=1, max_size=5
)
FIRST = dt.date(2020, 1, 1)


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


@given(SPANS)
def test_overlaps_are_those_that_counting_days_finds(spans: list[tuple[int, int | None, str | None]]) -> None:
    """Two values of the same conditions overlap when they share a day; others never do."""
    ordered = sorted(spans, key=lambda span: span[0])
    text = HEAD
    for start, length, owner in ordered:
        text += f'[[parameters.eafrd_floor.values]]\nfrom = {_day(start)}\nvalue = 1\ncertainty = "unverified"\n'
        text += "" if length is None else f"to = {_day(start + length)}\n"
        text += "" if owner is None else f'when = {{ owner = "{owner}" }}\n'
    days = [set(range(start, 60 if length is None else start + length + 1)) for start, length, _ in ordered]
    expected = {
        (j, i) for i, j in combinations(range(len(ordered)), 2) if ordered[i][2] == ordered[j][2] and days[i] & days[j]
    }

    _, problems = load_layer(text)

    told = {
        (int(problem.path.split("[")[1][:-1]), int(str(problem.data["other"]).split("[")[1][:-1]))
        for problem in problems
    }
    assert {"LAW010"} >= {problem.code for problem in problems}
    assert expected == told
