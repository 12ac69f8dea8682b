"""Reading periods in arbitrary text: nothing raises, nothing is lost, nothing is invented."""

import datetime as dt
import tomllib
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from labo_partenariats.values.calendar import Role, account_for, read_periods
from labo_partenariats.values.calendar.lexicon import Language, fold, lexicon
from labo_partenariats.values.period import Period

CASES = tomllib.loads((Path(__file__).parent / "period_cases.toml").read_text(encoding="utf-8"))
FRENCH = [text for cases in CASES["french"].values() for text in cases]
SPELLINGS = [*FRENCH, *CASES["english"], *CASES["doubts"]]
PIECES = st.sampled_from(
    [*SPELLINGS, " ", "\n", " ; ", " et ", " au ", " : ", " / ", "(", ")", " - ", "sauf ", "ou ", "2017", "Oisans"]
)
GLUE = {word for phrase in lexicon().connectors for word in phrase}
INVISIBLE = {chr(code) for code in (0xAD, 0x2060, 0xFEFF, *range(0x200B, 0x2010))}


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A known spelling with some characters cut, doubled, added or changed in case."""
    text: str = draw(st.sampled_from(SPELLINGS))
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(text)))
        last = draw(st.integers(first, min(len(text), first + 4)))
        added = draw(st.sampled_from(["", text[first:last] * 2, text[first:last].swapcase()]) | st.text(max_size=2))
        text = text[:first] + added + text[last:]
    return text


TEXTS = st.text() | mutated() | st.lists(PIECES, max_size=6).map("".join)


def _visible(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in INVISIBLE)


@given(TEXTS, st.sampled_from(["fr", "en"]))
@example("6/11 : a : 13/11 (b) (c)", "fr")
@example("ſept 2018 ŉ", "fr")
@example("9" * 5000, "fr")
def test_every_visible_character_is_accounted_for(text: str, language: Language) -> None:
    """
    Each visible character lies in a part, and each part is what its role says.

    A period's part is the text of a period, a label's the label of one, a doubt's within the words of a doubt; a
    connector is punctuation or a known joining word, and a heading has words of a unit or a year.
    """
    account = account_for(text, language=language)
    periods = account.reading.value or ()

    covered = [False] * len(text)
    for part in account.parts:
        covered[part.start : part.end] = [True] * (part.end - part.start)
        words = text[part.start : part.end]
        match part.role:
            case Role.PERIOD:
                assert any(period.text == words for period in periods)
            case Role.LABEL:
                plain = " ".join(words.split())
                assert any(plain in (period.label or "") for period in periods) or account.reading.doubts
            case Role.DOUBT:
                assert any(words.strip() in doubt.text for doubt in account.reading.doubts)
            case Role.CONNECTOR:
                assert not any(map(str.isdigit, words))
                assert all(
                    fold(word) in GLUE for word in words.replace("'", " ").replace("’", " ").split() if fold(word)
                )
            case Role.HEADING:
                assert _visible(words)
    assert _visible("".join(char for char, known in zip(text, covered, strict=True) if not known)) == ""


@given(TEXTS)
def test_no_value_without_a_doubt(text: str) -> None:
    """None always comes with the reason, and a value is a tuple of periods whose words are in the text."""
    reading = read_periods(text)

    assert reading.text == text
    assert reading.doubts if reading.value is None else all((period.text or "") in text for period in reading.value)


@given(st.lists(mutated(), min_size=1, max_size=3).map(" ".join), st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1)))
def test_the_context_dates_nothing_that_has_its_year(text: str, start: dt.date) -> None:
    """With a context the periods read without it stay as they were; it only adds those that lacked a year."""
    alone = read_periods(text).value or ()
    helped = read_periods(text, within=Period(start, start + dt.timedelta(300))).value or ()

    assert {(p.start, p.end, p.text) for p in alone} <= {(p.start, p.end, p.text) for p in helped}


@given(st.sampled_from(FRENCH), st.sampled_from(["upper", "nbsp", "dash", "spaces"]))
def test_case_and_typography_do_not_matter(text: str, change: str) -> None:
    """Capitals, unbreakable spaces, long dashes and doubled spaces read as the plain spelling does."""
    changed = {
        "upper": text.upper() if "ᵉʳ" not in text else text,
        "nbsp": text.replace(" ", "\u00a0"),
        "dash": text.replace("-", "–"),
        "spaces": text.replace(" ", "  "),
    }[change]

    assert _days(read_periods(text).value) == _days(read_periods(changed).value)


def _days(periods: tuple[Period, ...] | None) -> list[tuple[object, ...]]:
    return [
        (period.start, period.end, period.precision, period.start_time, period.end_time) for period in periods or ()
    ]


@given(
    st.sampled_from(
        [*SPELLINGS, "(", "6, ", "6/", "6 - ", "mars / ", "à partir de ", "lundi ", "a : ", "9", "sauf 6/11 "]
    )
)
def test_a_very_long_text_is_read(text: str) -> None:
    """Ten thousand characters of one spelling neither exhaust the stack nor raise."""
    reading = read_periods((text * 10_000)[:3_000])

    assert reading.value is not None or reading.doubts
